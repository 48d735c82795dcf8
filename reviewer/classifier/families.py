"""Families of features, each a small model of its own that gives log-odds; a stack weighs them (``stack.py``).

A family is fitted with ``fit_across(readings, labels, folds, ...)``, which returns what it would have said of each
complaint had it not seen the complaint's group, and leaves the family fitted on everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from reviewer.classifier.light import Estimator
from reviewer.classifier.reading import ClauseReading, ComplaintReading, doings_of, signed_doings_of, terms_of
from reviewer.classifier.terms import TermMatrix

Array = npt.NDArray[Any]
Folds = Sequence[tuple[Array, Array]]
Cues = Sequence[tuple[int, int, str, str]]
"""Annotated clauses of one complaint: start, end, side (``for``, ``against``, ``unclear``), ground."""

SIDES = ("against", "for", "none", "unclear")
_TERMS: dict[str, Callable[[ClauseReading], Iterator[str]]] = {
    "terms": terms_of,
    "doings": doings_of,
    "signs": signed_doings_of,
}
# A clause is annotated where it shares at least this part of the shorter of the two with a cue.
_SHARE_OF_CUE = 0.5
_SIGNS = {"for": "+", "against": "-"}
# Intercept of a side that no clause of the table was annotated with: next to no probability.
_NEVER = -12.0
# A ground with fewer annotated clauses is not learnt.
_LEAST_OF_GROUND = 10


def decided(labels: Array) -> Array:
    """Return which labels are 0 or 1; ``unclear`` is nan."""
    return ~np.isnan(labels)


class TermFamily(Estimator):
    """Logistic regression over weighted terms of the whole complaint.

    Parameters
    ----------
    kind : {"terms", "doings", "signs"}
        Normal forms, neighbours and pairs; who does what; or what is spoken of, and whose doing it is.
    strength : float
        Inverse of the penalty.
    min_documents : int
    """

    def __init__(self, kind: str = "terms", strength: float = 10.0, min_documents: int = 2) -> None:
        self.kind = kind
        self.strength = strength
        self.min_documents = min_documents

    def fit_across(
        self, readings: Sequence[ComplaintReading], labels: Array, folds: Folds, cues: Sequence[Cues]
    ) -> Array:
        """Fit and return out-of-fold log-odds, shape ``(n_complaints,)``."""
        del cues
        self.matrix_ = TermMatrix(self.min_documents).fit([self._terms(one) for one in readings])
        rows = self.matrix_.transform([self._terms(one) for one in readings])
        across = np.zeros(len(readings))
        for train, test in folds:
            known = train[decided(labels[train])]
            across[test] = self._model().fit(rows[known], labels[known]).decision_function(rows[test])
        known = np.flatnonzero(decided(labels))
        model = self._model().fit(rows[known], labels[known])
        self.coef_ = model.coef_[0].astype(np.float32)
        self.intercept_ = float(model.intercept_[0])
        return across

    def log_odds(self, readings: Sequence[ComplaintReading]) -> Array:
        """Return log-odds, shape ``(n_complaints,)``."""
        rows = self.matrix_.transform([self._terms(one) for one in readings])
        return np.asarray(rows @ self.coef_ + self.intercept_)

    def _terms(self, reading: ComplaintReading) -> list[str]:
        return [term for clause in reading.clauses for term in _TERMS[self.kind](clause)]

    def _model(self) -> Any:
        return _logistic(C=self.strength, max_iter=500)


class ClauseFamily(Estimator):
    """Each clause is judged first (for, against, open, or no cue), then the complaint by its clauses.

    Parameters
    ----------
    strength : float
        Inverse of the penalty of the clause model.
    n_dimensions : int
        Directions kept of the sentence vectors.
    min_documents : int
    random_state : int

    Notes
    -----
    A clause is read with its neighbours and the mean of the complaint: «я расписался» speaks for or against only
    beside what was signed.
    """

    _last: tuple[ComplaintReading, sp.csr_matrix] | None = None

    def __init__(
        self, strength: float = 0.2, n_dimensions: int = 256, min_documents: int = 3, random_state: int = 0
    ) -> None:
        self.strength = strength
        self.n_dimensions = n_dimensions
        self.min_documents = min_documents
        self.random_state = random_state

    def fit_across(
        self, readings: Sequence[ComplaintReading], labels: Array, folds: Folds, cues: Sequence[Cues]
    ) -> Array:
        """Fit on annotated clauses and return out-of-fold log-odds of the complaints."""
        from sklearn.decomposition import PCA
        from sklearn.preprocessing import StandardScaler

        owner = np.repeat(np.arange(len(readings)), [len(one.clauses) for one in readings])
        sides = np.concatenate([sides_of(one, marks) for one, marks in zip(readings, cues, strict=True)])
        vectors = np.concatenate([one.vectors for one in readings])
        self.project_ = PCA(min(self.n_dimensions, *vectors.shape), random_state=self.random_state).fit(vectors)
        self.project_.components_ = self.project_.components_.astype(np.float32)
        self.project_.mean_ = self.project_.mean_.astype(np.float32)
        self.matrix_ = TermMatrix(self.min_documents).fit(
            [_clause_terms(clause) for one in readings for clause in one.clauses]
        )
        rows = self._rows(readings)
        said = np.zeros((len(owner), len(SIDES)))
        for train, test in folds:
            inside = np.isin(owner, train)
            coef, intercept = self._fit_clauses(rows[inside], sides[inside])
            outside = np.isin(owner, test)
            said[outside] = _softmax(rows[outside] @ coef.T + intercept)
        self.coef_, self.intercept_ = self._fit_clauses(rows, sides)
        features = np.stack([summary(said[owner == index]) for index in range(len(readings))])
        self.scale_ = StandardScaler().fit(features)
        features = self.scale_.transform(features)
        self._fit_grounds(rows, readings, cues)
        across = np.zeros(len(readings))
        for train, test in folds:
            known = train[decided(labels[train])]
            across[test] = self._complaint_model().fit(features[known], labels[known]).decision_function(features[test])
        known = np.flatnonzero(decided(labels))
        self.complaint_ = self._complaint_model().fit(features[known], labels[known])
        return across

    def log_odds(self, readings: Sequence[ComplaintReading]) -> Array:
        """Return log-odds, shape ``(n_complaints,)``."""
        features = np.stack([summary(self.sides(one)) for one in readings])
        return np.asarray(self.complaint_.decision_function(self.scale_.transform(features)))

    def sides(self, reading: ComplaintReading) -> Array:
        """Return for each clause the probabilities of ``SIDES``, shape ``(n_clauses, 4)``."""
        return _softmax(self._rows([reading]) @ self.coef_.T + self.intercept_)

    def ground(self, reading: ComplaintReading, index: int, *, in_favour: bool) -> str:
        """Return the likeliest ground of a clause among those that speak for a complaint, or against it."""
        row = self._rows([reading])[index]
        scores = row.data @ self.ground_coef_[row.indices].astype(np.float32) + self.ground_intercept_
        names = self.grounds_.split("\n")
        allowed = [place for place, name in enumerate(names) if name.startswith("+" if in_favour else "-")]
        return names[max(allowed, key=lambda place: scores[place])][1:] if allowed else "needs_check"

    def _fit_grounds(self, rows: sp.csr_matrix, readings: Sequence[ComplaintReading], cues: Sequence[Cues]) -> None:
        marks = [mark for one, own in zip(readings, cues, strict=True) for mark in marks_of(one, own)]
        names = np.array([_SIGNS.get(mark[0], "") + mark[1] if mark else "" for mark in marks])
        common = [
            name for name, count in Counter(names).items() if name[:1] in {"+", "-"} and count >= _LEAST_OF_GROUND
        ]
        chosen = np.flatnonzero(np.isin(names, common))
        if len(common) < 3:
            self.grounds_, self.ground_coef_, self.ground_intercept_ = "", np.zeros((rows.shape[1], 0)), np.zeros(0)
            return
        model = _logistic(C=self.strength, max_iter=100, tol=1e-3).fit(rows[chosen], names[chosen])
        self.grounds_ = "\n".join(model.classes_)
        self.ground_coef_ = np.ascontiguousarray(model.coef_.T, dtype=np.float16)
        self.ground_intercept_ = model.intercept_.astype(np.float32)

    def _rows(self, readings: Sequence[ComplaintReading]) -> sp.csr_matrix:
        if len(readings) == 1 and self._last is not None and self._last[0] is readings[0]:
            return self._last[1]
        terms = self.matrix_.transform([_clause_terms(clause) for one in readings for clause in one.clauses])
        dense = np.concatenate([self._surroundings(one) for one in readings]).astype(np.float32)
        rows = sp.hstack([terms, sp.csr_matrix(dense)]).tocsr()
        if len(readings) == 1:
            # Probability, cues and grounds of one complaint ask for the same rows one after the other.
            self._last = (readings[0], rows)
        return rows

    def __getstate__(self) -> dict[str, object]:
        state = dict(super().__getstate__())
        state.pop("_last", None)
        return state

    def _surroundings(self, reading: ComplaintReading) -> Array:
        vectors = (reading.vectors - self.project_.mean_) @ self.project_.components_.T
        nothing = np.zeros((1, vectors.shape[1]), dtype=vectors.dtype)
        n_clauses = len(vectors)
        place = np.arange(n_clauses) / max(1, n_clauses)
        flags = np.array([[clause.is_quoted, clause.is_question] for clause in reading.clauses], dtype=np.float32)
        ends = np.zeros((n_clauses, 2))
        ends[0, 0] = ends[-1, 1] = 1
        # Project judgement: a clause weighs as much as the whole text around it, a neighbour half as much.
        return np.hstack(
            [
                3 * vectors,
                1.5 * np.vstack([nothing, vectors[:-1]]),
                1.5 * np.vstack([vectors[1:], nothing]),
                3 * np.repeat(vectors.mean(axis=0, keepdims=True), n_clauses, axis=0),
                place[:, None],
                flags,
                ends,
            ]
        )

    def _fit_clauses(self, rows: sp.csr_matrix, sides: Array) -> tuple[Array, Array]:
        """Return coefficients and intercepts with one row for each of ``SIDES``, also those nobody annotated."""
        model = _logistic(C=self.strength, max_iter=300).fit(rows, sides)
        coef = np.zeros((len(SIDES), rows.shape[1]), dtype=np.float32)
        intercept = np.full(len(SIDES), _NEVER, dtype=np.float32)
        places = [SIDES.index(side) for side in model.classes_]
        if len(places) == 2:  # one row says both: the log-odds of the second against the first
            coef[places[1]], intercept[places] = model.coef_[0], (0.0, model.intercept_[0])
        else:
            coef[places], intercept[places] = model.coef_, model.intercept_
        return coef, intercept

    def _complaint_model(self) -> Any:
        return _logistic(C=0.1)


def _logistic(**options: Any) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(**options)


def _softmax(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def marks_of(reading: ComplaintReading, cues: Cues) -> list[tuple[str, str] | None]:
    """Return side and ground of each clause; None where nothing is annotated."""
    marks: list[tuple[str, str] | None] = []
    for clause in reading.clauses:
        found = None
        for start, end, side, ground in cues:
            common = min(clause.end, end) - max(clause.start, start)
            if common >= _SHARE_OF_CUE * min(end - start, clause.end - clause.start):
                found = side, ground
                break
        marks.append(found)
    return marks


def sides_of(reading: ComplaintReading, cues: Cues) -> Array:
    """Return the annotated side of each clause; ``none`` where nothing is annotated."""
    return np.array([mark[0] if mark else "none" for mark in marks_of(reading, cues)])


def summary(said: Array) -> Array:
    """Return what the clauses say together: strongest, two strongest and sum of each side, and their balance."""
    against, in_favour, none, unclear = said.T
    balance = np.log(in_favour / against)
    salience = 1 - none
    best, worst = np.sort(in_favour)[::-1], np.sort(against)[::-1]
    return np.array(
        [
            best[0],
            best[:2].mean(),
            np.sqrt(best.sum()),
            worst[0],
            worst[:2].mean(),
            np.sqrt(worst.sum()),
            (salience * balance).sum() / salience.sum(),
            np.log(best.sum() / worst.sum()),
            balance[np.argmax(salience)],
            unclear.max(),
            balance[-1],
            balance.mean(),
        ]
    )


def _clause_terms(clause: ClauseReading) -> list[str]:
    neighbours = [term for term in terms_of(clause) if " … " not in term]
    return [*neighbours, *doings_of(clause), *signed_doings_of(clause)]
