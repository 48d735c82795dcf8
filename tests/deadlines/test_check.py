"""Findings about terms: exact words and codes, and what stays silent."""

from datetime import date

import pytest

from reviewer import Case, review

TODAY = date(2026, 3, 11)


def findings(reply, *, complaint="", sector="other", received="2026-03-02", reply_on="2026-03-11", **more):
    case = Case(
        reply=reply,
        complaint=complaint,
        sector=sector,
        received_on=received and date.fromisoformat(received),
        reply_on=reply_on and date.fromisoformat(reply_on),
        **more,
    )
    return review(case, today=TODAY)


def terms(reply, **more):
    return [(one.code, one.quote) for one in findings(reply, **more).findings if one.code.startswith("DDL")]


@pytest.mark.parametrize(
    ("reply", "code", "quote"),
    [
        ("Перерасчёт отразится в счёте до 10 марта.", "DDL104", "до 10 марта"),
        ("Перерасчёт отразится в счёте 10.03.2026.", "DDL104", "10.03.2026"),
        ("Пришлите анкету до 4 марта, и мы вернёмся к вопросу.", "DDL104", "до 4 марта"),
        ("Письмо с расчётом направим до 31 апреля.", "DDL105", "до 31 апреля"),
        ("Мастер придёт в среду, 13 марта.", "DDL107", "среду, 13 марта"),
        ("Ключ вернём в течение 5 (семи) дней.", "DDL106", "в течение 5 (семи) дней"),
        ("Ответ дадим в течение 5 дней, то есть не позднее 29 марта.", "DDL106", "не позднее 29 марта"),
        ("Ключ пришлём до 14 марта. Повторим: ключ пришлём до 20 марта.", "DDL106", "до 20 марта"),
    ],
)
def test_calendar_faults(reply, code, quote):
    assert (code, quote) in terms(reply, language="ru")


@pytest.mark.parametrize(
    ("reply", "code", "quote"),
    [
        ("The credit will reach your account by Monday 9 March 2026.", "DDL104", "by Monday 9 March 2026"),
        ("We will call you on Tuesday, 18 March 2026.", "DDL107", "Tuesday, 18 March 2026"),
        ("You will have our answer by 31 April.", "DDL105", "by 31 April"),
    ],
)
def test_calendar_faults_in_english(reply, code, quote):
    assert (code, quote) in terms(reply, language="en")


@pytest.mark.parametrize(
    "reply",
    [
        "Деньги зачислены 4 марта, чек приложен.",
        "Ваше письмо от 2 марта получено, ответ дадим до 20 марта.",
        "Выезд был назначен на 5 марта, но дверь никто не открыл.",
        "По поводу уборки 3 марта отвечаем: акт подписан.",
        "Мастер придёт в пятницу, 13 марта, с 10:00.",
        "Напишем в течение 9 дней, то есть не позднее 20 марта.",
        "Вернём сумму, списанную 2 марта, до 12 марта.",
    ],
)
def test_facts_and_sound_terms_are_silent(reply):
    assert [one for one in terms(reply, language="ru") if one[0] != "DDL102"] == []


def test_a_draft_of_no_known_day_calls_no_day_gone():
    assert terms("Письмо направим до 10 марта.", language="ru", received="", reply_on="") == []


def test_a_day_without_a_year_far_back_means_the_next_one():
    reply = "Плитку заменим до 20 января."
    assert terms(reply, language="ru", received="2026-11-02", reply_on="2026-11-11") == []


@pytest.mark.parametrize(
    ("sector", "reply", "complaint", "quote"),
    [
        ("bank", "Ответ направим в течение 30 рабочих дней с даты регистрации.", "Спишите лишнюю комиссию.",
         "в течение 30 рабочих дней с даты регистрации"),
        ("housing", "Ответ будет направлен не позднее 14 апреля 2026 года.", "Объясните начисления.",
         "не позднее 14 апреля 2026 года"),
        ("goods", "Деньги за утюг вернём в течение 30 дней.", "Верните деньги за утюг.", "в течение 30 дней"),
        ("goods", "Претензию рассмотрим в течение 30 дней.", "Верните деньги за утюг.", "в течение 30 дней"),
        ("goods", "Чайник отремонтируем в течение 60 дней.", "Почините чайник.", "в течение 60 дней"),
    ],
)  # fmt: skip
def test_terms_over_the_limit(sector, reply, complaint, quote):
    assert ("DDL103", quote) in terms(reply, complaint=complaint, sector=sector, language="ru", reply_on="2026-03-04")


