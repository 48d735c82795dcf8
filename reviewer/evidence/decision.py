"""The decision a reply expresses."""

from __future__ import annotations

from reviewer.evidence.cues import Cue, find_cues
from reviewer.evidence.meaning import likeliest_decision
from reviewer.language import Document
from reviewer.language.clauses import clause_at
from reviewer.language.scopes import statuses

_WITHHELD = frozenset({"negated", "hypothetical", "conditional", "attributed", "quoted", "questioned"})
_OF_SIDE = {"grant": "satisfy", "await": "interim", "refuse": "refuse"}
_SHORTEST_VERB = 6  # code points: «дать» and «быть» stand in every letter


def detect_decision(reply: Document, complaint: Document | None = None) -> str:
    """Return ``satisfy``, ``partial``, ``refuse`` or ``interim``.

    Parameters
    ----------
    reply : Document
    complaint : Document, optional
        What is asked for: a thing done as asked beside a refusal makes the decision ``partial``.

    Notes
    -----
    What is asserted decides: a promise under a condition grants nothing, a refusal that is quoted refuses nothing.
    A reply that grants, refuses and awaits nothing answers with words alone, which for the customer is a refusal.
    """
    if "decision" not in reply.memo:
        reply.memo["decision"] = _decide(reply, complaint)
    decision: str = reply.memo["decision"]
    return decision


def explain_decision(reply: Document) -> dict[str, tuple[str, ...]]:
    """Return the words that speak for each side, for a person who asks."""
    sides: dict[str, tuple[str, ...]] = {}
    for cue in find_cues(reply, "decision"):
        sides[cue.of] = (*sides.get(cue.of, ()), reply.words(cue.first, cue.last))
    return sides


def _decide(reply: Document, complaint: Document | None) -> str:
    cues = find_cues(reply, "decision")
    offers = [cue for cue in find_cues(reply, "elements") if cue.of == "alternative_offered"]
    sides = {cue.of for cue in cues if cue.of != "grant" or not _is_offer(reply, cue, offers)}
    if "refuse" in sides:
        return "partial" if "grant" in sides or _does_as_asked(reply, complaint) else "refuse"
    if "open" in sides and (sides & {"await", "perhaps"} or "grant" not in sides):
        # What would be given if the finding were so is not given yet.
        return "interim"
    if "grant" in sides:
        return "partial" if "part" in sides else "satisfy"
    if "praise" in sides and not sides & {"deny", "await"}:
        return "satisfy"
    if "await" in sides:
        return "interim"
    if "deny" in sides:
        return "refuse"
    if "perhaps" in sides:
        # Something is done, but what was asked for still hangs on a finding.
        return "interim"
    likeliest = likeliest_decision(reply)
    if "do" in sides:
        return "refuse" if likeliest == "refuse" else "satisfy"
    return _OF_SIDE.get(likeliest or "", "refuse")


def _is_offer(reply: Document, cue: Cue, offers: list[Cue]) -> bool:
    """«Готовы вернуть баллами», "we could credit": what is offered instead is not yet given."""
    clause = clause_at(reply, cue.first)
    return any(clause.first <= offer.first < clause.last for offer in offers)


def _does_as_asked(reply: Document, complaint: Document | None) -> bool:
    """«Прошу починить» — «Починим»: the firm promises with the customer's own verb."""
    if complaint is None or complaint.language != reply.language:
        return False
    asked = {
        lemma
        for token in complaint.tokens
        if token.has("infn") or token.has("impr")
        for lemma in token.lemmas
        if len(lemma) >= _SHORTEST_VERB
    }
    return any(
        any(one.lemma in asked and one.grammemes >= {"verb", "1per", "futr"} for one in token.readings)
        and not _is_withheld(reply, token.index)
        for token in reply.tokens
    )


def _is_withheld(reply: Document, index: int) -> bool:
    """«Как только» names the time of a promise, «если» its condition."""
    return any(
        one.status in _WITHHELD and not one.cue.lower().startswith("как только")
        for one in statuses(reply, index, index + 1)
    )
