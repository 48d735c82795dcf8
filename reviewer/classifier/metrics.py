"""Figures with their errors: agreement, ranking, calibration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    cohen_kappa_score,
    roc_auc_score,
)

from reviewer.classifier.band import Band

Array = npt.NDArray[Any]


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
    ordered = _pair_orders(rows)
    return float(np.mean(ordered)) if ordered else float("nan")


def n_pairs(rows: Sequence[AnnotatedEstimate]) -> int:
    """Return how many pairs have both twins with a probability."""
    return len(_pair_orders(rows))


def _pair_orders(rows: Sequence[AnnotatedEstimate]) -> list[bool]:
    twins: dict[frozenset[str], dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row.pair and row.probability is not None:
            twins[row.pair][row.label] = row.probability
    return [
        pair["substantiated"] > pair["unsubstantiated"]
        for pair in twins.values()
        if {"substantiated", "unsubstantiated"} <= set(pair)
    ]


Figure = tuple[float, float, float]
"""A value and its 95 % interval."""

_N_RESAMPLES = 500


def auc(truth: Array, probabilities: Array) -> float:
    """Return the ROC AUC; nan with one label only. Many times faster than scikit-learn's, for resampling."""
    n_good = int(truth.sum())
    if not 0 < n_good < len(truth):
        return float("nan")
    ranks = rankdata(probabilities)
    above = ranks[truth == 1].sum() - n_good * (n_good + 1) / 2
    return float(above / (n_good * (len(truth) - n_good)))


def average_precision(truth: Array, probabilities: Array) -> float:
    """Return the average precision; nan without a positive. Ties count in the given order."""
    if not truth.sum():
        return float("nan")
    good = truth[np.argsort(-probabilities, kind="stable")] == 1
    return float((np.cumsum(good) / np.arange(1, len(good) + 1))[good].mean())


def binary_figures(
    truth: Array, probabilities: Array, band: Band, *, groups: Array | None = None, random_state: int = 0
) -> dict[str, Figure]:
    """Return the figures of probabilities with bootstrap intervals.

    Parameters
    ----------
    truth : ndarray of shape (n_cases,)
        1 or 0.
    probabilities : ndarray of shape (n_cases,)
    band : Band
    groups : ndarray of shape (n_cases,), optional
        Whole groups are drawn: twins are no independent witnesses.
    random_state : int

    Returns
    -------
    dict of str to (value, low, high)
        ``auc``, ``average_precision``, ``brier``, ``decided`` (share of cases), ``right`` (share of the decided);
        nan where only one label is present.
    """
    members = np.arange(len(truth)) if groups is None else np.asarray(groups)
    _, numbers = np.unique(members, return_inverse=True)
    by_group = [np.flatnonzero(numbers == number) for number in range(numbers.max() + 1)] if len(truth) else []
    value = _point(truth, probabilities, band)
    rng = np.random.default_rng(random_state)
    draws = []
    for _ in range(_N_RESAMPLES if len(by_group) > 1 else 0):
        chosen = np.concatenate([by_group[i] for i in rng.integers(0, len(by_group), len(by_group))])
        draws.append(_point(truth[chosen], probabilities[chosen], band))
    figures: dict[str, Figure] = {}
    for name, centre in value.items():
        sample = np.array([one[name] for one in draws])
        sample = sample[~np.isnan(sample)]
        low, high = np.percentile(sample, [2.5, 97.5]) if len(sample) else (float("nan"), float("nan"))
        figures[name] = (centre, float(low), float(high))
    return figures


def _point(truth: Array, probabilities: Array, band: Band) -> dict[str, float]:
    nan = float("nan")
    decided = (probabilities <= band.low) | (probabilities >= band.high)
    right = (probabilities >= band.high) == (truth == 1)
    return {
        "auc": auc(truth, probabilities),
        "average_precision": average_precision(truth, probabilities),
        "brier": float(np.mean((probabilities - truth) ** 2)) if len(truth) else nan,
        "decided": float(decided.mean()) if len(truth) else nan,
        "right": float(right[decided].mean()) if decided.any() else nan,
    }
