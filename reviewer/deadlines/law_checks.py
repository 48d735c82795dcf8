"""Terms against the law and the firm's own levels: the day the reply is due, promises too long, a reply too late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reviewer.deadlines.promises import TermReading, promised
from reviewer.deadlines.words import term_words
from reviewer.exchange import Exchange
from reviewer.findings import Hit, Severity
from reviewer.language.counting import unit_name
from reviewer.language.document import Document
from reviewer.sectors.answer import TermAnswer
from reviewer.sectors.choice import scopes_of
from reviewer.sectors.house import HouseLevel
from reviewer.sectors.term import act_limit, house_limit, reply_term

# Which limits of the law bind a promised act; the first that the sector has counts.
_LIMITS = {
    "refund": ("refund", "pay"),
    "repair": ("repair", "fix"),
    "replace": ("replace",),
    "reply": ("reply", "investigate"),
    "check": ("reply", "investigate"),
    "document": (),
}
# A firm may set itself more than the law does.
_HOUSE_LIMITS = {
    **_LIMITS,
    "document": ("info",),
    "visit": ("inspect",),
    "delivery": ("deliver",),
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


def legal_term(exchange: Exchange, *, house: tuple[HouseLevel, ...] = ()) -> TermAnswer | None:
    """Return the term in which the complaint has to be answered; None where the day of receipt is unknown.

    Where the firm's own level ends earlier than the law's term, it is returned with the law's as its alternative.
    """
    if exchange.case.received_on is None:
        return None
    return reply_term(
        exchange.jurisdiction,
        exchange.case.sector,
        received_on=exchange.case.received_on,
        demand=demand_of(exchange),
        scope=scope_of(exchange),
        house=house,
        language=exchange.language,
        is_brief=True,
    )


def check_law(
    exchange: Exchange,
    terms: tuple[TermReading, ...],
    answer: TermAnswer | None,
    *,
    house: tuple[HouseLevel, ...] = (),
) -> Iterator[Hit]:
    """Yield promises over the limit of the law or of the firm's own level, and a late reply.

    What breaks the law is said as that alone; a level of the firm speaks where the law is kept or is silent.
    """
    for term in promised(terms):
        hit = _over_limit(exchange, term) or _over_house(exchange, term, house)
        if hit:
            yield hit
    law = answer.alternatives[0] if answer and answer.is_house else answer
    late = _late(exchange, law) or _late_by_house(exchange, answer)
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
    if term.mention.kind == "duration" and not _is_longer(term, _limit(exchange, term, received_on=exchange.reply_on)):
        return None
    params = {
        "days": limit.days,
        "unit": unit_name(exchange.language, limit.unit, limit.days),
        "act": limit.act,
        "article": limit.article,
        "last_on": f"{limit.latest_on:%d.%m.%Y}",
    }
    trace = {
        "broken": "law",
        "term": limit.term.id if limit.term else None,
        "promised_on": term.on.isoformat(),
        "limit_on": limit.latest_on.isoformat(),
        "act": term.act,
        "is_firm": limit.is_firm,
        "is_provisional": limit.is_provisional,
    }
    code = "DDL109" if _is_wrong_unit(term, limit) else "DDL103"
    return Hit(code, term.start, term.end, params, trace, severity=_severity(limit))


def _is_longer(term: TermReading, own: TermAnswer | None) -> bool:
    """A duration is over the limit only if it is longer by itself: the clerk's «10 дней» on the eighth day is not.

    ``own`` is the same limit counted from the day of the letter.
    """
    assert term.on is not None
    frame = term.mention.detail["frame"]
    if frame.starts_from in {"receipt", "registration"}:
        return True
    return own is not None and own.latest_on is not None and term.on > own.latest_on


def _over_house(exchange: Exchange, term: TermReading, house: tuple[HouseLevel, ...]) -> Hit | None:
    received = exchange.case.received_on
    if not house or term.on is None or (received is None and term.mention.kind == "date"):
        return None
    limit = _house_limit(exchange, term, house, received or exchange.reply_on)
    if limit is None or limit.last_on is None or term.on <= limit.last_on:
        return None
    if term.mention.kind == "duration" and not _is_longer(term, _house_limit(exchange, term, house, exchange.reply_on)):
        return None
    return Hit("DDL131", term.start, term.end, _house_params(exchange, limit), _house_trace(limit, term.on))


def _house_limit(
    exchange: Exchange, term: TermReading, house: tuple[HouseLevel, ...], received_on: date
) -> TermAnswer | None:
    found = [
        house_limit(
            exchange.jurisdiction,
            what,
            exchange.case.sector,
            house=house,
            received_on=received_on,
            reply_on=exchange.reply_on,
            demand=demand_of(exchange),
        )
        for what in _HOUSE_LIMITS.get(term.act, ())
    ]
    return min((one for one in found if one), key=lambda one: one.last_on or date.max, default=None)


def _late_by_house(exchange: Exchange, answer: TermAnswer | None) -> Hit | None:
    if answer is None or not answer.is_house or answer.last_on is None or exchange.reply is None:
        return None
    if exchange.reply_on <= answer.last_on:
        return None
    return Hit("DDL132", params=_house_params(exchange, answer), trace=_house_trace(answer, exchange.reply_on))


def _house_params(exchange: Exchange, limit: TermAnswer) -> dict[str, object]:
    return {
        "name": limit.act,
        "days": limit.days,
        "unit": unit_name(exchange.language, limit.unit, limit.days),
        "last_on": f"{limit.last_on:%d.%m.%Y}",
    }


def _house_trace(limit: TermAnswer, on: date) -> dict[str, object]:
    assert limit.last_on is not None
    return {
        "broken": "house level",
        "level": limit.act,
        "on": on.isoformat(),
        "limit_on": limit.last_on.isoformat(),
        "is_provisional": limit.is_provisional,
    }


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
        "unit": unit_name(exchange.language, answer.unit, answer.days),
        "act": answer.act,
        "article": answer.article,
        "last_on": f"{answer.latest_on:%d.%m.%Y}",
    }
    trace = {"broken": "law", "term": answer.term.id, "due_on": answer.latest_on.isoformat(), "is_firm": answer.is_firm}
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
