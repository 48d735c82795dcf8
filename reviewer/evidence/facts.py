"""Facts of the complaint that the reply restates: numbers, sums, dates, names, addresses; and where they differ.

A pair is made by what both denote: the same kind, noun or unit, and either digits so alike that only a slip explains
them, or words that say that the reply speaks of the complaint's fact. A new number of the company is no mismatch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from reviewer.evidence.context import Surroundings
from reviewer.evidence.people import find_other_names
from reviewer.evidence.twins import shape_of, slip_between
from reviewer.language.document import Document, Mention
from reviewer.language.mentions.dates import resolve_date

_CODES = ("number", "document")
# A number by itself or in groups, letters before it or not: «ZP 4420 2287», «квитанцыи 3390».
_BARE_CODE = re.compile(r"(?<![\w.,/-])(?:[A-ZА-ЯЁ]{1,4}[ -]?)?\d{3,}(?:[ -]\d{2,}){0,3}(?![\w%])")
_TOLD_OTHERWISE = ("date", "money", "duration", "time", "percent", "number", "document", "law", "address")
_SHORTEST_BARE, _SHORTEST_BARE_CHANGED = 4, 6
_YEARS = range(1900, 2100)
_SEPARATORS = re.compile(r"[\s./–-]")
_LEAST_BARE_AMOUNT = 100
_FEWEST_DIGITS = 3  # of two sums that differ in one
_ROUND = 1000
_FURTHEST_RATIO = 5  # a restated sum is miscopied, not multiplied
_SAME_EVENT_WORDS = 2  # content words of four letters and more
_LETTER_DAYS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A fact that the reply restates otherwise.

    Parameters
    ----------
    found, expected : Mention
        In the reply and in the complaint.
    relation : str
        ``swapped``, ``changed``, ``dropped`` (digits), ``other`` (number), ``month``, ``day``, ``year``, ``house``,
        ``name``, ``restated`` (another value for what the reply says the customer said).
    """

    found: Mention
    expected: Mention
    relation: str


def find_mismatches(
    complaint: Document, reply: Document, *, received_on: date | None = None, reply_on: date | None = None
) -> list[Mismatch]:
    """Return the facts that contradict the complaint, in reading order, one for each place.

    Parameters
    ----------
    complaint, reply : Document
    received_on, reply_on : datetime.date, optional
        A date of the letter itself is no restated fact; a date to come is a promise.
    """
    there = Surroundings(reply)
    found = [
        *_codes(complaint, reply, there),
        *_bare_codes(complaint, reply),
        *_money(complaint, reply, there),
        *_shares(complaint, reply, there),
        *_dates(complaint, reply, there, received_on, reply_on),
        *_addresses(complaint, reply),
        *(Mismatch(one, other, "name") for one, other in find_other_names(complaint, reply)),
    ]
    kept: list[Mismatch] = []
    for one in sorted(found, key=lambda pair: (pair.found.start, -pair.found.end)):
        if not any(other.found.start < one.found.end and one.found.start < other.found.end for other in kept):
            kept.append(one)
    return kept


def _squeezed(document: Document) -> str:
    if "squeezed" not in document.memo:
        document.memo["squeezed"] = _key(document.text)
    text: str = document.memo["squeezed"]
    return text


def _codes(complaint: Document, reply: Document, there: Surroundings) -> Iterator[Mismatch]:
    theirs = complaint.mentions_of(*_CODES)
    gone = [other for other in theirs if other.value and _key(other.value) not in _squeezed(reply)]
    ours = [one for one in reply.mentions_of(*_CODES) if one.value]
    for one in ours:
        if _key(one.value) in _squeezed(complaint):
            continue
        for other in gone:
            relation = _code_relation(one, other, there)
            if relation:
                yield Mismatch(one, other, relation)
                break
        else:
            yield from _other_code(one, theirs, ours, reply, there)


def _bare_codes(complaint: Document, reply: Document) -> Iterator[Mismatch]:
    """Codes that no noun and no sign gives away: only a slip that nothing else explains pairs them."""
    theirs = [*complaint.mentions_of(*_CODES), *_unnamed(complaint)]
    gone = [other for other in theirs if other.value and _key(other.value) not in _squeezed(reply)]
    for one in _unnamed(reply):
        if _key(one.value) in _squeezed(complaint):
            continue
        for other in gone:
            first, second = _twins(one.value, other.value)
            slip = slip_between(first, second)
            is_changed = slip == "changed" and len(first) >= _SHORTEST_BARE_CHANGED and first[:-1] != second[:-1]
            if is_changed or slip == "swapped":
                yield Mismatch(one, other, slip)
                break


