"""Where the estimate abstains: probabilities inside the band are called ``unclear``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
# Project judgement: what is decided should be right in 85 of 100 cases; 80 were asked for, and a new writer costs some.
WANTED_RIGHT = 0.85
# Project judgement: a product that says "unclear" to much more than a third of the complaints helps nobody.
MOST_UNDECIDED = 0.35


@dataclass(frozen=True, slots=True)
class Band:
    """Half-open on neither side: ``unclear`` where ``low < probability < high``."""

    low: float
    high: float

    def label(self, probability: float) -> str:
        """Return the label of a probability."""
        if probability >= self.high:
            return "substantiated"
        return "unsubstantiated" if probability <= self.low else "unclear"


def choose_band(probabilities: Array, truth: Array) -> Band:
    """Return the narrowest band that keeps what is decided right often enough.

    Parameters
    ----------
    probabilities : ndarray of shape (n_cases,)
        Out-of-fold: of cases the model has not seen.
    truth : ndarray of shape (n_cases,)
        1 or 0.

    Returns
    -------
    Band
        Around the probability that parts the classes best; never wider than ``MOST_UNDECIDED`` allows.
    """
    middle = _best_threshold(probabilities, truth)
    distance = np.abs(probabilities - middle)
    right = (probabilities >= middle) == (truth == 1)
    for undecided in np.arange(0.0, MOST_UNDECIDED + 0.001, 0.02):
        width = float(np.quantile(distance, undecided))
        kept = distance >= width
        if right[kept].mean() >= WANTED_RIGHT:
            break
    return Band(round(middle - width, 4), round(middle + width, 4))


def _best_threshold(probabilities: Array, truth: Array) -> float:
    # Near one half only: a threshold far out would fit the noise of a small table.
    grid = np.arange(0.4, 0.601, 0.02)
    accuracy = [np.mean((probabilities >= one) == (truth == 1)) for one in grid]
    best = np.flatnonzero(np.array(accuracy) >= max(accuracy) - 0.005)
    return float(grid[best[len(best) // 2]])
