"""The law files: read, checked, and every worked example counted again."""

from datetime import date
from typing import get_args

import pytest

from reviewer.case import JURISDICTIONS, SECTORS
from reviewer.errors import LawError
from reviewer.sectors.answer import _last_of_hours
from reviewer.sectors.choice import scopes_of
from reviewer.sectors.house import HouseLevel, load_house
from reviewer.sectors.law import load_law, read_law_file
from reviewer.sectors.routes import routes
from reviewer.sectors.schema import LawFile, Term, Unit
from reviewer.sectors.table import terms_table
from reviewer.sectors.term import act_limit, reply_term

TERMS = [(code, term) for code in JURISDICTIONS for term in load_law(code).terms]
EXAMPLES = [(code, term) for code, term in TERMS if term.example]
ROW = """
id = "x"
what = "reply"
starts_from = "receipt"
act = "a"
article = "1"
when_ru = "о"
when_en = "o"
checked_on = 2026-11-22
confidence = "verified"
source_kind = "none"
"""


def test_all_terms_acts_and_traps_are_there():
    assert len(TERMS) == 156
    assert sum(len(load_law(code).acts) for code in JURISDICTIONS) == 88
    assert sum(len(load_law(code).traps) for code in JURISDICTIONS) >= 29


@pytest.mark.parametrize(("code", "term"), EXAMPLES, ids=[term.id for _, term in EXAMPLES])
def test_worked_example_is_counted_the_same(code, term: Term):
    if term.unit in {"hours", "minutes"}:
        last = _last_of_hours(term.example.event_on, term.days, term.unit)
    else:
        last = load_law(code).calendar.last_day(term.example.event_on, term.days, term.unit, move=term.last_day)
    assert last == term.example.last_on


def test_every_term_with_a_number_has_an_example():
    times = set(get_args(Unit)) - {"percent", "percent_per_day"}
    assert {term.id for _, term in TERMS if term.days is not None and not term.example and term.unit in times} == set()


def test_notes_and_gists_stand_in_both_languages():
    for code in JURISDICTIONS:
        for act in load_law(code).acts.values():
            assert any("а" <= letter <= "я" for letter in act.gist("ru").lower()), act.id
            assert not any("а" <= letter <= "я" for letter in act.gist("en").lower()), act.id


def test_unknown_key_names_file_and_place():
    with pytest.raises(LawError, match=r"E211 here: term\.0\.dayz"):
        read_law_file(f"[[term]]\n{ROW}dayz=3\n", LawFile, where="here")


def test_number_without_unit_is_refused():
    with pytest.raises(LawError, match="needs its unit"):
        read_law_file(f"[[term]]\n{ROW}days=3\n", LawFile, where="here")


def test_broken_toml_is_refused():
    with pytest.raises(LawError, match="E210"):
        read_law_file("[[term]\n", LawFile, where="here")


def test_unknown_country_is_refused():
    with pytest.raises(LawError, match="E205"):
        load_law("fr")


@pytest.mark.parametrize(
    ("where", "received", "options", "expected"),
    [
        (("ru", "bank"), "2026-01-19", {}, ("ru-bank-reply-15", "2026-02-09")),
        (("ru", "bank"), "2026-01-19", {"registered_on": date(2026, 1, 20)}, ("ru-bank-reply-15", "2026-02-10")),
        (("ru", "telecom"), "2026-05-12", {}, ("ru-telecom-reply-30", "2026-06-11")),
        (("ru", "housing"), "2026-01-26", {}, ("ru-uk-reply-10", "2026-02-09")),
        (("ru", "goods"), "2026-01-19", {"demand": "refund"}, ("ru-zpp-22-money-10", "2026-01-29")),
        (("ru", "travel"), "2026-03-09", {"scope": "tourism"}, ("ru-tour-reply-10", "2026-03-19")),
        (("uk", "bank"), "2026-03-09", {}, ("uk-fca-final-8w", "2026-05-04")),
        (("uk", "bank"), "2026-03-09", {"scope": "payments"}, ("uk-psr-15bd", "2026-03-30")),
        (("eu", "bank"), "2025-07-08", {}, ("eu-psd2-15bd", "2025-07-29")),
        (("us", "bank"), "2025-11-17", {"scope": "payments"}, ("us-rege-10bd", "2025-12-02")),
    ],
)
def test_reply_term_by_sector(where, received, options, expected):
    answer = reply_term(*where, received_on=date.fromisoformat(received), **options)
    assert (answer.term.id, answer.last_on.isoformat()) == expected
    assert answer.rows[-1].on == answer.last_on


def test_private_trader_has_no_reply_term_but_alternatives():
    answer = reply_term("ru", "goods", received_on=date(2026, 1, 19))
    assert answer.term is None
    assert "задаёт требование" in answer.remarks[0]
    assert "ru-zpp-22-money-10" in {other.term.id for other in answer.alternatives}


def test_silent_law_is_read_with_care_and_with_leniency():
    # The thirtieth day is Sunday, 2 August 2026.
    answer = reply_term("ru", "government", received_on=date(2026, 7, 3), registered_on=date(2026, 7, 3))
    assert (answer.last_on, answer.latest_on) == (date(2026, 7, 31), date(2026, 8, 3))


