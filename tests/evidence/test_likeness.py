"""Meaning stands in where no pattern spoke."""

import pytest

from reviewer.evidence.likeness import alike, likeliest_decision
from reviewer.language import analyse


@pytest.mark.parametrize(
    ("language", "text", "name", "is_alike"),
    [
        ("ru", "Такого утра никому не пожелаешь.", "empathy", True),
        ("ru", "Какие мы сегодня нежные.", "empathy", False),
        ("en", "Two weeks without a telephone is a long time, I know.", "empathy", True),
        ("en", "The shop is open from 8 to 8.", "empathy", False),
    ],
)
def test_alike_by_meaning(language, text, name, is_alike):
    assert bool(alike(analyse(text, language), name)) is is_alike


@pytest.mark.parametrize(
    ("language", "text", "decision"),
    [
        ("ru", "Ремонт для Вас будет платным.", "refuse"),
        ("en", "Word from the laboratory is still outstanding.", "await"),
        ("en", "Bread is made of flour and water.", None),
    ],
)
def test_likeliest_decision(language, text, decision):
    assert likeliest_decision(analyse(text, language)) == decision
