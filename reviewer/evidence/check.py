"""The reply held against its complaint."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.evidence.absent import check_absent
from reviewer.evidence.elements import find_elements
from reviewer.evidence.routing import find_legal_review
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
    routing = find_legal_review(exchange)
    if exchange.reply is None:
        return EvidenceReading(legal_review=routing)
    elements = find_elements(exchange)
    absent = check_absent(exchange, elements, has_grounds=False, points=())
    return EvidenceReading(hits=tuple(absent), present=tuple(elements), legal_review=routing)
