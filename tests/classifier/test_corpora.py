"""The invented corpora: sound row by row, and no surface cue tells the labels apart."""

import json
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest

from reviewer.classifier.baselines import SURFACE, surface_aucs
from reviewer.classifier.cases import read_cases
from reviewer.classifier.explain import ground_words

FOLDER = Path(__file__).parents[2] / "data" / "complaints"
LOW, HIGH = 0.42, 0.58


@pytest.fixture(scope="module")
def table():
    return read_cases(FOLDER)


def test_corpora_every_row_can_be_used(table):
    assert table.remarks == ()


@pytest.mark.parametrize(("language", "least"), [("ru", 1200), ("en", 800)])
def test_corpora_are_large_enough(table, language, least):
    assert sum(case.language == language for case in table.cases) >= least


def test_corpora_case_ids_are_unique(table):
    assert max(Counter(case.case_id for case in table.cases).values()) == 1


@pytest.mark.parametrize("cue", list(SURFACE), ids=[name.replace(" ", "-") for name in SURFACE])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_corpora_surface_cue_tells_nothing(table, language, cue):
    known = [case for case in table.cases if case.language == language and case.label != "unclear"]
    truth = np.array([case.target for case in known])
    assert LOW <= surface_aucs([case.complaint for case in known], truth)[cue] <= HIGH


@pytest.mark.parametrize("language", ["ru", "en"])
def test_corpora_a_third_stands_in_pairs(table, language):
    own = [case for case in table.cases if case.language == language]
    assert sum(case.pair in {"minimal", "matched"} for case in own) / len(own) >= 1 / 3


def test_corpora_twins_have_two_labels(table):
    labels = defaultdict(set)
    for case in table.cases:
        if case.pair:
            labels[case.language, case.group].add(case.label)
    assert [group for group, found in labels.items() if len(found) < 2] == []


def test_corpora_grounds_have_words(table):
    grounds = {ground for case in table.cases for _, _, _, ground in case.cues}
    assert grounds - set(ground_words("ru")) == set()
    assert set(ground_words("ru")) == set(ground_words("en"))


def test_corpora_hold_no_text_of_the_annotated_set(table):
    annotated = Path(__file__).parents[3] / "shared" / "gold-dev"
    if not annotated.is_dir():
        pytest.skip("the annotated cases are not here")
    files = annotated.glob("complaints-*.jsonl")
    texts = {json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()}
    assert texts.isdisjoint(case.complaint for case in table.cases)
