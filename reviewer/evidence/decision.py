"""The decision a reply expresses."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.evidence.cues import Cue, find_cues
from reviewer.evidence.weighing import load_weights, said_in_body, strongest, weigh
from reviewer.exchange import ACTS, Said
from reviewer.language import Document
from reviewer.language.clauses import clause_at
from reviewer.language.scopes import statuses
from reviewer.text import TextSpan

# What a letter of any decision does.
_IN_ALL = frozenset({"restate", "empathy", "review", "basis"})
DECIDING = tuple(act for act in ACTS if act not in _IN_ALL)
"""The acts that tell decisions apart."""

_SIDES = ("grant", "refuse", "await")
_WITHHELD = frozenset({"negated", "hypothetical", "conditional", "attributed", "quoted", "questioned"})
_SHORTEST_VERB = 6  # code points: «дать» and «быть» stand in every letter


def detect_decision(reply: Document, complaint: Document | None = None, said: Sequence[Said] = ()) -> str:
    """Return ``satisfy``, ``partial``, ``refuse`` or ``interim``.

    Parameters
    ----------
    reply : Document
    complaint : Document, optional
        What is asked for: a thing done as asked beside a refusal makes the decision ``partial``.
    said : sequence of Said, optional
        What the sentences do; where none of the body is known words alone decide.
    """
    if not said_in_body(reply, said):
        return decision_by_words(reply, complaint)
    values = decision_values(reply, complaint, said)
    odds = {name: weigh(weights, values) for name, weights in load_weights().decision.items()}
    return max(odds, key=lambda name: odds[name])


def decision_values(reply: Document, complaint: Document | None, said: Sequence[Said]) -> dict[str, float]:
    """Return what is weighed: how much the sentences do each act, -1 to 1, and 1 for what the words decide."""
    body = said_in_body(reply, said)
    values = {act: strongest(body, act) for act in DECIDING}
    return values | {f"words_{decision_by_words(reply, complaint)}": 1.0}


def explain_decision(reply: Document, said: Sequence[Said] = ()) -> dict[str, tuple[TextSpan, ...]]:
    """Return the places that speak for granting, refusing and waiting, for a person who asks.

    Parameters
    ----------
    reply : Document
    said : sequence of Said, optional
        With it the sentence that does each most, if any does; without it the known words.
    """
    body = said_in_body(reply, said)
    sides: dict[str, tuple[TextSpan, ...]] = {}
    for side in _SIDES:
        best = max(body, key=lambda one: one.log_odds[side], default=None)
        if best is not None and best.log_odds[side] > 0:
            sides[side] = (TextSpan(best.start, best.end),)
        elif not said:
            found = tuple(reply.span(cue.first, cue.last) for cue in find_cues(reply, "decision") if cue.of == side)
            sides |= {side: found} if found else {}
    return sides


def decision_by_words(reply: Document, complaint: Document | None) -> str:
    """Return the decision that the known ways to grant, refuse and put off speak for.

    What is asserted decides: a promise under a condition grants nothing, a refusal that is quoted refuses nothing. A
    reply that grants, refuses and awaits nothing answers with words alone, which for the customer is a refusal.
    """
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
    return "satisfy" if "do" in sides else "refuse"


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
