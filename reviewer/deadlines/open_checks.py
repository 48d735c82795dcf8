"""Promises without any term: the reply says that something will be done, and no date stands anywhere for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
_OWED = (
    "refund",
    "replace",
    "repair",
    "visit",
    "contact",
    "reply",
    "document",
    "delivery",
    "service",
    "assign",
    "goodwill",
)
# A refusal has little to do; what it says of sending and handing over is mostly advice or mockery.
_OWED_AFTER_REFUSAL = ("refund", "contact", "reply", "assign", "goodwill")
# Beside a day for one act, only these are looked for on their own: what else is said hangs on the dated act.
_OWED_BESIDE_A_TERM = ("refund", "contact", "reply", "assign", "goodwill")
_NOT_OWED = frozenset(
    {"negated", "conditional", "hypothetical", "attributed", "quoted", "policy", "purpose", "questioned"}
)
_OWN = frozenset({"company", "staff", "contractor", "unknown", "other", "third", "person"})
_NOT = frozenset({"не", "нет", "ни", "not", "n't", "never", "no", "nobody", "nothing"})


@dataclass(frozen=True, slots=True)
class _Covered:
    """What the letter names a term for: acts by name, and sentences."""

    acts: frozenset[str]
    sentences: frozenset[int]


def check_open_promises(exchange: Exchange, terms: tuple[TermReading, ...]) -> Iterator[Hit]:
    """Yield one hit where the reply owes an act and gives no term for it, not even a vague one."""
    reply = exchange.reply
    if reply is None:
        return
    named = [term for term in terms if _is_term(term)]
    vague = _vague_ahead(reply)
    has_any = bool(named) or bool(reply.mentions_of("time") and _times_ahead(reply)) or bool(vague)
    covered = _covered(reply, named, vague)
    owed = _OWED_AFTER_REFUSAL if exchange.decision == "refuse" else _OWED
    for name, match in term_words(exchange.language).acts.find(reply):
        if name not in owed or (has_any and name not in _OWED_BESIDE_A_TERM) or not _is_owed(reply, match):
            continue
        if has_any and (name in covered.acts or reply.sentence_of[match.anchor] in covered.sentences):
            continue
        trace = {"act": name, "words": reply.words(match.first, match.last)}
        yield Hit("DDL102", params={"words": trace["words"]}, trace=trace)
        return
    if exchange.decision == "interim" and not has_any:
        yield Hit("DDL102", params={"words": "…"}, trace={"act": "reply", "words": "interim reply"})


def _vague_ahead(reply: Document) -> set[int]:
    """Return the sentences that put something off to a vague time: «пишите сразу» asks the customer and does not."""
    found = {reply.sentence_of[match.anchor] for match in find_vague(reply)}
    return {index for index in found if _speaks_of_future(reply, index)}


def _speaks_of_future(reply: Document, index: int) -> bool:
    sentence = reply.sentences[index]
    return any(_is_future(token) for token in reply.tokens[sentence.first : sentence.last])


def _covered(reply: Document, named: list[TermReading], vague: set[int]) -> _Covered:
    """A term covers its sentence and the one before: «Мастер вам позвонит. Звонок будет 5 мая»."""
    spoken = {term.sentence for term in named}
    spoken |= {reply.sentence_of[mention.first] for mention in reply.mentions_of("time")}
    spoken |= vague
    spoken |= {
        reply.sentence_of[match.first]
        for name, match in term_words(reply.language).roles.find(reply)
        if name == "same_day"
    }
    before = {index - 1 for index in spoken if index and not _is_apart(reply, index)}
    return _Covered(frozenset(term.act for term in named if term.act), frozenset(spoken | before))


def _is_apart(reply: Document, index: int) -> bool:
    """Return whether a sentence opens a paragraph."""
    return "\n" in reply.text[reply.sentences[index - 1].end : reply.sentences[index].start]


def _is_term(term: TermReading) -> bool:
    if term.role in {"promise", "customer"}:
        return not term.is_start
    return term.role in {"open", "law"} and term.mention.kind == "duration"


def _times_ahead(reply: Document) -> bool:
    return any(_speaks_of_future(reply, reply.sentence_of[mention.first]) for mention in reply.mentions_of("time"))


def _is_future(token: Token) -> bool:
    if token.form in {"will", "'ll", "shall"}:
        return True
    return any({"verb", "futr"} <= reading.grammemes and "2per" not in reading.grammemes for reading in token.readings)


def _is_owed(reply: Document, match: Match) -> bool:
    """Return whether the words promise an act to come: a future verb of the firm, asserted, and no mere courtesy."""
    clause = clause_at(reply, match.anchor)
    futures = [token.index for token in reply.tokens[clause.first : clause.last] if _is_future(token)]
    near = [index for index in futures if abs(index - match.anchor) <= 4]
    if not near or all(_is_denied(reply, index) for index in near):
        return False
    if term_words(reply.language).courtesy.names_in(reply, clause.first, clause.last):
        return False
    if any(one.status in _NOT_OWED for one in statuses(reply, match.first, match.last, anchor=match.anchor)):
        return False
    return party_of(reply, match.first, match.last, anchor=match.anchor).party in _OWN


def _is_denied(reply: Document, index: int) -> bool:
    """«возврата не будет», "will not be paid": no promise, whatever noun stands beside."""
    return any(0 <= place < len(reply.tokens) and reply.tokens[place].form in _NOT for place in (index - 1, index + 1))
