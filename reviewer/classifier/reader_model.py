"""The model of the second reader: kernel ridge over vectors and terms, then probabilities that know the rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewer.classifier.light import Estimator
from reviewer.classifier.reader_features import FAMILIES, SentenceReading
from reviewer.classifier.terms import TermMatrix

Array = npt.NDArray[Any]
# Project judgement: chosen by cross-validation among six mixtures; the weights say how much each family is trusted.
WEIGHTS = {"vectors": 0.7, "words": 0.15, "doings": 0.15, "status": 0.1, "lexicons": 0.15, "shape": 0.1}
_WIDTH = 1.0
_PENALTY = 0.3
_HINGE = 0.3
LEAST_DOCUMENTS = 2
# What a rule is taken to be worth before anything is counted: two right of three.
_PRIOR_RIGHT, _PRIOR_ALL = 2, 3
_SURE = 0.05
# Parts of unit vectors lie well inside one quarter; a byte holds them in steps this fine.
_STEPS = 400


@dataclass(frozen=True, slots=True)
class RuleEvidence:
    """What the rules say of sentences and kinds, both arrays of shape ``(n_sentences, n_kinds)``.

    Parameters
    ----------
    fired : ndarray
        1 where a rule of the kind marks words of the sentence.
    log_odds : ndarray
        Log-odds that its most trusted rule is right, measured where its writer had not looked; 0 where none fired.
    """

    fired: Array
    log_odds: Array


class SentenceReader(Estimator):
    """Scores of all kinds at once, and per language a calibration that knows what the rules found.

    Attributes
    ----------
    kinds_, texts_ : str
        One a line.
    vectors_ : ndarray of shape (n_examples, 512)
    weights_of_examples_ : ndarray of shape (n_examples, n_kinds)
    coefficients_ : dict of str to ndarray of shape (n_terms, n_kinds)
    calibration_ : dict of str to ndarray of shape (n_inputs + 2 * n_kinds + 1,)
        Per language.
    trusted_ : dict of str to float
        ``"ru ADM101"`` to the share of its findings that were right on lines its writer had not read.
    thresholds_ : dict of str to float
        ``"ru sarcasm"`` to the probability from which a finding is given.
    """

    def __init__(self, width: float = _WIDTH, penalty: float = _PENALTY) -> None:
        self.width = width
        self.penalty = penalty
        self.trusted_: dict[str, float] = {}
        self.calibration_: dict[str, Array] = {}
        self.thresholds_: dict[str, float] = {}

    def fit_across(
        self, readings: Sequence[SentenceReading], targets: Array, kinds: Sequence[str], folds: Array
    ) -> Array:
        """Fit on all, and return the scores of models that had not seen the example's fold.

        Parameters
        ----------
        readings : sequence of SentenceReading
        targets : ndarray of shape (n_examples, n_kinds)
            1 or 0.
        kinds : sequence of str
        folds : ndarray of shape (n_examples,)
            Near-pairs stand in one fold.
        """
        self._learn_terms(readings)
        vectors, rows = self.kernel_parts(readings)
        kernel = self._kernel(vectors, vectors)
        for family in FAMILIES:
            kernel += WEIGHTS[family] * (rows[family] @ rows[family].T).toarray()
        across = np.zeros(targets.shape)
        for fold in np.unique(folds):
            inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            alpha, prior = self._alpha(kernel[np.ix_(inside, inside)], targets[inside])
            across[outside] = kernel[np.ix_(outside, inside)] @ alpha + prior
        self._keep(readings, kinds, vectors, rows, *self._alpha(kernel, targets))
        return across

    def scores(self, readings: Sequence[SentenceReading]) -> Array:
        """Return the scores, shape ``(n_sentences, n_kinds)``: near 1 for a sentence of the kind, near 0 for none."""
        vectors, rows = self.kernel_parts(readings)
        coefficients = self._wide()[1]
        found = self._kernel(vectors, self._examples()) @ self.weights_of_examples_
        for family in FAMILIES:
            found = found + WEIGHTS[family] * (rows[family] @ coefficients[family])
        return np.asarray(found + self.prior_)

    def _examples(self) -> Array:
        return self._wide()[0]

    def _wide(self) -> tuple[Array, dict[str, Array]]:
        """Return vectors and coefficients in single precision, unpacked once: half precision is slow to reckon with."""
        if not hasattr(self, "_unpacked"):
            coefficients = {name: one.astype(np.float32) for name, one in self.coefficients_.items()}
            self._unpacked = self.vectors_.astype(np.float32) / _STEPS, coefficients
        return self._unpacked

    def __getstate__(self) -> dict[str, object]:
        state = dict(super().__getstate__())
        state.pop("_unpacked", None)
        return state

    def kernel_parts(self, readings: Sequence[SentenceReading]) -> tuple[Array, dict[str, Any]]:
        """Return centred unit vectors and the rows of each family."""
        vectors = np.stack([one.vector for one in readings]) - self.centre_
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
        return vectors.astype(np.float32), {
            family: self.matrices_[family].transform([one.terms[family] for one in readings]) for family in FAMILIES
        }

    def nearest(self, reading: SentenceReading, kind: str, *, n_examples: int = 3) -> list[str]:
        """Return the training sentences of the kind that speak most for it."""
        vectors, _ = self.kernel_parts([reading])
        column = self.kind_names().index(kind)
        pull = self._kernel(vectors, self._examples())[0] * self.weights_of_examples_[:, column]
        texts = self.texts_.split("\n")
        return [texts[index] for index in np.argsort(-pull)[:n_examples]]

    def kind_names(self) -> list[str]:
        """Return the kinds in the order of the columns."""
        return list(self.kinds_.split("\n"))

    def trusted(self, language: str, code: str) -> float:
        """Return the share of a rule's findings that were right where its writer had not looked."""
        return float(self.trusted_.get(f"{language} {code}", smoothed(0, 0)))

    def threshold(self, language: str, kind: str) -> float:
        """Return the probability from which a finding is given; above 1 where never."""
        return float(self.thresholds_.get(f"{language} {kind}", 2.0))

    def evidence(self, language: str, marks: Sequence[Collection[tuple[str, str]]]) -> RuleEvidence:
        """Return what rules say, from the ``(code, kind)`` of each sentence's findings."""
        kinds = self.kind_names()
        fired, trust = np.zeros((len(marks), len(kinds))), np.zeros((len(marks), len(kinds)))
        for row, own in enumerate(marks):
            for column, kind in enumerate(kinds):
                shares = [self.trusted(language, code) for code, other in own if other == kind]
                if shares:
                    fired[row, column], trust[row, column] = 1, log_odds(max(shares))
        return RuleEvidence(fired, trust)

    def probabilities(self, language: str, scores: Array, marks: Sequence[Collection[tuple[str, str]]]) -> Array:
        """Return the probabilities of the kinds, shape ``(n_sentences, n_kinds)``."""
        return probabilities(self.calibration_[language], scores, self.evidence(language, marks))

    def calibrate(self, scores: Array, rules: RuleEvidence, targets: Array) -> Array:
        """Fit the probabilities of a language; return its coefficients."""
        rows = inputs(scores, rules)
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=1.0, max_iter=2000).fit(rows.reshape(-1, rows.shape[-1]), targets.reshape(-1))
        return np.append(model.coef_[0], model.intercept_[0])

    def _learn_terms(self, readings: Sequence[SentenceReading]) -> None:
        self.centre_ = np.mean([one.vector for one in readings], axis=0).astype(np.float32)
        self.matrices_ = {
            family: TermMatrix(LEAST_DOCUMENTS).fit([one.terms[family] for one in readings]) for family in FAMILIES
        }

    def _keep(
        self,
        readings: Sequence[SentenceReading],
        kinds: Sequence[str],
        vectors: Array,
        rows: dict[str, Any],
        alpha: Array,
        prior: Array,
    ) -> None:
        self.kinds_ = "\n".join(kinds)
        self.texts_ = "\n".join(" ".join(one.text.split()) for one in readings)
        # Whole numbers: the file is a quarter as large, the scores move in the third place.
        self.vectors_ = np.round(vectors * _STEPS).astype(np.int8)
        self.weights_of_examples_ = alpha.astype(np.float32)
        self.coefficients_ = {family: np.asarray(rows[family].T @ alpha).astype(np.float16) for family in FAMILIES}
        self.prior_ = prior

    def _alpha(self, kernel: Array, targets: Array) -> tuple[Array, Array]:
        from scipy.linalg import solve

        system = kernel.copy()
        system[np.diag_indices(len(system))] += self.penalty
        prior = targets.mean(axis=0)
        return solve(system, (targets - prior).astype(np.float32), assume_a="pos", check_finite=False), prior

    def _kernel(self, vectors: Array, others: Array) -> Array:
        cosines = vectors @ others.T
        return np.asarray(WEIGHTS["vectors"] * np.exp(self.width * (cosines - 1)), dtype=np.float32)


