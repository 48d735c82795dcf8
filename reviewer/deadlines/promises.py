"""What each date and duration of a reply is: a promise, a request to the customer, a fact, an offer, the law.

A term is read from the words around it: the preposition before it, the nearest predicate of its clause with its tense
and person, the act named beside it. No parse is needed for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from reviewer.deadlines.tenses import tense_of
from reviewer.deadlines.words import TermWords, term_words
from reviewer.exchange import Exchange
from reviewer.language.clauses import clause_at
from reviewer.language.document import Document, Mention, Token
from reviewer.language.mentions.dates import DateParts, resolve_date
from reviewer.language.mentions.durations import DurationFrame
from reviewer.language.pattern import Match
from reviewer.sectors.term import calendar_of

Role = Literal["promise", "customer", "fact", "offer", "law", "reference", "quoted", "open"]

# «ответ с расчётом направим»: these only say how, where another act says what.
_GENERIC_ACTS = frozenset({"document", "delivery", "service", "check"})
_FAR_PAST_DAYS = 100
"""Project judgement: a promise without a year that would lie further back means the next year."""
_LEAD_CHARS = 34
_LAW_UNIT = {"days": "calendar", "calendar_days": "calendar", "working_days": "working"}

_POSSESSIVE = frozenset({"the", "a", "an", "your", "our", "my", "his", "her", "its", "their"})
# Words before a date, nearest first: a limit to come, a plain day, a start, a thing of that date.
_LIMIT = {
    "ru": re.compile(r"(?<!\w)(?:до|к|ко|по|не позднее|не позже|не позднее чем|в срок до|вплоть до|не дольше)\s*$"),
    "en": re.compile(
        r"(?<!\w)(?:by|before|until|till|no later than|not later than|on or before|up to|through)(?: the)?\s*$"
    ),
}
_REFERENCE = {
    "ru": re.compile(r"(?:\bот|\bза|датированн\w+|\bпо состоянию на)\s*$"),
    "en": re.compile(
        r"(?:(?<!end )(?<!close )(?<!week )(?<!morning )(?<!afternoon )(?<!start )(?<!middle )\bof|\bdated|\bsince"
        r"|(?:email|letter|complaint|call|message|invoice|order|bill|statement|payment|report|claim) (?:from|on)"
        r"|(?:book|log|record|records|register|report|entry|footage|sheet|statement|ticket|booking|receipt|bill) for)"
        r"(?: the)?\s*$"
    ),
}
# "for August through October", «за дни с 24 января по 17 февраля», «за ночь 22 мая»: what the money is for.
_PERIOD = {
    "ru": re.compile(
        r"\bза(?: (?:дни|день|ночь|ночи|сутки|период|время|срок|месяцы?|неделю|вечер|утро|смену|поездку|урок))?"
        r"(?: (?:с|со) [^.;,]{3,25})?(?: (?:и|по|-|–|—))?\s*$"
    ),
    "en": re.compile(
        r"\bfor(?: the)?(?: (?:days?|nights?|periods?|dates?|weeks?|months?|stay))?"
        r"(?: (?:from|of|between) [^.;,]{3,25})?(?: (?:through|to|and|until|-|–))?\s*$"
    ),
}
_MONTHS_PERIOD = re.compile(r"\bfor(?: the)?(?: months? of)?(?: \w+,? (?:through|to|and|until|-|–))?\s*$")
_START = {
    "ru": re.compile(r"\b(?:с|со|начиная с)\s*$"),
    "en": re.compile(r"\b(?:from|since|as of|effective)(?: the)?\s*$"),
}


@dataclass(frozen=True, slots=True)
class TermReading:
    """One date or duration of a reply, read.

    Parameters
    ----------
    mention : Mention
    role : str
        ``promise``, ``customer``, ``fact``, ``offer``, ``law``, ``reference``, ``quoted``, ``open`` (nothing says).
    act : str
        ``refund``, ``reply``, ``repair`` … or an empty string.
    on : datetime.date or None
        Last day it means; None where it cannot be computed or cannot exist.
    start, end : int
        Offsets of the whole expression, preposition and event included.
    sentence : int
        Index of its sentence.
    verb : frozenset of str
        Normal forms of the predicate it hangs on.
    is_limit, is_start : bool
        Whether a preposition makes it a limit («до», "by") or a start («с», "from").
    """

    mention: Mention
    role: Role
    act: str
    on: date | None
    start: int
    end: int
    sentence: int
    verb: frozenset[str]
    is_limit: bool
    is_start: bool


def read_terms(exchange: Exchange) -> tuple[TermReading, ...]:
    """Return the dates and durations of the reply in reading order, each with its part in the letter."""
    reply = exchange.reply
    if reply is None:
        return ()
    words = term_words(exchange.language)
    return tuple(_read(exchange, reply, mention, words) for mention in reply.mentions_of("date", "duration"))


def _read(exchange: Exchange, reply: Document, mention: Mention, words: TermWords) -> TermReading:
    language = exchange.language
    ahead = _ahead(reply, mention.start)
    frame: DurationFrame | None = mention.detail.get("frame")
    limit = _LIMIT[language].search(ahead)
    verb = _predicate(reply, mention)
    role = _role(reply, mention, words, ahead, verb, bool(limit or (frame and frame.lead)))
    on = _last_day(exchange, mention, role)
    is_over = bool(on and on < exchange.reply_on and verb and (tense_of(reply, verb) == "past" or verb.has("ger")))
    if role == "promise" and is_over and not limit:
        role = "fact"  # «выезд был назначен на 5 мая»: the plan is over
    start, end = (frame.start, frame.end) if frame else (mention.start - _width(limit, ahead), mention.end)
    return TermReading(
        mention,
        role,
        _act(reply, mention, words, verb),
        on,
        start,
        end,
        reply.sentence_of[mention.first],
        verb.lemmas if verb else frozenset(),
        bool(limit),
        bool(_START[language].search(ahead)),
    )


def _ahead(reply: Document, start: int) -> str:
    return reply.text[max(0, start - _LEAD_CHARS) : start].lower()


def _width(limit: re.Match[str] | None, ahead: str) -> int:
    return len(ahead) - limit.start() if limit else 0


def _clause(reply: Document, mention: Mention) -> tuple[int, int]:
    """Return the tokens around a mention that hold its predicate: its clause, or its sentence where that has none."""
    clause = clause_at(reply, mention.first)
    if any(tense_of(reply, token) for token in reply.tokens[clause.first : clause.last]):
        return clause.first, clause.last
    sentence = reply.sentence_at(mention.first)
    return sentence.first, sentence.last


def _predicate(reply: Document, mention: Mention) -> Token | None:
    """Return the nearest predicate of the mention's clause; one before it is preferred to one after it."""
    first, last = _clause(reply, mention)
    best: tuple[int, Token] | None = None
    for token in reply.tokens[first:last]:
        if mention.first <= token.index < mention.last or not tense_of(reply, token):
            continue
        if _is_closed_participle(reply, token, mention):
            continue
        # A word after the date counts as twice as far: «до 5 мая напишем, если получим» hangs on the first verb.
        far = mention.first - token.index if token.index < mention.first else 2 * (token.index - mention.last + 1)
        if best is None or far < best[0]:
            best = (far, token)
    if best and _is_aside(reply, best[1]):
        return _main_future(reply, mention) or best[1]
    return best[1] if best else None


