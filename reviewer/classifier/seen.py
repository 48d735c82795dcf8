"""Which complaints a model has seen: hashes of their texts beside it, so that nothing learnt is ever measured."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewer.classifier.cases import LabelledCase

Array = npt.NDArray[Any]
SEEN = "seen.txt"
_HEAD = (
    "# Hashes of the complaints of the training table; + the measured twin learnt it, - it is in its frozen hold-out."
)
# Project judgement: of tables with a million texts one in five hundred has two that share so many hex digits.
_DIGITS = 12


def text_key(case: LabelledCase) -> str:
    """Return what stands for a complaint: no word of it can be read back."""
    return hashlib.sha256(f"{case.language}\t{case.folded}".encode()).hexdigest()[:_DIGITS]


def write_seen(folder: Path, cases: Iterable[tuple[LabelledCase, bool]]) -> None:
    """Write the complaints of a training table, each with whether the measured twin learnt it."""
    learnt: dict[str, bool] = {}
    for case, is_learnt in cases:
        key = text_key(case)
        learnt[key] = learnt.get(key, False) or is_learnt
    lines = [f"{key} {'+' if is_learnt else '-'}" for key, is_learnt in sorted(learnt.items())]
    (folder / SEEN).write_text("\n".join([_HEAD, *lines]) + "\n", "utf-8")


def read_seen(folder: Path) -> dict[str, bool]:
    """Return the keys of a model's training table, each with whether the measured twin learnt it; empty if unknown."""
    path = folder / SEEN
    if not path.is_file():
        return {}
    rows = (line.split() for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {row[0]: row[-1] == "+" for row in rows}


def unlearnt(cases: Sequence[LabelledCase], groups: Array, seen: Mapping[str, bool]) -> Array:
    """Return which cases belong to no group of which the measured twin learnt a member, shape ``(n_cases,)``."""
    learnt = {group for case, group in zip(cases, groups, strict=True) if seen.get(text_key(case), False)}
    return np.array([group not in learnt for group in groups], dtype=bool)
