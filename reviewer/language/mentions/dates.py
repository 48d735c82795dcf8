"""Dates in a text: in figures and words, with or without a year, weekdays, ends of weeks, impossible dates.

The finder knows no other day than those in the text, so it leaves the year open where it is not written;
``resolve_date`` fills it in from a day of reference.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache

from reviewer.language.document import Document, Mention
from reviewer.language.mentions.calendar_words import CalendarWords, calendar_words, folded_lower, make_mention
from reviewer.text import Taken

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_AHEAD = 24  # code points before a number in which a preposition or a weekday stands
_NUMBER = re.compile(r"(?<!\d)\d")
_ISO = r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"


@dataclass(frozen=True, slots=True)
class DateParts:
    """What is written of a date; stands in ``Mention.detail["parts"]``.

    Parameters
    ----------
    form : str
        ``numeric``, ``verbal``, ``iso``, ``ordinal`` (day alone), ``month`` (no day), ``weekday``, ``relative``.
    day, month, year, weekday : int or None
        As written; a weekday counts from 0, Monday.
    swapped : tuple of int or None
        The other reading (day, month) of a numeric date that could be written in either order.
    relative : str
        ``today``, ``tomorrow``, ``yesterday``, ``after_tomorrow``, ``end_of_day``, ``end_of_week``, ``end_of_month``,
        ``end_of_year``, ``end_of_quarter``, ``this_week``, ``next_week``, ``next_month``.
    """

    form: str
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    swapped: tuple[int, int] | None = None
    relative: str = ""


def find_dates(document: Document) -> list[Mention]:
    """Return the dates of a text.

    Returns
    -------
    list of Mention
        Kind ``date``. ``value`` is a ``datetime.date`` where the whole date is written and exists, else None;
        ``detail["parts"]`` holds the ``DateParts``, ``detail["impossible"]`` is True for a date that cannot exist.

    Notes
    -----
    Item numbers («п. 4.2»), versions, amounts, hours («с 9.30») and "24/7" are no dates; nor are seasons, which promise
    nothing.
    """
    text = folded_lower(document)
    words = calendar_words(document.language)
    rows, beside = _rules(document.language)
    places = _places(document, text, words)
    found: list[Mention] = []
    taken = Taken()
    for row in rows:
        for place in places[row.at]:
            match = row.match(text, place)
            if match is None or taken.touches(*match.span()):
                continue
            parts = _READERS[row.form](match, words)
            if parts is not None:
                found.append(_mention(document, text, match.span(), parts, beside, words))
                taken.add(found[-1].start, found[-1].end)
    for relative in words.relative:
        if any(form in document.positions for form in relative["needs"].split("|")):
            for match in _relative_expression(relative["any"]).finditer(text):
                if not taken.touches(*match.span()):
                    parts = DateParts("relative", relative=relative["name"])
                    found.append(_mention(document, text, match.span(), parts, None, words))
                    taken.add(found[-1].start, found[-1].end)
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    form: str
    at: str
    any: re.Pattern[str]
    before: re.Pattern[str] | None
    not_before: re.Pattern[str] | None

    def match(self, text: str, place: int) -> re.Match[str] | None:
        found = self.any.match(text, place)
        if found is None:
            return None
        ahead = text[max(0, place - _AHEAD) : place]
        if self.before is not None and not self.before.search(ahead):
            return None
        return None if self.not_before is not None and self.not_before.search(ahead) else found


def _places(document: Document, text: str, words: CalendarWords) -> dict[str, list[int]]:
    """Return where a date can begin: most words cannot, and are never tried."""
    places: dict[str, list[int]] = {
        "digit": [match.start() for match in _NUMBER.finditer(text)],
        "month": [],
        "weekday": [],
        "ordinal": [],
    }
    for token in document.tokens:
        kind = _word_kind(token.form.rstrip("."), words)
        if kind:
            places[kind].append(token.start)
    return places


@lru_cache(maxsize=20_000)
def _word_kind(form: str, words: CalendarWords) -> str:
    for kind, table in (("month", words.months), ("weekday", words.weekdays)):
        if table.value(form) is not None or table.value(form + ".") is not None:
            return kind
    starts_ordinal = any(expression.pattern.split()[0] == form for expression, _ in words.ordinals.rows)
    return "ordinal" if starts_ordinal else ""


def _mention(
    document: Document,
    text: str,
    span: tuple[int, int],
    parts: DateParts,
    beside: tuple[re.Pattern[str], re.Pattern[str]] | None,
    words: CalendarWords,
) -> Mention:
    start, end = span
    if text[start:end].endswith(".") and not text[start:end].endswith("г."):
        end -= 1  # «6 feb.» at the end of a sentence: the full stop is the sentence's
    if beside and parts.day is not None:
        ahead = beside[0].search(text[max(0, start - _AHEAD) : start])
        behind = beside[1].match(text, end)
        named = ahead["weekday"] if ahead else (behind["weekday"] or behind["second"]) if behind else None
        if named:
            start -= ahead.end() - ahead.start() if ahead else 0
            end = end if ahead or behind is None else behind.end()
            parts = replace(parts, weekday=words.weekdays.value(named))
    impossible = is_impossible(parts)
    value = None if impossible else _written_date(parts)
    return make_mention(document, "date", start, end, value=value, detail={"parts": parts, "impossible": impossible})


def is_impossible(parts: DateParts) -> bool:
    """Return whether no calendar has such a day: 31 November, the 13th month, 29 February of a common year."""
    if parts.day is None or parts.month is None:
        return parts.day is not None and parts.day > 31
    return not any(_exists(day, month, parts.year) for day, month in _orders(parts))


def _orders(parts: DateParts) -> list[tuple[int, int]]:
    assert parts.day is not None
    assert parts.month is not None
    return [(parts.day, parts.month), *([parts.swapped] if parts.swapped else [])]


def _exists(day: int, month: int, year: int | None) -> bool:
    # A leap year stands for an unknown one: 29 February may exist.
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or 2024, month)[1]


def _written_date(parts: DateParts) -> date | None:
    if parts.day is None or parts.month is None or parts.year is None:
        return None
    readings = [order for order in _orders(parts) if _exists(*order, parts.year)]
    if len(readings) != 1 and len(set(readings)) != 1:
        return None
    day, month = readings[0]
    return date(parts.year, month, day)


def resolve_date(mention: Mention, on: date, *, month_first: bool = False) -> date | None:
    """Return the day a date means in a letter of a given day; None where it cannot exist.

    Parameters
    ----------
    mention : Mention
        Of kind ``date``.
    on : datetime.date
        Day of the letter. A date without a year is the nearest one to it; a weekday is the next one after it.
    month_first : bool, default=False
        Order of numeric dates that could be read either way: True in the United States.

    Notes
    -----
    A month without a day means its last day; the end of a week is its Sunday.
    """
    parts: DateParts = mention.detail["parts"]
    if mention.detail.get("impossible"):
        return None
    if parts.relative:
        return _relative(parts.relative, on)
    if parts.form == "weekday":
        assert parts.weekday is not None
        return on + timedelta(days=(parts.weekday - on.weekday() - 1) % 7 + 1)
    if parts.month is None:
        return _nearest_day(parts.day or 1, on)
    if parts.day is None:
        years = [parts.year] if parts.year else [on.year - 1, on.year, on.year + 1]
        ends = [date(year, parts.month, calendar.monthrange(year, parts.month)[1]) for year in years]
        return min(ends, key=lambda end: abs((end - on).days))
    day, month = parts.day, parts.month
    if parts.swapped and (month_first or not _exists(day, month, parts.year)) and _exists(*parts.swapped, parts.year):
        day, month = parts.swapped
    years = [parts.year] if parts.year else [on.year - 1, on.year, on.year + 1]
    days = [date(year, month, day) for year in years if _exists(day, month, year)]
    return min(days, key=lambda one: abs((one - on).days), default=None)


def _nearest_day(day: int, on: date) -> date | None:
    months = [(on.year + (on.month + shift - 1) // 12, (on.month + shift - 1) % 12 + 1) for shift in (-1, 0, 1)]
    days = [date(year, month, day) for year, month in months if _exists(day, month, year)]
    return min(days, key=lambda one: abs((one - on).days), default=None)


def _relative(name: str, on: date) -> date:
    end_of_week = on + timedelta(days=6 - on.weekday())
    month_end = date(on.year, on.month, calendar.monthrange(on.year, on.month)[1])
    quarter_month = (on.month - 1) // 3 * 3 + 3
    table = {
        "today": on,
        "end_of_day": on,
        "yesterday": on - timedelta(days=1),
        "tomorrow": on + timedelta(days=1),
        "after_tomorrow": on + timedelta(days=2),
        "end_of_week": end_of_week,
        "this_week": end_of_week,
        "next_week": end_of_week + timedelta(days=7),
        "end_of_month": month_end,
        "end_of_year": date(on.year, 12, 31),
        "end_of_quarter": date(on.year, quarter_month, calendar.monthrange(on.year, quarter_month)[1]),
    }
    if name == "next_month":
        year, month = divmod(on.year * 12 + on.month, 12)
        return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
    return table[name]


def _verbal(match: re.Match[str], words: CalendarWords) -> DateParts | None:
    groups = match.groupdict()
    spelled = groups.get("spelled")
    day = words.ordinals.value(spelled) if spelled else int(groups["day"])
    month = words.months.value(groups["month"])
    return DateParts("verbal", day, month, _year(groups.get("year"))) if month and 0 < day < 40 else None


def _numeric(match: re.Match[str], words: CalendarWords) -> DateParts | None:
    first, second, year = int(match["a"]), int(match["b"]), _year(match.groupdict().get("year"))
    month_can_lead = words.months.value("may") is not None
    if year is None and not (1 <= second <= 12 or (month_can_lead and 1 <= first <= 12)):
        return None
    if year is None and not (1 <= first <= 31 and 1 <= second <= 31):
        return None
    return DateParts("numeric", first, second, year, swapped=(second, first) if month_can_lead else None)


def _month(match: re.Match[str], words: CalendarWords) -> DateParts | None:
    return DateParts("month", None, words.months.value(match["month"]), _year(match.groupdict().get("year")))


def _day(match: re.Match[str], words: CalendarWords) -> DateParts | None:
    day = int(match["day"])
    return DateParts("ordinal", day) if 1 <= day < 40 else None


def _weekday(match: re.Match[str], words: CalendarWords) -> DateParts | None:
    return DateParts("weekday", weekday=words.weekdays.value(match["name"]))


def _iso(match: re.Match[str], words: CalendarWords) -> DateParts | None:
    return DateParts("iso", int(match["day"]), int(match["month"]), int(match["year"]))


_READERS: dict[str, Callable[[re.Match[str], CalendarWords], DateParts | None]] = {
    "verbal": _verbal,
    "numeric": _numeric,
    "month": _month,
    "day": _day,
    "weekday": _weekday,
    "iso": _iso,
}


@cache
def _rules(language: str) -> tuple[tuple[_Row, ...], tuple[re.Pattern[str], re.Pattern[str]]]:
    words = calendar_words(language)
    marks = {"M": words.months.pattern, "W": words.weekdays.pattern, "O": words.ordinals.pattern}

    def compiled(source: str | None) -> re.Pattern[str] | None:
        return re.compile(re.sub(r"\{([MWO])\}", lambda found: f"(?:{marks[found[1]]})", source)) if source else None

    rows = [_Row("iso", "digit", re.compile(_ISO), None, re.compile(r"[\d-]$"))]
    for row in words.dates:
        expression = compiled(row["any"])
        assert expression is not None
        rows.append(
            _Row(row["form"], row["at"], expression, compiled(row.get("before")), compiled(row.get("not_before")))
        )
    ahead, behind = compiled(words.beside["before"]), compiled(words.beside["after"])
    assert ahead is not None
    assert behind is not None
    return tuple(rows), (ahead, behind)


@cache
def _relative_expression(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _year(digits: str | None) -> int | None:
    if not digits:
        return None
    number = int(digits)
    number = number + 2000 if number < 100 else number
    return number if _FIRST_YEAR <= number <= _LAST_YEAR else None
