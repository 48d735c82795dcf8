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


TEN_EACH = [
    ("ru", "Официант обварил мне руку кипятком, в травмпункте наложили повязку. Верните за ужин.", {"injury"}),
    ("ru", "Вашему менеджеру место в колонии, завтра приеду и переломаю ему руки.", {"threat"}),
    ("ru", "Паспорт мой показали чужому человеку на кассе, теперь мне звонят мошенники.", {"personal_data"}),
    ("ru", "Сын наелся ваших роллов, рвота всю ночь, вызывали скорую.", {"health", "minors"}),
    ("ru", "Отдам переписку в «Вести» и блогерам, пусть весь город узнает.", {"press"}),
    ("ru", "Жалобу в Роспотребнадзор уже отправил, теперь жду вас.", {"regulator"}),
    ("ru", "Ущерб от пожара 1 240 000 рублей, смета приложена.", {"large_sum"}),
    ("ru", "Исковое заявление готово, адвокат подаст его в понедельник.", {"court"}),
    ("ru", "Шторы на тон темнее, чем на сайте. Обменяйте, пожалуйста.", set()),
    ("ru", "Детская книга пришла без двух страниц, пришлите целую.", set()),
    ("en", "The stairlift jerked and my father broke his collarbone.", {"injury"}),
    ("en", "If that driver comes back I will smash his face in.", {"threat"}),
    (
        "en",
        "You emailed my payslip to another tenant, that is my personal information shared with a stranger.",
        {"personal_data"},
    ),
    ("en", "Our toddler was taken to hospital with an allergic reaction to your muffin.", {"health", "minors"}),
    ("en", "I have sent the photos to a reporter at the local paper.", {"press"}),
    ("en", "My complaint is already with the Ombudsman.", {"regulator"}),
    ("en", "The flood cost us £18,400 in stock.", {"large_sum"}),
    ("en", "My solicitor will issue proceedings on Monday.", {"court"}),
    ("en", "The curtains are a shade darker than on your site. Please swap them.", set()),
    ("en", "The children's menu was sold out, refund the deposit please.", set()),
]


@pytest.mark.parametrize(("language", "complaint", "expected"), TEN_EACH)
def test_routing_of_ten_cases_a_language(language, complaint, expected):
    assert set(reasons(complaint, language=language)) == expected
