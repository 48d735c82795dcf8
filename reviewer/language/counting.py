"""Units of time in words, in the form that follows their number."""

from __future__ import annotations

from reviewer.language.messages import messages


def plural_form(language: str, number: int) -> str:
    """Return ``one``, ``few`` or ``many``: which form of a noun follows a number.

    Examples
    --------
    >>> [plural_form("ru", number) for number in (1, 2, 5, 11, 12, 21)]
    ['one', 'few', 'many', 'many', 'many', 'one']
    >>> [plural_form("en", number) for number in (0, 1, 2, 21)]
    ['many', 'one', 'many', 'many']
    """
    if language == "en":
        return "one" if number == 1 else "many"
    if number % 10 == 1 and number % 100 != 11:
        return "one"
    return "few" if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14} else "many"


def unit_name(language: str, unit: str | None, number: int | None) -> str:
    """Return a unit of a term in words; the name itself where there are none for it.

    Examples
    --------
    >>> unit_name("ru", "working", 3), unit_name("en", "weeks", 1)
    ('рабочих дня', 'week')
    """
    say = messages(language)
    key = f"unit.{unit}.{plural_form(language, number or 0)}"
    return say(key) if key in say else unit or ""


def counted(language: str, number: int, unit: str | None) -> str:
    """Return a number with its unit.

    Examples
    --------
    >>> counted("ru", 1, "months"), counted("ru", 8, "weeks"), counted("en", 1, "months"), counted("en", 8, "weeks")
    ('1 месяц', '8 недель', '1 month', '8 weeks')
    """
    return f"{number} {unit_name(language, unit, number)}".strip()
