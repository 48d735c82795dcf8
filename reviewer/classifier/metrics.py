"""Figures with their errors: agreement, ranking, calibration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import accuracy_score, brier_score_loss, cohen_kappa_score, roc_auc_score


@dataclass(frozen=True, slots=True)
class AnnotatedEstimate:
    """An estimate beside its annotation; ``pair`` names both twins of a minimal pair."""

    label: str
    probability: float | None
    said: str
    pair: frozenset[str] | None


def agreement(expected: Sequence[str], found: Sequence[str], *, labels: Sequence[str]) -> tuple[float, float]:
    """Return accuracy and linearly weighted kappa of two readers over ordered labels."""
    kappa = cohen_kappa_score(expected, found, labels=list(labels), weights="linear")
    return float(accuracy_score(expected, found)), float(kappa)


def probability_figures(rows: Sequence[AnnotatedEstimate]) -> str:
    """Return AUC, Brier, coverage, accuracy of the decided and order in pairs, as one line."""
    known = [row for row in rows if row.label != "unclear" and row.probability is not None]
    if not known:
        return f"{len(rows)} complaints, no probability"
    truth = np.array([row.label == "substantiated" for row in known])
    p = np.array([float(row.probability or 0) for row in known])
    decided = [row for row in known if row.said != "unclear"]
    right = np.mean([row.label == row.said for row in decided]) if decided else float("nan")
    return (
        f"{len(rows)} complaints, AUC {roc_auc_score(truth, p):.2f}, Brier {brier_score_loss(truth, p):.3f}, "
        f"decided {len(decided) / len(known):.2f} of them right {right:.2f}, pairs in order {pairs_in_order(rows):.2f}"
    )


def pairs_in_order(rows: Sequence[AnnotatedEstimate]) -> float:
    """Return the share of pairs in which the substantiated twin has the higher probability; nan without pairs."""
    twins: dict[frozenset[str], dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row.pair and row.probability is not None:
            twins[row.pair][row.label] = row.probability
    ordered = [
        pair["substantiated"] > pair["unsubstantiated"]
        for pair in twins.values()
        if {"substantiated", "unsubstantiated"} <= set(pair)
    ]
    return float(np.mean(ordered)) if ordered else float("nan")
