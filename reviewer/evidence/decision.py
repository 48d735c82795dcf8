"""The decision a reply expresses."""

from __future__ import annotations

from reviewer.evidence.cues import Cue, find_cues
from reviewer.evidence.likeness import likeliest_decision
from reviewer.language import Document
from reviewer.language.clauses import clause_at


def detect_decision(reply: Document) -> str:
    """Return ``satisfy``, ``partial``, ``refuse`` or ``interim``.

    Parameters
    ----------
    reply : Document

    Notes
    -----
    What is asserted decides: a promise under a condition grants nothing, a refusal that is quoted refuses nothing.
    A reply that grants, refuses and awaits nothing answers with words alone, which for the customer is a refusal.
    """
    if "decision" not in reply.memo:
        reply.memo["decision"] = _decide(reply)
    decision: str = reply.memo["decision"]
    return decision


def explain_decision(reply: Document) -> dict[str, tuple[str, ...]]:
    """Return the words that speak for each side, for a person who asks."""
    sides: dict[str, tuple[str, ...]] = {}
    for cue in find_cues(reply, "decision"):
        sides[cue.of] = (*sides.get(cue.of, ()), reply.words(cue.first, cue.last))
    return sides


def _decide(reply: Document) -> str:
    cues = find_cues(reply, "decision")
    offers = [cue for cue in find_cues(reply, "elements") if cue.of == "alternative_offered"]
    sides = {cue.of for cue in cues if cue.of != "grant" or not _is_offer(reply, cue, offers)}
    if "refuse" in sides:
        return "partial" if "grant" in sides else "refuse"
    if "grant" in sides:
        return "partial" if "part" in sides else "satisfy"
    if "praise" in sides and not sides & {"deny", "await"}:
        return "satisfy"
    if "await" in sides:
        return "interim"
    if "deny" in sides:
        return "refuse"
    if "do" in sides:
        # Something is done, but what was asked for still hangs on a finding.
        return "interim" if "perhaps" in sides else "satisfy"
    return {"grant": "satisfy", "await": "interim"}.get(likeliest_decision(reply) or "", "refuse")


def _is_offer(reply: Document, cue: Cue, offers: list[Cue]) -> bool:
    """«Готовы вернуть баллами», "we could credit": what is offered instead is not yet given."""
    clause = clause_at(reply, cue.first)
    return any(clause.first <= offer.first < clause.last for offer in offers)
