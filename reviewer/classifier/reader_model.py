"""The model of the second reader: an adapted encoder, its word on each kind, probabilities that know the rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewer.classifier.light import Estimator
from reviewer.findings import kinds as known_kinds
from reviewer.language import Document
from reviewer.language.clauses import clauses_of
from reviewer.language.document import Sentence
from reviewer.language.encoder import Encoder, tokens_of
from reviewer.text import TextSpan

Array = npt.NDArray[Any]
# What a rule is taken to be worth before anything is counted: two right of three.
_PRIOR_RIGHT, _PRIOR_ALL = 2, 3
_SURE = 0.05
# Log-odds beyond this say the same.
_MOST = 6.0
# How much less than the best clause a neighbour may carry the kind and still belong to its words; measured.
_NEIGHBOUR = 0.6
_LEAST_WORDS = 3
# Of an act, and of its absence, before its chance is fitted.
_FEWEST = 5
# Sentences whose impression is kept in memory, about two kilobytes each.
_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """One sentence of a reply.

    Parameters
    ----------
    start, end : int
        Half-open offsets in the reply.
    text, language : str
    clauses : tuple of TextSpan
        Offsets in ``text``.
    """

    start: int
    end: int
    text: str
    language: str
    clauses: tuple[TextSpan, ...]


@dataclass(frozen=True, slots=True)
class Impression:
    """What the model makes of a sentence by itself.

    Parameters
    ----------
    scores : ndarray of shape (n_kinds,)
        Log-odds of the kinds, not yet calibrated.
    acts : ndarray of shape (n_acts,)
        Log-odds of what the sentence does, not yet calibrated.
    places : tuple of TextSpan
        Where the pieces of the sentence stand in it.
    marks : ndarray of shape (n_pieces, n_kinds)
        Log-odds that a piece belongs to the words that carry the kind.
    """

    scores: Array
    acts: Array
    places: tuple[TextSpan, ...]
    marks: Array

    def words_of(self, column: int, clauses: Sequence[TextSpan]) -> TextSpan:
        """Return the clause of the sentence that carries a kind, with neighbours that carry it almost as much.

        Parameters
        ----------
        column : int
            Number of the kind.
        clauses : sequence of TextSpan
            In order, at least one.
        """
        weights = [self._weight(column, one) for one in clauses]
        first = last = int(np.argmax(weights))
        least = weights[first] - _NEIGHBOUR
        while first > 0 and weights[first - 1] >= least:
            first -= 1
        while last + 1 < len(clauses) and weights[last + 1] >= least:
            last += 1
        return TextSpan(clauses[first].start, clauses[last].end)

    def _weight(self, column: int, clause: TextSpan) -> float:
        inside = [mark for mark, place in zip(self.marks[:, column], self.places, strict=True) if place.overlap(clause)]
        return float(np.mean(inside)) if inside else float("-inf")


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
    """Log-odds of all kinds at once, and per language a calibration that knows what the rules found.

    Parameters
    ----------
    n_layers : int
        Layers of the encoder that are run.

    Attributes
    ----------
    kinds_, acts_ : str
        One a line.
    adapter_ : dict of str to ndarray
        Low-rank changes of the encoder's last layers (see ``Encoder``), in half precision.
    head_ : ndarray of shape (2 * width + 1, n_kinds + n_acts)
        Weights over mean and maximum of the states; the last row is the intercept.
    marker_ : ndarray of shape (width + 1, n_kinds)
        Weights over the state of one piece.
    calibration_ : dict of str to ndarray
        Per language.
    act_calibration_ : ndarray of shape (n_acts, 2)
        Slope and intercept of each act.
    trusted_ : dict of str to float
        ``"ru ADM101"`` to the share of its findings that were right on lines its writer had not read.
    """

    def __init__(self, n_layers: int = 12) -> None:
        self.n_layers = n_layers
        self.trusted_: dict[str, float] = {}
        self.calibration_: dict[str, Array] = {}

    def set_learned(
        self, kinds: Sequence[str], acts: Sequence[str], adapter: Mapping[str, Array], head: Array, marker: Array
    ) -> None:
        """Take over what was learned elsewhere; the calibration comes after."""
        self.kinds_, self.acts_ = "\n".join(kinds), "\n".join(acts)
        self.act_calibration_ = np.tile([1.0, 0.0], (len(acts), 1))
        self.adapter_ = {name: one.astype(np.float16) for name, one in adapter.items()}
        self.head_, self.marker_ = head.astype(np.float32), marker.astype(np.float32)

    def read(self, texts: Sequence[str]) -> list[Impression]:
        """Return what the model makes of each sentence; phrases that recur from letter to letter are read once."""
        known: dict[str, Impression] = vars(self).setdefault("_known", {})
        if len(known) > _KEPT:
            # A new one, not this one emptied: another session of the page may be reading from it.
            known = vars(self)["_known"] = {}
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        if fresh:
            for text, states in zip(fresh, self._encoder().states(fresh), strict=True):
                known[text] = self._impression(text, states)
        return [known[text] for text in texts]

    def _impression(self, text: str, states: Array) -> Impression:
        whole = np.concatenate([states.mean(axis=0), states.max(axis=0)])
        places = tuple(TextSpan(one.start, one.end) for one in tokens_of(text)[1:-1])
        marks = states[1:-1] @ self.marker_[:-1] + self.marker_[-1]
        scores, n_kinds = whole @ self.head_[:-1] + self.head_[-1], self.marker_.shape[1]
        return Impression(scores[:n_kinds], scores[n_kinds:], places, marks)

    def _encoder(self) -> Encoder:
        if not hasattr(self, "_built"):
            self._built = Encoder(self.n_layers, self.adapter_)
        return self._built

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name not in {"_built", "_known"}}

    def kind_names(self) -> list[str]:
        """Return the kinds in the order of the columns."""
        return list(self.kinds_.split("\n"))

    def act_names(self) -> list[str]:
        """Return the acts in the order of the columns."""
        return list(self.acts_.split("\n")) if self.acts_ else []

    def act_log_odds(self, acts: Array) -> Array:
        """Return calibrated log-odds of acts, shape ``(n_sentences, n_acts)``."""
        slopes, intercepts = self.act_calibration_.T
        return np.asarray(acts * slopes + intercepts)

    def calibrate_acts(self, acts: Array, targets: Array) -> None:
        """Fit slope and intercept of each act.

        Parameters
        ----------
        acts, targets : ndarray of shape (n_sentences, n_acts)
        """
        from sklearn.linear_model import LogisticRegression

        for column in range(acts.shape[1]):
            if _FEWEST <= targets[:, column].sum() <= len(targets) - _FEWEST:
                model = LogisticRegression(C=1.0).fit(acts[:, [column]], targets[:, column])
                self.act_calibration_[column] = model.coef_[0, 0], model.intercept_[0]

    def trusted(self, language: str, code: str) -> float:
        """Return the share of a rule's findings that were right where its writer had not looked."""
        return float(self.trusted_.get(f"{language} {code}", smoothed(0, 0)))

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

    def probabilities(
        self,
        language: str,
        scores: Array,
        marks: Sequence[Collection[tuple[str, str]]],
        letters: Sequence[str | None],
    ) -> Array:
        """Return the probabilities of the kinds, shape ``(n_sentences, n_kinds)``.

        Parameters
        ----------
        language : str
        scores : ndarray of shape (n_sentences, n_kinds)
        marks : sequence of collection of (code, kind)
            What rules found in each sentence.
        letters : sequence of str or None
            The letter each sentence stands in; None for a sentence by itself.
        """
        rows = inputs(scores, self.evidence(language, marks), surroundings(scores, letters, self.kind_names()))
        coefficients = self.calibration_[language]
        return np.asarray(1 / (1 + np.exp(-(rows @ coefficients[:-1] + coefficients[-1]))))

    def calibrate(self, scores: Array, rules: RuleEvidence, letters: Sequence[str | None], targets: Array) -> Array:
        """Fit the probabilities of a language; return its coefficients."""
        rows = inputs(scores, rules, surroundings(scores, letters, self.kind_names()))
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=1.0, max_iter=2000).fit(rows.reshape(-1, rows.shape[-1]), targets.reshape(-1))
        return np.append(model.coef_[0], model.intercept_[0])


