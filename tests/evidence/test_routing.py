"""Reasons for a lawyer's eye."""

from datetime import date

import pytest
from letters import FILES, exchange_of, read_letter

from reviewer.case import Case
from reviewer.evidence.routing import find_legal_review
from reviewer.exchange import Exchange
from reviewer.language import analyse


def reasons(complaint, *, reply="", language="ru", **fields):
    case = Case(complaint=complaint, reply=reply, **fields)
    read = analyse(reply, language) if reply else None
    return find_legal_review(Exchange(case, language, language, date(2026, 3, 2), analyse(complaint, language), read))


@pytest.mark.parametrize("name", list(FILES))
def test_routing_of_letters(name):
    assert set(find_legal_review(exchange_of(name))) == set(read_letter(name)["legal_review"])


@pytest.mark.parametrize(
    ("language", "complaint", "expected"),
    [
        ("ru", "Не вернёте, подам в суд.", ("court",)),
        ("ru", "До суда доводить не хочу, верните 500 рублей.", ()),
        ("ru", "У дочки после вашего торта сыпь.", ("health", "minors")),
        ("ru", "Коляска для ребёнка пришла без колеса.", ()),
        ("ru", "Поскользнулась на вашей лестнице, перелом.", ("injury",)),
        ("ru", "Бабушка чуть не упала.", ()),
        ("ru", "Верните 640 000 рублей.", ("large_sum",)),
        ("en", "See you in small claims court.", ("court",)),
        ("en", "The food court was shut.", ()),
        ("en", "I am sick of waiting.", ()),
        ("en", "My son got food poisoning.", ("health", "minors")),
        ("en", "I want my £12,000 back.", ("large_sum",)),
        ("en", "You shared my medical records with my boss.", ("personal_data",)),
        ("en", "I'll burn your shop down.", ("threat",)),
    ],
)
def test_routing_reasons(language, complaint, expected):
    assert reasons(complaint, language=language) == expected


def test_regulator_as_addressee_is_no_reason():
    complaint = "Прошу Роспотребнадзор проверить магазин."
    assert reasons(complaint, sector="government") == ()
    assert reasons(complaint, sector="goods") == ("regulator",)


def test_route_in_the_reply_is_no_reason():
    assert reasons("Верните 500 рублей.", reply="Отказ можно обжаловать в суде.") == ()


def test_threat_of_court_in_the_reply_is_a_reason():
    assert reasons("Пломба выпала.", reply="Наши юристы уже готовят иск о клевете.") == ("court",)
