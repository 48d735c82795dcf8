"""The reply held against its complaint."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.exchange import Exchange
from reviewer.findings import Hit, Point


@dataclass(frozen=True, slots=True)
class EvidenceReading:
    """What the comparison found."""

    hits: tuple[Hit, ...] = ()
    points: tuple[Point, ...] = ()
    present: tuple[str, ...] = ()
    legal_review: tuple[str, ...] = ()


def check_evidence(exchange: Exchange) -> EvidenceReading:
    """Return points, elements, grounds and facts of a reply, and what is wrong with them."""
    return EvidenceReading()
