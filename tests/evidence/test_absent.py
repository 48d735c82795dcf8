"""What is owed by channel, sector and decision."""

from datetime import date

import pytest
from letters import FILES, exchange_of, read_letter

from reviewer.case import Case
from reviewer.evidence.absent import check_absent
from reviewer.evidence.elements import find_elements
from reviewer.exchange import Exchange
from reviewer.language import analyse
from reviewer.rules.load import codes

LEAST_F1 = 0.95


def hits_of(reply, complaint="Прошу вернуть 500 рублей за чайник.", *, decision="refuse", label="unclear", **fields):
    language = fields.pop("language", "ru")
    case = Case(complaint=complaint, reply=reply, **fields)
    exchange = Exchange(
        case, language, "ru", date(2026, 3, 2), analyse(complaint, language), analyse(reply, language), decision, label
    )
    return check_absent(exchange, find_elements(exchange))


def kinds_of(*args, **fields):
    return {codes()[hit.code].kind for hit in hits_of(*args, **fields)}


def test_absent_kinds_of_all_letters():
    hits = wrong = 0
    for name in FILES:
        exchange = exchange_of(name)
        found = {codes()[hit.code].kind for hit in check_absent(exchange, find_elements(exchange))}
        expected = set(read_letter(name)["absent"])
        hits, wrong = hits + len(expected & found), wrong + len(expected ^ found)
    assert 2 * hits / (2 * hits + wrong) >= LEAST_F1


@pytest.mark.parametrize(
    ("channel", "owed"),
    [
        ("email", {"no_greeting", "no_thanks", "no_closing"}),
        ("letter", {"no_greeting", "no_thanks", "no_closing"}),
        ("review_site", {"no_greeting", "no_thanks", "no_closing"}),
        ("social", {"no_greeting", "no_thanks"}),
        ("chat", set()),
        ("phone_note", set()),
    ],
)
def test_courtesy_owed_by_channel(channel, owed):
    found = kinds_of("Чайник сломан, деньги не вернём.", channel=channel)
    assert found & {"no_greeting", "no_thanks", "no_closing"} == owed


def test_social_reply_with_a_greeting_owes_no_letterhead():
    assert not kinds_of("Анна, здравствуйте! Чайник не вернём.", channel="social") & {"no_thanks", "no_closing"}


@pytest.mark.parametrize(("sector", "is_owed"), [("goods", True), ("government", False)])
def test_authorities_owe_no_feelings(sector, is_owed):
    assert ("no_empathy" in kinds_of("Чайник не вернём.", sector=sector)) is is_owed


@pytest.mark.parametrize("decision", ["satisfy", "interim"])
def test_only_a_refusal_owes_a_route(decision):
    assert not kinds_of("Чайник осмотрели.", decision=decision) & {"no_escalation_route", "no_alternative"}


def test_route_counts_as_next_step():
    found = kinds_of("Чайник не вернём. Решение можно обжаловать в Роспотребнадзор.")
    assert not found & {"no_escalation_route", "no_alternative"}


def test_missing_route_names_a_body_of_the_sector():
    hit = next(one for one in hits_of("Выплаты не будет.", sector="bank") if one.code == "EVD109")
    assert "Банк" in hit.params["bodies"] or "финансов" in hit.params["bodies"].lower()


def test_public_gripe_without_a_demand_is_owed_no_papers():
    found = kinds_of("Добрый день! Рис как рис. Обратитесь ещё.", "Рис невкусный, не советую.", channel="review_site")
    assert not found & {"no_reference", "no_review_described", "no_escalation_route"}


def test_praise_is_owed_nothing():
    reply, praise = "Спасибо за тёплые слова!", "Лучшие сырники в городе!"
    assert kinds_of(reply, praise, channel="social", decision="satisfy") <= {"no_greeting"}


@pytest.mark.parametrize(
    ("complaint", "reply", "label", "severity"),
    [
        ("Чек и акт № 5 прилагаю. Верните 500 рублей.", "Деньги не вернём.", "substantiated", None),
        ("Чек и акт № 5 прилагаю. Верните 500 рублей.", "Деньги не вернём.", "unclear", None),
        ("Чек и акт № 5 прилагаю. Верните 500 рублей.", "Деньги не вернём.", "unsubstantiated", "error"),
        ("Верните 500 рублей, и всё.", "Деньги не вернём.", "substantiated", "silent"),
        (
            "Чек и акт № 5 прилагаю. Верните 500 рублей.",
            "Деньги не вернём: на записи камеры от 3 мая видно, что чайник разбили вы.",
            "substantiated",
            "silent",
        ),
    ],
    ids=["documented", "unclear", "looks-unfounded", "no-papers", "counter-evidence"],
)
def test_unjust_denial(complaint, reply, label, severity):
    found = [hit.severity for hit in hits_of(reply, complaint, label=label) if hit.code == "EVD111"]
    assert found == ([] if severity == "silent" else [severity])


@pytest.mark.parametrize("code", ["TON181", "TON183", "TON184"])
def test_cosmetic_absences_are_notes(code):
    assert [hit.severity for hit in hits_of("Деньги не вернём.") if hit.code == code] == ["note"]
