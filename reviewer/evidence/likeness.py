"""What a sentence is most like, by meaning: asked only where no pattern spoke.

Cues are exact and explain themselves, but no list holds every way to feel with somebody. A sentence that is closer to
the examples of one class (``likeness.toml``) than to those of every other, and close enough, counts for that class.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from reviewer.evidence.layout import layout_of
from reviewer.language import Document
from reviewer.language.document import Sentence
from reviewer.language.pack import read_toml
from reviewer.language.vectors import sentence_vectors
from reviewer.text import TextSpan

# Project judgement: on invented sentences that the patterns miss, 0.5 finds one in four and mistakes fewer than one
# in two hundred of others; a decision has to be one of three, so less will do.
_CLOSE, _CLOSE_FOR_DECISION = 0.5, 0.35
_DECISIONS = ("refuse", "grant", "await")
_FEWEST_WORDS = 3


@cache
def _examples(language: str) -> Mapping[str, npt.NDArray[np.float32]]:
    table = read_toml(files("reviewer").joinpath("evidence", language, "likeness.toml"))
    return {name: sentence_vectors(sentences) for name, sentences in table.items()}


def alike(document: Document, name: str) -> list[TextSpan]:
    """Return the sentences of the body that are most like the examples of one class."""
    return [
        TextSpan(one.start, one.end)
        for one, values in _likeness(document)
        if values[name] >= _CLOSE and values[name] == max(values.values())
    ]


def likeliest_decision(document: Document) -> str | None:
    """Return ``refuse``, ``grant`` or ``await``, whichever a sentence of the body is most like; None if none is."""
    close = [(values[name], name) for _, values in _likeness(document) for name in _DECISIONS]
    value, best = max(close, default=(0.0, ""))
    return best if value >= _CLOSE_FOR_DECISION else None


def _likeness(document: Document) -> list[tuple[Sentence, dict[str, float]]]:
    """Return for each statement of the body the cosine to the nearest example of every class, found once."""
    if "likeness" not in document.memo:
        document.memo["likeness"] = _compare(document)
    found: list[tuple[Sentence, dict[str, float]]] = document.memo["likeness"]
    return found


def _compare(document: Document) -> list[tuple[Sentence, dict[str, float]]]:
    first, last = layout_of(document).body
    sentences = [one for one in document.sentences[first:last] if _is_statement(document, one)]
    if not sentences:
        return []
    vectors = sentence_vectors([document.text[one.start : one.end] for one in sentences])
    closest = {name: (vectors @ examples.T).max(axis=1) for name, examples in _examples(document.language).items()}
    return [
        (one, {name: float(values[number]) for name, values in closest.items()}) for number, one in enumerate(sentences)
    ]


def _is_statement(document: Document, sentence: Sentence) -> bool:
    words = sum(token.is_word for token in document.tokens[sentence.first : sentence.last])
    return words >= _FEWEST_WORDS and not sentence.is_question
