"""Counting days: working days by country, terms in days, weeks, months, and how each day was counted."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from reviewer.errors import LawError
from reviewer.sectors.schema import CalendarRow

Move = Literal["next", "same", "previous"]
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_LONGEST_TERM = 3660  # Project judgement: ten years in days; nothing longer is counted day by day


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a count.

    Parameters
    ----------
    on : datetime.date
    number : int or None
        Which day of the term it is; None where the day does not count.
    note : str
        ``start``, ``weekend``, ``holiday: NAME``, ``working weekend``, ``moved``, or an empty string.
    """

    on: date
    number: int | None
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """The working days of a country.

    Parameters
    ----------
    row : CalendarRow
        The country's data.
    """

    row: CalendarRow

    def is_known(self, year: int) -> bool:
        """Return whether the year's days off are decided."""
        return self.row.known_from <= year <= self.row.known_to

    def is_provisional(self, first: date, last: date) -> bool:
        """Return whether a count between the days rests on undecided years or an incomplete calendar."""
        return self.row.is_partial or not (self.is_known(first.year) and self.is_known(last.year))

    def holiday(self, day: date) -> str:
        """Return the name of the day off that falls on a day, or an empty string."""
        return _days_off(self._key(), day.year).get(day, "")

    def is_working(self, day: date) -> bool:
        """Return whether people work on a day: a weekend made working by decree counts."""
        if day.weekday() in self.row.weekend:
            return day in _working_weekends(self._key(), day.year)
        return not self.holiday(day)

    def is_public_holiday(self, day: date) -> bool:
        """Return whether the day is a public holiday by name; moved days off are none."""
        if self.row.public_holidays:
            return f"{day:%m-%d}" in self.row.public_holidays
        return bool(self.holiday(day))

    def next_working(self, day: date) -> date:
        """Return the day itself, or the first working day after it."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def previous_working(self, day: date) -> date:
        """Return the day itself, or the last working day before it."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def last_day(self, event_on: date, number: int, unit: str, *, move: Move | None = None) -> date:
        """Return the last day of a term that starts the day after an event.

        Parameters
        ----------
        event_on : datetime.date
            Day of the event; the term starts on the day after it.
        number : int
            How many of ``unit``, 0 or more.
        unit : {"calendar", "working", "weeks", "months", "years", "calendar_except_holidays"}
        move : {"next", "same", "previous"}, optional
            Where a last day off moves; as the country says if not given. Working days never move.

        Raises
        ------
        LawError
            E202 if the unit does not end on a day, E203 if the years are out of range.
        """
        end = self._raw_end(event_on, number, unit)
        if unit == "working":
            return end
        how = move or self.row.last_day
        if how == "same":
            return end
        return self.next_working(end) if how == "next" else self.previous_working(end)

    def _raw_end(self, event_on: date, number: int, unit: str) -> date:
        if number > _LONGEST_TERM or not _FIRST_YEAR <= event_on.year <= _LAST_YEAR - 10:
            raise LawError("E203", f"{number} {unit} from {event_on} is out of range", cure="check the day and number")
        if unit == "calendar":
            return event_on + timedelta(days=number)
        if unit == "weeks":
            return event_on + timedelta(weeks=number)
        if unit in {"months", "years"}:
            return add_months(event_on, number * (12 if unit == "years" else 1))
        if unit == "working":
            return self._count(event_on, number, self.is_working)
        if unit == "calendar_except_holidays":
            return self._count(event_on, number, lambda day: not self.is_public_holiday(day))
        raise LawError("E202", f"a term in {unit} does not end on a day", cure="use a term in days, weeks or months")

    def _count(self, event_on: date, number: int, counts: object) -> date:
        day, left = event_on, number
        while left:
            day += timedelta(days=1)
            left -= bool(counts(day))  # type: ignore[operator]
        return day

    def rows(self, event_on: date, number: int, unit: str, *, move: Move | None = None) -> tuple[CountedDay, ...]:
        """Return the count day by day, the day of the event first."""
        raw, last = self._raw_end(event_on, number, unit), self.last_day(event_on, number, unit, move=move)
        rows, counted = [CountedDay(event_on, None, "start")], 0
        for offset in range(1, (max(raw, last) - event_on).days + 1):
            day = event_on + timedelta(days=offset)
            counts = {"working": self.is_working(day), "calendar_except_holidays": not self.is_public_holiday(day)}
            takes = day <= raw and counts.get(unit, True)
            counted += takes
            note = "moved" if day > raw and day == last else self._note(day)
            rows.append(CountedDay(day, counted if takes else None, note))
        return tuple(rows)

    def _note(self, day: date) -> str:
        if day.weekday() in self.row.weekend:
            return "working weekend" if self.is_working(day) else "weekend"
        name = self.holiday(day)
        return f"holiday: {name}" if name else ""

    def _key(self) -> tuple[str, str | None, str | None]:
        return (self.row.country, self.row.subdivision, self.row.financial)


def add_months(day: date, months: int) -> date:
    """Return the same number of a later month, or that month's last day.

    Examples
    --------
    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@cache
def _days_off(key: tuple[str, str | None, str | None], year: int) -> Mapping[date, str]:
    return dict(_table(key, year))


@cache
def _working_weekends(key: tuple[str, str | None, str | None], year: int) -> frozenset[date]:
    return frozenset(getattr(_table(key, year), "weekend_workdays", ()))


@cache
def _table(key: tuple[str, str | None, str | None], year: int) -> Mapping[date, str]:
    import holidays

    country, subdivision, financial = key
    if financial:
        found: Mapping[date, str] = holidays.financial_holidays(financial, years=year)
    else:
        found = holidays.country_holidays(country, subdiv=subdivision, years=year)
    return found