def test_working_days_for_calendar_days_are_told_apart():
    found = terms(
        "Деньги вернём в течение 10 рабочих дней.", complaint="Верните деньги.", sector="goods", reply_on="2026-03-04"
    )
    assert found == [("DDL109", "в течение 10 рабочих дней")]


@pytest.mark.parametrize(
    ("sector", "reply", "complaint"),
    [
        ("bank", "Ответ направим в течение 15 рабочих дней с даты регистрации.", "Спишите лишнюю комиссию."),
        ("goods", "Деньги за утюг вернём в течение 10 дней.", "Верните деньги за утюг."),
        ("goods", "Чайник отремонтируем в течение 45 дней.", "Почините чайник."),
        ("goods", "Вернём разницу за два месяца подписки до 12 марта.", "Верните деньги."),
        ("goods", "Промокод действителен до 31 декабря 2026 года, деньги вернём до 12 марта.", "Верните деньги."),
        ("housing", "Ответ направим до 16 марта 2026 года.", "Объясните начисления."),
    ],
)
def test_lawful_terms_are_silent(sector, reply, complaint):
    assert terms(reply, complaint=complaint, sector=sector, language="ru", reply_on="2026-03-04") == []


def test_payments_have_a_shorter_term_than_other_complaints():
    reply = "You will have our final response within eight weeks of your complaint."
    card = "My direct debit was taken twice."
    assert terms(reply, complaint=card, sector="bank", language="en") == [
        ("DDL103", "within eight weeks of your complaint")
    ]
    assert terms(reply, complaint="Your branch manager was rude.", sector="bank", language="en") == []


def test_extension_told_in_the_letter_counts():
    reply = "Срок рассмотрения продлён на 30 дней. Ответ направим не позднее 30 апреля 2026 года."
    assert terms(reply, sector="government", language="ru") == []


@pytest.mark.parametrize(
    ("reply_on", "late"), [("2026-02-10", False), ("2026-02-11", True)], ids=["last-day", "day-after"]
)
def test_late_reply_of_a_bank(reply_on, late):
    found = terms("Комиссия возвращена, выписка приложена.", sector="bank", received="2026-01-19", reply_on=reply_on)
    assert (("DDL108", None) in found) is late


def test_late_reply_needs_the_demand_where_the_law_has_no_reply_term():
    reply = "Окна вымыты полностью."
    dates = {"received": "2026-01-12", "reply_on": "2026-01-30", "sector": "services", "language": "ru"}
    assert ("DDL108", None) in terms(reply, complaint="Верните 4 300 рублей за мойку окон.", **dates)
    assert ("DDL108", None) not in terms(reply, complaint="Мойщик ворчал.", **dates)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("Стекло заменим, вам перезвонят.", [("DDL102", None)]),
        ("Стекло заменим до 20 марта.", []),
        ("Стекло заменим в ближайшее время.", [("DDL101", "в ближайшее время")]),
        ("Если осмотр подтвердит трещину, стекло заменим.", []),
        ("Будем рады помочь и учтём ваш отзыв.", []),
        ("Стекло заменено, акт приложен.", []),
    ],
)
def test_promises_without_a_term(reply, expected):
    assert terms(reply, language="ru", decision="satisfy") == expected


@pytest.mark.parametrize(
    ("language", "reply", "expected"),
    [
        ("ru", "Вы получите возврат 400 рублей на карту.", 1),
        ("ru", "Плату за год вернём.", 1),
        ("ru", "Пени спишем до 20 марта. Копию паспорта крана вышлем.", 1),
        ("ru", "Не найдётся в журнале звонка — сумма вернётся на баланс.", 0),
        ("ru", "Продолжите шуметь, и мы сообщим соседям.", 0),
        ("ru", "Возврата не будет.", 0),
        ("en", "You will hear from our claims desk.", 1),
        ("en", "We will be in touch about the deposit.", 1),
        ("en", "We'll be crediting you $48.00 for March through May.", 1),
        ("en", "We will refund the fare by 20 March, and our manager will be calling you.", 1),
        ("en", "No repair will be scheduled and no credit will issue.", 0),
        ("en", "Keep at it and we'll post the footage.", 0),
        ("en", "You will also get £18 as a credit on your bill of 1 April.", 0),
    ],
)
def test_each_promise_is_held_by_itself(language, reply, expected):
    assert [one[0] for one in terms(reply, language=language, decision="satisfy")].count("DDL102") == expected


