"""A model for large tables of one language: hashed words and neighbours, bounded memory, minutes for 100,000 rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression

from reviewer.classifier.families import Cues, Folds, decided
from reviewer.classifier.reading import ComplaintReading
from reviewer.findings import Cue

Array = npt.NDArray[Any]
# Words of two letters and more; figures and the publishers' masks (XXXX) say nothing of what happened.
_WORD = r"(?u)\b(?!x+\b)[^\W\d_][^\W\d_]+\b"
_LOG2_COLUMNS = 18


class LargeTableModel(BaseEstimator):  # type: ignore[misc]
    """Logistic regression on hashed words and pairs of neighbours.

    Parameters
    ----------
    strength : float, default=10.0
        Inverse of the penalty.
    random_state : int

    Notes
    -----
    It judges no clauses, so it names no cues.
    """

    needs_clauses = False
    fits_once = True

    def __init__(self, strength: float = 10.0, random_state: int = 0) -> None:
        self.strength = strength
        self.random_state = random_state

    def fit_across(
        self, readings: Sequence[ComplaintReading], labels: Array, folds: Folds, cues: Sequence[Cues]
    ) -> Array:
        """Fit once; no out-of-fold probabilities (nan): a large table is measured on its hold-out."""
        del folds, cues
        known = np.flatnonzero(decided(labels)).tolist()
        counts = self._words().transform([readings[index].text for index in known])
        self.weights_ = TfidfTransformer(sublinear_tf=True).fit(counts)
        rows = self.weights_.transform(counts, copy=False)
        model = LogisticRegression(C=self.strength, max_iter=200, tol=1e-5).fit(rows, labels[known])
        self.coef_ = model.coef_[0].astype(np.float32)
        self.intercept_ = float(model.intercept_[0])
        return np.full(len(readings), np.nan)

    def probabilities(self, readings: Sequence[ComplaintReading]) -> Array:
        """Return the probability of ``substantiated``, shape ``(n_complaints,)``."""
        rows = self.weights_.transform(self._words().transform([one.text for one in readings]), copy=False)
        return np.asarray(1 / (1 + np.exp(-(rows @ self.coef_ + self.intercept_))))

    def cues(self, reading: ComplaintReading) -> tuple[Cue, ...]:
        """Return nothing: hashed words have no names."""
        return ()

    def _words(self) -> HashingVectorizer:
        return HashingVectorizer(
            token_pattern=_WORD,
            ngram_range=(1, 2),
            n_features=2**_LOG2_COLUMNS,
            alternate_sign=False,
            norm=None,
            dtype=np.float32,
        )
