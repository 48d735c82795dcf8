"""Promises without any term: the reply says that something will be done, and no date stands anywhere for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reviewer.deadlines.promises import TermReading
from reviewer.deadlines.tenses import RECEIVING, tense_of
from reviewer.deadlines.vague import find_vague
from reviewer.deadlines.words import term_words
from reviewer.exchange import Exchange
from reviewer.findings import Hit
from reviewer.language.clauses import clause_at
from reviewer.language.document import Document, Token
from reviewer.language.parties import party_of
from reviewer.language.pattern import Match
from reviewer.language.scopes import StatusTrace, statuses

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
    "arrange",
    "look_into",
    "deal",
)
# Looking at a thing again promises no result; where the letter names no day at all, it leaves the thing open.
_OWED_WITHOUT_ANY_DAY = ("check", "talk")
_ADVICE = frozenset({"repair", "replace", "visit", "delivery", "service", "deal"})
# A refusal has little to do; what it says of handing over and switching is mostly advice or mockery.
_OWED_AFTER_REFUSAL = tuple(name for name in _OWED if name not in _ADVICE)
# While the matter is open, what else is said hangs on the day of the answer; these do not.
_OWED_BESIDE_THE_ANSWER = ("refund", "contact", "assign", "goodwill")
# Acts that no other act brings along: «деньги придут до 5 мая, и мы напишем» is one promise, a call is another.
_NO_COMPANION = frozenset({"contact", "assign", "visit", "repair", "replace", "goodwill", "discuss"})
_FUTURE = frozenset({"will", "'ll", "shall"})
_PLEDGE = frozenset({"обязоваться", "обязаться"})
_UNDER_WAY = frozenset(
    "arranging organising organizing processing preparing arranged organised processed prepared".split()
)
_BEING = frozenset({"are", "'re", "am", "'m", "is", "'s", "being"})
_GETTING = frozenset({"receive", "get", "hear", "have", "see"})
_COUPLES = frozenset({"and", "then", ",", "or"})
# Project judgement: most tokens between the word of the future and the act.
_NEAR = 4
_FAR_AHEAD = 14
_FAR_BEHIND = 6
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
    named = [term for term in terms if _is_term(term) or _is_day_to_come(term, exchange.reply_on)]
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
    if exchange.decision == "interim" and not vague and not _names_a_day(reply, named) and _is_pending(reply):
        yield Hit("DDL102", params={"words": "…"}, trace={"act": "reply", "words": "interim reply"})


def _owed(decision: str | None, *, has_any: bool) -> tuple[str, ...]:
    if decision == "refuse":
        return _OWED_AFTER_REFUSAL
    if has_any:
        return _OWED_BESIDE_THE_ANSWER if decision == "interim" else _OWED
    return (*_OWED, *_OWED_WITHOUT_ANY_DAY)


def _names_a_day(reply: Document, named: list[TermReading]) -> bool:
    """Return whether any day of the firm's own is told; until when the customer may write is none."""
    return any(term.role == "promise" for term in named) or bool(reply.mentions_of("time") and _times_ahead(reply))


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
    # What the customer may do in time, or the law allows, says nothing of the promise before it.
    own = {term.sentence for term in named if term.role == "promise"} | vague
    own |= {reply.sentence_of[mention.first] for mention in reply.mentions_of("time")}
    before = {index - 1 for index in own if index and not _is_apart(reply, index)}
    spoken |= {index for index in same_day if _is_ahead(reply, index)}
    return _Covered(
        frozenset(term.act for term in named if term.act and term.role == "promise"), frozenset(spoken | before)
    )


def _stands_apart(reply: Document, name: str, match: Match, terms: tuple[TermReading, ...], vague: set[int]) -> bool:
    """Return whether a second promise of a sentence is apart from its term: "…by 5 May, and our manager will call"."""
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


def _is_day_to_come(term: TermReading, on: date) -> bool:
    """ "a credit on your bill of 1 March": the day of a thing still to come tells when."""
    is_day = term.mention.kind == "date" and term.mention.detail["parts"].day is not None
    return term.role == "reference" and is_day and term.on is not None and term.on >= on


def _times_ahead(reply: Document) -> bool:
    return any(_speaks_of_future(reply, reply.sentence_of[mention.first]) for mention in reply.mentions_of("time"))


def _is_future(token: Token) -> bool:
    if token.form in _FUTURE or token.lemmas & _PLEDGE:
        return True
    return any(
        {"verb", "futr"} <= reading.grammemes
        and ("2per" not in reading.grammemes or not token.lemmas.isdisjoint(RECEIVING))
        for reading in token.readings
    )


def _is_owed(reply: Document, match: Match) -> bool:
    """Return whether the words promise an act to come: a future verb of the firm, asserted, and no mere courtesy."""
    clause = clause_at(reply, match.anchor)
    near = [token.index for token in reply.tokens[clause.first : clause.last] if _leads_to(reply, token, match.anchor)]
    if not near or all(_is_denied(reply, index) for index in near):
        return False
    if term_words(reply.language).courtesy.names_in(reply, clause.first, clause.last):
        return False
    if _is_bargained(reply, match.anchor):
        return False
    if any(_withholds(reply, one) for one in statuses(reply, match.first, match.last, anchor=match.anchor)):
        return False
    party = party_of(reply, match.first, match.last, anchor=match.anchor).party
    if party in _OWN or any(_is_received(reply, index) for index in near):
        return True
    return not any(_speaks_to_reader(reply, index) for index in (*near, match.anchor))


def _leads_to(reply: Document, token: Token, anchor: int) -> bool:
    """Return whether a token makes an act a future one: near it, or before "and" and its bare verb."""
    far = token.index - anchor
    if far < -_FAR_AHEAD or far > _FAR_BEHIND or not (_is_future(token) or _is_coming(reply, token)):
        return False
    return far >= -_NEAR or reply.tokens[anchor - 1].form in _COUPLES


def _is_coming(reply: Document, token: Token) -> bool:
    """ "we are arranging a crew", "your refund is being processed", "he is going to call"."""
    if reply.tokens[max(0, token.index - 1)].form not in _BEING:
        return False
    return token.form in _UNDER_WAY or (token.form == "going" and reply.tokens[token.index + 1].form == "to")


def _speaks_to_reader(reply: Document, index: int) -> bool:
    """Return whether the reader is the one who will act: "you will pay", not "your refund will come"."""
    return any(token.form in {"you", "вы"} for token in reply.tokens[max(0, index - 3) : index + 1])


def _is_received(reply: Document, index: int) -> bool:
    """«Вы получите возврат», "you will hear from us": the customer receives what the firm does."""
    around = reply.tokens[index : index + _NEAR]
    return any(not token.lemmas.isdisjoint(RECEIVING) or token.form in _GETTING for token in around)


def _withholds(reply: Document, status: StatusTrace) -> bool:
    if status.status not in _NOT_OWED:
        return False
    cue = reply.tokens[reply.token_range(status.start, status.end)[0]]
    if status.status == "questioned":
        return _asks(reply, cue.index)
    # «проведём проверку» is written like a demand, and is none
    return not (status.status == "conditional" and any({"verb", "1per"} <= one.grammemes for one in cue.readings))


def _asks(reply: Document, index: int) -> bool:
    sentence = reply.sentence_at(index)
    return reply.text[sentence.start : sentence.end].rstrip().endswith("?")


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
