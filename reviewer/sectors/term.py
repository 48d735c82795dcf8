"""Which term of the law applies to a reply or a promise, its last day, and how it was counted."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from reviewer.language.counting import counted
from reviewer.sectors.house import Demand, HouseLevel
from reviewer.sectors.law import Law, load_law
from reviewer.sectors.schema import DAY_UNITS, Term
from reviewer.sectors.workdays import Calendar, CountedDay, Move

DEMANDS: tuple[str, ...] = get_args(Demand)
"""What a customer can demand; each has terms of its own in some laws."""

_ANSWERING = ("reply", "investigate")
_FROM_THE_CLAIM = frozenset({"claim_presented", "receipt", "registration"})
_FROM_THE_REPLY = frozenset({"agreement", "goods_returned"})
# Events that can only lie at or after the reply: the term is counted from the reply, to the firm's advantage.


@dataclass(frozen=True, slots=True)
class TermAnswer:
    """A term and its last day.

    Parameters
    ----------
    jurisdiction, sector : str
    demand : str or None
        What the customer asked for, where it was given.
    term : Term or None
        The row of the law; None where the law names no number for this case (``remarks`` say why).
    act, article : str or None
        How the act is cited.
    days : int or None
    unit : str or None
        ``calendar``, ``working``, ``weeks``, ``months``, ``years``, ``hours``, ``minutes`` or
        ``calendar_except_holidays``.
    starts_from : str or None
        Name of the event the term runs from (``receipt``, ``registration``, ``claim_presented`` …).
    started_on : datetime.date or None
        Day of that event; the term starts the day after.
    last_on : datetime.date or None
        Last day by the cautious reading: earliest possible start, last day moved back where the law is silent.
    latest_on : datetime.date or None
        Last day by the most lenient reading; a reply after it is late by any reading.
    rows : tuple of CountedDay
        The count to ``last_on``, day by day.
    confidence : str
        ``verified``, ``unverified`` or an empty string.
    is_firm : bool
        Whether the sources are good enough to raise an error.
    is_provisional : bool
        Whether the days off of a year in the count are not decided yet, or the calendar is incomplete.
    is_house : bool
        Whether the firm's own shorter level took the place of the law.
    remarks : tuple of str
        What a person should know, in the language asked for.
    alternatives : tuple of TermAnswer
        Other terms of the sector, by demand and narrower field.
    """

    jurisdiction: str
    sector: str
    demand: str | None = None
    term: Term | None = None
    act: str | None = None
    article: str | None = None
    days: int | None = None
    unit: str | None = None
    starts_from: str | None = None
    started_on: date | None = None
    last_on: date | None = None
    latest_on: date | None = None
    rows: tuple[CountedDay, ...] = ()
    confidence: str = ""
    is_firm: bool = False
    is_provisional: bool = False
    is_house: bool = False
    remarks: tuple[str, ...] = ()
    alternatives: tuple[TermAnswer, ...] = ()


def reply_term(
    jurisdiction: str,
    sector: str,
    *,
    received_on: date,
    demand: str | None = None,
    scope: str | None = None,
    registered_on: date | None = None,
    house: Iterable[HouseLevel] = (),
    language: str = "ru",
    is_brief: bool = False,
) -> TermAnswer:
    """Return the term in which a complaint has to be answered, or the demand met where the law has no reply term.

    Parameters
    ----------
    jurisdiction : {"ru", "uk", "us", "eu"}
    sector : str
        A sector of the contract.
    received_on : datetime.date
        Day the complaint arrived.
    demand : str, optional
        One of ``DEMANDS``. A Russian private trader has no general reply term: the demand sets it.
    scope : str, optional
        Narrower field (``payments``, ``osago``, ``air`` …); see ``scopes_of``.
    registered_on : datetime.date, optional
        Day of registration; where a law counts from it and it is not given, the day of receipt is taken.
    house : iterable of HouseLevel
        The firm's own levels; one that ends earlier takes the place of the law.
    language : {"ru", "en"}
        Language of the remarks.
    is_brief : bool, default=False
        Leave out the day-by-day count and the alternatives: a batch has no use for them.

    Returns
    -------
    TermAnswer

    Raises
    ------
    LawError
        E205 for an unknown country.

    Examples
    --------
    >>> answer = reply_term("ru", "bank", received_on=date(2026, 1, 19))
    >>> answer.days, answer.unit, answer.last_on
    (15, 'working', datetime.date(2026, 2, 9))
    """
    law = load_law(jurisdiction)
    candidates = [
        term
        for term in law.of_sector(sector)
        if term.actor == "company" and term.is_valid(received_on) and term.what in {*_ANSWERING, *DEMANDS}
    ]
    chosen = choose_reply_term(candidates, demand=demand, scope=scope)
    options = [term for term in candidates if term is not chosen and term.days is not None and not is_brief]
    alternatives = tuple(_answer(law, sector, term, received_on, registered_on, language) for term in options)
    if chosen is None:
        answer = TermAnswer(
            jurisdiction, sector, demand, remarks=(_no_term(language, demand),), alternatives=alternatives
        )
    else:
        answer = _answer(law, sector, chosen, received_on, registered_on, language, demand, alternatives, is_brief)
    return _with_house(answer, law, house, received_on, language)


def choose_reply_term(terms: Iterable[Term], *, demand: str | None, scope: str | None) -> Term | None:
    """Return the term that answers: the narrower field's reply term, the sector's general one, then the demand's."""
    numbered = [term for term in terms if term.days is not None and term.unit in DAY_UNITS]
    answering = [term for term in numbered if term.what in _ANSWERING]
    in_scope = [term for term in answering if scope and term.scope == scope]
    general = [term for term in answering if term.is_general]
    own = [term for term in numbered if term.starts_from in _FROM_THE_CLAIM]
    of_demand = limits_of(own, demand, scope=scope) if demand and demand != "reply" else []
    for group in (in_scope, general, of_demand):
        if group:
            return min(group, key=_trust)
    return None