def _is_aside(reply: Document, verb: Token) -> bool:
    """ "to the card you used by 5 May", "with his signed consent by 5 May": a past form beside a noun leads nothing."""
    if reply.language != "en" or not verb.has("past") or verb.index < 2:
        return False
    one, two = reply.tokens[verb.index - 1], reply.tokens[verb.index - 2]
    in_relative = one.form in {"you", "we", "i", "they"} and two.has("noun")
    return in_relative or (one.form in _POSSESSIVE and reply.tokens[verb.index + 1].has("noun"))


def _main_future(reply: Document, mention: Mention) -> Token | None:
    """Return the future verb before a limit, where the mention is one."""
    if not _LIMIT["en"].search(_ahead(reply, mention.start)):
        return None
    first = reply.sentence_at(mention.first).first
    before = [token for token in reply.tokens[first : mention.first] if tense_of(reply, token) == "future"]
    return before[-1] if before else None


def _is_closed_participle(reply: Document, token: Token, mention: Mention) -> bool:
    """«в порядке, предусмотренном договором, в течение 30 дней»: the participle ends with its comma."""
    if not token.has("prtf") or token.index > mention.first:
        return False
    return any(one.text == "," for one in reply.tokens[token.index : mention.first])


def _role(reply: Document, mention: Mention, words: TermWords, ahead: str, verb: Token | None, has_limit: bool) -> Role:
    language = reply.language
    if any(quote.start <= mention.start and mention.end <= quote.end for quote in reply.quotes):
        return "quoted"
    if mention.kind == "date" and _REFERENCE[language].search(ahead):
        return "reference"
    if mention.kind == "date" and _is_paid_for(reply, mention, ahead):
        return "reference"
    first, last = _clause(reply, mention)
    roles = words.roles.names_in(reply, first, last)
    tense = tense_of(reply, verb) if verb else ""
    if "offer" in roles and tense != "past":
        return "offer"
    if tense == "future":
        return _of_future(mention, words, reply)
    if tense == "present_own":
        # «вернём до 5 мая» and «возвращаем до 5 мая», but «отвечаем по поводу уборки 5 мая».
        return "promise" if has_limit else "fact"
    if mention.kind == "date" and tense in {"past", "present", ""} and _is_planned(reply, mention, words, verb):
        return "promise"
    if tense == "customer":
        return "customer"
    if tense == "past" and has_limit and verb and _is_sent_later(reply, verb):
        return "promise"
    if tense == "past":
        return "fact"
    if "law" in roles:
        return "law"
    if tense == "present":
        return "promise" if has_limit and mention.kind == "date" else "open"
    return "promise" if has_limit else "open"


