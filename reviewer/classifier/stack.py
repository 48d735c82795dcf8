"""Families weighed together: out-of-fold log-odds into one small logistic regression, which also calibrates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reviewer.classifier.explain import explain
from reviewer.classifier.families import Array, ClauseFamily, Cues, Folds, TermFamily, decided
from reviewer.classifier.light import Estimator
from reviewer.classifier.reading import ComplaintReading
from reviewer.findings import Cue

Family = TermFamily | ClauseFamily


class Stack(Estimator):
    """A classifier of complaints made of families of features.

    Parameters
    ----------
    families : list of estimator
        Unfitted families.
    strength : float, default=0.1
        Inverse of the penalty on the families' weights: a strong one keeps a family that looks good by chance small.

    Attributes
    ----------
    weights_ : ndarray of shape (n_families,)
    intercept_ : float
    """

    needs_clauses = True
    fits_once = False

    def __init__(self, families: list[Family], strength: float = 0.1) -> None:
        self.families = families
        self.strength = strength

    def fit_across(
        self, readings: Sequence[ComplaintReading], labels: Array, folds: Folds, cues: Sequence[Cues]
    ) -> Array:
        """Fit, and return out-of-fold probabilities of ``substantiated``, shape ``(n_complaints,)``.

        Parameters
        ----------
        readings : sequence of ComplaintReading
        labels : ndarray of shape (n_complaints,)
            1, 0, or nan for ``unclear``.
        folds : sequence of (train, test)
            Indexes; a group stands on one side.
        cues : sequence
            Annotated clauses per complaint; empty where there are none.
        """
        self.across_ = np.column_stack([one.fit_across(readings, labels, folds, cues) for one in self.families])
        across = np.zeros(len(readings))
        for train, test in folds:
            known = train[decided(labels[train])]
            across[test] = self._model().fit(self.across_[known], labels[known]).predict_proba(self.across_[test])[:, 1]
        known = np.flatnonzero(decided(labels))
        model = self._model().fit(self.across_[known], labels[known])
        self.weights_ = model.coef_[0]
        self.intercept_ = float(model.intercept_[0])
        return across

    def probabilities(self, readings: Sequence[ComplaintReading]) -> Array:
        """Return the probability of ``substantiated``, shape ``(n_complaints,)``."""
        scores = np.column_stack([one.log_odds(readings) for one in self.families]) @ self.weights_ + self.intercept_
        return np.asarray(1 / (1 + np.exp(-scores)))

    def cues(self, reading: ComplaintReading) -> tuple[Cue, ...]:
        """Return the clauses that speak for and against; none where the model judges no clauses."""
        family = self.clause_family()
        return explain(family, reading) if family else ()

    def clause_family(self) -> ClauseFamily | None:
        """Return the family that judges clauses, where there is one."""
        return next((one for one in self.families if isinstance(one, ClauseFamily)), None)

    def _model(self) -> Any:
        from sklearn.linear_model import LogisticRegression

        return LogisticRegression(C=self.strength)

    def __getstate__(self) -> dict[str, object]:
        state = dict(super().__getstate__())
        state.pop("across_", None)
        return state
