"""Findings of one kind in one place become one, whatever their order and number."""

import random

from reviewer.findings import SEVERITIES, Finding, merge, order


def _is_same_place(one, other):
    if one.start is None or other.start is None:
        return one.start is other.start and one.trace.get("point") == other.trace.get("point")
    return one.start < other.end and other.start < one.end


def _merge_one_by_one(findings):
    """Look at each finding beside each one kept: slow, and plain to see."""
    kept = []
    for finding in sorted(findings, key=lambda one: (-SEVERITIES.index(one.severity), _length(one), one.code)):
        for index, other in enumerate(kept):
            if other.kind == finding.kind and _is_same_place(other, finding):
                if other.code != finding.code:
                    also = sorted({*other.trace.get("also", ()), finding.code})
                    kept[index] = other.model_copy(update={"trace": {**other.trace, "also": also}})
                break
        else:
            kept.append(finding)
    return order(kept)


def _length(finding):
    return (finding.start or 0) - (finding.end or 0)


def _drawn(draw):
    start = None if draw.random() < 0.2 else draw.randrange(60)
    return Finding.model_construct(
        code=draw.choice("ABCDE"),
        kind=draw.choice(["fault_admission", "officialese", "point_unaddressed"]),
        aspect="tone",
        severity=draw.choice(SEVERITIES),
        start=start,
        end=None if start is None else start + draw.randrange(9),
        trace={"point": {"quote": draw.choice("xyz"), "start": 1}} if draw.random() < 0.5 else {},
    )


def test_merge_says_the_same_as_one_by_one():
    draw = random.Random(3)
    for _ in range(300):
        findings = [_drawn(draw) for _ in range(draw.randrange(40))]
        assert merge(findings) == _merge_one_by_one(findings)
