"""Dates, durations, amounts, references and names in a text, each with its normal value."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.language.document import Document, Mention

Finder = Callable[[Document], list[Mention]]

FINDERS: tuple[Finder, ...] = ()


def find_mentions(document: Document) -> tuple[Mention, ...]:
    """Return all mentions in reading order; where two of one kind overlap, the longer one stays."""
    found: list[Mention] = []
    for finder in FINDERS:
        found.extend(finder(document))
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(_clash(mention, other) for other in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda one: (one.start, one.end, one.kind)))


def _clash(one: Mention, other: Mention) -> bool:
    return one.kind == other.kind and one.start < other.end and other.start < one.end
