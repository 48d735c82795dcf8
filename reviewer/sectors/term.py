"""Which term of the law applies to a reply or a promise, its last day, and how it was counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from reviewer.sectors.answer import TermAnswer, counted_answer, remark_words, with_extension
from reviewer.sectors.choice import ANSWERING, DEMANDS, choose_reply_term, limits_of
from reviewer.sectors.house import HouseLevel
from reviewer.sectors.law import Law, load_law
from reviewer.sectors.schema import DAY_UNITS
from reviewer.sectors.workdays import Calendar

# Events that can only lie at or after the reply: the term is counted from the reply, to the firm's advantage.
_FROM_THE_REPLY = frozenset({"agreement", "goods_returned"})


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
        if term.actor == "company" and term.is_valid(received_on) and term.what in {*ANSWERING, *DEMANDS}
    ]
    chosen = choose_reply_term(candidates, demand=demand, scope=scope)
    options = [term for term in candidates if term is not chosen and term.days is not None and not is_brief]
    alternatives = tuple(counted_answer(law, sector, term, received_on, registered_on, language) for term in options)
    if chosen is None:
        answer = TermAnswer(
            jurisdiction, sector, demand, remarks=(_no_term(language, demand),), alternatives=alternatives
        )
    else:
        answer = counted_answer(
            law, sector, chosen, received_on, registered_on, language, demand, alternatives, is_brief
        )
    return _with_house(answer, law, house, received_on, language)


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
        answer = counted_answer(law, sector, term, event_on, None, language, what, is_brief=True)
        answers.append(
            with_extension(law, answer) if extended or (term.extension and term.extension.is_usual) else answer
        )
    return max(answers, key=lambda one: (one.latest_on or date.min, one.is_firm), default=None)


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


def calendar_of(jurisdiction: str) -> Calendar:
    """Return the working-day calendar of a country."""
    return load_law(jurisdiction).calendar


def _no_term(language: str, demand: str | None) -> str:
    says = remark_words(language)
    return str(says["no_demand_term"] if demand else says["no_term"])


def _with_house(
    answer: TermAnswer, law: Law, house: Iterable[HouseLevel], received_on: date, language: str
) -> TermAnswer:
    own = _own_term(law, house, answer.sector, "reply", answer.demand, received_on, received_on, language)
    if own is None or own.last_on is None or (answer.last_on is not None and own.last_on >= answer.last_on):
        return answer
    return replace(own, alternatives=(answer, *answer.alternatives))


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
                article=str(remark_words(language)["own_level"]),
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