def read_reply(document: Document) -> list[SentenceReading]:
    """Return the sentences of a reply; a heading or a signature of a word or two says too little to be judged."""
    if "readings" not in document.memo:
        document.memo["readings"] = [
            SentenceReading(one.start, one.end, document.text[one.start : one.end], document.language, clauses)
            for one in document.sentences
            if sum(token.is_word for token in document.tokens[one.first : one.last]) >= _LEAST_WORDS
            and (clauses := _clauses(document, one))
        ]
    readings: list[SentenceReading] = document.memo["readings"]
    return readings


def _clauses(document: Document, sentence: Sentence) -> tuple[TextSpan, ...]:
    found = []
    for clause in clauses_of(document, sentence):
        tokens = document.tokens[clause.first : clause.last]
        if any(one.is_word for one in tokens):
            found.append(TextSpan(tokens[0].start - sentence.start, tokens[-1].end - sentence.start))
    return tuple(found)


def smoothed(n_right: int, n_all: int) -> float:
    """Return the share of a rule's findings taken to be right, from what was counted."""
    return (n_right + _PRIOR_RIGHT) / (n_all + _PRIOR_ALL)


def log_odds(share: float) -> float:
    """Return the log-odds of a share, bounded."""
    bounded = min(max(share, _SURE), 1 - _SURE)
    return float(np.log(bounded / (1 - bounded)))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around sentences, both arrays of shape ``(n_sentences, n_kinds)``.

    Parameters
    ----------
    in_letter : ndarray
        1 where the sentence stands in a letter: there most sentences are clean.
    others : ndarray
        Highest score of a kind of the same aspect in the other sentences of the letter, -1 to 1: who sneers once sneers
        again.
    """

    in_letter: Array
    others: Array


def surroundings(scores: Array, letters: Sequence[str | None], kinds: Sequence[str]) -> Surroundings:
    """Return what stands around each sentence in its letter."""
    aspects = np.array([known_kinds()[kind].aspect if kind in known_kinds() else kind for kind in kinds])
    in_letter, others = np.zeros(scores.shape), np.zeros(scores.shape)
    rows: dict[str, list[int]] = {}
    for row, letter in enumerate(letters):
        if letter is not None:
            rows.setdefault(letter, []).append(row)
    highest = {one: _bounded(scores[:, aspects == one]).max(axis=1) for one in dict.fromkeys(aspects)}
    for own in rows.values():
        in_letter[own] = 1
        for aspect, values in highest.items():
            *_, second, best = [-1.0, -1.0, *sorted(values[own])] if len(own) > 1 else [-1.0, -1.0]
            for row in own:
                others[row, aspects == aspect] = second if values[row] == best else best
    return Surroundings(in_letter, others)


def _bounded(scores: Array) -> Array:
    return np.asarray(np.clip(scores, -_MOST, _MOST) / _MOST)


def inputs(scores: Array, rules: RuleEvidence, around: Surroundings) -> Array:
    """Return what the calibration sees, shape ``(n_sentences, n_kinds, n_inputs + n_kinds)``."""
    n_sentences, n_kinds = scores.shape
    bounded = _bounded(scores)
    others = np.stack([np.delete(bounded, kind, axis=1).max(axis=1) for kind in range(n_kinds)], axis=1)
    elsewhere = np.stack([np.delete(rules.fired, kind, axis=1).max(axis=1) for kind in range(n_kinds)], axis=1)
    columns = [bounded, rules.fired, rules.log_odds, bounded * rules.fired, others, elsewhere, bounded * elsewhere]
    columns += [around.in_letter, bounded * around.in_letter, around.others * around.in_letter]
    kinds = np.broadcast_to(np.eye(n_kinds), (n_sentences, n_kinds, n_kinds))
    return np.concatenate([np.stack(columns, axis=-1), kinds], axis=-1)
