"""Terms against the law: the day the reply is due, promises longer than the law allows, a reply that comes too late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reviewer.deadlines.promises import TermReading, promised
from reviewer.deadlines.words import term_words
from reviewer.exchange import Exchange
from reviewer.findings import Hit, Severity
from reviewer.language.document import Document
from reviewer.sectors.term import TermAnswer, act_limit, reply_term, scopes_of

# Which limits of the law bind a promised act; the first that the sector has counts.
_LIMITS = {
    "refund": ("refund", "pay"),
    "repair": ("repair", "fix"),
    "replace": ("replace",),
    "reply": ("reply", "investigate"),
    "check": ("reply", "investigate"),
    "document": (),
}
_DEMAND_LIMITS = {"refund": "refund", "repair": "repair", "replace": "replace"}
_PUBLIC_CHANNELS = {"social", "review_site"}


def demand_of(exchange: Exchange) -> str | None:
    """Return what the customer asks for: ``refund``, ``repair``, ``replace``, ``info``, or None.

    Where several things are asked, the money comes first: its term is the shortest.
    """
    complaint = exchange.complaint
    if complaint is None:
        return None
    found = term_words(complaint.language).demands.names_in(complaint)
    return found[0] if found else None


def scope_of(exchange: Exchange) -> str | None:
    """Return the narrower field of the sector that the two texts speak of, or None."""
    known = set(scopes_of(exchange.jurisdiction, exchange.case.sector))
    for document in (exchange.complaint, exchange.reply):
        if document is None or not known:
            continue
        for name in term_words(document.language).scopes.names_in(document):
            if name in known:
                return name
    return None


def legal_term(exchange: Exchange) -> TermAnswer | None:
    """Return the term in which the complaint has to be answered; None where the day of receipt is unknown."""
    if exchange.case.received_on is None:
        return None
    return reply_term(
        exchange.jurisdiction,
        exchange.case.sector,
        received_on=exchange.case.received_on,
        demand=demand_of(exchange),
        scope=scope_of(exchange),
        language=exchange.language,
        is_brief=True,
    )


def check_law(exchange: Exchange, terms: tuple[TermReading, ...], answer: TermAnswer | None) -> Iterator[Hit]:
    """Yield promises over the limit of the law, and a late reply."""
    for term in promised(terms):
        hit = _over_limit(exchange, term)
        if hit:
            yield hit
    late = _late(exchange, answer)
    if late:
        yield late


def _severity(answer: TermAnswer) -> Severity | None:
    # A row that rests on one source asks; it does not accuse.
    return None if answer.is_firm else "note"


def _over_limit(exchange: Exchange, term: TermReading) -> Hit | None:
    if term.on is None or exchange.reply is None:
        return None
    limit = _limit(exchange, term)
    if limit is None or limit.latest_on is None or term.on <= limit.latest_on:
        return None
    received = exchange.case.received_on
    if received is None and term.mention.kind == "date":
        return None
    if term.mention.kind == "duration" and not _is_longer(term, limit, exchange):
        return None
    params = {
        "days": limit.days,
        "unit": _unit_name(exchange.language, limit.unit, limit.days),
        "act": limit.act,
        "article": limit.article,
        "last_on": f"{limit.latest_on:%d.%m.%Y}",
    }
    trace = {
        "term": limit.term.id if limit.term else None,
        "promised_on": term.on.isoformat(),
        "limit_on": limit.latest_on.isoformat(),
        "act": term.act,
        "is_firm": limit.is_firm,
        "is_provisional": limit.is_provisional,
    }
    code = "DDL109" if _is_wrong_unit(term, limit) else "DDL103"
    return Hit(code, term.start, term.end, params, trace, severity=_severity(limit))


def _is_longer(term: TermReading, limit: TermAnswer, exchange: Exchange) -> bool:
    """A duration is over the limit only if it is longer by itself: the clerk's «10 дней» on the eighth day is not."""
    assert term.on is not None
    frame = term.mention.detail["frame"]
    if frame.starts_from in {"receipt", "registration"}:
        return True
    own = _limit(exchange, term, received_on=exchange.reply_on)
    return own is not None and own.latest_on is not None and term.on > own.latest_on


def _is_wrong_unit(term: TermReading, limit: TermAnswer) -> bool:
    return term.mention.unit == "working_days" and limit.unit == "calendar" and term.mention.value <= (limit.days or 0)


def _limit(exchange: Exchange, term: TermReading, *, received_on: date | None = None) -> TermAnswer | None:
    received = received_on or exchange.case.received_on or exchange.reply_on
    reply = exchange.reply
    assert reply is not None
    extended = "extended" in term_words(exchange.language).roles.names_in(reply)
    wanted = list(_LIMITS.get(term.act, ()))
    demand = demand_of(exchange)
    if term.act in {"reply", "check"} and demand in _DEMAND_LIMITS:
        # No reply term of its own: the answer has to come while the demand itself can still be met.
        wanted.append(_DEMAND_LIMITS[demand])
    for what in wanted:
        limit = act_limit(
            exchange.jurisdiction,
            what,
            exchange.case.sector,
            received_on=received,
            reply_on=exchange.reply_on,
            scope=scope_of(exchange),
            extended=extended,
            language=exchange.language,
        )
        if limit is not None:
            return limit
    return None


def _late(exchange: Exchange, answer: TermAnswer | None) -> Hit | None:
    if answer is None or answer.latest_on is None or exchange.reply is None or answer.term is None:
        return None
    if exchange.reply_on <= answer.latest_on or not answer.term.is_valid(exchange.reply_on):
        return None
    if answer.confidence != "verified":
        return None
    if exchange.case.channel in _PUBLIC_CHANNELS and answer.demand is None:
        return None
    latest = _with_extension(exchange, exchange.reply, answer)
    if exchange.reply_on <= latest:
        return None
    params = {
        "days": answer.days,
        "unit": _unit_name(exchange.language, answer.unit, answer.days),
        "act": answer.act,
        "article": answer.article,
        "last_on": f"{answer.latest_on:%d.%m.%Y}",
    }
    trace = {"term": answer.term.id, "due_on": answer.latest_on.isoformat(), "is_firm": answer.is_firm}
    return Hit("DDL108", params=params, trace=trace, severity=_severity(answer))


def _with_extension(exchange: Exchange, reply: Document, answer: TermAnswer) -> date:
    """Return the latest day, an extension counted where the letter speaks of one."""
    assert answer.latest_on is not None
    assert answer.term is not None
    if "extended" not in term_words(exchange.language).roles.names_in(reply):
        return answer.latest_on
    limit = act_limit(
        exchange.jurisdiction,
        answer.term.what,
        exchange.case.sector,
        received_on=exchange.case.received_on or exchange.reply_on,
        reply_on=exchange.reply_on,
        scope=answer.term.scope or None,
        extended=True,
        language=exchange.language,
    )
    return max(answer.latest_on, limit.latest_on) if limit and limit.latest_on else answer.latest_on


_UNIT_NAMES = {
    "ru": {
        "calendar": "календарных дней",
        "working": "рабочих дней",
        "weeks": "недель",
        "months": "мес.",
        "calendar_except_holidays": "календарных дней без праздников",
    },
    "en": {
        "calendar": "calendar days",
        "working": "working days",
        "weeks": "weeks",
        "months": "months",
        "calendar_except_holidays": "calendar days without holidays",
    },
}


def _unit_name(language: str, unit: str | None, days: int | None) -> str:
    return _UNIT_NAMES[language].get(unit or "", unit or "")