def smoothed(n_right: int, n_all: int) -> float:
    """Return the share of a rule's findings taken to be right, from what was counted."""
    return (n_right + _PRIOR_RIGHT) / (n_all + _PRIOR_ALL)


def log_odds(share: float) -> float:
    """Return the log-odds of a share, bounded."""
    bounded = min(max(share, _SURE), 1 - _SURE)
    return float(np.log(bounded / (1 - bounded)))


def inputs(scores: Array, rules: RuleEvidence) -> Array:
    """Return what the calibration sees, shape ``(n_sentences, n_kinds, n_inputs + 2 * n_kinds)``."""
    n_sentences, n_kinds = scores.shape
    bounded = np.clip(scores, -0.2, 1.2)
    others = np.stack([np.delete(bounded, kind, axis=1).max(axis=1) for kind in range(n_kinds)], axis=1)
    elsewhere = np.stack([np.delete(rules.fired, kind, axis=1).max(axis=1) for kind in range(n_kinds)], axis=1)
    columns = [
        bounded,
        np.maximum(bounded - _HINGE, 0),
        rules.fired,
        rules.log_odds,
        bounded * rules.fired,
        others,
        elsewhere,
        bounded * elsewhere,
    ]
    kinds = np.broadcast_to(np.eye(n_kinds), (n_sentences, n_kinds, n_kinds))
    return np.concatenate([np.stack(columns, axis=-1), kinds, kinds * bounded[..., None]], axis=-1)


def probabilities(coefficients: Array, scores: Array, rules: RuleEvidence) -> Array:
    """Return the probabilities of the kinds, shape ``(n_sentences, n_kinds)``."""
    return np.asarray(1 / (1 + np.exp(-(inputs(scores, rules) @ coefficients[:-1] + coefficients[-1]))))
