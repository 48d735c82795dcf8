"""What a complete reply is made of: which of the contract's elements stand in it, and where."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.evidence.cues import find_cues, join, spans_of
from reviewer.evidence.layout import layout_of
from reviewer.evidence.records import cited_clauses
from reviewer.evidence.restated import particulars, restated_words
from reviewer.evidence.terms import stated_terms
from reviewer.evidence.weighing import load_weights, said_in_body, strength, weigh
from reviewer.exchange import Exchange, Said
from reviewer.findings import ELEMENTS
from reviewer.language import Document
from reviewer.text import TextSpan

WEIGHED = {
    "empathy": "empathy",
    "review_described": "review",
    "evidence_cited": "basis",
    "alternative_offered": "offer",
    "escalation_route": "route",
}
"""Elements that are weighed, and the act that means them."""


def find_elements(exchange: Exchange) -> dict[str, list[TextSpan]]:
    """Return the elements a reply contains, in the contract's order, each with its places.

    Parameters
    ----------
    exchange : Exchange
        Without a reply nothing is found; without a complaint ``issue_restated`` rests on the reply alone.

    Returns
    -------
    dict of str to list of TextSpan
        Half-open offsets in the reply; elements that are not there have no key.

    Notes
    -----
    Whether thanks or regret are meant is judged only by their words: an irony that no word of its sentence gives away
    is taken at face value.
    """
    if exchange.reply is None:
        return {}
    found: dict[str, list[TextSpan]] = {}
    for element in ELEMENTS:
        places = _FINDERS.get(element, _by_cues)(exchange, exchange.reply, element)
        if places:
            found[element] = places
    return found


def _by_cues(exchange: Exchange, reply: Document, element: str) -> list[TextSpan]:
    return spans_of(reply, find_cues(reply, "elements"), element)


def _weighed(exchange: Exchange, reply: Document, element: str) -> list[TextSpan]:
    """Words and the sentence that means it most are weighed together; the words show where, else the sentence."""
    words, best, values = element_values(exchange, reply, element)
    if best is None:
        return words
    if any(cue.of == element and cue.row.is_certain for cue in find_cues(reply, "elements")):
        return words
    if weigh(load_weights().element[element], values) <= 0:
        return []
    return words or [TextSpan(best.start, best.end)]


def element_values(
    exchange: Exchange, reply: Document, element: str
) -> tuple[list[TextSpan], Said | None, dict[str, float]]:
    """Return the words that say an element, the sentence that means it most, and what is weighed.

    Parameters
    ----------
    exchange : Exchange
    reply : Document
    element : str
        One of ``WEIGHED``.

    Returns
    -------
    words : list of TextSpan
    best : Said or None
        None where nothing is known of the sentences.
    values : dict of str to float
        ``words``: 1 if there are any; ``act``: how much ``best`` means it, -1 to 1; ``refuse``: 1 in a refusal.
    """
    cues = find_cues(reply, "elements")
    words = _words_of(reply, element)
    # What only sounds like it: rows that speak for «not_empathy» and the like.
    other = {reply.sentences[cue.sentence].start for cue in cues if cue.of == f"not_{element}"}
    body = [one for one in said_in_body(reply, exchange.said) if one.start not in other]
    best = max(body, key=lambda one: one.log_odds[WEIGHED[element]], default=None)
    act = strength(best, WEIGHED[element]) if best else -1.0
    return words, best, {"words": float(bool(words)), "act": act, "refuse": float(exchange.decision == "refuse")}


def _words_of(reply: Document, element: str) -> list[TextSpan]:
    found = spans_of(reply, find_cues(reply, "elements"), element)
    return join([*found, *cited_clauses(reply)]) if element == "evidence_cited" else found


def _greeting(exchange: Exchange, reply: Document, element: str) -> list[TextSpan]:
    vocative = layout_of(reply).vocative
    return _by_cues(exchange, reply, element) or ([vocative] if vocative else [])


def _closing(exchange: Exchange, reply: Document, element: str) -> list[TextSpan]:
    signature = layout_of(reply).signature
    return join([*_by_cues(exchange, reply, element), *([signature] if signature else [])])


def _restated(exchange: Exchange, reply: Document, element: str) -> list[TextSpan]:
    places = restated_words(exchange.complaint, reply, in_letter=exchange.case.channel in {"letter", "email"})
    # In a chat the question stands right above: particulars in the answer are about it.
    return places or (particulars(reply) if exchange.case.channel == "chat" else [])


def _deadline(exchange: Exchange, reply: Document, element: str) -> list[TextSpan]:
    return stated_terms(reply, reply_on=exchange.reply_on, month_first=exchange.jurisdiction == "us")


def _alternative(exchange: Exchange, reply: Document, element: str) -> list[TextSpan]:
    # Where the demand is met there is nothing to offer instead.
    if exchange.decision == "satisfy":
        return []
    return _weighed(exchange, reply, element)


_FINDERS: dict[str, Callable[[Exchange, Document, str], list[TextSpan]]] = {
    "greeting": _greeting,
    "closing": _closing,
    "evidence_cited": _weighed,
    "issue_restated": _restated,
    "deadline_stated": _deadline,
    "alternative_offered": _alternative,
    "escalation_route": _weighed,
    "empathy": _weighed,
    "review_described": _weighed,
}
