"""Vague words of time, from the lexicons that the rules on vague terms use too."""

from __future__ import annotations

from functools import cache

from reviewer.language.document import Document
from reviewer.language.pack import lexicons
from reviewer.language.pattern import Match, PatternSet, parse_pattern

_LEXICONS = ("ddl_soon", "ddl_when", "ddl_wait", "ddl_about", "ddl_fast")


def find_vague(document: Document) -> list[Match]:
    """Return the vague words of time in a text, whoever they speak of."""
    return [match for _, match in _patterns(document.language).find(document)]


@cache
def _patterns(language: str) -> PatternSet:
    table = lexicons(language)
    return PatternSet(
        (name, pattern)
        for name in _LEXICONS
        for entry in table.get(name, ())
        for pattern in parse_pattern(entry, lexicons=table, where=f"language/{language}/lexicons/{name}.txt")
    )
