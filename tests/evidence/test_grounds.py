"""Findings and refusals with and without something behind them; the customer's evidence."""

from datetime import date

import pytest

from reviewer.case import Case, read_case
from reviewer.evidence.grounds import find_bare_claims
from reviewer.evidence.offered import find_offered, takes_note
from reviewer.language import analyse
from reviewer.review import review


def bare(text, language, **options):
    document = analyse(text, language)
    return [(one.code, one.span.of(text)) for one in find_bare_claims(document, **options)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Нарушений не выявлено.", "ru", [("EVD101", "Нарушений не выявлено")]),
        ("Нарушений не выявлено, акт № 5 от 3 мая.", "ru", []),
        ("Нарушений не выявлено. Это видно по записи камеры за 3 мая.", "ru", []),
        ("По обращению № 771 нарушений не выявлено.", "ru", [("EVD101", "По обращению № 771 нарушений не выявлено")]),
        ("Возврат не предусмотрен.", "ru", [("EVD102", "Возврат не предусмотрен")]),
        ("По п. 4.2 договора возврат не предусмотрен.", "ru", []),
        ("Если нарушений не выявлено, мы сообщим.", "ru", []),
        ("Вы пишете, что нарушений не выявлено.", "ru", []),
        ("We are unable to refund the fee.", "en", [("EVD102", "We are unable to refund the fee")]),
        ("We are unable to refund the fee under section 4 of the terms.", "en", []),
        ("The charge was correct.", "en", [("EVD101", "The charge was correct")]),
        ("The meter log of 3 May shows 412 units, so the charge was correct.", "en", []),
    ],
    ids=[
        "bare",
        "act",
        "neighbour",
        "own-number",
        "refusal",
        "clause",
        "if",
        "said",
        "en",
        "en-clause",
        "en-2",
        "en-log",
    ],
)
def test_grounds_are_looked_for_near_the_claim(text, language, expected):
    assert bare(text, language) == expected


def test_grounds_are_not_asked_of_a_reply_that_gives_what_is_wanted():
    assert bare("Проверка подтвердила: деньги списаны один раз.", "ru", decision="satisfy") == []


def test_offered_evidence_is_named_where_a_refusal_ignores_it():
    complaint = "Куртка порвалась по шву, чек и фото прилагаю. Верните 4 000 рублей. Олег"
    reply = "Здравствуйте, Олег. По куртке: в возврате 4 000 рублей отказано. Магазин"
    result = review(Case(complaint=complaint, reply=reply, decision="refuse"), today=date(2026, 3, 2))
    assert [one.message for one in result.findings if one.code == "EVD121"] == [
        "Доказательства клиента не упомянуты. Клиент приложил или назвал: чек, фото. Из ответа не видно, что это "
        "смотрели и как проверяли жалобу."
    ]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [("Your photo shows a dent.", True), ("Thank you for the attachments.", True), ("We cannot help.", False)],
)
def test_offered_evidence_taken_note_of(reply, expected):
    offered = find_offered(analyse("I attach the receipt and a photo.", "en"))
    assert [one.kind for one in offered] == ["receipt", "photo"]
    assert takes_note(analyse(reply, "en"), offered) is expected


def test_offered_evidence_that_is_gone_is_none():
    assert find_offered(analyse("Чек не сохранила, фото не делала.", "ru")) == ()


OFFERS = [
    (
        "ru",
        "Экран мигает с первого дня, прилагаю чек и видео. Верните деньги.",
        "Здравствуйте! В возврате отказано. С уважением, магазин",
        True,
    ),
    (
        "ru",
        "Мокрая стена, фото и акт управляющей прилагаю. Прошу оплатить ремонт.",
        "Здравствуйте! Мы не видим оснований для оплаты ремонта. С уважением, УК",
        True,
    ),
    (
        "ru",
        "Посылку вскрыли, есть свидетель и фотографии. Прошу возместить 3 000.",
        "Добрый день! Ваши фотографии изучили: лента целая. В возмещении отказано. С уважением, склад",
        False,
    ),
    (
        "ru",
        "Списали дважды, выписку приложила. Верните 900 рублей.",
        "Добрый день! По выписке второе списание отменено 3 мая, поэтому возвращать нечего. С уважением, банк",
        False,
    ),
    ("ru", "Суп был холодный. Верните деньги.", "Добрый день! В возврате отказано. С уважением, кафе", False),
    (
        "en",
        "The screen flickers, I attach the receipt and a video. Refund me.",
        "Dear Mr Poe, we cannot refund you. Regards, Shop",
        True,
    ),
    (
        "en",
        "The wall is wet, see my photos and the plumber's report, both enclosed. Please pay for the repair.",
        "Dear Ms Ray, your request has been declined. Regards, Lettings",
        True,
    ),
    (
        "en",
        "The parcel was open, my neighbour is a witness and I took photographs. Pay me £30.",
        "Dear Mr Lee, we have looked at your photographs: the tape is whole. We cannot pay. Regards, Depot",
        False,
    ),
    (
        "en",
        "I was charged twice, statement attached. Refund £9.",
        "Dear Ms Fry, the statement shows the second charge reversed on 3 May, so nothing is due. Regards, Bank",
        False,
    ),
    ("en", "The soup was cold. Refund me.", "Dear Sir, we cannot refund you. Regards, Cafe", False),
]


@pytest.mark.parametrize(("language", "complaint", "reply", "expected"), OFFERS)
def test_evidence_of_the_customer_that_is_ignored(language, complaint, reply, expected):
    case = read_case({"complaint": complaint, "reply": reply, "language": language}, where="offers")
    found = review(case, today=date(2026, 11, 20)).findings
    assert any(one.code == "EVD121" for one in found) is expected
