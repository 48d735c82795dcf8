"""The bench measures what it says: letters that differ, the same ones every time."""

import pytest

from reviewer.bench import letters, measure_reviews, measure_tokenizer
from reviewer.case import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_differ_and_are_the_same_every_time(language):
    made = letters(language, 40)
    assert len({case.reply for case in made}) == 40
    assert made == letters(language, 40)


def test_reviews_and_tokenizer_are_timed():
    made = letters("en", 3)
    assert len(measure_reviews(made)) == 3
    assert 0 < measure_tokenizer(made, "en") < sum(measure_reviews(made))
