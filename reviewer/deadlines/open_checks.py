"""Promises without any term: the reply says that something will be done, and no date stands anywhere for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.deadlines.promises import TermReading
from reviewer.deadlines.tenses import tense_of
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
    "publish",
    "discuss",
)
# A refusal has little to do; what it says of handing over and switching is mostly advice or mockery.
_OWED_AFTER_REFUSAL = tuple(name for name in _OWED if name not in {"delivery", "service"})
# While the matter is open, what else is said hangs on the day of the answer; these do not.
_OWED_BESIDE_THE_ANSWER = ("refund", "contact", "assign", "goodwill")
# Acts that no other act brings along: «деньги придут до 5 мая, и мы напишем» is one promise, a call is another.
_NO_COMPANION = frozenset({"contact", "assign", "visit", "repair", "replace", "goodwill", "discuss"})
_FUTURE = frozenset({"will", "'ll", "shall"})
_NOT_OWED = frozenset(
    {"negated", "conditional", "hypothetical", "attributed", "quoted", "policy", "purpose", "questioned"}
)
_OWN = frozenset({"company", "staff", "contractor", "unknown", "other", "third", "person"})
_NOT = frozenset({"не", "нет", "ни", "not", "n't", "never", "no", "nobody", "nothing"})
_NO = frozenset({"no", "neither", "nor", "nobody", "nothing", "никакой", "никаких", "никакие", "никто"})
_SUBJECT_REACH = 6
"""Most tokens between the "no" of a subject and its verb."""
# What joins a demand or a bare condition to what follows from it.
_JOINTS = frozenset({"—", "–", "-", "и", "так", "то", "and", "or"})


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
    owed = _owed(exchange.decision, has_any=has_any)
    for name, match in term_words(exchange.language).acts.find(reply):
        if name not in owed or (has_any and name in covered.acts) or not _is_owed(reply, match):
            continue
        if reply.sentence_of[match.anchor] in covered.sentences and not _stands_apart(reply, name, match, terms, vague):
            continue
        trace = {"act": name, "words": reply.words(match.first, match.last)}
        yield Hit("DDL102", params={"words": trace["words"]}, trace=trace)
        return
    if exchange.decision == "interim" and not has_any and _is_pending(reply):
        yield Hit("DDL102", params={"words": "…"}, trace={"act": "reply", "words": "interim reply"})


def _owed(decision: str | None, *, has_any: bool) -> tuple[str, ...]:
    if decision == "refuse":
        return _OWED_AFTER_REFUSAL
    return _OWED_BESIDE_THE_ANSWER if decision == "interim" and has_any else _OWED


def _is_pending(reply: Document) -> bool:
    """Return whether the letter says that the matter goes on: a reply that only puts off owes a day all the same."""
    return any(
        name == "pending"
        and not any(one.status in _NOT_OWED for one in statuses(reply, match.first, match.last, anchor=match.anchor))
        for name, match in term_words(reply.language).roles.find(reply)
    )


def _vague_ahead(reply: Document) -> set[int]:
    """Return the sentences that put something off to a vague time: «пишите сразу» asks the customer and does not."""
    found = {reply.sentence_of[match.anchor] for match in find_vague(reply)}
    return {index for index in found if _is_ahead(reply, index)}


def _is_ahead(reply: Document, index: int) -> bool:
    """Return whether a sentence tells what is still to come: «будете уведомлены», «рассматриваются» as well."""
    sentence = reply.sentences[index]
    tokens = reply.tokens[sentence.first : sentence.last]
    return any(tense_of(reply, token) in {"future", "present", "present_own"} for token in tokens)


def _speaks_of_future(reply: Document, index: int) -> bool:
    sentence = reply.sentences[index]
    return any(_is_future(token) for token in reply.tokens[sentence.first : sentence.last])


def _covered(reply: Document, named: list[TermReading], vague: set[int]) -> _Covered:
    """A term covers its sentence and the one before: «Мастер вам позвонит. Звонок будет 5 мая»."""
    same_day = {
        reply.sentence_of[match.first]
        for name, match in term_words(reply.language).roles.find(reply)
        if name == "same_day"
    }
    spoken = {term.sentence for term in named} | vague
    spoken |= {reply.sentence_of[mention.first] for mention in reply.mentions_of("time")}
    spoken |= {index for index in same_day if _is_ahead(reply, index)}
    before = {index - 1 for index in spoken - same_day if index and not _is_apart(reply, index)}
    return _Covered(frozenset(term.act for term in named if term.act), frozenset(spoken | before))


def _stands_apart(reply: Document, name: str, match: Match, terms: tuple[TermReading, ...], vague: set[int]) -> bool:
    """Return whether a second promise of the sentence has nothing of its term: "…by 5 May, and our manager will call"."""
    sentence = reply.sentence_of[match.anchor]
    dated = [clause_at(reply, term.mention.first) for term in terms if term.sentence == sentence]
    if name not in _NO_COMPANION or not dated or sentence in vague:
        return False
    clause = clause_at(reply, match.anchor)
    opens = reply.tokens[clause.first].form in _JOINTS and reply.tokens[clause.first + 1].form not in _FUTURE
    own = any(_is_future(token) for token in reply.tokens[clause.first : match.anchor + 1])
    return opens and own and all(one.last <= clause.first for one in dated)


def _is_apart(reply: Document, index: int) -> bool:
    """Return whether a sentence opens a paragraph."""
    return "\n" in reply.text[reply.sentences[index - 1].end : reply.sentences[index].start]


def _is_term(term: TermReading) -> bool:
    if term.role in {"promise", "customer"}:
        return not term.is_start
    if term.role not in {"open", "law"} or term.mention.kind != "duration":
        return False
    # «плату за год вернём»: what is paid for
    return not (term.mention.detail["frame"].lead == "за" and term.mention.unit in {"months", "years"})


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
    if _is_bargained(reply, match.anchor):
        return False
    if any(one.status in _NOT_OWED for one in statuses(reply, match.first, match.last, anchor=match.anchor)):
        return False
    return party_of(reply, match.first, match.last, anchor=match.anchor).party in _OWN


def _is_denied(reply: Document, index: int) -> bool:
    """«возврата не будет», "no credit will issue": no promise, whatever noun stands beside."""
    if any(0 <= place < len(reply.tokens) and reply.tokens[place].form in _NOT for place in (index - 1, index + 1)):
        return True
    first = max(clause_at(reply, index).first, index - _SUBJECT_REACH)
    return any(token.form in _NO for token in reply.tokens[first:index])


def _is_bargained(reply: Document, anchor: int) -> bool:
    """Return whether the promise hangs on what stands before it without an "if".

    «Не найдётся согласия — сумма вернётся», «Продолжите писать, и мы сообщим…», "Keep at it and we'll post…".
    """
    first = reply.sentence_at(anchor).first
    before = reply.tokens[first:anchor]
    if term_words(reply.language).roles.names_in(reply, first, anchor).count("or_else"):
        return True
    joints = [token.index for token in before if token.form in _JOINTS]
    if not joints:
        return False
    led = reply.tokens[first : joints[-1]]
    if reply.language == "en":
        return bool(led) and tense_of(reply, led[0]) == "customer"
    return any(
        "impr" in one.grammemes or ({"verb", "futr"} <= one.grammemes and "1per" not in one.grammemes)
        for token in led
        for one in token.readings[:1]
    )
