"""Whole letters: every finding about terms, and no other."""

import json
from datetime import date
from pathlib import Path

import pytest

from reviewer import review
from reviewer.case import read_case

LETTERS = [json.loads(line) for line in Path(__file__).with_name("letters.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("letter", LETTERS, ids=[letter["id"] for letter in LETTERS])
def test_letter_has_just_the_expected_findings(letter):
    fields = {name: value for name, value in letter.items() if name not in {"id", "expected"}}
    found = review(read_case(fields), today=date(2026, 11, 22)).findings
    terms = [(one.kind, one.quote) for one in found if one.code.startswith("DDL")]
    assert len(terms) == len(letter["expected"]), terms
    for (kind, words), (found_kind, quote) in zip(letter["expected"], terms, strict=True):
        assert kind == found_kind
        assert words is None or words in quote
