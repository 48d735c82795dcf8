"""What several commands read in the same way: texts, days, rule books."""

from __future__ import annotations

import json
import os
import sys
import traceback
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from reviewer.case import FIRST_YEAR, LAST_YEAR, is_of_our_time
from reviewer.errors import InputError

if TYPE_CHECKING:
    from reviewer.rules.rulebook import RuleBook

STANDARD_INPUT = "-"


def read_text(name: str | None) -> str:
    """Return the text of a file, of standard input for ``-``, nothing for an empty name.

    Raises
    ------
    InputError
        E310 for a file that is no text, E311 for one that cannot be read.
    """
    from reviewer.language.decode import decode

    if not name:
        return ""
    if name == STANDARD_INPUT:
        return decode(sys.stdin.buffer.read(), where="standard input")
    return decode(_read_bytes(Path(name)), where=name)


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError("E311", f"cannot read: {error.strerror}", where=str(path), cure="check the path") from None


def read_case_file(name: str) -> dict[str, Any]:
    """Return the fields of a case out of a JSON file, or of standard input for ``-``.

    Raises
    ------
    InputError
        E318 if it holds no JSON object, or one nested or with a number beyond all measure.
    """
    where = "standard input" if name == STANDARD_INPUT else name
    try:
        fields = json.loads(read_text(name))
    except json.JSONDecodeError as error:
        what = f"this is no JSON: {error.msg}"
        raise InputError(
            "E318", what, where=f"{where} line {error.lineno}", cure="see 'reviewer check --help'"
        ) from None
    except (RecursionError, ValueError):
        what = "it is nested too deeply, or holds a number too long"
        raise InputError("E318", what, where=where, cure="see 'reviewer check --help'") from None
    if not isinstance(fields, dict):
        raise InputError("E318", "this is no JSON object", where=where, cure='write {"complaint": "…", "reply": "…"}')
    return fields


def read_day(given: str | None, option: str) -> date | None:
    """Return a day given as YYYY-MM-DD.

    Raises
    ------
    InputError
        E304 if it is none, or not of our time.
    """
    if not given:
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError:
        cure = "write the day as YYYY-MM-DD"
        raise InputError("E304", f"'{given[:60]}' is no date", where=option, cure=cure) from None
    if not is_of_our_time(day):
        cure = f"give a year from {FIRST_YEAR} to {LAST_YEAR}"
        raise InputError("E304", f"'{given}' is too far away", where=option, cure=cure)
    return day


def read_rulebook(given: Path | None, *, beside: Path | None = None) -> RuleBook | None:
    """Return the rule book that is given, else the one beside the input or in the current folder; say which.

    Faults inside it are told, one line each; the rest of it counts.
    """
    from reviewer.rules.rulebook import find_rulebook, load_rulebook

    folders = [beside.parent] if beside is not None else []
    path = given or find_rulebook(*folders, Path.cwd())
    if path is None:
        return None
    book = load_rulebook(path)
    typer.echo(f"rule book: {path}", err=True)
    for problem in book.problems:
        typer.echo(f"{problem} (left out)", err=True)
    return book


def existing(name: str | None) -> Path | None:
    """Return the path of a named file, None for standard input and for nothing."""
    return Path(name) if name and name != STANDARD_INPUT else None


def show_traceback(error: BaseException | None) -> None:
    """Print where the program went wrong, if it is asked for with ``REVIEWER_TRACEBACK``."""
    if error is not None and os.environ.get("REVIEWER_TRACEBACK"):
        traceback.print_exception(error)


def refuse_overwriting(output: Path | None, *sources: Path | None) -> None:
    """Stop before a result takes the place of what it is made from, links followed.

    Raises
    ------
    InputError
        E317 if it would.
    """
    if output is not None and output.exists() and any(one and one.exists() and output.samefile(one) for one in sources):
        raise InputError("E317", "this would overwrite what is read", where=str(output), cure="give -o another name")
