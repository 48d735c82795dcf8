"""The words of a language that show what a term is for: patterns by name, read from ``ru.toml`` and ``en.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, ValidationError

from reviewer.errors import RuleError
from reviewer.language.document import Document
from reviewer.language.pack import lexicons
from reviewer.language.pattern import Match, PatternSet, parse_pattern


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    acts: dict[str, list[str]]
    demands: dict[str, list[str]]
    scopes: dict[str, list[str]]
    roles: dict[str, list[str]]
    courtesy: dict[str, list[str]]


@dataclass(frozen=True, slots=True, eq=False)
class NamedPatterns:
    """Patterns in groups, in the order of the file."""

    names: tuple[str, ...]
    patterns: PatternSet

    def find(self, document: Document) -> list[tuple[str, Match]]:
        """Return every match with the name of its group, found once for a document."""
        key = ("named", id(self))
        if key not in document.memo:
            document.memo[key] = [(str(name), match) for name, match in self.patterns.find(document)]
        found: list[tuple[str, Match]] = document.memo[key]
        return found

    def names_in(self, document: Document, first: int = 0, last: int | None = None) -> tuple[str, ...]:
        """Return the groups that match between two tokens, in the order of the file."""
        end = len(document.tokens) if last is None else last
        seen = {name for name, match in self.find(document) if first <= match.first and match.last <= end}
        return tuple(name for name in self.names if name in seen)


@dataclass(frozen=True, slots=True, eq=False)
class TermWords:
    """All groups of a language."""

    acts: NamedPatterns
    demands: NamedPatterns
    scopes: NamedPatterns
    roles: NamedPatterns
    courtesy: NamedPatterns


@cache
def term_words(language: str) -> TermWords:
    """Return the words of a language.

    Raises
    ------
    RuleError
        E116 if the file does not fit; E10x for a pattern that cannot be read.
    """
    where = f"deadlines/{language}.toml"
    text = files("reviewer").joinpath("deadlines", f"{language}.toml").read_text("utf-8")
    try:
        content = _File.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise RuleError(
            "E116", str(error).splitlines()[0], where=where, cure="see the shipped files for the form"
        ) from None
    groups = {name: _named(rows, language, f"{where} [{name}]") for name, rows in content.model_dump().items()}
    return TermWords(**groups)


def _named(rows: dict[str, list[str]], language: str, where: str) -> NamedPatterns:
    parsed = [
        (name, pattern)
        for name, sources in rows.items()
        for source in sources
        for pattern in parse_pattern(source, lexicons=lexicons(language), where=f"{where} {name}")
    ]
    return NamedPatterns(tuple(rows), PatternSet(parsed))
