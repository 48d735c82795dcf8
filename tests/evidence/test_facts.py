"""Facts restated otherwise, and honest new numbers beside them."""

from datetime import date

import pytest

from reviewer.evidence.facts import find_mismatches
from reviewer.evidence.sums import find_wrong_sums
from reviewer.evidence.twins import edits_between, slip_between
from reviewer.language import analyse


def found(complaint, reply, language, **days):
    document = analyse(reply, language)
    pairs = find_mismatches(analyse(complaint, language), document, **days)
    return [(reply[one.found.start : one.found.end], one.relation) for one in pairs]


@pytest.mark.parametrize(
    ("complaint", "reply", "language", "expected"),
    [
        ("Списали 12 490,00 руб.", "Списание 12 940 руб. проверено.", "ru", [("12 940 руб.", "swapped")]),
        ("Заплатил двенадцать тысяч.", "Платёж 12 000 руб. получен.", "ru", []),
        ("Требую 8 000 рублей.", "Готовы выплатить 5 500 рублей.", "ru", []),
        (
            "Требую 42 500 рублей.",
            "Ваше требование выплатить 47 000 рублей получено.",
            "ru",
            [("47 000 рублей", "restated")],
        ),
        ("Полис АБ-77120.", "По полису АБ-77210 ответ готов.", "ru", [("полису АБ-77210", "swapped")]),
        ("Обращение 208415.", "Зарегистрировано обращение 208416.", "ru", []),
        ("Заказ 55-201.", "Заказ 77-418 в пути.", "ru", [("Заказ 77-418", "other")]),
        ("Заказ 55-201.", "Взамен оформлен новый заказ 77-418.", "ru", []),
        ("I paid £1,240.", "The £1,420 you paid is noted.", "en", [("£1,420", "swapped")]),
        ("Order 8841-203.", "Order 8841-203 is here, parcel 771902.", "en", []),
        ("Flat at 12 Mill Road.", "We called at 21 Mill Road.", "en", [("21 Mill Road", "house")]),
        ("Parcel QT 5510 3378 is lost.", "We are looking for QT 5520 3378.", "en", [("QT 5520 3378", "changed")]),
        ("Сдал куртку, квит. 4709.", "Спасибо за фото квитанцыи 4790.", "ru", [("4790", "swapped")]),
        ("Parcel QT 5510 3378 is lost.", "We are looking for QT 5510 3379 as well.", "en", []),
        ("Сдал куртку в 2019, квит. 4709.", "Работаем с 2091 клиентом и 8123 отзывами.", "ru", []),
        ("Прошу 18 000 руб. за вид из окна.", "За вид выплатим 13 000 руб. до 5 мая.", "ru", []),
        ("Permit PX 70412.", "Your permit 70421 is valid.", "en", [("permit 70421", "swapped")]),
        ("Lease section 7 says so.", "Section 7 does say so.", "en", []),
        (
            "Чек за диагностику 7 000 руб. приложен.",
            "Расходы на диагностику 7 400 руб. не оплатим.",
            "ru",
            [("7 400 руб.", "changed")],
        ),
        ("Воронов, Садовая 3.", "Здравствуйте, Илья Львович!", "ru", []),
        ("Верните деньги. Татьяна", "Танюша, здравствуйте!", "ru", []),
    ],
    ids=[
        "swap",
        "words",
        "partial",
        "restated",
        "policy",
        "next-ticket",
        "order",
        "new-order",
        "swap-en",
        "own-en",
        "bare-changed",
        "bare-swapped",
        "bare-next",
        "no-code",
        "offer",
        "house",
        "prefix",
        "case",
        "one-digit",
        "surname",
        "diminutive",
    ],
)
def test_facts_pair_by_what_they_denote(complaint, reply, language, expected):
    assert found(complaint, reply, language) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("По замыканию, случившемуся 6 марта, составлен акт.", [("6 марта", "month")]),
        ("Электрик придёт до 6 мая.", []),
        ("Обращение получено 8 апреля.", []),
        ("Щиток сгорел 6 апреля.", []),
    ],
    ids=["other-month", "promise", "registration", "right"],
)
def test_facts_dates_of_the_event(reply, expected):
    days = {"received_on": date(2025, 4, 8), "reply_on": date(2025, 4, 20)}
    assert found("6 апреля в подъезде сгорел щиток.", reply, "ru", **days) == expected


def test_facts_read_a_numeric_date_in_both_orders():
    days = {"received_on": date(2026, 2, 12), "reply_on": date(2026, 2, 24)}
    assert found("The stain showed up on 02/09.", "The stain of February 9 is gone.", "en", **days) == []


@pytest.mark.parametrize(
    ("complaint", "reply", "expected"),
    [
        ("Пишу вам.\nВячеслав К.", "Уважаемый Ярослав!\nОтвет готов.", [("Ярослав", "name")]),
        ("Пишу вам.\nСаша Белов", "Уважаемый Александр!\nОтвет готов.", []),
        ("Пишу вам.\nТ. Зимин", "Добрый день, Тимур!\nОтвет готов.", []),
        ("Пишу вам.\nНаталья", "Уважаемая Наталия!\nОтвет готов.", []),
    ],
    ids=["other", "short", "initial", "spelling"],
)
def test_facts_names_addressed(complaint, reply, expected):
    assert found(complaint, reply, "ru") == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("5 200 − 3 900 = 1 200 руб.", ["1 200"]),
        ("5 200 − 3 900 = 1 300 руб.", []),
        ("Доставка 300 руб., сборка 900 руб. Итого 1 300 руб.", ["1 300 руб."]),
        ("Доставка 300 руб., сборка 900 руб. Итого 1 200 руб.", []),
        ("Вернём 1 200 руб.: 300 руб. за доставку и 800 руб. за сборку.", ["1 200 руб."]),
    ],
    ids=["difference", "right-difference", "total", "right-total", "parts-after"],
)
def test_sums_that_do_not_add_up(reply, expected):
    document = analyse(reply, "ru")
    assert [reply[one.start : one.end].removesuffix(" руб.") for one in find_wrong_sums(document)] == [
        one.removesuffix(" руб.") for one in expected
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("9650", "9560", "swapped"), ("114773", "114778", "changed"), ("120500", "12500", "dropped"), ("640", "700", "")],
)
def test_twins_name_the_slip(one, other, expected):
    assert slip_between(one, other) == expected


def test_twins_count_edits():
    assert edits_between("whitcombe", "whitcomb") == 1
