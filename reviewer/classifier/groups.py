"""Groups that never stand on both sides of a split: declared twins, and texts too alike to be strangers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedGroupKFold

from reviewer.classifier.cases import LabelledCase

Array = npt.NDArray[Any]
# Project judgement: declared twins of our corpora have a cosine of 0.1 to 0.8 over letter groups (median 0.4), nearly
# all strangers one below 0.12; at 0.15 nearly every undeclared twin is caught. Linking two strangers costs nothing.
ALIKE = 0.15
# Beyond this many cases all pairs cost too much, and in a public download letters of one form, sent to many companies,
# tie everything into one group: then declared groups count alone, and a text of the hold-out is not learnt from
# elsewhere (``train``).
MOST_COMPARED = 12_000
HOLDOUT_SHARE = 0.12
N_FOLDS = 5


def link_groups(cases: Sequence[LabelledCase]) -> Array:
    """Return a group number per case, shape ``(n_cases,)``: one number for all that must stay together."""
    parent = list(range(len(cases)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    first: dict[str, int] = {}
    by_declaration = _counts_declared_only(cases)
    for index, case in enumerate(cases):
        for key in _keys(case)[:1] if by_declaration else _keys(case):
            parent[root(index)] = root(first.setdefault(key, index))
    for one, other in alike_pairs(cases):
        parent[root(one)] = root(other)
    return np.array([root(index) for index in range(len(cases))])


def alike_pairs(cases: Sequence[LabelledCase], *, at_least: float = ALIKE) -> list[tuple[int, int]]:
    """Return index pairs of complaints in one language whose texts are alike."""
    pairs: list[tuple[int, int]] = []
    if _counts_declared_only(cases):
        return pairs
    for language in sorted({case.language for case in cases}):
        own = np.array([index for index, case in enumerate(cases) if case.language == language])
        if len(own) < 2:
            continue
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 6), sublinear_tf=True, dtype=np.float32)
        rows = letters.fit_transform([cases[index].folded for index in own])
        for begin in range(0, len(own), 500):
            close = (rows[begin : begin + 500] @ rows.T).tocoo()
            for one, other, cosine in zip(close.row, close.col, close.data, strict=True):
                if begin + one < other and cosine >= at_least:
                    pairs.append((int(own[begin + one]), int(own[other])))
    return pairs


def _counts_declared_only(cases: Sequence[LabelledCase]) -> bool:
    return len(cases) > MOST_COMPARED or (bool(cases) and all(case.origin == "proxy" for case in cases))


def holdout(cases: Sequence[LabelledCase], groups: Array, *, share: float = HOLDOUT_SHARE) -> Array:
    """Return which cases belong to the frozen hold-out, shape ``(n_cases,)``.

    A group belongs to it where the hash of a member's key says so. The seed plays no part, and more cases change
    nothing about those already there: champion and challenger are measured on the same ones.
    """
    chosen = {group for case, group in zip(cases, groups, strict=True) if _fraction(_keys(case)[0]) < share}
    return np.array([group in chosen for group in groups])


def group_folds(
    labels: Sequence[str], groups: Array, *, random_state: int, n_folds: int = N_FOLDS
) -> list[tuple[Array, Array]]:
    """Return folds with whole groups and even labels."""
    splitter = StratifiedGroupKFold(n_folds, shuffle=True, random_state=random_state)
    return list(splitter.split(np.zeros(len(labels)), list(labels), groups))


def _keys(case: LabelledCase) -> list[str]:
    text = hashlib.sha256(case.folded.encode()).hexdigest()[:16]
    declared = [f"{case.language}/{case.group}"] if case.group else []
    return [*declared, text]


def _fraction(key: str) -> float:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
