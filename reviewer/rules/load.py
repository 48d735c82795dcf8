"""Rule files to a ``RulePack``: validated, compiled, named by a hash. A malformed file names itself and its line."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import ValidationError

from reviewer.errors import ReviewerError, RuleError
from reviewer.findings import kinds
from reviewer.language.pack import lexicons
from reviewer.language.pattern import Pattern, PatternSet, parse_pattern
from reviewer.rules.schema import Code, Rule
from reviewer.sectors.house import HouseLevel


@dataclass(frozen=True, slots=True)
class LoadedRule:
    """A rule with its meaning, its file and its compiled conditions."""

    rule: Rule
    code: Code
    file: str
    patterns: tuple[Pattern, ...]
    needs: PatternSet | None
    lacks: PatternSet | None
    echo: PatternSet | None = None
    severity_set: bool = False
    """Whether a team's rule book set the severity: then neither the check nor the case changes it."""

    @property
    def kind(self) -> str:
        """Name of the kind of finding."""
        return self.code.kind


@dataclass(frozen=True, slots=True, eq=False)
class RulePack:
    """All rules of one language, ready to run.

    ``pack_id`` is the first twelve hex digits of the SHA-256 of all files, so that an old review can be explained.
    """

    language: str
    rules: Mapping[str, LoadedRule]
    patterns: PatternSet
    pack_id: str
    allowed: tuple[str, ...] = ()
    problems: tuple[ReviewerError, ...] = ()
    levels: tuple[HouseLevel, ...] = ()
    """The team's own service levels; the product ships none."""

    def __getitem__(self, code: str) -> LoadedRule:
        return self.rules[code]


@cache
def codes() -> Mapping[str, Code]:
    """Return the rows of ``codes.toml``.

    Raises
    ------
    RuleError
        E120 if a row does not fit.
    """
    file = files("reviewer").joinpath("rules", "codes.toml")
    table = tomllib.loads(file.read_text("utf-8"))
    return {code: read_code(code, row, where="rules/codes.toml") for code, row in table.items()}


def read_code(code: str, row: Mapping[str, Any], *, where: str) -> Code:
    """Return one row of meanings, checked against the closed list of kinds."""
    try:
        parsed = Code.model_validate(dict(row))
    except ValidationError as error:
        raise _rule_error(error, where=f"{where} [{code}]", text="") from None
    if parsed.kind not in kinds():
        near = difflib.get_close_matches(parsed.kind, kinds(), 1)
        hint = f"did you mean '{near[0]}'?" if near else "see kinds.toml"
        raise RuleError("E120", f"unknown kind '{parsed.kind}'", where=f"{where} [{code}]", cure=hint)
    return parsed


def rule_files(language: str) -> list[Traversable]:
    """Return the rule files of a language, by aspect and code."""
    root = files("reviewer").joinpath("rules", language)
    found = [
        file
        for aspect in sorted(root.iterdir(), key=lambda entry: entry.name)
        if aspect.is_dir()
        for file in aspect.iterdir()
        if file.name.endswith(".toml")
    ]
    return sorted(found, key=lambda entry: entry.name)


def read_rule(text: str, *, where: str, language: str, meanings: Mapping[str, Code]) -> LoadedRule:
    """Return one rule out of its TOML text.

    Raises
    ------
    RuleError
        E111 TOML syntax; E121 a key or value that does not fit; E122 a code without a row; E123 a presence rule
        without patterns; E10x a pattern that cannot be read.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError("E111", str(error), where=where, cure="mend the TOML syntax") from None
    return compile_rule(table, text=text, where=where, language=language, meanings=meanings)


def compile_rule(
    table: Mapping[str, Any], *, text: str, where: str, language: str, meanings: Mapping[str, Code]
) -> LoadedRule:
    """Return one rule out of a parsed table; ``text`` is what it was read from, so that errors can name the line.

    Raises
    ------
    RuleError
        As ``read_rule``, but for the syntax.
    """
    try:
        rule = Rule.model_validate(table)
    except ValidationError as error:
        raise _rule_error(error, where=where, text=text) from None
    if rule.code not in meanings:
        raise RuleError("E122", f"code {rule.code} has no row", where=where, cure="add its row to rules/codes.toml")
    if rule.check == "presence" and not rule.any:
        raise RuleError("E123", "a presence rule needs patterns", where=where, cure="add 'any = [...]'")
    patterns: list[Pattern] = []
    for source in rule.any:
        line = _line_of(text, source)
        patterns += parse_pattern(source, lexicons=lexicons(language), where=f"{where} line {line}")
    return LoadedRule(
        rule,
        meanings[rule.code],
        where,
        tuple(patterns),
        _conditions(rule.needs, language, where),
        _conditions(rule.lacks, language, where),
        _conditions(rule.echo, language, where),
    )


def _conditions(sources: Iterable[str], language: str, where: str) -> PatternSet | None:
    parsed = [
        (source, pattern)
        for source in sources
        for pattern in parse_pattern(source, lexicons=lexicons(language), where=where)
    ]
    return PatternSet(parsed) if parsed else None


def _line_of(text: str, words: str) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        if words and words in line:
            return number
    return 1


def _rule_error(error: ValidationError, *, where: str, text: str) -> RuleError:
    first = error.errors()[0]
    key = str(first["loc"][0]) if first["loc"] else ""
    place = f"{where} line {_line_of(text, key)}" if text else where
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(first["loc"][-1]), Rule.model_fields, 1)
        hint = f"did you mean '{near[0]}'?" if near else "drop it"
        return RuleError("E121", f"unknown key '{first['loc'][-1]}'", where=place, cure=hint)
    if first["type"] == "literal_error":
        expected = str(first.get("ctx", {}).get("expected", ""))
        near = difflib.get_close_matches(str(first["input"]), expected.replace("'", " ").split(), 1)
        hint = f"did you mean '{near[0]}'?" if near else f"use {expected}"
        return RuleError("E121", f"unknown {key} '{first['input']}'", where=place, cure=hint)
    return RuleError("E121", f"{key}: {first['msg']}", where=place, cure="see 'reviewer rules show' for the form")


def make_pack(
    language: str,
    rules: Iterable[LoadedRule],
    *,
    digest: str,
    allowed: tuple[str, ...] = (),
    problems: tuple[ReviewerError, ...] = (),
    levels: tuple[HouseLevel, ...] = (),
) -> RulePack:
    """Return a pack of compiled rules under a hash of what they were read from."""
    table = {loaded.rule.code: loaded for loaded in rules}
    patterns = PatternSet((loaded, pattern) for loaded in table.values() for pattern in loaded.patterns)
    return RulePack(language, table, patterns, digest, allowed, problems, levels)


@cache
def load_pack(language: str) -> RulePack:
    """Return the product's own rules of a language.

    Raises
    ------
    RuleError
        Any fault in the shipped files: these are tested, so nothing is left out quietly.
    """
    digest = hashlib.sha256(files("reviewer").joinpath("rules", "codes.toml").read_bytes())
    rules = []
    for file in rule_files(language):
        text = file.read_text("utf-8")
        digest.update(text.encode())
        loaded = read_rule(text, where=f"{language}/{file.name}", language=language, meanings=codes())
        if loaded.code.status != "retired":
            rules.append(loaded)
    return make_pack(language, rules, digest=digest.hexdigest()[:12])