def _unnamed(document: Document) -> Iterator[Mention]:
    told = document.mentions_of(*_TOLD_OTHERWISE)
    measured = [one for one in document.mentions_of("quantity") if one.unit]
    for match in _BARE_CODE.finditer(document.text):
        value, (start, end) = _key(match[0]), match.span()
        is_year = value.isdigit() and len(value) == 4 and int(value) in _YEARS
        if len(value) < _SHORTEST_BARE or is_year:
            continue
        if not any(one.start < end and start < one.end for one in (*told, *measured)):
            yield Mention("number", start, end, *document.token_range(start, end), value)


def _key(code: str) -> str:
    return _SEPARATORS.sub("", code).upper()


def _twins(one: str, other: str) -> tuple[str, str]:
    """Return two codes to compare: the letters before «PCN 44182» count only where both have them."""
    first, second = _key(one), _key(other)
    if first.isdigit() != second.isdigit():
        return re.sub(r"^[^\W\d]+", "", first), re.sub(r"^[^\W\d]+", "", second)
    return first, second


def _code_relation(one: Mention, other: Mention, there: Surroundings) -> str:
    slip = slip_between(*_twins(one.value, other.value))
    if not slip:
        return ""
    same_noun = one.unit == other.unit or not one.unit or not other.unit
    if slip == "swapped":
        return slip
    # Registers count on: the next ticket number is no slip.
    last_only = slip == "changed" and one.value[:-1] == other.value[:-1]
    if not same_noun or (last_only and (there.is_register(one.unit) or not one.unit)):
        return ""
    return slip


def _other_code(
    one: Mention, theirs: list[Mention], ours: list[Mention], reply: Document, there: Surroundings
) -> Iterator[Mismatch]:
    """Another order number altogether: the same noun, the same shape, and each text knows only one."""
    if not one.unit or there.is_register(one.unit) or there.says_new(one) or one.kind == "document":
        return
    named = {other.value: other for other in theirs if other.unit == one.unit and other.value}
    own = {other.value for other in ours if other.unit == one.unit}
    if len(named) != 1 or len(own) != 1:
        return
    value, other = next(iter(named.items()))
    if value not in _squeezed(reply) and shape_of(value) == shape_of(one.value) and len(value) >= 4:
        yield Mismatch(one, other, "other")


def _sums_of(document: Document) -> list[Mention]:
    """Return the sums of a text; a bare «15 000» or «27 тыс» of a customer is a sum as well."""
    return [
        one
        for one in document.mentions
        if one.kind == "money" or (one.kind == "quantity" and not one.unit and one.value >= _LEAST_BARE_AMOUNT)
    ]


def _money(complaint: Document, reply: Document, there: Surroundings) -> Iterator[Mismatch]:
    theirs = _sums_of(complaint)
    known = {one.value for one in complaint.mentions if isinstance(one.value, Decimal)}
    restated = {one.value for one in _sums_of(reply)}
    left = [other for other in theirs if other.value not in restated]
    near = Surroundings(complaint)
    for one in reply.mentions_of("money"):
        if one.value in known:
            continue
        for other in left:
            if other.kind == "money" and other.unit != one.unit:
                continue
            slip = slip_between(*_cents(one.value, other.value))
            is_restated = bool(slip) and there.restates(one)
            is_telling = not _are_round(one, other)
            if is_restated or (is_telling and (slip == "swapped" or _is_same_sum(one, other, near, there))):
                yield Mismatch(one, other, slip or "changed")
                break
        else:
            yield from _restated_sum(one, left, theirs, there)


def _are_round(one: Mention, other: Mention) -> bool:
    """Of two sums in whole thousands the lower one is as often an offer as a slip."""
    return bool(one.value % _ROUND == 0 and other.value % _ROUND == 0)


def _is_same_sum(one: Mention, other: Mention, near: Surroundings, there: Surroundings) -> bool:
    """One digit differs, and both stand beside the same words: «чек за оценку 6 000», «расходы на оценку 6 500»."""
    if not _one_digit(one, other) or len(_cents(one.value, other.value)[0]) < _FEWEST_DIGITS:
        return False
    return bool(there.words_around(one) & near.words_around(other))


def _cents(one: Decimal, other: Decimal) -> tuple[str, str]:
    if one == one.to_integral() and other == other.to_integral():
        return str(int(one)), str(int(other))
    return str(int(one * 100)), str(int(other * 100))


def _restated_sum(one: Mention, left: list[Mention], theirs: list[Mention], there: Surroundings) -> Iterator[Mismatch]:
    """«Ваше требование выплатить 47 000»: the customer's only sum, told as another."""
    if not left or not one.value or not there.restates(one, closely=True):
        return
    values = {other.value for other in theirs if other.kind == "money"} or {other.value for other in theirs}
    if len(values) == 1:
        other = left[0]
        if other.value and 1 / _FURTHEST_RATIO < one.value / other.value < _FURTHEST_RATIO:
            yield Mismatch(one, other, "restated")
        return
    twins = [other for other in left if other.value and _one_digit(one, other)]
    if len({other.value for other in twins}) == 1:
        yield Mismatch(one, twins[0], "restated")


