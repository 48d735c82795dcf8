"""Terms of the letter against the law and the calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from reviewer.deadlines.calendar_checks import check_dates
from reviewer.deadlines.citations import check_citations
from reviewer.deadlines.law_checks import check_law, legal_term
from reviewer.deadlines.open_checks import check_open_promises
from reviewer.deadlines.promises import promised, read_terms
from reviewer.exchange import Exchange
from reviewer.findings import Deadlines, Hit, Promise
from reviewer.sectors.answer import TermAnswer
from reviewer.sectors.house import HouseLevel

_OVER_THE_LIMIT = frozenset({"DDL103", "DDL109"})
_WEEK = 7


@dataclass(frozen=True, slots=True)
class DeadlineReading:
    """What the letter's terms say: findings, and the terms themselves."""

    hits: tuple[Hit, ...] = ()
    deadlines: Deadlines = field(default_factory=Deadlines)


def _in_days(answer: TermAnswer) -> dict[str, Any]:
    """Return number and unit of a term as the contract counts it; nothing where it is not a number of such days."""
    if answer.days is not None and answer.unit in {"calendar", "working"}:
        return {"days": answer.days, "unit": answer.unit}
    return {"days": _WEEK * (answer.days or 0), "unit": "calendar"} if answer.unit == "weeks" else {}


def _is_told(citation: Hit, hits: tuple[Hit, ...]) -> bool:
    return any(
        one.code in _OVER_THE_LIMIT
        and one.start is not None
        and one.end is not None
        and one.start < (citation.end or 0)
        and (citation.start or 0) < one.end
        for one in hits
    )


def check_deadlines(exchange: Exchange, *, house: tuple[HouseLevel, ...] = ()) -> DeadlineReading:
    """Return the terms of a reply and what is wrong with them.

    Parameters
    ----------
    exchange : Exchange
    house : tuple of HouseLevel
        The firm's own service levels; a shorter one takes the place of the law's term.

    Returns
    -------
    DeadlineReading
        Hits of codes DDL102 to DDL109, DDL121, DDL122, and DDL131 and DDL132 for the firm's own levels; vague terms are
        found by rules. ``deadlines`` names the legal term of the reply and every term the firm promises.
    """
    answer = legal_term(exchange, house=house)
    terms = read_terms(exchange)
    hits = tuple(
        chain(
            check_dates(exchange, terms),
            check_law(exchange, terms, answer, house=house),
            check_open_promises(exchange, terms),
        )
    )
    # A term over the limit is told as that; that its citation is often wrong too adds nothing.
    hits += tuple(one for one in check_citations(exchange) if not _is_told(one, hits))
    text = exchange.case.reply
    promises = tuple(
        Promise(start=one.start, end=one.end, quote=text[one.start : one.end], on=one.on, **{"for": one.act or "other"})
        for one in promised(terms)
    )
    if answer is None or answer.last_on is None:
        return DeadlineReading(hits, Deadlines(promised=promises))
    return DeadlineReading(
        hits,
        Deadlines(
            reply_due_on=answer.last_on,
            act=answer.act,
            article=answer.article,
            **_in_days(answer),
            promised=promises,
        ),
    )
