"""Capitals, rows of marks and emoji: exact places, and the channel that makes an emoji mild."""

import pytest

from reviewer.language import analyse
from reviewer.rules.load import load_pack
from reviewer.rules.marks import capitals
from reviewer.rules.run import check_reply


def shouted(text, language):
    return [span.of(text) for span in capitals(analyse(text, language))]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Оплата ПОСЛЕ приёмки, а не до.", "ru", ["ПОСЛЕ"]),
        ("ХВАТИТ. Это 5 МИНУТ, НЕ ЧАС!!", "ru", ["ХВАТИТ", "МИНУТ, НЕ ЧАС!!"]),
        ("По СНИЛС и ИНН всё видно в ЛК МФЦ.", "ru", []),
        ("We will NOT repeat THIS again.", "en", ["NOT", "THIS"]),
        ("STOP WRITING TO US!!! Goodbye.", "en", ["STOP WRITING TO US!!!"]),
        ("IT and VAT codes: ABC-12, NASA, UPS.", "en", []),
    ],
)
def test_capitals_shout_only_as_words(text, language, expected):
    assert shouted(text, language) == expected


@pytest.mark.parametrize(
    ("text", "channel", "severity"),
    [
        ("Заказ едет 🙂", "chat", "note"),
        ("Заказ едет 🙂", "social", "note"),
        ("Заказ едет 🙂", "email", None),
        ("Опять потеряли чек 😂", "chat", None),
    ],
)
def test_mild_emoji_is_a_note_in_chat(text, channel, severity):
    pack = load_pack("ru")
    hits = [hit for hit in check_reply(analyse(text, "ru"), pack, channel=channel) if hit.code == "TON163"]
    assert [(text[hit.start : hit.end], hit.severity) for hit in hits] == [(text[-1], severity)]


def test_allowed_phrase_silences_marks():
    from reviewer.rules.load import make_pack

    pack = load_pack("ru")
    own = make_pack("ru", pack.rules.values(), digest="own", allowed=("ТОЛЬКО СЕГОДНЯ",))
    text = "Акция ТОЛЬКО СЕГОДНЯ закончилась."
    assert [hit.code for hit in check_reply(analyse(text, "ru"), pack)] == ["TON151"]
    assert check_reply(analyse(text, "ru"), own) == []
