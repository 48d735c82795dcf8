"""How a reply takes up a point of the complaint, as a few readable numbers: words, topics, meaning, acts, rivals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reviewer.evidence.cues import find_cues
from reviewer.evidence.pairing import PAIR, Array, Line, Pairs, is_remedy, telling_topics, word_weights
from reviewer.evidence.points import ComplaintPoint
from reviewer.language import Document
from reviewer.text import TextSpan

_SUMS = frozenset({"money", "recalculation", "replacement", "discount"})
# Log-odds beyond this say the same.
_MOST = 5.0
_TELLING = 3  # content words of a line that tells something; «С уважением» does not
# Project judgement: a sentence less likely than this to answer a point is not shown as its answer.
_SHOWN_FROM = -2.5

FEATURES: tuple[str, ...] = (
    "answer",
    "others",
    "cover",
    "spread",
    "number",
    "likeness",
    "margin",
    "topic",
    "fits",
    "decided",
    "wholesale",
    "waits",
    "wanted",
    "first",
    "inquiry",
    "added",
    "reproach",
    "background",
    "mine",
    "yours",
    "brief",
    "late",
    "many",
    "long",
)
"""What speaks for or against an answer, in the order of the weights.

``answer``: log-odds that the likeliest sentence answers the point (``pairing.PAIR``, weighed); ``others``: the same
for the other points, on average (a reply that answers nothing leaves no single point open); ``cover``: share of the
point's weighty words in the sentence that has most of them, 0-1; ``spread``: their share in the whole body;
``number``: 1 if one of its numbers comes back, -1 if none does, 0 if it has none; ``likeness``: highest cosine with a
sentence; ``margin``: by how much a sentence is more like this point than like any other, at best; ``topic``: 1 if the
reply speaks of what only this demand is about; ``fits``: 1 if it names a new day or sum where one is asked for;
``decided``: 1 for the main remedy where the reply decides, and for any sum where it refuses; ``wholesale``: 1 where
all demands are answered at once; ``waits``: 1 for a remedy while the matter is looked into; ``first``: 1 for the
first thing wanted, which the reply as a whole is about; then what the point is, and ``brief``: one by its number of
words; ``late``: its place among the points, 0-1 (what is said last is forgotten first); ``many``, ``long``:
logarithms of the numbers of points and of sentences.
"""
LETTER_WIDE = frozenset({"many", "long"})
"""Numbers that tell the letter, not the point: no reason to call one point open."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reply says to a point: the sentence that answers it best, words shared, the numbers of ``FEATURES``.

    ``is_named`` is whether that sentence names the day or the sum that is asked for.
    """

    by: TextSpan | None
    words: tuple[str, ...]
    values: Mapping[str, float]
    is_named: bool = False


def find_answers(
    points: Sequence[ComplaintPoint],
    complaint: Document,
    reply: Document,
    pairs: Pairs,
    strength: Array,
    *,
    decision: str | None,
) -> list[Answer]:
    """Return for each point what the reply says to it.

    Parameters
    ----------
    points : sequence of ComplaintPoint
    complaint, reply : Document
    pairs : Pairs
        The points held against the sentences of the reply.
    strength : ndarray of shape (n_points, n_lines)
        Log-odds that a line answers a point.
    decision : {"satisfy", "partial", "refuse", "interim"} or None
        What the reply decides: an interim reply owes no remedy yet.
    """
    wholesale = {cue.of for cue in find_cues(reply, "wholesale")}
    main = next((row for row, point in enumerate(points) if is_remedy(point)), -1)
    first = next((row for row, point in enumerate(points) if point.kind != "claim"), -1)
    tops = np.clip(strength.max(axis=1, initial=-_MOST), -_MOST, _MOST)
    telling, weights = telling_topics(points), word_weights(points)
    answers = []
    for row, point in enumerate(points):
        remedy = is_remedy(point)
        is_decided = row == main or (decision == "refuse" and _is_sum(point, complaint))
        values = {
            "answer": float(tops[row]),
            "others": float((tops.sum() - tops[row]) / (len(points) - 1)) if len(points) > 1 else 0.0,
            **_by_words(point, pairs, row, weights, telling[row]),
            "decided": float(remedy and is_decided),
            "wholesale": float(bool(wholesale) and (remedy or "yes" in wholesale)),
            "waits": float(remedy and decision == "interim"),
            "wanted": float(point.kind != "claim"),
            "first": float(row == first),
            "inquiry": float(point.is_inquiry),
            "added": float(point.is_added),
            "reproach": float(point.is_reproach and point.kind == "claim"),
            "background": float(point.is_background and point.kind == "claim"),
            "mine": float(point.is_mine and point.kind == "claim"),
            "yours": float(point.is_yours and point.kind == "claim"),
            "brief": 1.0 / max(1, point.n_words),
            "late": row / (len(points) + 1),
            "many": float(np.log(len(points))),
            "long": float(np.log1p(sum(len(line.stems) >= _TELLING for line in pairs.lines))),
        }
        answers.append(_answer(point, pairs.lines, strength[row], values))
    return answers


def _answer(point: ComplaintPoint, lines: Sequence[Line], strength: Array, values: Mapping[str, float]) -> Answer:
    best = int(strength.argmax()) if len(strength) else -1
    if best < 0 or strength[best] < _SHOWN_FROM:
        return Answer(None, (), values)
    sentence = lines[best].sentence
    words = tuple(sorted(point.stems & lines[best].stems))
    is_named = bool(point.asks_for & lines[best].mentions)
    return Answer(TextSpan(sentence.start, sentence.end), words, values, is_named)


def _is_sum(point: ComplaintPoint, complaint: Document) -> bool:
    if point.topics & _SUMS:
        return True
    return any(point.span.start <= one.start < point.span.end for one in complaint.mentions_of("money"))


def _by_words(
    point: ComplaintPoint, pairs: Pairs, row: int, weights: Mapping[str, float], telling: frozenset[str]
) -> dict[str, float]:
    total = sum(weights[stem] for stem in point.stems) or 1.0
    everything = frozenset[str]().union(*(line.stems for line in pairs.lines)) & point.stems
    numbers = [stem for stem in point.stems if stem[0].isdigit() and len(stem) > 1]
    best = dict(zip(PAIR, pairs.values[row].max(axis=0), strict=True)) if pairs.lines else {}
    return {
        "cover": float(best.get("cover", 0.0)),
        "spread": sum(weights[stem] for stem in everything) / total,
        "number": 0.0 if not numbers else 1.0 if not everything.isdisjoint(numbers) else -1.0,
        "likeness": max(0.0, float(best.get("likeness", 0.0))),
        "margin": float(best.get("margin", -1.0)),
        "topic": float(any(telling & line.topics for line in pairs.lines)),
        "fits": float(best.get("fits", 0.0)),
    }
