"""Vague words of time: found once more for whoever asks, and one finding left for each act they speak of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from reviewer.deadlines.tenses import tense_of
from reviewer.findings import Hit
from reviewer.language.clauses import clause_at
from reviewer.language.document import Document
from reviewer.language.pack import lexicons
from reviewer.language.pattern import Match, PatternSet, parse_pattern

_LEXICONS = ("ddl_soon", "ddl_when", "ddl_wait", "ddl_about", "ddl_fast", "ddl_block")
# The rules on vague terms, the one that tells most first.
_CODES = ("DDL101", "DDL110", "DDL114", "DDL113", "DDL112", "DDL111")
_WAIT = "DDL111"
_AND = frozenset({"and", "и", "а"})


def find_vague(document: Document) -> list[Match]:
    """Return the vague words of time in a text, whoever they speak of."""
    key = ("vague", document.language)
    if key not in document.memo:
        document.memo[key] = [match for _, match in _patterns(document.language).find(document)]
    found: list[Match] = document.memo[key]
    return found


def leave_one_vague(reply: Document, hits: Iterable[Hit], *, has_term: bool) -> list[Hit]:
    """Return hits with one vague term for each clause; hits of other codes stay as they are.

    Words side by side («чуть позже, как только освободимся» in one breath) become one finding. A request to wait says
    nothing of its own where the sentence is flagged for another word, or where the letter names a day (``has_term``).
    """
    kept: list[Hit] = []
    by_clause: dict[tuple[int, int], list[Hit]] = {}
    for hit in hits:
        if hit.code in _CODES and hit.start is not None and hit.end is not None:
            first, last = _own_half(reply, reply.token_range(hit.start, hit.end)[0])
            by_clause.setdefault((first, last), []).append(hit)
        else:
            kept.append(hit)
    left = {clause: _one(reply.text, found) for clause, found in by_clause.items()}
    said = {reply.sentence_of[first] for (first, _), hit in left.items() if hit.code != _WAIT}
    for (first, _), hit in left.items():
        if hit.code != _WAIT or not (has_term or reply.sentence_of[first] in said):
            kept.append(hit)
    return kept


def _own_half(reply: Document, index: int) -> tuple[int, int]:
    """Return the tokens of a clause around a word; "X will be done … and Y will call …" is two without a comma."""
    clause = clause_at(reply, index)
    first, last = clause.first, clause.last
    for place in range(first + 1, last - 1):
        if reply.tokens[place].form not in _AND or not _has_future(reply, place, clause.last):
            continue
        if _has_future(reply, clause.first, place):
            first, last = (place, last) if place < index else (first, min(last, place))
    return first, last


def _has_future(reply: Document, first: int, last: int) -> bool:
    return any(tense_of(reply, token) == "future" for token in reply.tokens[first:last])


def _one(text: str, found: list[Hit]) -> Hit:
    chosen = min(found, key=lambda hit: (_CODES.index(hit.code), hit.start or 0))
    start, end = chosen.start or 0, chosen.end or 0
    for hit in sorted(found, key=lambda hit: hit.start or 0):
        first, last = hit.start or 0, hit.end or 0
        if not text[min(end, last) : max(start, first)].strip(" ,") or (first < end and start < last):
            start, end = min(start, first), max(end, last)
    return replace(chosen, start=start, end=end)


@cache
def _patterns(language: str) -> PatternSet:
    table = lexicons(language)
    return PatternSet(
        (name, pattern)
        for name in _LEXICONS
        for entry in table.get(name, ())
        for pattern in parse_pattern(entry, lexicons=table, where=f"language/{language}/lexicons/{name}.txt")
    )