def _one_digit(one: Mention, other: Mention) -> bool:
    ours, theirs = _cents(one.value, other.value)
    return len(ours) == len(theirs) and sum(a != b for a, b in zip(ours, theirs, strict=True)) == 1


def _shares(complaint: Document, reply: Document, there: Surroundings) -> Iterator[Mismatch]:
    """Percentages, durations and counted things: only where the reply says that it restates."""
    for kind in ("percent", "quantity"):
        theirs = [one for one in complaint.mentions_of(kind) if one.unit]
        for one in reply.mentions_of(kind):
            same = {other.value: other for other in theirs if other.unit == one.unit}
            if not one.unit or one.value in same or len(same) != 1 or not there.restates(one, closely=True):
                continue
            other = next(iter(same.values()))
            if other.value not in {ours.value for ours in reply.mentions_of(kind)}:
                yield Mismatch(one, other, "restated")


@dataclass(frozen=True, slots=True)
class _Day:
    mention: Mention
    day: int
    month: int
    year: int | None

    def readings(self) -> frozenset[tuple[int, int]]:
        """Return day and month, in both orders where 02/06 may be either."""
        swapped = self.mention.detail["parts"].swapped
        return frozenset({(self.day, self.month), *([swapped] if swapped else [])})

    def falls_on(self, reference: date) -> date | None:
        """Return the date it means, seen from a day of reference."""
        return resolve_date(self.mention, reference)


def _days(document: Document) -> list[_Day]:
    days = []
    for mention in document.mentions_of("date"):
        parts = mention.detail.get("parts")
        if parts is not None and parts.day and parts.month and not parts.relative:
            days.append(_Day(mention, parts.day, parts.month, parts.year))
    return days


def _dates(
    complaint: Document, reply: Document, there: Surroundings, received_on: date | None, reply_on: date | None
) -> Iterator[Mismatch]:
    theirs, ours = _days(complaint), _days(reply)
    known = {reading for one in theirs for reading in one.readings()}
    restated = {reading for one in ours for reading in one.readings()}
    left = [one for one in theirs if restated.isdisjoint(one.readings())]
    near = Surroundings(complaint)
    for one in ours:
        if not known.isdisjoint(one.readings()):
            continue
        if _is_own_date(one, there, received_on, reply_on):
            yield from _same_event(one, left, near, there)
            continue
        is_before = _is_before(one, received_on)
        for other in left:
            relation = _date_relation(one, other)
            if not relation or there.dated_thing(one.mention) - near.dated_thing(other.mention):
                continue
            # A day before the complaint, in another month of the same number: the company's own dates come later.
            same_matter = (
                is_before
                or there.restates(one.mention)
                or bool(there.words_around(one.mention) & near.words_around(other.mention))
            )
            if (relation == "month" and same_matter) or (
                relation == "day" and there.restates(one.mention, closely=True)
            ):
                yield Mismatch(one.mention, other.mention, relation)
                break


def _same_event(one: _Day, left: list[_Day], near: Surroundings, there: Surroundings) -> Iterator[Mismatch]:
    """A day to come that both texts tie to the same things: «тур в Калининград с 14 июля» and «с 24 июля»."""
    around = there.words_around(one.mention)
    for other in left:
        relation = _date_relation(one, other)
        if relation and len(around & near.words_around(other.mention)) >= _SAME_EVENT_WORDS:
            yield Mismatch(one.mention, other.mention, relation)
            return


def _is_before(one: _Day, received_on: date | None) -> bool:
    day = one.falls_on(received_on) if received_on else None
    return bool(received_on and day and day < received_on)


def _is_own_date(one: _Day, there: Surroundings, received_on: date | None, reply_on: date | None) -> bool:
    """The day of the letter, of its registration, of a promise: dates the customer need not have named."""
    if not _is_before(one, received_on) and (there.is_term(one.mention) or there.dated_thing(one.mention)):
        return True
    if received_on:
        day = one.falls_on(received_on)
        near = day is not None and abs(day - received_on) <= _LETTER_DAYS
        if day == received_on or (near and not there.restates(one.mention)):
            return True
    if reply_on:
        day = one.falls_on(reply_on)
        return bool(day and day > reply_on)
    return False


def _date_relation(one: _Day, other: _Day) -> str:
    if one.year and other.year and one.year != other.year:
        return ""
    if one.day == other.day and one.month != other.month:
        return "month"
    return "day" if one.month == other.month and one.day != other.day else ""


def _addresses(complaint: Document, reply: Document) -> Iterator[Mismatch]:
    theirs = complaint.mentions_of("address")
    houses = {(one.value, one.unit) for one in reply.mentions_of("address")}
    for one in reply.mentions_of("address"):
        same_street = [other for other in theirs if other.value == one.value]
        if len({other.unit for other in same_street}) == 1:
            other = same_street[0]
            if other.unit != one.unit and (other.value, other.unit) not in houses:
                yield Mismatch(one, other, "house")
