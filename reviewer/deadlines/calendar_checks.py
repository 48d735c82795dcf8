"""Terms against the calendar: days that are gone or cannot be, weekdays that do not match, two days for one act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from reviewer.deadlines.promises import TermReading, promised
from reviewer.deadlines.words import term_words
from reviewer.exchange import Exchange
from reviewer.findings import Hit
from reviewer.language.mentions.dates import DateParts, resolve_date
from reviewer.language.mentions.durations import DurationFrame
from reviewer.sectors.term import calendar_of

_WEEKDAYS = {
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_WRITTEN = {"verbal", "numeric", "iso"}
# Acts whose terms letters count from the complaint, and do not say so.
_COUNTED_FROM_RECEIPT = frozenset({"reply", "check"})
_RESTATED_WITHIN = 25
"""Most code points between a length and the day said to be its end."""
# "within five days, on 29 May": nothing between them but a mark and a preposition.
_SIDE_BY_SIDE = frozenset({",", ", on", "on", ", by", "by", "—", "–", "(by", "(on", ", до", ", к", "— до"})
_BETWEEN_LIMITS = frozenset({",", ", но", "но", ", but", "but", "and", ", and", ", и", "и", "—", "–"})
_SLACK_DAYS = 1  # Project judgement: whether the first day counts is seldom said


def check_dates(exchange: Exchange, terms: tuple[TermReading, ...]) -> Iterator[Hit]:
    """Yield impossible days, days that are gone, weekdays against dates, and two terms for one act."""
    for term in terms:
        if term.mention.kind == "date" and term.role != "quoted":
            if term.mention.detail["impossible"]:
                yield Hit("DDL105", term.start, term.end, {"date": _quote(exchange, term)}, {"role": term.role})
                continue
            hit = _past(exchange, term) or _weekday(exchange, term)
            if hit:
                yield hit
        elif "in_words" in term.mention.detail:
            trace = {"in_figures": term.mention.value, "in_words": term.mention.detail["in_words"]}
            yield Hit(
                "DDL106", term.start, term.end, {"first": trace["in_figures"], "second": trace["in_words"]}, trace
            )
    yield from _two_terms(exchange, terms)


def _quote(exchange: Exchange, term: TermReading) -> str:
    return exchange.case.reply[term.mention.start : term.mention.end]


def has_known_day(exchange: Exchange) -> bool:
    """Return whether the day of the letter is known well enough to call another day gone."""
    return exchange.case.reply_on is not None or exchange.case.received_on is not None


def _past(exchange: Exchange, term: TermReading) -> Hit | None:
    parts: DateParts = term.mention.detail["parts"]
    if parts.form not in _WRITTEN or term.on is None or term.is_start or not has_known_day(exchange):
        return None
    if term.role not in {"promise", "customer", "offer"} or term.on >= exchange.reply_on:
        return None
    if term.role in {"customer", "offer"} and not term.is_limit:
        return None
    params = {"date": _day(term.on), "reply_on": _day(exchange.reply_on)}
    return Hit("DDL104", term.start, term.end, params, {"on": term.on.isoformat(), "role": term.role, "act": term.act})


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _weekday(exchange: Exchange, term: TermReading) -> Hit | None:
    parts: DateParts = term.mention.detail["parts"]
    if parts.weekday is None or parts.form == "weekday" or not (parts.year or has_known_day(exchange)):
        return None
    day = resolve_date(term.mention, exchange.reply_on, month_first=exchange.jurisdiction == "us")
    if day is None or day.weekday() == parts.weekday:
        return None
    if parts.swapped and parts.form == "numeric":
        other = resolve_date(term.mention, exchange.reply_on, month_first=exchange.jurisdiction != "us")
        if other and other.weekday() == parts.weekday:
            return None
    complaint = exchange.case.complaint
    if complaint and _quote(exchange, term).lower() in complaint.lower():
        return None  # the customer's own slip, repeated
    names = _WEEKDAYS[exchange.language]
    params = {"date": _day(day), "weekday": names[day.weekday()], "written": names[parts.weekday]}
    return Hit(
        "DDL107", term.mention.start, term.mention.end, params, {"on": day.isoformat(), "is": names[day.weekday()]}
    )


# Project judgement: no letter names more terms; each is held against each other one.
_MOST_TERMS = 60


def _two_terms(exchange: Exchange, terms: tuple[TermReading, ...]) -> Iterator[Hit]:
    own = [term for term in promised(terms) if term.on is not None][:_MOST_TERMS]
    for index, term in enumerate(own):
        for other in own[index + 1 :]:
            if _restates(exchange, term, other):
                if not _agrees(exchange, term, other):
                    yield _conflict(exchange, term, other)
                    return
            elif _same_act(exchange, term, other) and not _agrees(exchange, term, other):
                yield _conflict(exchange, term, other)
                return


def _conflict(exchange: Exchange, term: TermReading, other: TermReading) -> Hit:
    text = exchange.case.reply
    params = {"first": text[term.start : term.end], "second": text[other.start : other.end]}
    return Hit("DDL106", other.start, other.end, params, {"act": other.act, "other_place": [term.start, term.end]})


def _restates(exchange: Exchange, term: TermReading, other: TermReading) -> bool:
    """«в течение 30 дней, то есть не позднее 25 февраля»: one term said twice, a few characters apart."""
    between = exchange.case.reply[term.end : other.start].lower().strip()
    signs = (
        "то есть",
        "т. е.",
        "т.е.",
        "а именно",
        "so by",
        "that is",
        "i.e.",
        "meaning",
        "namely",
        "(",
        ", so",
        "— до",
        "- до",
    )
    kinds = {term.mention.kind, other.mention.kind}
    if kinds == {"date"}:
        # «до 15 октября, но не позднее 10 октября»
        return term.is_limit and between in _BETWEEN_LIMITS
    if kinds != {"date", "duration"} or len(between) > _RESTATED_WITHIN:
        return False
    return between in _SIDE_BY_SIDE or any(sign in between for sign in signs)


def _same_act(exchange: Exchange, term: TermReading, other: TermReading) -> bool:
    """Return whether two limits surely speak of one act: same act, same verb, both days, nothing shared out."""
    if not term.act or term.act != other.act or term.sentence == other.sentence:
        return False
    if term.mention.kind != "date" or other.mention.kind != "date" or not (term.is_limit and other.is_limit):
        return False
    if not term.verb & other.verb:
        return False
    reply = exchange.reply
    assert reply is not None
    words = term_words(exchange.language)
    for one in (term, other):
        sentence = reply.sentences[one.sentence]
        if "instalments" in words.roles.names_in(reply, sentence.first, sentence.last):
            return False
    return _money(exchange, term) == _money(exchange, other) or not (_money(exchange, term) and _money(exchange, other))


def _money(exchange: Exchange, term: TermReading) -> frozenset[object]:
    assert exchange.reply is not None
    return frozenset(
        mention.value
        for mention in exchange.reply.mentions_of("money")
        if exchange.reply.sentence_of[mention.first] == term.sentence
    )


def _agrees(exchange: Exchange, term: TermReading, other: TermReading) -> bool:
    if term.mention.kind == other.mention.kind:
        return term.on == other.on
    day, length = (term, other) if term.mention.kind == "date" else (other, term)
    assert day.on is not None
    frame: DurationFrame = length.mention.detail["frame"]
    starts = [exchange.reply_on]
    if exchange.case.received_on and (frame.starts_from or {term.act, other.act} & _COUNTED_FROM_RECEIPT):
        starts.append(exchange.case.received_on)
    if frame.starts_from == "other":
        return True  # counted from a day the letter does not tell
    calendar = calendar_of(exchange.jurisdiction)
    unit = {"days": "calendar", "calendar_days": "calendar", "working_days": "working"}.get(length.mention.unit)
    unit = unit or length.mention.unit
    if unit in {"hours", "minutes"} or not isinstance(length.mention.value, int):
        return True
    for start in starts:
        for shift in (-_SLACK_DAYS, 0, _SLACK_DAYS):
            end = calendar.last_day(start + timedelta(days=shift), length.mention.value, unit, move="same")
            if day.on in {end, calendar.next_working(end), calendar.previous_working(end)}:
                return True
    return False
