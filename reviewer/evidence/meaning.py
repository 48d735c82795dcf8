"""Elements of a reply by the meaning of its sentences: asked only where no pattern spoke.

Cues are exact and explain themselves, but no list holds every way to feel with somebody or to say where to turn. One
weight vector an element, fitted on sentences of ``data/`` (``python -m reviewer.devtools.elements``), says how much a
sentence means it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt

from reviewer.evidence.layout import layout_of
from reviewer.language import Document
from reviewer.language.document import Sentence
from reviewer.language.vectors import sentence_vectors
from reviewer.text import TextSpan

LEARNED = ("empathy", "escalation_route", "alternative_offered", "review_described")
"""Elements with weights."""
DECISIONS = ("refuse", "grant", "await")
"""What a sentence can say of the demand, with weights as well."""
WEIGHTS = "meaning.npz"

# Project judgement: log-odds from which a sentence counts; on letters kept out of the fit an element is then found
# wrongly in at most one letter of twenty-five.
LEAST = {"empathy": 1.5, "escalation_route": 0.7, "alternative_offered": 1.0, "review_described": 1.2}
LEAST |= dict.fromkeys(DECISIONS, 0.0)
# Project judgement: below this a cue is taken for words that say something else ("my boss", "the court held"); of the
# sentences a cue marks rightly, kept out of the fit, one in fifty lies lower.
_DENIED_BELOW = {"empathy": -5.0, "escalation_route": -2.5, "review_described": -4.0}
# Regret and sympathy open a letter; what sounds like them further down is mostly about something else.
_LEAD = {"empathy": 4}
_FEWEST_WORDS = 3


def means(document: Document, element: str) -> list[TextSpan]:
    """Return the sentences of the body that say an element by their meaning.

    Parameters
    ----------
    document : Document
    element : str
        One of ``LEARNED``.
    """
    return [TextSpan(one.start, one.end) for one, value in log_odds(document, element) if value >= LEAST[element]]


def is_denied(document: Document, element: str, sentence: int) -> bool:
    """Return whether the meaning of a sentence speaks against the element that a cue sees in it."""
    if element not in _DENIED_BELOW:
        return False
    values = {one.index: row[LEARNED.index(element)] for one, row in zip(*_reading(document), strict=True)}
    return bool(values.get(sentence, 0.0) < _DENIED_BELOW[element])


def log_odds(document: Document, element: str) -> list[tuple[Sentence, float]]:
    """Return the statements of the body, as far as they can say an element, each with its log-odds."""
    sentences, values = _reading(document)
    column = (*LEARNED, *DECISIONS).index(element)
    return [(one, float(row[column])) for one, row in zip(sentences, values, strict=True)][: _LEAD.get(element)]


def _reading(document: Document) -> tuple[list[Sentence], npt.NDArray[np.float64]]:
    if "meaning" not in document.memo:
        document.memo["meaning"] = _read(document)
    found: tuple[list[Sentence], npt.NDArray[np.float64]] = document.memo["meaning"]
    return found


def likeliest_decision(document: Document) -> str | None:
    """Return ``refuse``, ``grant`` or ``await``, whichever a sentence of the body means most; None if none does."""
    values = [(value, name) for name in DECISIONS for _, value in log_odds(document, name)]
    value, best = max(values, default=(float("-inf"), DECISIONS[0]))
    return best if value >= LEAST[best] else None


def _read(document: Document) -> tuple[list[Sentence], npt.NDArray[np.float64]]:
    sentences = statements(document)
    vectors = sentence_vectors([document.text[one.start : one.end] for one in sentences])
    weights, intercepts = _weights()
    return sentences, vectors @ weights + intercepts


def statements(document: Document) -> list[Sentence]:
    """Return the sentences of the body that tell something: three words at least."""
    first, last = layout_of(document).body
    return [
        one
        for one in document.sentences[first:last]
        if sum(token.is_word for token in document.tokens[one.first : one.last]) >= _FEWEST_WORDS
    ]


@cache
def _weights() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    with as_file(files("reviewer").joinpath("evidence", WEIGHTS)) as path, np.load(path, allow_pickle=False) as stored:
        return stored["weights"].astype(np.float64), stored["intercepts"].astype(np.float64)