def limits_of(terms: Iterable[Term], what: str, *, scope: str | None = None) -> list[Term]:
    """Return the terms with a number that limit an act of the company; those of the narrower field where it has any."""
    fitting = [term for term in terms if term.what == what and term.days is not None and term.actor == "company"]
    narrow = [term for term in fitting if scope and term.scope == scope]
    return narrow or [term for term in fitting if term.is_general or not term.scope]


def act_limit(
    jurisdiction: str,
    what: str,
    sector: str,
    *,
    received_on: date,
    reply_on: date,
    scope: str | None = None,
    extended: bool = False,
    language: str = "ru",
) -> TermAnswer | None:
    """Return the latest lawful day for an act of the company (``refund``, ``repair`` …), by its most generous term.

    Several terms can stand beside each other (a replacement takes 7, 20 or 30 days by circumstances that a letter
    seldom tells); a promise is over the limit only where it is over all of them. Extensions count where the letter
    speaks of one (``extended``), or where the row says they are usual.
    """
    law = load_law(jurisdiction)
    usable = [
        term
        for term in limits_of(law.of_sector(sector), what, scope=scope)
        if term.is_valid(received_on) and term.unit in DAY_UNITS
    ]
    # A row without a good source counts only where there is no better one; its answer is not firm, so it only asks.
    usable = [term for term in usable if term.confidence == "verified"] or usable
    answers = []
    for term in usable:
        event_on = reply_on if term.starts_from in _FROM_THE_REPLY else received_on
        answer = _answer(law, sector, term, event_on, None, language, what, is_brief=True)
        answers.append(_extended(law, answer) if extended or (term.extension and term.extension.is_usual) else answer)
    return max(answers, key=lambda one: (one.latest_on or date.min, one.is_firm), default=None)


def _extended(law: Law, answer: TermAnswer) -> TermAnswer:
    term = answer.term
    if (
        term is None
        or term.extension is None
        or not term.extension.days
        or not term.extension.unit
        or not answer.latest_on
    ):
        return answer
    start = answer.latest_on if term.extension.mode == "added" else answer.started_on
    assert start is not None
    last = law.calendar.last_day(start, term.extension.days, term.extension.unit)
    return replace(answer, latest_on=max(last, answer.latest_on))


def scopes_of(jurisdiction: str, sector: str) -> tuple[str, ...]:
    """Return the narrower fields of a sector that have terms of their own."""
    return tuple(dict.fromkeys(term.scope for term in load_law(jurisdiction).of_sector(sector) if term.scope))


def _trust(term: Term) -> tuple[bool, bool, int]:
    return (term.what != "reply", not term.is_firm, term.days or 0)


def _answer(
    law: Law,
    sector: str,
    term: Term,
    received_on: date,
    registered_on: date | None,
    language: str,
    demand: str | None = None,
    alternatives: tuple[TermAnswer, ...] = (),
    is_brief: bool = False,
) -> TermAnswer:
    earliest, latest = _starts(law, term, received_on, registered_on)
    days, unit = term.days, term.unit
    last = latest_last = None
    rows: tuple[CountedDay, ...] = ()
    if days is not None and unit in DAY_UNITS:
        # A term that says "no later than the next day" in law and moves back by custom is read both ways.
        lenient: Move | None = "next" if term.last_day == "previous" else term.last_day
        last = law.calendar.last_day(earliest, days, unit, move=term.last_day)
        latest_last = law.calendar.last_day(latest, days, unit, move=lenient)
        rows = () if is_brief else law.calendar.rows(earliest, days, unit, move=term.last_day)
    elif days is not None and unit in {"hours", "minutes"}:
        last = latest_last = _last_of_hours(received_on, days, unit)
    return TermAnswer(
        jurisdiction=law.jurisdiction,
        sector=sector,
        demand=demand,
        term=term,
        act=law.acts[term.act].label(),
        article=term.article,
        days=days,
        unit=unit,
        starts_from=term.starts_from,
        started_on=earliest,
        last_on=last,
        latest_on=latest_last,
        rows=rows,
        confidence=term.confidence,
        is_firm=term.is_firm,
        is_provisional=last is not None and law.calendar.is_provisional(earliest, last),
        remarks=tuple(_remarks(law, term, registered_on, language, earliest, last)),
        alternatives=alternatives,
    )


