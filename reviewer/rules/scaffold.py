"""The start of a rule: a row and a file whose TODO lines fail the tests until someone writes them."""

from __future__ import annotations

import difflib
import re
import tomllib
from importlib.resources import files
from pathlib import Path

from reviewer.case import LANGUAGES
from reviewer.errors import RuleError
from reviewer.findings import kinds

_PREFIXES = {"admissions": "ADM", "tone": "TON", "deadlines": "DDL", "evidence": "EVD"}
# Project judgement: new rules start above the numbers the first rules were sorted into.
_FIRST_NUMBER = 501

_ROW = """
[{code}]
name = "{name}"
kind = "{kind}"
severity = "warning"
weight = 15
status = "draft"
"""
_FILE = """code = "{code}"
title = "TODO: what is wrong, in a few words"
why = "TODO: why it harms, in one sentence"
fix = "TODO: what to write instead"
source = {{ type = "project-judgement" }}
any = ["TODO"]
unless = ["negated", "attributed"]

# Two flags at least: braces mark the exact words; each entry of `any` fires in one of them.
[[flag]]
text = "TODO: a sentence with {{the words}} in braces."

# Two passes at least: look-alikes that stay silent; each status in `unless` has one that names it.
[[pass]]
text = "TODO: the same words, negated."
because = "negated"

[[fixed]]
before = "TODO: {{the words}} in a sentence."
after = "TODO: the sentence as it should be."
"""


def scaffold(
    name: str, *, kind: str, language: str, code: str | None = None, folder: Path | None = None
) -> tuple[Path, Path]:
    """Write the row and the file of a new rule; return both places.

    Parameters
    ----------
    name : str
        Names the flaw: lower-case English words joined by hyphens.
    kind : str
        One of the closed list.
    language : {"ru", "en"}
    code : str, optional
        The next free one of the aspect if not given. A code that has a row gets a file in another language.
    folder : Path, optional
        Folder with ``codes.toml`` and the languages; the package's own if not given.

    Raises
    ------
    RuleError
        E130 for a name, kind, language or code that does not fit, E131 if the rule is there already or cannot be
        written.
    """
    root = folder or Path(str(files("reviewer").joinpath("rules")))
    aspect = _check(name, kind, language)
    rows = root / "codes.toml"
    try:
        text = rows.read_text("utf-8")
    except OSError as error:
        raise RuleError("E131", f"cannot read: {error.strerror}", where=str(rows), cure="check --folder") from None
    known = tomllib.loads(text)
    chosen = code or _free_code(_PREFIXES[aspect], known)
    if not re.fullmatch(rf"{_PREFIXES[aspect]}\d{{3}}", chosen):
        cure = f"use {_PREFIXES[aspect]} and three digits"
        raise RuleError("E130", f"'{chosen}' is no code of {aspect}", where="--code", cure=cure)
    file = root / language / aspect / f"{chosen}-{name}.toml"
    if any(file.parent.glob(f"{chosen}-*.toml")):
        cure = "choose another code, or edit that file"
        raise RuleError("E131", f"{chosen} has a file in {language} already", where=str(file.parent), cure=cure)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_FILE.format(code=chosen), "utf-8")
        if chosen not in known:
            rows.write_text(text.rstrip("\n") + "\n" + _ROW.format(code=chosen, name=name, kind=kind), "utf-8")
    except OSError as error:
        raise RuleError("E131", f"cannot write: {error.strerror}", where=str(file), cure="use --folder") from None
    return rows, file


def _check(name: str, kind: str, language: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        cure = "use lower-case English words joined by hyphens"
        raise RuleError("E130", f"'{name}' is no name of a rule", where="NAME", cure=cure)
    if language not in LANGUAGES:
        raise RuleError(
            "E130", f"'{language}' is not in the list", where="--language", cure=f"use {', '.join(LANGUAGES)}"
        )
    if kind not in kinds():
        near = difflib.get_close_matches(kind, kinds(), 1)
        cure = f"did you mean '{near[0]}'?" if near else "see kinds.toml"
        raise RuleError("E130", f"unknown kind '{kind}'", where="--kind", cure=cure)
    return kinds()[kind].aspect


def _free_code(prefix: str, known: dict[str, object]) -> str:
    number = _FIRST_NUMBER
    while f"{prefix}{number}" in known:
        number += 1
    return f"{prefix}{number}"
