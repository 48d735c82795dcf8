"""One term of the law, counted for a case: its last day, the days one by one, and what a person should know."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from reviewer.language.counting import counted
from reviewer.sectors.law import Law
from reviewer.sectors.schema import DAY_UNITS, Term
from reviewer.sectors.workdays import CountedDay, Move


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


def counted_answer(
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
    """Return what a row of the law says of a case: its days counted, with what a person should know."""
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


def with_extension(law: Law, answer: TermAnswer) -> TermAnswer:
    """Return an answer whose last lawful day counts the extension of its term, where it has one."""
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
    says = remark_words(language)
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


@cache
def remark_words(language: str) -> dict[str, Any]:
    """Return the words of remarks in a language."""
    table = tomllib.loads(files("reviewer").joinpath("sectors", "remarks.toml").read_text("utf-8"))
    words: dict[str, Any] = table.get(language, table["en"])
    return words
