"""Meaning stands in where no cue spoke; own sentences: odd ones were built on, even ones measure."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from reviewer.case import Case
from reviewer.evidence.decision import detect_decision
from reviewer.evidence.elements import find_elements
from reviewer.evidence.meaning import LEARNED, likeliest_decision, means
from reviewer.exchange import Exchange
from reviewer.language import analyse

DATA = Path(__file__).parents[2] / "data" / "elements"
REPLIES = Path(__file__).parent / "decisions"
FRAME = {
    "en": ("Dear Ann,\n\n", "\n\nKind regards,\nBob Lee"),
    "ru": ("Здравствуйте, Анна!\n\n", "\n\nС уважением,\nИван Петров"),
}
# What is reached on even sentences, with a little room: (said and found, look-alike and left alone), share of each.
REACHED = {
    "empathy": (0.5, 0.55),
    "escalation_route": (0.7, 0.8),
    "alternative_offered": (0.5, 0.8),
    "review_described": (0.65, 0.75),
    "evidence_cited": (0.5, 0.9),
}
DECISIONS_REACHED = 0.66


def says(text, language, element):
    reply = text.join(FRAME[language])
    exchange = Exchange(Case(reply=reply), language, "uk", date(2026, 3, 2), None, analyse(reply, language), "refuse")
    return element in find_elements(exchange)


@pytest.mark.parametrize("element", list(REACHED))
def test_even_sentences_are_read(element):
    shares = []
    for side in ("yes", "no"):
        right = []
        for language in FRAME:
            sentences = tomllib.loads((DATA / f"{language}.toml").read_text("utf-8"))[element][side]
            right += [says(one, language, element) == (side == "yes") for one in sentences[1::2]]
        shares.append(sum(right) / len(right))
    assert tuple(share >= least for share, least in zip(shares, REACHED[element], strict=True)) == (True, True), shares


@pytest.mark.parametrize("language", list(FRAME))
def test_decisions_of_own_replies(language):
    replies = tomllib.loads((REPLIES / f"{language}.toml").read_text("utf-8"))["reply"]
    right = [
        detect_decision(analyse(one["text"].join(FRAME[language]), language)) == one["decision"] for one in replies
    ]
    assert all(right[::2])
    assert sum(right[1::2]) >= DECISIONS_REACHED * len(right[1::2])


def test_what_is_asked_and_promised_beside_a_refusal_is_a_part():
    reply = "Починим замок, как только придёт личинка. Плату за май не вернём."
    asked = analyse("Прошу починить замок и вернуть плату за май.", "ru")
    assert detect_decision(analyse(reply, "ru"), asked) == "partial"
    assert detect_decision(analyse(reply, "ru"), analyse("Верните плату за май.", "ru")) == "refuse"


@pytest.mark.parametrize(
    ("language", "text", "element", "said"),
    [
        ("ru", "Остаться без света на ночь очень страшно.", "empathy", True),
        ("ru", "Магазин открыт с восьми до восьми.", "empathy", False),
        ("en", "Two weeks without a telephone is a long time, I know.", "empathy", True),
        ("en", "The shop is open from 8 to 8.", "empathy", False),
    ],
)
def test_means(language, text, element, said):
    assert bool(means(analyse(text, language), element)) is said


def test_regret_far_down_is_no_opening():
    text = " ".join(["The shop is open from 8 to 8."] * 5 + ["Two weeks without a telephone is a long time, I know."])
    assert means(analyse(text, "en"), "empathy") == []


@pytest.mark.parametrize(
    ("language", "text", "decision"),
    [
        ("ru", "Оснований для выплаты мы не нашли.", "refuse"),
        ("en", "We are still waiting for the laboratory and will write again in June.", "await"),
        ("en", "Bread is made of flour and water.", None),
    ],
)
def test_likeliest_decision(language, text, decision):
    assert likeliest_decision(analyse(text, language)) == decision


def test_every_learned_element_has_sentences():
    for language in FRAME:
        table = tomllib.loads((DATA / f"{language}.toml").read_text("utf-8"))
        assert all(len(table[name]["yes"]) >= 30 and len(table[name]["no"]) >= 30 for name in LEARNED)
