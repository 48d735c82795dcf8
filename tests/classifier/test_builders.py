import numpy as np
import pytest

from reviewer.classifier.builders import build, names
from reviewer.classifier.groups import group_folds
from reviewer.classifier.reading import read_text
from reviewer.classifier.terms import TermMatrix
from reviewer.errors import ModelError


@pytest.fixture(scope="module")
def toy(toy_cases):
    readings = [read_text(case.complaint, "en") for case in toy_cases]
    labels = np.array([case.target for case in toy_cases])
    cues = [
        ((0, len(case.complaint), "for" if case.target else "against", "defect" if case.target else "own_fault"),)
        for case in toy_cases
    ]
    folds = group_folds([case.label for case in toy_cases], np.arange(len(toy_cases)) % 12, random_state=0, n_folds=3)
    return readings, labels, folds, cues


@pytest.mark.parametrize("name", names())
def test_builder_learns_and_repeats(name, toy):
    readings, labels, folds, cues = toy
    said = []
    for _ in range(2):
        model = build(name, random_state=0)
        model.fit_across(readings, labels, folds, cues)
        said.append(model.probabilities(readings))
    assert ((said[0] > 0.5) == (labels == 1)).mean() > 0.95
    assert np.array_equal(said[0], said[1])
    assert said[0].shape == (len(readings),)


def test_builder_clauses_names_the_clause(toy):
    readings, labels, folds, cues = toy
    model = build("clauses", random_state=0)
    model.fit_across(readings, labels, folds, cues)
    [cue] = model.cues(read_text("I dropped the lantern myself.", "en"))
    assert (cue.quote, cue.weight < 0) == ("I dropped the lantern myself.", True)


def test_build_refuses_an_unknown_name():
    with pytest.raises(ModelError, match="E506"):
        build("oracle", random_state=0)


def test_term_matrix_is_the_same_one_by_one():
    texts = [["a", "b", "a"], ["b", "c"], ["a", "c", "unknown"], []]
    matrix = TermMatrix(min_documents=2).fit(texts)
    together = matrix.transform(texts).toarray()
    assert matrix.names() == ["a", "b", "c"]
    assert np.allclose(together, np.vstack([matrix.transform([text]).toarray() for text in texts]))
    assert np.allclose(np.linalg.norm(together[:3], axis=1), 1)
