"""Every place of a review lies where it says, whatever scripts, marks and line ends are pasted between the words."""

import random
from datetime import date

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reviewer import Case, review
from reviewer.findings import order

TODAY = date(2026, 3, 9)
RISKY = (
    "Признаём, что ошибка произошла по нашей вине",
    "Вы сами виноваты в случившемся",
    "Вернём деньги в ближайшее время",
    "Ответим до 31 ноября 2026 года",
    "Перечислим 12 490,00 руб. по заказу № 45-118 в течение 10 рабочих дней",
    "ЭТО ПОЛНАЯ ЧУШЬ",
    "Согласно проверке, нарушений не выявлено",
    "We admit that this was our fault",
    "You should have read the terms more carefully",
    "We will refund £1,240.00 as soon as possible",
    "С уважением, Ольга",
)
CLAIMS = (
    "Заказ № 45-118 не привезли, списали 12 940 рублей",
    "Верните деньги до 15 марта",
    "Когда мне ответят?",
    "I was charged £1,420 twice, please refund me",
)
# What offsets break on: letters of two code units, of two code points, of another length in lower case, invisible ones.
NOISE = (
    " ", "\n", "\r\n", "\r", "\n\n", "\u2028", "\x85", "\t", "\u00a0", "\u200b", "\u200d", "\u202e", "\ufeff", "\u00ad",
    "🙂", "👩🏽\u200d💻", "🇷🇺", "e\u0301", "и\u0306", "е\u0308", "İ", "ẞ", "ﬁ", "𝒳", "𐍈", "漢字", "שלום", "مرحبا", "…",
    "—", "«", "»", '"', "<b>", "&amp;", "**", "\x00", "\x1b[31m", "\ufffd", "1", "№",
)  # fmt: skip
NOISES = st.lists(st.sampled_from(NOISE), max_size=4).map("".join)


def texts(sentences):
    piece = st.tuples(st.sampled_from(sentences), NOISES, st.sampled_from((". ", "! ", "\n", "\r\n\n", "? ")))
    words = st.lists(piece.map("".join), min_size=1, max_size=5).map("".join)
    broken = st.tuples(words, NOISES, st.integers(0, 200)).map(lambda one: one[0][: one[2]] + one[1] + one[0][one[2] :])
    return st.tuples(NOISES, broken).map("".join)


# Project judgement: the quick run stays quick; the same texts are drawn every time.
@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(texts(RISKY), st.one_of(st.just(""), texts(CLAIMS)))
@example("🙂" * 50 + "И\u0306 \r\nПризнаём, что ошибка произошла по нашей вине.", "")
@example("İ" * 30 + "ẞ We admit that this was our fault.\r\n", "İ\u0307 I was charged £1,420 twice, please refund me.")
def test_every_quote_is_where_it_says(reply, complaint):
    result = review(Case(reply=reply, complaint=complaint, sector="bank"), today=TODAY)
    for one in result.findings:
        if one.start is None:
            assert (one.end, one.quote) == (None, None)
        else:
            assert one.quote == reply[one.start : one.end], one.code
            assert one.quote.strip(), one.code
    assert all(one.quote == reply[one.start : one.end] for one in result.deadlines.promised)
    assert all(one.quote == complaint[one.start : one.end] for one in result.points)
    assert all(0 <= one.covered_by.start < one.covered_by.end <= len(reply) for one in result.points if one.covered_by)
    if result.substantiation:
        assert all(one.quote == complaint[one.start : one.end] for one in result.substantiation.cues)


@settings(max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(texts(RISKY), texts(CLAIMS), st.integers(0, 99))
def test_order_of_findings_is_stable(reply, complaint, seed):
    case = Case(reply=reply, complaint=complaint, sector="bank")
    found = review(case, today=TODAY).findings
    assert review(case, today=TODAY).findings == found
    shuffled = list(found)
    random.Random(seed).shuffle(shuffled)
    assert [(one.start, one.end, one.code) for one in order(shuffled)] == [
        (one.start, one.end, one.code) for one in found
    ]
