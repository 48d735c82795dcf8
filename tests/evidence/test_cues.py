"""Cue files prove themselves; a malformed one names its place."""

import pytest

from reviewer.case import LANGUAGES
from reviewer.evidence.cues import check_cue_examples, find_cues, load_cues
from reviewer.language import analyse

NAMES = ("elements", "decision", "complaint", "routing")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_cue_examples_hold(language, name):
    assert check_cue_examples(language, name) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_cue_ids_are_unique(language, name):
    ids = [row.id for row in load_cues(language, name).rows]
    assert sorted(set(ids)) == sorted(ids)


def test_status_of_our_own_words_may_be_passed_over():
    # «ваше требование» attributes what follows to the customer; a refusal of it is still ours.
    cues = find_cues(analyse("Ваше требование отклонено.", "ru"), "decision")
    assert [(cue.of, cue.first, cue.last) for cue in cues] == [("refuse", 2, 3)]
