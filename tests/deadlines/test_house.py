"""The firm's own service levels in the check of a letter: what is due, what is broken, and which of the two is said."""

from datetime import date

import pytest

from reviewer import Case, review
from reviewer.rules.rulebook import RuleBook

TODAY = date(2026, 3, 9)
BOOK = RuleBook("""
[[level]]
name = "Ответ за пять дней"
sector = "bank"
days = 5

[[level]]
name = "Деньги за три дня"
what = "refund"
days = 3
counted_from = "reply"
""")
ENGLISH = RuleBook('[[level]]\nname = "Five-day answer"\nsector = "bank"\ndays = 5\n')


def checked(reply, *, book=BOOK, reply_on="2026-03-04", sector="bank", received="2026-03-02", language="ru", **more):
    case = Case(
        reply=reply,
        sector=sector,
        language=language,
        received_on=received and date.fromisoformat(received),
        reply_on=date.fromisoformat(reply_on),
        **more,
    )
    return review(case, today=TODAY, pack=book)


def terms(found):
    return [(one.code, one.severity, one.quote) for one in found.findings if one.code.startswith("DDL")]


def test_level_sets_the_day_the_reply_is_due():
    due = checked("Комиссия возвращена 3 марта, выписка приложена.").deadlines
    assert (due.reply_due_on, due.act, due.days) == (date(2026, 3, 10), "Ответ за пять дней", 5)


@pytest.mark.parametrize(
    ("reply_on", "expected"),
    [
        ("2026-03-10", []),
        ("2026-03-11", [("DDL132", "warning", None)]),
        ("2026-03-26", [("DDL108", "error", None)]),
    ],
    ids=["in-time", "level-broken", "law-broken"],
)
def test_late_reply_says_what_is_broken(reply_on, expected):
    assert terms(checked("Комиссия возвращена 3 марта, выписка приложена.", reply_on=reply_on)) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("Ответ направим до 10 марта.", []),
        ("Ответ направим до 13 марта.", [("DDL131", "warning", "до 13 марта")]),
        ("Ответ направим в течение 5 рабочих дней.", []),
        ("Ответ направим в течение 40 рабочих дней.", [("DDL103", "error", "в течение 40 рабочих дней")]),
        ("Деньги вернём в течение 3 рабочих дней.", []),
        ("Деньги вернём в течение 9 рабочих дней.", [("DDL131", "warning", "в течение 9 рабочих дней")]),
    ],
)
def test_promise_is_held_against_law_and_level(reply, expected):
    assert terms(checked(reply)) == expected


def test_level_of_another_sector_or_without_a_book_says_nothing():
    assert terms(checked("Ответ направим до 13 марта.", sector="telecom")) == []
    assert terms(checked("Ответ направим до 13 марта.", book=None)) == []


def test_message_names_the_level_and_calls_it_the_firm_s_own():
    (one,) = [one for one in checked("Ответ направим до 13 марта.").findings if one.code == "DDL131"]
    assert "«Ответ за пять дней» отводит на это 5 рабочих дней, последний день 10.03.2026" in one.message
    assert "ваше правило, а не закон" in one.message
    assert one.trace["broken"] == "house level"


def test_level_speaks_english():
    found = checked("You will have our answer by 20 March.", book=ENGLISH, language="en")
    (one,) = [one for one in found.findings if one.code == "DDL131"]
    assert 'Your level "Five-day answer" gives 5 working days for this' in one.message


def test_severity_of_a_level_is_the_team_s():
    book = RuleBook('[change.DDL131]\nseverity = "error"\n[[level]]\nname = "Наш срок"\ndays = 1\n')
    assert terms(checked("Ответ направим до 13 марта.", book=book)) == [
        ("DDL131", "error", "до 13 марта"),
        ("DDL132", "warning", None),
    ]
