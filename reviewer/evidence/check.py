"""The reply held against its complaint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reviewer.evidence.absent import check_absent
from reviewer.evidence.coverage import Coverage, cover_points, is_firm, open_points
from reviewer.evidence.elements import find_elements
from reviewer.evidence.enclosures import find_stray_enclosures
from reviewer.evidence.facts import Mismatch, find_mismatches
from reviewer.evidence.grounds import BareClaim, find_bare_claims
from reviewer.evidence.offered import find_offered, takes_note
from reviewer.evidence.points import find_points
from reviewer.evidence.routing import find_legal_review
from reviewer.evidence.sums import find_wrong_sums
from reviewer.exchange import Exchange
from reviewer.findings import Hit, Place, Point, Severity
from reviewer.language import Document

_NO_REVIEW, _OFFER_IGNORED = "EVD108", "EVD121"


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
    complaint, reply = exchange.complaint, exchange.reply
    if reply is None:
        return EvidenceReading(points=_uncovered(complaint), legal_review=routing)
    elements = find_elements(exchange)
    covered = _cover(exchange)
    points = tuple(_point(one, complaint) for one in covered if complaint is not None)
    hits = [
        *_bare(find_bare_claims(reply, decision=exchange.decision, said=exchange.said)),
        *_compared(exchange),
        *_open(covered, complaint),
        *_strays(reply),
        *check_absent(exchange, elements),
    ]
    hits = _with_offered(hits, exchange)
    return EvidenceReading(tuple(hits), points, tuple(elements), routing)


def _cover(exchange: Exchange) -> tuple[Coverage, ...]:
    complaint, reply = exchange.complaint, exchange.reply
    if complaint is None or reply is None:
        return ()
    if complaint.language != reply.language:
        # Words of two languages share nothing: what looks open may only be translated.
        return tuple(Coverage(point, "unsure", None, (), 0.5, None, "language") for point in find_points(complaint))
    points = find_points(complaint)
    return cover_points(points, complaint, reply, decision=exchange.decision, said=exchange.said)


def _uncovered(complaint: Document | None) -> tuple[Point, ...]:
    if complaint is None:
        return ()
    return tuple(
        Point(start=one.span.start, end=one.span.end, quote=one.span.of(complaint.text), covered=False)
        for one in find_points(complaint)
    )


def _point(one: Coverage, complaint: Document | None) -> Point:
    assert complaint is not None
    span = one.point.span
    is_covered = one.state != "open"
    place = Place(start=one.by.start, end=one.by.end) if one.by and is_covered else None
    return Point(start=span.start, end=span.end, quote=span.of(complaint.text), covered=is_covered, covered_by=place)


def _open(covered: Sequence[Coverage], complaint: Document | None) -> Iterator[Hit]:
    if complaint is None:
        return
    for one in open_points(covered):
        span = one.point.span
        quote = span.of(complaint.text)
        trace = {
            "point": {"quote": quote, "start": span.start, "end": span.end},
            "kind": one.point.kind,
            "shared_words": list(one.words),
            "score": round(one.score, 2),
            "likeness": one.likeness,
            "because": one.reason,
        }
        yield Hit("EVD107", params={"point": quote}, trace=trace, severity=None if is_firm(one) else "note")


def _bare(claims: Sequence[BareClaim]) -> Iterator[Hit]:
    for claim in claims:
        trace: dict[str, Any] = {"cues": list(claim.cues)}
        if claim.chance is not None:
            trace["probability"] = round(claim.chance, 3)
        if not claim.cues:
            trace["origin"] = "model"
        severity: Severity | None = "note" if claim.is_note else None
        yield Hit(claim.code, claim.span.start, claim.span.end, severity=severity, trace=trace)


def _strays(reply: Document) -> Iterator[Hit]:
    for one in find_stray_enclosures(reply):
        words = one.span.of(reply.text)
        yield Hit(
            "EVD113" if one.is_listed else "EVD112",
            one.span.start,
            one.span.end,
            params={"enclosure": words},
            trace={"enclosure": words},
        )


def _compared(exchange: Exchange) -> Iterator[Hit]:
    complaint, reply = exchange.complaint, exchange.reply
    if reply is None:
        return
    wrong_sums = find_wrong_sums(reply, complaint)
    for one in wrong_sums:
        parts = " + ".join(str(part) for part in one.parts)
        params = {"stated": str(one.stated), "computed": str(one.computed)}
        yield Hit("EVD104", one.start, one.end, params=params, trace={"parts": parts, "computed": str(one.computed)})
    if complaint is None:
        return
    pairs = find_mismatches(complaint, reply, received_on=exchange.case.received_on, reply_on=exchange.case.reply_on)
    for pair in pairs:
        if not any(one.start < pair.found.end and pair.found.start < one.end for one in wrong_sums):
            yield _mismatch(pair, complaint, reply)


def _mismatch(pair: Mismatch, complaint: Document, reply: Document) -> Hit:
    found, expected = pair.found, pair.expected
    quote = complaint.text[expected.start : expected.end]
    return Hit(
        "EVD103",
        found.start,
        found.end,
        params={"found": reply.text[found.start : found.end], "expected": quote},
        trace={"complaint": {"quote": quote, "start": expected.start, "end": expected.end}, "relation": pair.relation},
        replacement=quote if found.kind in {"money", "date", "percent"} else None,
    )


def _with_offered(hits: list[Hit], exchange: Exchange) -> list[Hit]:
    """Name the customer's evidence where a refusal describes no review and takes no note of it."""
    complaint, reply = exchange.complaint, exchange.reply
    describes = not any(hit.code == _NO_REVIEW for hit in hits)
    if complaint is None or reply is None or describes or exchange.decision != "refuse":
        return hits
    offered = find_offered(complaint)
    if not offered or complaint.language != reply.language or takes_note(reply, offered):
        return hits
    words = ", ".join(one.span.of(complaint.text) for one in offered)
    trace = {"offered": [{"kind": one.kind, "start": one.span.start, "end": one.span.end} for one in offered]}
    named = Hit(_OFFER_IGNORED, params={"offered": words}, trace=trace)
    return [*(hit for hit in hits if hit.code != _NO_REVIEW), named]