def _last_of_hours(event_on: date, number: int, unit: str) -> date:
    """The hour of the event is not known: hours are counted from the day's last minute, minutes end on the day."""
    last_minute = datetime(event_on.year, event_on.month, event_on.day, 23, 59)
    return (last_minute + timedelta(hours=number)).date() if unit == "hours" else event_on


def _starts(law: Law, term: Term, received_on: date, registered_on: date | None) -> tuple[date, date]:
    """Return the earliest and the latest day the term can be counted from."""
    if term.starts_from == "registration":
        if registered_on:
            return registered_on, registered_on
        return received_on, _last_of(law, term, "register", received_on)
    if term.starts_from == "ack_sent":
        return received_on, _last_of(law, term, "ack", received_on)
    return received_on, received_on


def _last_of(law: Law, term: Term, what: str, received_on: date) -> date:
    for other in law.terms:
        if other.what == what and other.act == term.act and other.scope == term.scope and other.days and other.unit:
            return law.calendar.last_day(received_on, other.days, other.unit, move="same")
    return received_on


def _remarks(
    law: Law, term: Term, registered_on: date | None, language: str, first: date, last: date | None
) -> Iterable[str]:
    says = _says(language)
    yield term.when(language)
    yield says["act"].format(gist=law.acts[term.act].gist(language))
    if term.starts_from == "registration" and registered_on is None:
        yield says["registration"]
    if term.starts_from == "ack_sent":
        yield says["ack"]
    if term.last_day == "previous":
        yield says["previous"]
    if term.extension and term.extension.days is not None:
        key = "added" if term.extension.mode == "added" else "total"
        yield says[key].format(term=counted(language, term.extension.days, term.extension.unit))
    if not term.is_firm:
        yield says["doubt"]
    if last is not None and not (law.calendar.is_known(first.year) and law.calendar.is_known(last.year)):
        yield says["provisional"]
    if law.calendar.row.is_partial:
        yield law.calendar.row.note_ru if language == "ru" else law.calendar.row.note_en


def _no_term(language: str, demand: str | None) -> str:
    says = _says(language)
    return str(says["no_demand_term"] if demand else says["no_term"])


def _with_house(
    answer: TermAnswer, law: Law, house: Iterable[HouseLevel], received_on: date, language: str
) -> TermAnswer:
    own = _own_term(law, house, answer.sector, "reply", answer.demand, received_on, received_on, language)
    if own is None or own.last_on is None or (answer.last_on is not None and own.last_on >= answer.last_on):
        return answer
    return replace(own, alternatives=(answer, *answer.alternatives))


def house_limit(
    jurisdiction: str,
    what: str,
    sector: str,
    *,
    house: Iterable[HouseLevel],
    received_on: date,
    reply_on: date,
    demand: str | None = None,
    language: str = "ru",
) -> TermAnswer | None:
    """Return the firm's own limit for an act, by its shortest level that covers the case; None where it has none."""
    return _own_term(load_law(jurisdiction), house, sector, what, demand, received_on, reply_on, language)


def _own_term(
    law: Law,
    house: Iterable[HouseLevel],
    sector: str,
    what: str,
    demand: str | None,
    received_on: date,
    reply_on: date,
    language: str,
) -> TermAnswer | None:
    answers = []
    for level in house:
        if not level.covers(jurisdiction=law.jurisdiction, sector=sector, what=what, demand=demand):
            continue
        start = level.starts_on(received_on=received_on, reply_on=reply_on)
        last = law.calendar.last_day(start, level.days, level.unit)
        answers.append(
            TermAnswer(
                jurisdiction=law.jurisdiction,
                sector=sector,
                demand=demand,
                act=level.name,
                article=str(_says(language)["own_level"]),
                days=level.days,
                unit=level.unit,
                starts_from=level.counted_from,
                started_on=start,
                last_on=last,
                latest_on=last,
                rows=law.calendar.rows(start, level.days, level.unit),
                confidence="verified",
                is_firm=True,
                is_provisional=law.calendar.is_provisional(start, last),
                is_house=True,
                remarks=(level.name,),
            )
        )
    return min(answers, key=lambda one: one.last_on or date.max, default=None)


def calendar_of(jurisdiction: str) -> Calendar:
    """Return the working-day calendar of a country."""
    return load_law(jurisdiction).calendar


@cache
def _says(language: str) -> dict[str, Any]:
    table = tomllib.loads(files("reviewer").joinpath("sectors", "remarks.toml").read_text("utf-8"))
    words: dict[str, Any] = table.get(language, table["en"])
    return words
