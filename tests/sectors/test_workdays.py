"""The arithmetic against a second, plain computation, over every start day of 2023 to 2027."""

from datetime import date, timedelta

import pytest

from reviewer.errors import LawError
from reviewer.sectors.law import load_law
from reviewer.sectors.workdays import add_months

# Russia's days off by the Labour Code and the yearly decrees, written out by hand.
# fmt: off
FIXED = [
    "01-01", "01-02", "01-03", "01-04", "01-05", "01-06", "01-07",
    "01-08", "02-23", "03-08", "05-01", "05-09", "06-12", "11-04",
]
MOVED = [
    "2023-02-24", "2023-05-08", "2023-11-06", "2024-05-10", "2024-12-31", "2024-04-29", "2024-04-30",
    "2024-12-30", "2025-05-02", "2025-12-31", "2025-05-08", "2025-06-13", "2025-11-03", "2026-01-09",
    "2026-12-31", "2026-03-09", "2026-05-11", "2027-11-05", "2027-12-31", "2027-02-22", "2027-05-03",
    "2027-05-10", "2027-06-14",
]
# fmt: on
WORKING_SATURDAYS = {
    date.fromisoformat(day) for day in ["2024-04-27", "2024-11-02", "2024-12-28", "2025-11-01", "2027-02-20"]
}
# The years beside are held against weekends and fixed days alone, so starts keep away from their ends.
FIRST, LAST = date(2023, 1, 1), date(2027, 12, 31)
DAYS_OFF = {date.fromisoformat(f"{year}-{day}") for year in range(2023, 2028) for day in FIXED} | {
    date.fromisoformat(day) for day in MOVED
}


def works(day):
    return day in WORKING_SATURDAYS or (day.weekday() < 5 and day not in DAYS_OFF)


ALL_DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
WORKDAYS = [day for day in ALL_DAYS if works(day)]
CALENDAR = load_law("ru").calendar


def next_working(day):
    return next(one for one in WORKDAYS if one >= day)


@pytest.mark.parametrize("year", range(2023, 2028))
def test_workdays_agree_with_the_decrees(year):
    days = [day for day in ALL_DAYS if day.year == year]
    assert [day for day in days if CALENDAR.is_working(day)] == [day for day in days if works(day)]


@pytest.mark.parametrize("number", [1, 5, 10, 15])
def test_working_days_from_every_start(number):
    later = {}
    for day in ALL_DAYS:
        after = list(WORKDAYS[_first_after(day) : _first_after(day) + number])
        if len(after) == number:
            later[day] = after[-1]
    assert len(later) > 1780
    assert {day: CALENDAR.last_day(day, number, "working") for day in later} == later


def _first_after(day, _index={}):  # noqa: B006
    if not _index:
        position = 0
        for one in ALL_DAYS:
            while position < len(WORKDAYS) and WORKDAYS[position] <= one:
                position += 1
            _index[one] = position
    return _index[day]


@pytest.mark.parametrize("number", [0, 3, 10, 30, 45])
def test_calendar_days_from_every_start_move_to_a_working_day(number):
    for day in ALL_DAYS[: -number - 12]:
        end = day + timedelta(days=number)
        expected = end if works(end) else WORKDAYS[_first_after(end)]
        assert CALENDAR.last_day(day, number, "calendar") == expected


@pytest.mark.parametrize("number", [1, 8])
def test_weeks_end_on_the_same_weekday(number):
    for day in ALL_DAYS:
        end = CALENDAR.last_day(day, number, "weeks", move="same")
        assert (end.weekday(), (end - day).days) == (day.weekday(), 7 * number)


@pytest.mark.parametrize("number", [1, 3, 12])
def test_months_end_on_the_same_number_or_the_last_day(number):
    for day in ALL_DAYS:
        end = CALENDAR.last_day(day, number, "months", move="same")
        assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == number
        last_of_month = (end + timedelta(days=1)).month != end.month
        assert end.day == day.day or (end.day < day.day and last_of_month)


def test_days_without_public_holidays_leave_out_the_named_days_only():
    # 1 to 8 January are public holidays; 9 January 2026 is a moved day off and counts.
    assert CALENDAR.last_day(date(2025, 12, 30), 2, "calendar_except_holidays", move="same") == date(2026, 1, 9)


def test_rows_show_each_day_once_and_end_on_the_last_day():
    rows = CALENDAR.rows(date(2026, 2, 19), 3, "working")
    assert [(row.on.day, row.number) for row in rows] == [
        (19, None),
        (20, 1),
        (21, None),
        (22, None),
        (23, None),
        (24, 2),
        (25, 3),
    ]
    assert rows[0].note == "start"
    assert rows[2].note == "weekend"
    assert rows[4].note.startswith("holiday: ")


def test_rows_name_a_working_saturday():
    rows = CALENDAR.rows(date(2025, 10, 31), 1, "working")
    assert (rows[-1].on, rows[-1].note) == (date(2025, 11, 1), "working weekend")


@pytest.mark.parametrize(("year", "known"), [(2022, False), (2023, True), (2027, True), (2028, False)])
def test_years_without_a_decree_are_not_known(year, known):
    assert CALENDAR.is_known(year) is known


def test_a_unit_that_ends_on_no_day_is_refused():
    with pytest.raises(LawError, match="E202"):
        CALENDAR.last_day(date(2026, 3, 2), 2, "hours")


def test_add_months_keeps_to_the_month():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("code", "day", "working"),
    [
        ("uk", date(2026, 8, 31), False),
        ("uk", date(2026, 8, 28), True),
        ("us", date(2026, 7, 3), False),
        ("eu", date(2026, 5, 1), False),
    ],
    ids=["summer-bank-holiday", "plain-friday", "independence-observed", "target-first-of-may"],
)
def test_other_countries_have_their_days(code, day, working):
    assert load_law(code).calendar.is_working(day) is working
