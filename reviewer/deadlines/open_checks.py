"""Promises without any term: the reply says that something will be done, and no date stands anywhere for it."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.deadlines.promises import TermReading
from reviewer.deadlines.vague import find_vague
from reviewer.deadlines.words import term_words
from reviewer.exchange import Exchange
from reviewer.findings import Hit
from reviewer.language.clauses import clause_at
from reviewer.language.document import Document, Token
from reviewer.language.parties import party_of
from reviewer.language.pattern import Match
from reviewer.language.scopes import statuses

# Acts that a customer waits for; «проверим» and the like are no promise of a result.
_OWED = ("refund", "replace", "repair", "visit", "contact", "reply", "document", "delivery", "service")
# A refusal has little to do; what it says of sending and handing over is mostly advice or mockery.
_OWED_AFTER_REFUSAL = ("refund", "contact", "reply")
_NOT_OWED = frozenset(
    {"negated", "conditional", "hypothetical", "attributed", "quoted", "policy", "purpose", "questioned"}
)
_OWN = frozenset({"company", "staff", "contractor", "unknown", "other", "third", "person"})
_TERM_ROLES = {"promise", "open", "law", "customer"}


def check_open_promises(exchange: Exchange, terms: tuple[TermReading, ...]) -> Iterator[Hit]:
    """Yield one hit where the reply owes an act and gives no term at all, not even a vague one."""
    reply = exchange.reply
    if reply is None or any(_is_term(term) for term in terms) or (reply.mentions_of("time") and _times_ahead(reply)):
        return
    if find_vague(reply):
        return
    owed = _OWED_AFTER_REFUSAL if exchange.decision == "refuse" else _OWED
    for name, match in term_words(exchange.language).acts.find(reply):
        if name in owed and _is_owed(reply, match):
            trace = {"act": name, "words": reply.words(match.first, match.last)}
            yield Hit("DDL102", params={"words": trace["words"]}, trace=trace)
            return
    if exchange.decision == "interim":
        yield Hit("DDL102", params={"words": "…"}, trace={"act": "reply", "words": "interim reply"})


def _is_term(term: TermReading) -> bool:
    if term.role in {"promise", "customer"}:
        return not term.is_start
    return term.role in {"open", "law"} and term.mention.kind == "duration"


def _times_ahead(reply: Document) -> bool:
    return any(
        any(_is_future(token) for token in reply.tokens[sentence.first : sentence.last])
        for sentence in {reply.sentence_at(mention.first) for mention in reply.mentions_of("time")}
    )


def _is_future(token: Token) -> bool:
    if token.form in {"will", "'ll", "shall"}:
        return True
    return any({"verb", "futr"} <= reading.grammemes and "2per" not in reading.grammemes for reading in token.readings)


def _is_owed(reply: Document, match: Match) -> bool:
    """Return whether the words promise an act to come: a future verb of the firm, asserted, and no mere courtesy."""
    clause = clause_at(reply, match.anchor)
    futures = [token.index for token in reply.tokens[clause.first : clause.last] if _is_future(token)]
    if not any(abs(index - match.anchor) <= 4 for index in futures):
        return False
    if term_words(reply.language).courtesy.names_in(reply, clause.first, clause.last):
        return False
    if any(one.status in _NOT_OWED for one in statuses(reply, match.first, match.last, anchor=match.anchor)):
        return False
    return party_of(reply, match.first, match.last, anchor=match.anchor).party in _OWN
