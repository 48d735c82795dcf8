"""Dates, durations, amounts, references and names in a text, each with its normal value."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.language.document import Document, Mention
from reviewer.language.mentions.amounts import find_amounts
from reviewer.language.mentions.dates import find_dates
from reviewer.language.mentions.durations import find_durations, find_times
from reviewer.language.mentions.names import find_names
from reviewer.language.mentions.references import find_references

Finder = Callable[[Document], list[Mention]]

FINDERS: tuple[Finder, ...] = (find_dates, find_durations, find_times, find_amounts, find_references, find_names)

# A number that is part of something more telling counts as that alone.
_GIVES_WAY = {
    "quantity": frozenset({"number", "document", "law", "date", "time", "duration", "address"}),
    "number": frozenset({"law", "date", "time", "money", "percent", "document"}),
}


def find_mentions(document: Document) -> tuple[Mention, ...]:
    """Return all mentions in reading order; where two of one kind overlap, the longer one stays."""
    found: list[Mention] = []
    for finder in FINDERS:
        found.extend(finder(document))
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(_clash(mention, other) for other in kept):
            kept.append(mention)
    kept = [one for one in kept if not any(_gives_way(one, other) for other in kept)]
    return tuple(sorted(kept, key=lambda one: (one.start, one.end, one.kind)))


def _clash(one: Mention, other: Mention) -> bool:
    return one.kind == other.kind and one.start < other.end and other.start < one.end


def _gives_way(one: Mention, other: Mention) -> bool:
    return other.kind in _GIVES_WAY.get(one.kind, ()) and one.start < other.end and other.start < one.end
