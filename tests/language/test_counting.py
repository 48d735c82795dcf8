"""Terms in words: the unit in the form that follows its number."""

import pytest

from reviewer.language.counting import counted
from reviewer.sectors.table import terms_table

UNITS = ("calendar", "working", "weeks", "months", "years", "hours", "minutes", "calendar_except_holidays")


@pytest.mark.parametrize(
    ("number", "unit", "russian", "english"),
    [
        (1, "months", "1 месяц", "1 month"),
        (2, "months", "2 месяца", "2 months"),
        (6, "months", "6 месяцев", "6 months"),
        (1, "weeks", "1 неделя", "1 week"),
        (21, "calendar", "21 календарный день", "21 calendar days"),
        (11, "working", "11 рабочих дней", "11 working days"),
        (3, "working", "3 рабочих дня", "3 working days"),
        (1, "years", "1 год", "1 year"),
        (5, "years", "5 лет", "5 years"),
        (0, "calendar", "0 календарных дней", "0 calendar days"),
    ],
)
def test_unit_follows_its_number(number, unit, russian, english):
    assert (counted("ru", number, unit), counted("en", number, unit)) == (russian, english)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_unit_of_the_law_has_words(unit, language):
    words = {counted(language, number, unit).split(" ", 1)[1] for number in (1, 2, 5)}
    assert len(words) == {"ru": 3, "en": 2}[language]


def test_table_of_terms_has_no_one_months():
    assert "| 1 month |" in terms_table()
    assert "| 1 months |" not in terms_table()