def _is_paid_for(reply: Document, mention: Mention, ahead: str) -> bool:
    """Return whether a date is a part of the time that money is given for; "booked for 5 May" is none."""
    period = _PERIOD[reply.language].search(ahead)
    if reply.language == "en" and mention.detail["parts"].form == "month":
        return bool(period or _MONTHS_PERIOD.search(ahead))
    return bool(period and (reply.language == "ru" or period.group().split()[1:]))


def _is_sent_later(reply: Document, verb: Token) -> bool:
    """ "We will pay by cheque, posted by 5 May": a bare participle under a future verb is still to come."""
    first = reply.sentence_at(verb.index).first
    if reply.language != "en" or verb.index == first or reply.tokens[verb.index - 1].text != ",":
        return False
    return any(tense_of(reply, token) == "future" for token in reply.tokens[first : verb.index])


def _is_planned(reply: Document, mention: Mention, words: TermWords, verb: Token | None) -> bool:
    """Return whether a day is set for something; in "the plan signed on 6 January" another verb leads the day."""
    return any(
        name == "plan" and match.first <= mention.first and mention.last <= match.last and _leads(reply, match, verb)
        for name, match in words.roles.find(reply)
    )


def _leads(reply: Document, match: Match, verb: Token | None) -> bool:
    if reply.language != "en" or verb is None or not match.first < verb.index < match.last:
        return True
    return "be" in verb.lemmas or not verb.has("past")


def _of_future(mention: Mention, words: TermWords, reply: Document) -> Role:
    """A duration without a preposition, or «за два месяца» beside money, is what is paid for, not when."""
    frame: DurationFrame | None = mention.detail.get("frame")
    if frame is None:
        return "promise"
    if not frame.lead or (frame.lead == "за" and _act(reply, mention, words, None) == "refund"):
        return "open"
    return "promise"


def _act(reply: Document, mention: Mention, words: TermWords, verb: Token | None) -> str:
    """Return the act of the predicate, or the one whose words stand nearest: in the clause or else in the sentence."""
    clause, sentence = clause_at(reply, mention.first), reply.sentence_at(mention.first)
    frame: DurationFrame | None = mention.detail.get("frame")
    for first, last in ((clause.first, clause.last), (sentence.first, sentence.last)):
        inside = [
            (name, match)
            for name, match in words.acts.find(reply)
            if first <= match.first and match.last <= last and not _is_within(reply, match.anchor, frame)
        ]
        if not inside:
            continue
        telling = [row for row in inside if row[0] not in _GENERIC_ACTS] or inside
        led = [row for row in telling if verb and row[1].first <= verb.index < row[1].last]
        ranked = [
            (abs(match.anchor - mention.first), words.acts.names.index(name), name) for name, match in led or telling
        ]
        # Money and an answer said side by side: the earlier row of the file tells more.
        near = min(ranked)[0]
        return min((rank, name) for far, rank, name in ranked if far <= near + 2)[1]
    return ""


def _is_within(reply: Document, index: int, frame: DurationFrame | None) -> bool:
    """ "within 30 days of this email": what a term is counted from is no act."""
    return frame is not None and frame.start <= reply.tokens[index].start < frame.end


def _last_day(exchange: Exchange, mention: Mention, role: Role) -> date | None:
    reply_on = exchange.reply_on
    if mention.kind == "date":
        resolved = resolve_date(mention, reply_on, month_first=exchange.jurisdiction == "us")
        parts: DateParts = mention.detail["parts"]
        if (
            resolved
            and not parts.year
            and role in {"promise", "offer", "customer"}
            and parts.form in {"verbal", "numeric"}
        ) and (reply_on - resolved).days > _FAR_PAST_DAYS:
            return resolve_date(mention, reply_on + timedelta(days=365), month_first=exchange.jurisdiction == "us")
        return resolved
    frame: DurationFrame = mention.detail["frame"]
    if frame.starts_from in {"receipt", "registration"}:
        start = exchange.case.received_on or reply_on
    elif frame.starts_from == "other" and role == "law":
        return None
    else:
        start = reply_on
    number, unit = mention.value, mention.unit
    if unit in {"minutes", "hours"}:
        hours = number if unit == "hours" else number / 60
        return start + timedelta(days=int(-(-hours // 24)))
    if isinstance(number, float):
        return start + timedelta(days=int(number * {"weeks": 7, "months": 30, "years": 365}.get(unit, 1)))
    return calendar_of(exchange.jurisdiction).last_day(start, min(number, 3000), _LAW_UNIT.get(unit, unit), move="same")


def promised(terms: tuple[TermReading, ...]) -> Iterator[TermReading]:
    """Yield the terms that the firm promises for an act of its own."""
    for term in terms:
        if term.role == "promise" and not term.is_start:
            yield term
