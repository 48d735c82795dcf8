"""What a labelled set has to be looked at for before it teaches anything: repeats, conflicts, balance, label errors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewer.classifier.cases import LabelledCase

Array = npt.NDArray[Any]
# Project judgement: with fewer cases a figure for a sector has an interval wider than a third of the scale.
LEAST_IN_SECTOR = 30
# Project judgement: a class below this share makes probabilities hard to calibrate.
LEAST_SHARE = 0.15
_NAMED = 5


def check_labels(cases: Sequence[LabelledCase]) -> tuple[str, ...]:
    """Return remarks on repeats, conflicting labels, balance and thin sectors, per language."""
    remarks: list[str] = []
    for language in sorted({case.language for case in cases}):
        own = [case for case in cases if case.language == language]
        remarks += [f"{language}: {one}" for one in (*_repeats(own), *_balance(own), *_thin_sectors(own))]
    return tuple(remarks)


def leaks(groups: Array, inside: Array, cases: Sequence[LabelledCase]) -> tuple[str, ...]:
    """Return a remark where alike complaints had been declared as different groups, so that a split would leak."""
    declared: dict[int, set[str]] = defaultdict(set)
    for group, case in zip(groups, cases, strict=True):
        declared[int(group)].add(case.group or case.case_id)
    joined = {group: names for group, names in declared.items() if len(names) > 1}
    if not joined:
        return ()
    held = int(inside.sum())
    examples = "; ".join(" = ".join(sorted(names)[:3]) for names in list(joined.values())[:_NAMED])
    return (
        f"leaks between splits prevented: {len(joined)} sets of alike complaints stood in different groups "
        f"and were joined ({examples}); hold-out: {held} cases",
    )


def suspected_errors(cases: Sequence[LabelledCase], probabilities: Array) -> tuple[tuple[str, str, float], ...]:
    """Return ``(case_id, label, probability of substantiated)`` where the label is likely wrong, worst first.

    Parameters
    ----------
    cases : sequence of LabelledCase
    probabilities : ndarray of shape (n_cases,)
        Out-of-fold.

    References
    ----------
    Northcutt, Jiang, Chuang: Confident learning (JAIR 2021), as in the library cleanlab.
    """
    from cleanlab.filter import find_label_issues

    known = [index for index, case in enumerate(cases) if case.label != "unclear"]
    truth = np.array([int(cases[index].target) for index in known])
    if len(set(truth.tolist())) < 2:
        return ()
    said = np.column_stack([1 - probabilities[known], probabilities[known]])
    worst = find_label_issues(truth, said, return_indices_ranked_by="self_confidence", n_jobs=1)
    return tuple((cases[known[i]].case_id, cases[known[i]].label, float(said[i, 1])) for i in worst)


def _repeats(cases: Sequence[LabelledCase]) -> list[str]:
    by_text: dict[str, list[LabelledCase]] = defaultdict(list)
    for case in cases:
        by_text[case.folded].append(case)
    repeated = [same for same in by_text.values() if len(same) > 1]
    if not repeated:
        return []
    conflicting = [same for same in repeated if len({case.label for case in same}) > 1]
    remarks = [f"duplicates: {sum(map(len, repeated))} cases share {len(repeated)} texts, as {_names(repeated)}"]
    if conflicting:
        remarks.append(
            f"conflicting labels: {len(conflicting)} texts have more than one label, as {_names(conflicting)}"
        )
    return remarks


def _balance(cases: Sequence[LabelledCase]) -> list[str]:
    counts = Counter(case.label for case in cases)
    remarks = ["labels: " + ", ".join(f"{label} {count}" for label, count in sorted(counts.items()))]
    known = counts["substantiated"] + counts["unsubstantiated"]
    rarer = min(counts["substantiated"], counts["unsubstantiated"])
    if known and rarer / known < LEAST_SHARE:
        remarks.append(f"out of balance: the rarer label has {rarer / known:.0%} of the decided cases")
    return remarks


def _thin_sectors(cases: Sequence[LabelledCase]) -> list[str]:
    counts = Counter(case.sector for case in cases)
    thin = [f"{sector} {count}" for sector, count in sorted(counts.items()) if count < LEAST_IN_SECTOR]
    return [f"too few cases for a figure of its own (under {LEAST_IN_SECTOR}): {', '.join(thin)}"] if thin else []


def _names(sets: Sequence[Sequence[LabelledCase]]) -> str:
    return "; ".join(" = ".join(case.case_id for case in same[:3]) for same in sets[:_NAMED])
