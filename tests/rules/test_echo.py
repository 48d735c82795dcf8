"""Money promised once is one finding: the sentence on when it comes carries the promise on."""

import pytest

from reviewer.language import analyse
from reviewer.rules.load import load_pack
from reviewer.rules.run import check_reply


def promised(text, language):
    hits = check_reply(analyse(text, language), load_pack(language))
    return [text[hit.start : hit.end] for hit in hits if hit.code == "ADM141"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Вернём вам 400 рублей. Деньги поступят на карту 3 мая.", "ru", ["Вернём вам 400 рублей"]),
        ("Деньги поступят на карту 3 мая.", "ru", ["Деньги поступят на карту 3 мая"]),
        ("Вернём 400 рублей за май. Возместим такси.", "ru", ["Вернём 400 рублей за май", "Возместим такси"]),
        ("We will refund the £40. The money will reach your card on 3 March.", "en", ["We will refund the £40"]),
        ("The money will reach your card on 3 March.", "en", ["The money will reach your card on 3 March"]),
    ],
)
def test_when_the_money_comes_is_no_second_promise(text, language, expected):
    assert promised(text, language) == expected
