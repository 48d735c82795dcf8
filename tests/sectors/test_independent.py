"""Every unit, country and start day of 2023 to 2027 against a second computation that shares nothing with the first.

Days off are written out or computed here from the rules of each country (no ``holidays`` package), terms are counted
by walking day by day, months by Python's own calendar of month lengths written out below.
"""

from datetime import date, timedelta

import pytest
from test_workdays import DAYS_OFF, FIXED, WORKING_SATURDAYS

from reviewer.case import JURISDICTIONS
from reviewer.sectors.law import load_law

FIRST, LAST = date(2023, 1, 1), date(2027, 12, 31)
STARTS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
ONE = timedelta(days=1)
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def easter(year):
    # Source: the anonymous Gregorian algorithm (Meeus).
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def nth(year, month, weekday, number):
    days = [date(year, month, day) for day in range(1, LENGTHS[month - 1] + 1)]
    return [day for day in days if day.weekday() == weekday][number]


def british(year):
    days = {easter(year) - 2 * ONE, easter(year) + ONE, nth(year, 5, 0, 0), nth(year, 5, 0, -1), nth(year, 8, 0, -1)}
    for month, day in ((1, 1), (12, 25), (12, 26)):
        off = date(year, month, day)
        while off.weekday() > 4 or off in days:
            off += ONE
        days.add(off)
    return days | ({date(2023, 5, 8)} if year == 2023 else set())  # the coronation


def american(year):
    days = {nth(year, 1, 0, 2), nth(year, 2, 0, 2), nth(year, 5, 0, -1), nth(year, 9, 0, 0), nth(year, 10, 0, 1)}
    days.add(nth(year, 11, 3, 3))
    for month, day in ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25)):
        off = date(year, month, day)
        days.add(off - ONE if off.weekday() == 5 else off + ONE if off.weekday() == 6 else off)
    next_year = date(year + 1, 1, 1)
    return days | ({next_year - ONE} if next_year.weekday() == 5 else set())


def european(year):
    fixed = {date(year, 1, 1), date(year, 5, 1), date(year, 12, 25), date(year, 12, 26)}
    return fixed | {easter(year) - 2 * ONE, easter(year) + ONE}


def russian(year):
    return {day for day in DAYS_OFF if day.year == year}


OFF = {
    code: frozenset().union(*(rule(year) for year in range(2023, 2028)))
    for code, rule in (("ru", russian), ("uk", british), ("us", american), ("eu", european))
}


def works(code, day):
    return (code == "ru" and day in WORKING_SATURDAYS) or (day.weekday() < 5 and day not in OFF[code])


def walk(day, number, counts):
    while number:
        day += ONE
        if counts(day):
            number -= 1
    return day


def moved(code, day, how):
    step = {"next": ONE, "previous": -ONE, "same": None}[how]
    while step and not works(code, day):
        day += step
    return day


def later_month(day, months):
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12
    leap = month == 1 and (year % 4 == 0 and (year % 100 or year % 400 == 0))
    return date(year, month + 1, min(day.day, LENGTHS[month] + bool(leap)))


def second_count(code, event, number, unit, how):
    if unit == "working":
        return walk(event, number, lambda day: works(code, day))
    if unit == "calendar_except_holidays":
        end = walk(event, number, lambda day: f"{day:%m-%d}" not in FIXED)
    elif unit == "months":
        end = later_month(event, number)
    elif unit == "years":
        end = later_month(event, 12 * number)
    else:
        end = walk(event, number * (7 if unit == "weeks" else 1), lambda day: True)
    return moved(code, end, how)


def in_range(event, number, unit):
    days = number * {"weeks": 7, "months": 31, "years": 366, "working": 2}.get(unit, 1) + 16
    return (event - FIRST).days >= 16 and event + timedelta(days=days) <= LAST


@pytest.mark.parametrize("code", JURISDICTIONS)
def test_working_days_agree_with_the_country_s_own_rules(code):
    calendar = load_law(code).calendar
    assert [day for day in STARTS if calendar.is_working(day)] == [day for day in STARTS if works(code, day)]


UNITS = [(number, "calendar") for number in (0, 1, 10, 45)] + [(number, "working") for number in (1, 15, 20)]
UNITS += [(1, "weeks"), (8, "weeks"), (1, "months"), (6, "months"), (1, "years"), (2, "years")]


@pytest.mark.parametrize("code", JURISDICTIONS)
@pytest.mark.parametrize(("number", "unit"), UNITS, ids=[f"{number}-{unit}" for number, unit in UNITS])
def test_last_day_from_every_start(code, number, unit):
    calendar = load_law(code).calendar
    for how in ("next", "same", "previous"):
        starts = [day for day in STARTS if in_range(day, number, unit)]
        assert len(starts) > 1000
        expected = [second_count(code, day, number, unit, how) for day in starts]
        assert [calendar.last_day(day, number, unit, move=how) for day in starts] == expected


@pytest.mark.parametrize("number", [1, 20, 30])
def test_days_without_public_holidays_from_every_start(number):
    calendar, unit = load_law("ru").calendar, "calendar_except_holidays"
    starts = [day for day in STARTS if in_range(day, number + 10, unit)]
    expected = [second_count("ru", day, number, unit, "next") for day in starts]
    assert [calendar.last_day(day, number, unit, move="next") for day in starts] == expected


EXAMPLES = [(code, term) for code in JURISDICTIONS for term in load_law(code).terms if term.example]
EXAMPLES = [(code, term) for code, term in EXAMPLES if term.unit not in {"hours", "minutes"}]


@pytest.mark.parametrize(("code", "term"), EXAMPLES, ids=[term.id for _, term in EXAMPLES])
def test_worked_example_agrees_with_the_second_count(code, term):
    how = term.last_day or load_law(code).calendar.row.last_day
    last = second_count(code, term.example.event_on, term.days, term.unit, how)
    if term.example.last_on <= LAST:
        assert last == term.example.last_on
