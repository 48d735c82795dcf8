"""Money, percentages, quantities, references, names: exact words and normal values."""

from decimal import Decimal

import pytest

from reviewer.language import analyse


def mentions(text, language, *kinds):
    return [(one.kind, text[one.start : one.end], one.value) for one in analyse(text, language).mentions_of(*kinds)]


@pytest.mark.parametrize(
    ("text", "language", "words", "value", "unit"),
    [
        ("Верните 12 490,00 руб. завтра.", "ru", "12 490,00 руб.", "12490.00", "RUB"),
        ("Верните 27 тыс. руб. завтра.", "ru", "27 тыс. руб.", "27000", "RUB"),
        ("Отдал двенадцать тысяч рублей.", "ru", "двенадцать тысяч рублей", "12000", "RUB"),
        ("Цена 640 евро.", "ru", "640 евро", "640", "EUR"),
        ("Сняли 350 р. за тариф.", "ru", "350 р.", "350", "RUB"),
        ("I paid £1,240 in May.", "en", "£1,240", "1240", "GBP"),
        ("It cost $31.50.", "en", "$31.50", "31.50", "USD"),
        ("It cost two hundred and five dollars.", "en", "two hundred and five dollars", "205", "USD"),
    ],
)
def test_amounts_money(text, language, words, value, unit):
    found = analyse(text, language).mentions_of("money")
    assert [(text[one.start : one.end], one.value, one.unit) for one in found] == [(words, Decimal(value), unit)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Заказ 55-20418 от 12.03.2026.", "ru", [("number", "Заказ 55-20418", "5520418")]),
        ("Договор № К-3307, тел. 8 (812) 000-41-16.", "ru", [("number", "Договор № К-3307", "К3307")]),
        (
            "Flight KP 5160 and booking JW4TKD.",
            "en",
            [("number", "KP 5160", "KP5160"), ("number", "booking JW4TKD", "JW4TKD")],
        ),
        ("Пришли в 19:04, ждали 15 минут.", "ru", []),
        (
            "Чек № 00471 и акт осмотра № 19.",
            "ru",
            [("document", "Чек № 00471", "00471"), ("document", "акт осмотра № 19", "19")],
        ),
    ],
    ids=["order", "phone", "flight", "time", "documents"],
)
def test_references_numbers(text, language, expected):
    assert mentions(text, language, "number", "document") == expected


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("По п. 2 ст. 21 Закона о защите прав потребителей.", "ru", "п. 2 ст. 21 Закона о защите прав потребителей"),
        ("Часть 2 статьи 12 Федерального закона № 59-ФЗ.", "ru", "Часть 2 статьи 12 Федерального закона № 59-ФЗ"),
        ("Under Regulation E you have rights.", "en", "Regulation E"),
        ("See the Consumer Rights Act 2015.", "en", "the Consumer Rights Act 2015"),
    ],
)
def test_references_law(text, language, words):
    assert [found[1] for found in mentions(text, language, "law")] == [words]


@pytest.mark.parametrize(
    ("text", "language", "value", "role"),
    [
        ("Уважаемая Анна Петровна!\nОтвет.", "ru", "Анна Петровна", "salutation"),
        ("Dear Ms Carter,\nThe answer.", "en", "Carter", "salutation"),
        ("Write to me.\n\nOwen Pritchard", "en", "Owen Pritchard", "signature"),
    ],
)
def test_names_persons(text, language, value, role):
    found = analyse(text, language).mentions_of("person")
    assert (value, role) in [(text[one.start : one.end], one.detail["role"]) for one in found]


@pytest.mark.parametrize(
    ("text", "language", "street", "house"),
    [
        ("Живу на ул. Речная, 45, кв. 8.", "ru", "речн", "45"),
        ("Дом 9 по улице Садовой.", "ru", "садов", "9"),
        ("I live at 27 Orchard Lane.", "en", "orchard lane", "27"),
    ],
)
def test_names_addresses(text, language, street, house):
    assert [(one.value, one.unit) for one in analyse(text, language).mentions_of("address")] == [(street, house)]
