"""What a labelled set has to be looked at for before it teaches anything: repeats, conflicts, balance, label errors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewer.classifier.cases import LabelledCase
from reviewer.classifier.remarks import Remark

Array = npt.NDArray[Any]
# Project judgement: with fewer cases a figure for a sector has an interval wider than a third of the scale.
LEAST_IN_SECTOR = 30
# Project judgement: a class below this share makes probabilities hard to calibrate.
LEAST_SHARE = 0.15
_NAMED = 5


def check_labels(cases: Sequence[LabelledCase]) -> tuple[Remark, ...]:
    """Return remarks on repeats, conflicting labels, balance and thin sectors, per language."""
    remarks: list[Remark] = []
    for language in sorted({case.language for case in cases}):
        own = [case for case in cases if case.language == language]
        remarks += [*_repeats(own, language), *_balance(own, language), *_thin_sectors(own, language)]
    return tuple(remarks)


def leaks(groups: Array, inside: Array, cases: Sequence[LabelledCase]) -> tuple[Remark, ...]:
    """Return a remark where alike complaints had been declared as different groups, so that a split would leak."""
    declared: dict[int, set[str]] = defaultdict(set)
    for group, case in zip(groups, cases, strict=True):
        declared[int(group)].add(case.group or case.case_id)
    joined = {group: names for group, names in declared.items() if len(names) > 1}
    if not joined:
        return ()
    held = int(inside.sum())
    examples = "; ".join(" = ".join(sorted(names)[:3]) for names in list(joined.values())[:_NAMED])
    language = cases[0].language if len({case.language for case in cases}) == 1 else ""
    return (Remark("leaks", of=language, n=len(joined), examples=examples, held=held),)


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


def _repeats(cases: Sequence[LabelledCase], language: str) -> list[Remark]:
    by_text: dict[str, list[LabelledCase]] = defaultdict(list)
    for case in cases:
        by_text[case.folded].append(case)
    repeated = [same for same in by_text.values() if len(same) > 1]
    if not repeated:
        return []
    conflicting = [same for same in repeated if len({case.label for case in same}) > 1]
    n_cases = sum(map(len, repeated))
    remarks = [Remark("duplicates", of=language, n=n_cases, texts=len(repeated), names=_names(repeated))]
    if conflicting:
        remarks.append(Remark("conflicting", of=language, n=len(conflicting), names=_names(conflicting)))
    return remarks


def _balance(cases: Sequence[LabelledCase], language: str) -> list[Remark]:
    counts = Counter(case.label for case in cases)
    remarks = [Remark("labels", of=language, counts=dict(sorted(counts.items())))]
    known = counts["substantiated"] + counts["unsubstantiated"]
    rarer = min(counts["substantiated"], counts["unsubstantiated"])
    if known and rarer / known < LEAST_SHARE:
        remarks.append(Remark("balance", of=language, percent=f"{rarer / known:.0%}"))
    return remarks


def _thin_sectors(cases: Sequence[LabelledCase], language: str) -> list[Remark]:
    counts = Counter(case.sector for case in cases)
    thin = [f"{sector} {count}" for sector, count in sorted(counts.items()) if count < LEAST_IN_SECTOR]
    return [Remark("thin", of=language, least=LEAST_IN_SECTOR, sectors=", ".join(thin))] if thin else []


def _names(sets: Sequence[Sequence[LabelledCase]]) -> str:
    return "; ".join(" = ".join(case.case_id for case in same[:3]) for same in sets[:_NAMED])
