"""Hyphened English words: the tokenizer parts them, so patterns look for the parts."""

import pytest

from reviewer.language import analyse
from reviewer.language.pattern import PatternSet, parse_pattern


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a mix-up", "a mix-up"),
        ("mess|mix-up", "mix-up"),
        ("@slips over", "slip-up over"),
        ("a jumped-up? clerk", "a clerk"),
    ],
    ids=["word", "alternative", "lexicon", "optional"],
)
def test_hyphened_word_is_found_in_its_parts(source, words):
    patterns = parse_pattern(source, lexicons={"slips": ("blunder", "slip-up")})
    document = analyse(f"There was {words} your room.", "en")
    found = [
        document.words(match.first, match.last) for _, match in PatternSet((0, one) for one in patterns).find(document)
    ]
    assert words in found
