"""Which cases to label next: where the model knows least, and not twice the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewer.classifier.reading import ComplaintReading

Array = npt.NDArray[Any]
# Project judgement: a case this close to one already chosen teaches the same again.
_TOO_CLOSE = 0.9


def cases_to_label(probabilities: Array, readings: Sequence[ComplaintReading], *, n_cases: int) -> list[int]:
    """Return indexes of the cases worth labelling next, most uncertain first.

    Parameters
    ----------
    probabilities : ndarray of shape (n_cases,)
    readings : sequence of ComplaintReading
        Readings with clauses; complaints too like one already chosen are passed over.
    n_cases : int
        How many are wanted; fewer come back where all others are too alike.
    """
    means = np.stack([_mean(one) for one in readings]) if readings else np.zeros((0, 1))
    chosen: list[int] = []
    for index in np.argsort(np.abs(probabilities - 0.5), kind="stable"):
        if len(chosen) == n_cases:
            break
        if not chosen or float(np.max(means[chosen] @ means[index])) < _TOO_CLOSE:
            chosen.append(int(index))
    return chosen


def _mean(reading: ComplaintReading) -> Array:
    if not len(reading.vectors):
        return np.zeros(reading.vectors.shape[1])
    mean = reading.vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9))
