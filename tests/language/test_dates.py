"""Dates of a text: exact spans, values, and what is no date."""

from datetime import date

import pytest

from reviewer.language import analyse
from reviewer.language.mentions.calendar_words import calendar_words
from reviewer.language.mentions.dates import resolve_date

ON = date(2026, 2, 18)


def dates(text, language):
    return analyse(text, language).mentions_of("date")


def found(text, language, **options):
    return [(text[one.start : one.end], resolve_date(one, ON, **options)) for one in dates(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В среду, 18 февраля, до 20:00 отвечу.", [("среду, 18 февраля", date(2026, 2, 18))]),
        ("Приём 2 марта (понедельник).", [("2 марта (понедельник)", date(2026, 3, 2))]),
        ("Вернём до 03.03.2026 г.", [("03.03.2026 г.", date(2026, 3, 3))]),
        ("Ответим не позднее 25-го.", [("25-го", date(2026, 2, 25))]),
        ("Ждём двадцатого января.", [("двадцатого января", date(2026, 1, 20))]),
        ("Мастер будет 3 или 4 марта.", [("3", date(2026, 3, 3)), ("4 марта", date(2026, 3, 4))]),
        ("Решим до конца недели.", [("до конца недели", date(2026, 2, 22))]),
        ("Завтра позвоним.", [("Завтра", date(2026, 2, 19))]),
        ("Работы закончим в марте 2026 года.", [("марте 2026 года", date(2026, 3, 31))]),
        ("Напишем в среду.", [("среду", date(2026, 2, 25))]),
        ("Полис действовал 01–14.08.2025.", [("14.08.2025", date(2025, 8, 14))]),
    ],
)
def test_russian_dates(text, expected):
    assert found(text, "ru") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We will call by Tuesday, March 3, 2026.", [("Tuesday, March 3, 2026", date(2026, 3, 3))]),
        ("It goes on by Friday 27 February 2026.", [("Friday 27 February 2026", date(2026, 2, 27))]),
        ("Off from mon 2 feb till fri 6 feb.", [("mon 2 feb", date(2026, 2, 2)), ("fri 6 feb", date(2026, 2, 6))]),
        ("By close of play Friday.", [("Friday", date(2026, 2, 20))]),
        ("We will write by the end of the week.", [("by the end of the week", date(2026, 2, 22))]),
        ("The visits of the 10th and 13th.", [("10th", date(2026, 2, 10)), ("13th", date(2026, 2, 13))]),
        ("Done tomorrow.", [("tomorrow", date(2026, 2, 19))]),
    ],
)
def test_english_dates(text, expected):
    assert found(text, "en") == expected


@pytest.mark.parametrize(("month_first", "expected"), [(True, date(2026, 3, 4)), (False, date(2026, 4, 3))])
def test_order_of_figures_is_the_country_s(month_first, expected):
    assert found("Refund on 03/04/2026.", "en", month_first=month_first) == [("03/04/2026", expected)]


def test_only_possible_order_is_taken():
    assert found("Refund on 03/24/2026.", "en", month_first=False) == [("03/24/2026", date(2026, 3, 24))]


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Ответим до 31 ноября.", "ru", "31 ноября"),
        ("Вернём 30.02.2026.", "ru", "30.02.2026"),
        ("Вернём 15.13.2026.", "ru", "15.13.2026"),
        ("Вернём до 31.04.", "ru", "31.04"),
        ("Замена 29 февраля 2025 года.", "ru", "29 февраля 2025 года"),
        ("A call on 30 February.", "en", "30 February"),
        ("A call on November 31, 2026.", "en", "November 31, 2026"),
        ("A call on 31/04/2026.", "en", "31/04/2026"),
    ],
)
def test_impossible_dates_are_found(text, language, words):
    one = dates(text, language)[0]
    assert (text[one.start : one.end], one.value, one.detail["impossible"]) == (words, None, True)


def test_leap_day_without_a_year_may_exist():
    assert not dates("Ответим до 29 февраля.", "ru")[0].detail["impossible"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Основание: п. 4.2 договора и версия 12.04.", "ru"),
        ("Сумма 12.05 руб. и 24/7.", "ru"),
        ("Пн-пт с понедельника по пятницу с 9.30.", "ru"),
        ("Заказ 208-51463, решение № 31-620758.", "ru"),
        ("Call 24/7 about order 208-51463.", "en"),
        ("You may 10 times refuse, Monday through Friday.", "en"),
        ("The lift is on the 5th floor, section 3.12.2024.", "en"),
    ],
)
def test_no_dates(text, language):
    assert found(text, language) == []


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_row_of_the_calendar_file_fits_its_example(language):
    from reviewer.language.mentions import dates as module

    rows, _ = module._rules(language)
    for row, data in zip(rows[1:], calendar_words(language).dates, strict=True):
        ahead = {"28": " или 29 апреля", "3": " to 21 November"}.get(data["example"], "")
        assert row.any.match(data["example"].lower() + ahead.lower()), data["example"]


def test_value_only_where_the_year_is_written():
    written, open_year = dates("До 3 марта 2026 года или до 4 марта.", "ru")
    assert (written.value, open_year.value) == (date(2026, 3, 3), None)