@pytest.mark.parametrize(
    ("language", "reply", "expected"),
    [
        ("ru", "Жалобу не принимаем, кран исправен.", 0),
        ("ru", "Журнал запросили, ждём ответа завода.", 1),
        ("en", "We do not propose to remake the door.", 0),
        ("en", "The file has been passed to our survey team.", 1),
    ],
)
def test_interim_reply_owes_a_day_only_where_the_matter_is_open(language, reply, expected):
    assert [one[0] for one in terms(reply, language=language, decision="interim")].count("DDL102") == expected


@pytest.mark.parametrize(
    ("language", "reply", "code"),
    [
        ("ru", "Ключ пришлём до 25 марта, но не позднее 20 марта.", "DDL106"),
        ("en", "The £42 will be paid to you within five days, on 29 March.", "DDL106"),
    ],
)
def test_two_terms_side_by_side(language, reply, code):
    assert code in [one[0] for one in terms(reply, language=language)]


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("ru", "За дни с 24 января по 17 февраля плату снимем."),
        ("ru", "За ночь 22 февраля вернём треть цены."),
        ("en", "Our steward has the log for Saturday 21 February open and will speak to the crew tomorrow."),
        ("en", "It is the 12-month plan signed on 6 January 2026, and there is no cancellation."),
    ],
)
def test_what_a_period_is_paid_for_is_no_promised_day(language, reply):
    assert "DDL104" not in [one[0] for one in terms(reply, language=language)]


def test_a_participle_form_of_the_firm_s_own_verb_is_no_past():
    (promise,) = findings("Излишек возвращаем на карту до 20 марта.", language="ru").deadlines.promised
    assert promise.on == date(2026, 3, 20)


def test_two_vague_terms_in_two_halves_of_a_clause():
    reply = (
        "The claim will be dealt with in line with standard timescales and our team will write to you in due course."
    )
    assert [code for code, _ in terms(reply, language="en")].count("DDL101") == 2


def test_interim_reply_with_a_day_has_a_term():
    assert terms("Запрос в лабораторию ушёл, итог сообщим 20 марта.", language="ru", decision="interim") == []


def test_deadlines_of_the_contract():
    read = findings("Разницу вернём на карту до 20 марта.", sector="bank", language="ru").deadlines
    assert (read.reply_due_on, read.days, read.unit, read.article) == (date(2026, 3, 24), 15, "working", "30.1(7)")
    (promise,) = read.promised
    assert (promise.quote, promise.on, promise.for_) == ("до 20 марта", date(2026, 3, 20), "refund")


def test_weeks_are_told_in_calendar_days():
    """The contract has no weeks: «8 calendar days» for the eight weeks of DISP 1.6.2R would be untrue."""
    case = Case(
        complaint="I was charged twice, please refund it.", language="en", sector="bank", received_on=date(2026, 3, 2)
    )
    read = review(case, today=TODAY).deadlines
    assert (read.days, read.unit, read.reply_due_on) == (56, "calendar", date(2026, 4, 27))


@pytest.mark.parametrize(
    ("reply", "sector", "code"),
    [
        ("По Федеральному закону «О связи» № 149-ФЗ претензию рассмотрим до 20 марта.", "telecom", "DDL122"),
        ("По 59-ФЗ ответ дадим до 20 марта.", "goods", "DDL121"),
    ],
)
def test_citations_that_are_surely_wrong(reply, sector, code):
    assert code in [one[0] for one in terms(reply, sector=sector, language="ru")]


@pytest.mark.parametrize(
    ("reply", "sector"),
    [
        ("По Федеральному закону от 07.07.2003 № 126-ФЗ «О связи» ответ дадим до 20 марта.", "telecom"),
        ("По 59-ФЗ ответ дадим до 20 марта.", "government"),
    ],
)
def test_right_citations_are_silent(reply, sector):
    assert terms(reply, sector=sector, language="ru") == []


def test_texts_of_findings_are_filled():
    (one,) = [
        f
        for f in findings("Деньги вернём в течение 30 дней.", complaint="Верните деньги.", sector="goods").findings
        if f.code == "DDL103"
    ]
    assert "10 календарных дней" in one.message
    assert "12.03.2026" in one.fix
    assert "{" not in one.message + one.fix
