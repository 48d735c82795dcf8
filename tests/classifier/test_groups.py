import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.classifier.cases import LabelledCase
from reviewer.classifier.groups import group_folds, holdout, link_groups


def case(number, text, group="", label="substantiated"):
    return LabelledCase(str(number), text, label, "en", group=group)


def test_link_groups_joins_declared_twins_and_alike_texts():
    story = "You sent the wrong sofa to my flat on Tuesday and the driver left it in the rain for hours"
    cases = [
        case(0, story + ", as your own note says."),
        case(1, story + ", as I had asked him to."),
        case(2, "The dentist filled the wrong tooth.", "twins"),
        case(3, "My parcel never came at all.", "twins"),
        case(4, "Completely unrelated words about pianos."),
    ]
    groups = link_groups(cases)
    assert groups[0] == groups[1]
    assert groups[2] == groups[3]
    assert len(set(groups)) == 3


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=20, max_size=60), st.integers(0, 3))
def test_twins_are_never_split(numbers, random_state):
    cases = [
        case(i, f"text {i} {'ab' * (i % 7)}", f"g{number}", ("substantiated", "unclear")[i % 2])
        for i, number in enumerate(numbers)
    ]
    groups = link_groups(cases)
    held = holdout(cases, groups)
    declared = np.array(numbers)
    for number in set(numbers):
        assert len(set(held[declared == number])) == 1
    if len(set(groups)) >= 3:
        labels = [one.label for one in cases]
        for train, test in group_folds(labels, groups, random_state=random_state, n_folds=3):
            assert set(declared[train]).isdisjoint(declared[test])


def test_holdout_does_not_change_when_cases_are_added():
    old = [case(i, f"story {i}", f"g{i}") for i in range(200)]
    new = [case(i, f"another {i}", f"h{i}") for i in range(100)]
    after = holdout(old + new, np.arange(300))
    assert holdout(old, np.arange(200)).tolist() == after[:200].tolist()
    assert 0.05 < after.mean() < 0.2


def test_link_groups_in_a_large_table_counts_declared_groups_alone(monkeypatch):
    monkeypatch.setattr("reviewer.classifier.groups.MOST_COMPARED", 2)
    cases = [case(0, "The same letter.", "one"), case(1, "The same letter.", "two"), case(2, "Another.", "one")]
    groups = link_groups(cases)
    assert groups[0] == groups[2] != groups[1]
