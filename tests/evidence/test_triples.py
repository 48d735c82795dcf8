"""Three claims and two answers: exactly the third shows as open, in both languages, in letters and chat lines."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from reviewer.case import read_case
from reviewer.review import review

FOLDER = Path(__file__).parent / "triples"
TRIPLES = [
    pytest.param(
        language,
        pair,
        id=f"{language}-{pair['id']}",
        # Strict: a miss we know of turns red when it works.
        marks=[pytest.mark.xfail(strict=True, reason="known miss")] if pair.get("known_miss") else [],
    )
    for language in ("ru", "en")
    for pair in tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))["pair"]
]


def open_words(language, pair):
    fields = {name: pair.get(name) for name in ("sector", "channel", "complaint", "reply")} | {"language": language}
    result = review(read_case(fields, where=pair["id"]), today=date(2026, 11, 20))
    named = [one.trace["point"]["quote"] for one in result.findings if one.kind == "point_unaddressed"]
    assert named == [one.quote for one in result.points if not one.covered] or not named
    return named


@pytest.mark.parametrize(("language", "pair"), TRIPLES)
def test_exactly_the_third_claim_is_open(language, pair):
    found = open_words(language, pair)
    assert found
    assert all(words in pair["open"] or pair["open"] in words for words in found), found
