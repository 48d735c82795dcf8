"""The draft seen through its findings: which words carry which finding, and the draft with replacements put in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.findings import SEVERITIES, Finding


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of the text on which the same findings stand.

    Parameters
    ----------
    start, end : int
        Half-open offsets in code points.
    numbers : tuple of int
        Positions of the findings in the sequence that was handed over; empty for plain text.
    """

    start: int
    end: int
    numbers: tuple[int, ...]


def segments(text: str, findings: Sequence[Finding]) -> list[Segment]:
    """Return the text cut where findings begin and end, so that overlaps survive; the parts join to the whole.

    Examples
    --------
    >>> segments("да нет", [])
    [Segment(start=0, end=6, numbers=())]
    """
    placed = [(number, one) for number, one in enumerate(findings) if one.start is not None and one.end is not None]
    edges = {0, len(text)}
    for _, one in placed:
        edges |= {min(one.start or 0, len(text)), min(one.end or 0, len(text))}
    cuts = sorted(edges)
    return [
        Segment(start, end, tuple(number for number, one in placed if _covers(one, start, end)))
        for start, end in zip(cuts, cuts[1:], strict=False)
    ]


def _covers(finding: Finding, start: int, end: int) -> bool:
    return finding.start is not None and finding.end is not None and finding.start <= start and end <= finding.end


def corrected(text: str, findings: Iterable[Finding]) -> str:
    """Return the draft with each finding's ready replacement in its place.

    Where two replacements overlap, the more severe finding's one is used; the rest of the text stays as it is.

    Examples
    --------
    >>> corrected("Добрый день", [])
    'Добрый день'
    """
    chosen: list[Finding] = []
    ready = [one for one in findings if one.replacement is not None and one.start is not None]
    for one in sorted(ready, key=lambda each: -SEVERITIES.index(each.severity)):
        if all(_apart(one, other) for other in chosen):
            chosen.append(one)
    for one in sorted(chosen, key=lambda each: each.start or 0, reverse=True):
        text = text[: one.start] + (one.replacement or "") + text[one.end :]
    return text


def _apart(one: Finding, other: Finding) -> bool:
    return (one.end or 0) <= (other.start or 0) or (other.end or 0) <= (one.start or 0)
