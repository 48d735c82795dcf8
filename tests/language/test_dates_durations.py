"""Durations and times of day: number, unit, the words around."""

from datetime import time

import pytest

from reviewer.language import analyse


def durations(text, language):
    return analyse(text, language).mentions_of("duration")


@pytest.mark.parametrize(
    ("text", "language", "value", "unit", "whole", "starts_from"),
    [
        ("Вернём в течение 10 (десяти) рабочих дней с даты получения претензии.", "ru", 10, "working_days",
         "в течение 10 (десяти) рабочих дней с даты получения претензии", "receipt"),
        ("Ответ дадим не позднее 30 дней со дня регистрации (ст. 55).", "ru", 30, "days",
         "не позднее 30 дней со дня регистрации", "registration"),
        ("Это займёт до 5 раб. дней.", "ru", 5, "working_days", "займёт до 5 раб. дней", ""),
        ("Напишем через неделю.", "ru", 1, "weeks", "через неделю", ""),
        ("Соблюдён тридцатидневный срок.", "ru", 30, "days", "тридцатидневный срок", ""),
        ("Ремонт займёт 5–10 дней.", "ru", 10, "days", "займёт 5–10 дней", ""),
        ("We write within ten (10) business days of receipt.", "en", 10, "working_days",
         "within ten (10) business days of receipt", "receipt"),
        ("Done within 75 calendar days from the date of this letter.", "en", 75, "calendar_days",
         "within 75 calendar days from the date of this letter", "letter"),
        ("You will hear in a fortnight.", "en", 2, "weeks", "in a fortnight", ""),
    ],
)  # fmt: skip
def test_durations(text, language, value, unit, whole, starts_from):
    one = durations(text, language)[0]
    frame = one.detail["frame"]
    assert (one.value, one.unit) == (value, unit)
    assert text[frame.start : frame.end] == whole
    assert frame.starts_from == starts_from


def test_range_keeps_its_lower_end():
    assert durations("Ремонт займёт 5–10 дней.", "ru")[0].detail["least"] == 5


def test_figures_and_words_that_differ_are_told():
    assert durations("Вернём в течение 10 (пяти) дней.", "ru")[0].detail["in_words"] == 5


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Через несколько дней напишем.", "ru"),
        ("A couple of weeks or so.", "en"),
        ("One of these days.", "en"),
        ("It runs twice a week.", "en"),
    ],
)
def test_no_durations(text, language):
    assert durations(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Придём к 19:00.", "ru", time(19)),
        ("Придём в 9 утра.", "ru", time(9)),
        ("We call at 5 p.m. sharp.", "en", time(17)),
        ("It broke at half 4 that day.", "en", time(4, 30)),
    ],
)
def test_times(text, language, expected):
    assert [one.value for one in analyse(text, language).mentions_of("time")] == [expected]
