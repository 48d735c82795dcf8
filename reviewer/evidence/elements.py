"""What a complete reply is made of: which of the contract's elements stand in it, and where."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.evidence.cues import find_cues, join, spans_of
from reviewer.evidence.layout import layout_of
from reviewer.evidence.meaning import is_denied, means
from reviewer.evidence.records import cited_clauses
from reviewer.evidence.restated import particulars, restated_words
from reviewer.evidence.terms import stated_terms
from reviewer.exchange import Exchange
from reviewer.findings import ELEMENTS
from reviewer.language import Document
from reviewer.text import TextSpan


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


def _by_meaning(exchange: Exchange, reply: Document, element: str) -> list[TextSpan]:
    found = find_cues(reply, "elements")
    cues = tuple(
        cue
        for cue in found
        if cue.of == element and (cue.row.is_certain or not is_denied(reply, element, cue.sentence))
    )
    # What only sounds like it: rows that speak for «not_empathy» and the like.
    other = {reply.sentences[cue.sentence].start for cue in found if cue.of == f"not_{element}"}
    return spans_of(reply, cues, element) or [span for span in means(reply, element) if span.start not in other]


def _greeting(exchange: Exchange, reply: Document, element: str) -> list[TextSpan]:
    vocative = layout_of(reply).vocative
    return _by_cues(exchange, reply, element) or ([vocative] if vocative else [])


def _closing(exchange: Exchange, reply: Document, element: str) -> list[TextSpan]:
    signature = layout_of(reply).signature
    return join([*_by_cues(exchange, reply, element), *([signature] if signature else [])])


def _evidence(exchange: Exchange, reply: Document, element: str) -> list[TextSpan]:
    return join([*_by_cues(exchange, reply, element), *cited_clauses(reply)])


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
    return (_by_meaning if exchange.decision == "refuse" else _by_cues)(exchange, reply, element)


_FINDERS: dict[str, Callable[[Exchange, Document, str], list[TextSpan]]] = {
    "greeting": _greeting,
    "closing": _closing,
    "evidence_cited": _evidence,
    "issue_restated": _restated,
    "deadline_stated": _deadline,
    "alternative_offered": _alternative,
    "escalation_route": _by_meaning,
    "empathy": _by_meaning,
    "review_described": _by_meaning,
}
