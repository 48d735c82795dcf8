"""Findings to points: N/A first, blockers never hidden, every lost point traceable."""

import pytest

from reviewer.errors import ScoringError
from reviewer.findings import Finding
from reviewer.scoring import score, settings, severity_in_case

WEIGHTS = {"TON101": 60, "TON161": 20, "EVD105": 20, "ADM101": 40}


def finding(code="TON161", severity="warning", kind="familiarity", aspect="tone", start=0):
    place = {} if start is None else {"start": start, "end": start + 3, "quote": "abc"}
    return Finding(
        code=code,
        kind=kind,
        aspect=aspect,
        severity=severity,
        message="m",
        fix="f",
        principle="P7",
        source="s",
        **place,
    )


def test_no_finding_is_full_points():
    card = score([], weights=WEIGHTS)
    assert card.as_scores().model_dump() == {
        "tone": 100,
        "admissions": 100,
        "deadlines": 100,
        "evidence": 100,
        "overall": 100,
    }
    assert card.verdict == "send"


def test_a_note_costs_nothing():
    card = score([finding(severity="note")], weights=WEIGHTS)
    assert card.overall == 100
    assert card.verdict == "send"


def test_an_aspect_that_does_not_apply_neither_lowers_nor_raises():
    bad = [finding(severity="error")]
    with_all = score(bad, weights=WEIGHTS)
    without = score(bad, weights=WEIGHTS, not_applicable={"deadlines": "no reply"})
    assert without.as_scores().deadlines is None
    assert without.minimum == with_all.minimum
    assert without.aspects[0].points == with_all.aspects[0].points


def test_a_blocker_is_not_hidden_by_an_average():
    card = score([finding("TON101", "blocker", "insult")], weights=WEIGHTS)
    assert card.verdict == "block"
    assert card.as_scores().tone <= settings()["caps"]["blocker_aspect"]
    assert card.overall <= settings()["caps"]["blocker_overall"]


def test_repeats_cost_less_and_less():
    once = score([finding()], weights=WEIGHTS).as_scores().tone
    twice = score([finding(), finding(start=10)], weights=WEIGHTS).as_scores().tone
    assert 100 - twice < 2 * (100 - once)
    assert twice < once


def test_every_lost_point_names_its_finding():
    card = score([finding(), finding("EVD105", "warning", "no_reference", "evidence", None)], weights=WEIGHTS)
    lost = [one for aspect in card.aspects for one in aspect.lost]
    assert [(one.code, one.principle) for one in lost] == [("TON161", "P7"), ("EVD105", "P7")]
    for aspect in card.aspects:
        assert aspect.points == round(100 - sum(one.points for one in aspect.lost))


def test_a_code_without_a_weight_is_an_error():
    with pytest.raises(ScoringError, match="E401"):
        score([finding("TON999")], weights=WEIGHTS)


def test_giving_in_with_absolute_promises_to_what_looks_unfounded_blocks():
    def weighed(label):
        return severity_in_case(
            "liability_acceptance", "error", label=label, decision="satisfy", beside={"overpromise"}
        )

    assert [weighed(label) for label in ("unsubstantiated", "unclear", "substantiated")] == ["blocker", "note", "note"]


@pytest.mark.parametrize(
    ("label", "decision", "by_people", "expected"),
    [
        ("substantiated", "satisfy", False, "note"),
        ("substantiated", "refuse", False, "error"),
        ("unclear", "interim", False, "error"),
        ("unsubstantiated", "refuse", False, "blocker"),
        ("unsubstantiated", "satisfy", False, "note"),
        ("unsubstantiated", "satisfy", True, "blocker"),
        (None, None, False, "error"),
    ],
)
def test_an_admission_weighs_by_the_case(label, decision, by_people, expected):
    assert severity_in_case("fault_admission", "error", label=label, decision=decision, by_people=by_people) == expected
