"""The units of terms in words, for messages."""

from __future__ import annotations

_UNIT_NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "ru": {
        "calendar": ("календарный день", "календарных дня", "календарных дней"),
        "working": ("рабочий день", "рабочих дня", "рабочих дней"),
        "weeks": ("неделя", "недели", "недель"),
        "months": ("месяц", "месяца", "месяцев"),
        "calendar_except_holidays": (
            "календарный день без праздников",
            "календарных дня без праздников",
            "календарных дней без праздников",
        ),
    },
    "en": {
        "calendar": ("calendar day", "calendar days"),
        "working": ("working day", "working days"),
        "weeks": ("week", "weeks"),
        "months": ("month", "months"),
        "calendar_except_holidays": ("calendar day without holidays", "calendar days without holidays"),
    },
}


def unit_name(language: str, unit: str | None, days: int | None) -> str:
    """Return a unit of days in words, in the form that follows its number.

    Examples
    --------
    >>> unit_name("ru", "working", 3), unit_name("en", "weeks", 1)
    ('рабочих дня', 'week')
    """
    forms = _UNIT_NAMES[language].get(unit or "")
    if forms is None:
        return unit or ""
    number = days or 0
    if language == "en":
        return forms[number != 1]
    if number % 10 == 1 and number % 100 != 11:
        return forms[0]
    return forms[1] if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14} else forms[2]