def test_undecided_year_is_provisional():
    answer = reply_term("ru", "bank", received_on=date(2028, 3, 1), language="en")
    assert answer.is_provisional
    assert "not settled" in " ".join(answer.remarks)


def test_shorter_house_level_takes_the_place_of_the_law():
    level = HouseLevel(name="Стандарт ответа", days=5, unit="working")
    answer = reply_term("ru", "bank", received_on=date(2026, 1, 19), house=[level])
    assert (answer.is_house, answer.last_on, answer.act) == (True, date(2026, 1, 26), "Стандарт ответа")
    assert answer.alternatives[0].term.id == "ru-bank-reply-15"


def test_longer_house_level_changes_nothing():
    level = HouseLevel(name="Стандарт ответа", days=40, unit="working")
    assert not reply_term("ru", "bank", received_on=date(2026, 1, 19), house=[level]).is_house


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("days = -1", "line 2: level, days: Input should be greater than or equal to 0"),
        ("days = 5\nsektor = 'bank'", "line 2: level: unknown key 'sektor'; did you mean 'sector'"),
        ("days = 5\nsector = 'banks'", "line 2: level, sector: .*; use 'goods', 'services'"),
        ("unit = 'working'", "line 2: level, days: Field required"),
    ],
    ids=["negative", "unknown-key", "no-such-sector", "no-number"],
)
def test_house_file_names_line_key_and_cure(tmp_path, key, problem):
    path = tmp_path / "house.toml"
    path.write_text(f'# Сроки\n[[level]]\nname = "Наш срок"\n{key}\n', "utf-8")
    with pytest.raises(LawError, match=f"E211 .*{problem}"):
        load_house(path)


def test_shortest_level_that_covers_the_case_counts():
    levels = [
        HouseLevel(name="Всем", days=7),
        HouseLevel(name="Банк", days=5, sector="bank"),
        HouseLevel(name="Банк, деньги", days=2, sector=("bank",), demand="refund"),
        HouseLevel(name="За границей", days=1, jurisdiction="uk"),
    ]
    days = {"received_on": date(2026, 1, 19), "house": levels}
    assert reply_term("ru", "bank", **days).act == "Банк"
    assert reply_term("ru", "bank", demand="refund", **days).act == "Банк, деньги"
    assert reply_term("ru", "goods", **days).act == "Всем"


@pytest.mark.parametrize(
    ("what", "expected"),
    [("refund", "ru-zpp-22-money-10"), ("replace", "ru-zpp-21-replace-month"), ("repair", "ru-zpp-20-repair-45")],
)
def test_limit_of_a_promise_is_the_most_generous_term(what, expected):
    limit = act_limit("ru", what, "goods", received_on=date(2026, 3, 9), reply_on=date(2026, 3, 12))
    assert limit.term.id == expected


def test_extension_counts_only_where_the_letter_speaks_of_it():
    days = {"received_on": date(2026, 2, 2), "reply_on": date(2026, 2, 27)}
    plain = act_limit("ru", "reply", "government", **days)
    extended = act_limit("ru", "reply", "government", extended=True, **days)
    assert (plain.latest_on, extended.latest_on) == (date(2026, 3, 10), date(2026, 4, 9))


def test_unverified_rows_only_ask():
    limit = act_limit("eu", "refund", "goods", received_on=date(2026, 3, 9), reply_on=date(2026, 3, 12))
    assert limit is None
    days = {"received_on": date(2026, 3, 9), "reply_on": date(2026, 3, 12)}
    limit = act_limit("eu", "refund", "goods", scope="distance_selling", **days)
    assert (limit.term.id, limit.is_firm) == ("eu-crd-refund-14", False)


def test_scopes_of_a_sector():
    assert {"tourism", "air", "rail", "hotels"} <= set(scopes_of("ru", "travel"))


@pytest.mark.parametrize(
    ("code", "sector", "text", "body"),
    [
        ("ru", "bank", "Вы вправе обратиться в Банк России.", "Банк России"),
        ("ru", "bank", "Спор рассмотрит финансовый уполномоченный.", "финансовый уполномоченный"),
        ("ru", "housing", "Можно написать в Госжилинспекцию.", "государственная жилищная инспекция"),
        ("uk", "bank", "You can go to the Financial Ombudsman Service.", "Financial Ombudsman Service"),
    ],
)
def test_route_is_recognised(code, sector, text, body):
    assert body in [route.body for route in routes(code, sector) if route.is_named_in(text)]


def test_a_word_like_a_route_is_none():
    assert not any(route.is_named_in("Мы обсудим рассуждения о судьбе посылки.") for route in routes("ru", "goods"))


def test_table_has_a_line_for_a_known_term():
    assert (
        "| ru | bank | reply: A bank's answer on the merits | 15 working days | 395-1 30.1(7) | firm |" in terms_table()
    )
    assert all(line.count("|") >= 7 for line in terms_table().splitlines())


def test_sectors_of_terms_are_those_of_the_contract():
    assert {sector for _, term in TERMS for sector in term.sectors} <= set(SECTORS)
