"""Enclosures of the reply: named in its text but not in its list of enclosures, listed but nowhere named.

Only a reply that has a list is looked at: many good letters say "enclosed" and list nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.evidence.offered import is_offer, kind_of
from reviewer.evidence.points import stems_of
from reviewer.language import Document
from reviewer.text import TextSpan, trim

_HEAD = {
    "ru": re.compile(r"^[ \t]*приложени[ея](?:[ \t]*(?:на \d+ л[^:\n]*)?[:.])", re.IGNORECASE | re.MULTILINE),
    "en": re.compile(
        r"^[ \t]*(?:enclosures?|encls?\.?|attachments?)[ \t]*(?:\(\d+\))?[ \t]*:", re.IGNORECASE | re.MULTILINE
    ),
}
_ITEM = re.compile(r"^[ \t]*(?:\d{1,2}[.)]|[-–—•*])[ \t]*\S")
_SPLIT = re.compile(r"[;\n]|(?<=\S),(?=[ \t])")
_MARK = re.compile(r"^[ \t]*(?:\d{1,2}[.)]|[-–—•*])[ \t]*")
_REACH = 6  # tokens between «прилагаем» and what is enclosed
_CUSTOMERS = {"ru": frozenset({"вы", "ваш"}), "en": frozenset({"you", "your"})}


@dataclass(frozen=True, slots=True)
class StrayEnclosure:
    """An enclosure that stands in one place only: its span, and whether it is the list that lacks it."""

    span: TextSpan
    is_listed: bool


def find_stray_enclosures(reply: Document) -> tuple[StrayEnclosure, ...]:
    """Return the enclosures named but not listed, and listed but not named, in reading order."""
    head = _HEAD[reply.language].search(reply.text)
    if head is None:
        return ()
    items = list(_items(reply, head.end()))
    end = max((item.end for item in items), default=head.end())
    outside = [token.index for token in reply.tokens if token.end <= head.start() or token.start >= end]
    strays = [*_listed_only(reply, items, outside), *_named_only(reply, items, outside)]
    return tuple(sorted(strays, key=lambda one: one.span.start))


def _items(reply: Document, start: int) -> Iterator[TextSpan]:
    """Yield the items behind «Приложения:»: those of its line, or the marked lines under it."""
    stop = reply.text.find("\n", start)
    stop = len(reply.text) if stop < 0 else stop
    while stop < len(reply.text):
        after = reply.text.find("\n", stop + 1)
        after = len(reply.text) if after < 0 else after
        if not _ITEM.match(reply.text[stop + 1 : after]):
            break
        stop = after
    place = start
    for mark in [*_SPLIT.finditer(reply.text, start, stop), None]:
        last = mark.start() if mark else stop
        item = _MARK.match(reply.text[place:last])
        span = trim(reply.text, place + (item.end() if item else 0), last, strip=" \t\r\n.,;")
        if span.end > span.start:
            yield span
        place = mark.end() if mark else last


def _kinds(reply: Document, indices: list[int] | range) -> set[str]:
    return {kind for index in indices if (kind := kind_of(reply.tokens[index], reply.language))}


def _listed_only(reply: Document, items: list[TextSpan], outside: list[int]) -> Iterator[StrayEnclosure]:
    named = _kinds(reply, outside)
    words = frozenset[str]().union(*(stems_of(reply, index, index + 1) for index in outside))
    for item in items:
        first, last = reply.token_range(item.start, item.end)
        if not _kinds(reply, range(first, last)) & named and stems_of(reply, first, last).isdisjoint(words):
            yield StrayEnclosure(item, True)


def _named_only(reply: Document, items: list[TextSpan], outside: list[int]) -> Iterator[StrayEnclosure]:
    listed: set[str] = set()
    for item in items:
        kinds = _kinds(reply, range(*reply.token_range(item.start, item.end)))
        if not kinds:
            return  # What the list holds is not known well enough to say what it lacks.
        listed |= kinds
    inside = set(outside)
    for index in outside:
        token = reply.tokens[index]
        kind = kind_of(token, reply.language)
        if kind is None or kind in listed:
            continue
        sentence = reply.sentence_at(index)
        near = range(max(sentence.first, index - _REACH), min(sentence.last, index + _REACH + 1))
        is_theirs = any(not reply.tokens[one].lemmas.isdisjoint(_CUSTOMERS[reply.language]) for one in near)
        if not is_theirs and any(one in inside and is_offer(reply.tokens[one], reply.language) for one in near):
            listed.add(kind)
            yield StrayEnclosure(TextSpan(token.start, token.end), False)
