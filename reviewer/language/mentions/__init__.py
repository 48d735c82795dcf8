"""Dates, durations, amounts, references and names in a text, each with its normal value."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reviewer.language.document import Document, Mention
from reviewer.language.mentions.amounts import find_amounts
from reviewer.language.mentions.dates import find_dates
from reviewer.language.mentions.durations import find_durations, find_times
from reviewer.language.mentions.names import find_names
from reviewer.language.mentions.references import find_references
from reviewer.text import Taken

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
    taken: dict[str, Taken] = {}
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        same = taken.setdefault(mention.kind, Taken())
        if not same.touches(mention.start, mention.end):
            same.add(mention.start, mention.end)
            kept.append(mention)
    kept = [one for one in kept if not _gives_way(one, taken)]
    return tuple(sorted(kept, key=lambda one: (one.start, one.end, one.kind)))


def _gives_way(one: Mention, taken: Mapping[str, Taken]) -> bool:
    return any(taken[kind].touches(one.start, one.end) for kind in _GIVES_WAY.get(one.kind, ()) if kind in taken)
