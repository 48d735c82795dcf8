"""How a reply takes up a point of the complaint, as a few readable numbers: words, numbers, topics, meaning, rivals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reviewer.evidence.cues import find_cues
from reviewer.evidence.layout import layout_of
from reviewer.evidence.points import ComplaintPoint, stems_of, topics_of
from reviewer.language import Document
from reviewer.language.document import Sentence
from reviewer.language.vectors import sentence_vectors
from reviewer.text import TextSpan

_NUMBER_WEIGHT = 2.0
_COMMON_WEIGHT = 0.4
_COMMON_IN = 3  # points of the complaint that hold a word of little weight
_TOPIC_BONUS = 0.15  # of two sentences with as many words the one on the topic is shown
_SUMS = frozenset({"money", "recalculation", "replacement", "discount"})

FEATURES: tuple[str, ...] = (
    "cover",
    "spread",
    "number",
    "likeness",
    "margin",
    "topic",
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
    "others",
    "brief",
)
"""What speaks for or against an answer, in the order of the weights.

``cover``: share of the point's weighty words in the sentence that answers it best, 0-1; ``spread``: their share in the
whole body; ``number``: 1 if one of its numbers comes back, -1 if none does, 0 if it has none; ``likeness``: highest
cosine with a sentence; ``margin``: by how much a sentence is more like this point than like any other, at best;
``topic``: 1 if the reply speaks of what only this demand is about; ``decided``: 1 for the main remedy where the reply
decides, and for any sum where it refuses; ``wholesale``: 1 where all demands are answered at once; ``waits``: 1 for a
remedy while the matter is looked into; ``first``: 1 for the first thing wanted, which the reply as a whole is about;
``others``: how like the other points are to what the reply says, on average (a reply that answers nothing leaves no
single point open); then what the point is, and ``brief``: one by its number of words.
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reply says to a point: the sentence nearest to it, the words shared, the numbers of ``FEATURES``."""

    by: TextSpan | None
    words: tuple[str, ...]
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Said:
    sentence: Sentence
    stems: frozenset[str]
    topics: frozenset[str]


def find_answers(
    points: Sequence[ComplaintPoint], complaint: Document, reply: Document, *, decision: str | None
) -> list[Answer]:
    """Return for each point what the reply says to it.

    Parameters
    ----------
    points : sequence of ComplaintPoint
    complaint, reply : Document
    decision : {"satisfy", "partial", "refuse", "interim"} or None
        What the reply decides: an interim reply owes no remedy yet.
    """
    said = _said(reply)
    likeness = _likeness(points, complaint, reply, said)
    margins = _margins(points, likeness)
    weights = _weights(points)
    contested = _contested(points)
    wholesale = {cue.of for cue in find_cues(reply, "wholesale")}
    main = next((row for row, point in enumerate(points) if _is_remedy(point)), -1)
    first = next((row for row, point in enumerate(points) if point.kind != "claim"), -1)
    tops = likeness.max(axis=1, initial=0.0)
    answers = []
    for row, point in enumerate(points):
        by, words, values = _by_words(point, said, weights, contested)
        cosines = likeness[row]
        top = int(cosines.argmax()) if len(cosines) else -1
        if by is None and top >= 0:
            by = said[top].sentence
        is_remedy = _is_remedy(point)
        is_decided = row == main or (decision == "refuse" and _is_sum(point, complaint))
        values |= {
            "likeness": float(cosines.max(initial=0.0)),
            "margin": float(margins[row].max(initial=-1.0)) if len(cosines) else -1.0,
            "decided": float(is_remedy and is_decided),
            "wholesale": float(bool(wholesale) and (is_remedy or "yes" in wholesale)),
            "waits": float(is_remedy and decision == "interim"),
            "wanted": float(point.kind != "claim"),
            "first": float(row == first),
            "inquiry": float(point.is_inquiry),
            "added": float(point.is_added),
            "reproach": float(point.is_reproach and point.kind == "claim"),
            "background": float(point.is_background and point.kind == "claim"),
            "mine": float(point.is_mine and point.kind == "claim"),
            "yours": float(point.is_yours and point.kind == "claim"),
            "others": float((tops.sum() - tops[row]) / (len(points) - 1)) if len(points) > 1 else 0.0,
            "brief": 1.0 / max(1, point.n_words),
        }
        place = TextSpan(by.start, by.end) if by else None
        answers.append(Answer(place, words, values))
    return answers


def _is_remedy(point: ComplaintPoint) -> bool:
    return point.kind == "demand" and not point.is_inquiry and not point.is_interim


def _is_sum(point: ComplaintPoint, complaint: Document) -> bool:
    if point.topics & _SUMS:
        return True
    return any(point.span.start <= one.start < point.span.end for one in complaint.mentions_of("money"))


def _said(reply: Document) -> list[_Said]:
    first, last = layout_of(reply).body
    said = []
    for sentence in reply.sentences[first:last] or reply.sentences:
        stems = stems_of(reply, sentence.first, sentence.last)
        if stems:
            said.append(_Said(sentence, stems, topics_of(reply, sentence.first, sentence.last)))
    return said


def _likeness(
    points: Sequence[ComplaintPoint], complaint: Document, reply: Document, said: Sequence[_Said]
) -> npt.NDArray[np.float32]:
    """Return cosines, shape ``(n_points, n_sentences)``."""
    ours = sentence_vectors([reply.text[one.sentence.start : one.sentence.end] for one in said])
    theirs = sentence_vectors([point.span.of(complaint.text) for point in points])
    cosines: npt.NDArray[np.float32] = theirs @ ours.T
    return cosines


def _margins(points: Sequence[ComplaintPoint], likeness: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return by how much each sentence is more like a point than like the best of the others."""
    if len(points) < 2:
        return likeness
    ordered = np.sort(likeness, axis=0)
    best, second = ordered[-1], ordered[-2]
    margins: npt.NDArray[np.float32] = likeness - np.where(likeness == best, second, best)
    return margins


def _weights(points: Sequence[ComplaintPoint]) -> dict[str, float]:
    """Words that half the complaint repeats tell its points apart less."""
    counts: dict[str, int] = {}
    for point in points:
        for stem in point.stems:
            counts[stem] = counts.get(stem, 0) + 1
    return {
        stem: _NUMBER_WEIGHT if stem[0].isdigit() else _COMMON_WEIGHT if number >= _COMMON_IN else 1.0
        for stem, number in counts.items()
    }


def _contested(points: Sequence[ComplaintPoint]) -> frozenset[str]:
    """Return the topics of more than one demand: «вернуть 500» answers no «вернуть за воду»."""
    seen: dict[str, int] = {}
    for point in points:
        for topic in point.topics if point.kind == "demand" else ():
            seen[topic] = seen.get(topic, 0) + 1
    return frozenset(topic for topic, number in seen.items() if number > 1)


def _by_words(
    point: ComplaintPoint, said: Sequence[_Said], weights: dict[str, float], contested: frozenset[str]
) -> tuple[Sentence | None, tuple[str, ...], dict[str, float]]:
    total = sum(weights[stem] for stem in point.stems) or 1.0
    best, shared, cover, bonus = None, frozenset[str](), 0.0, 0.0
    for one in said:
        common = point.stems & one.stems
        own = sum(weights[stem] for stem in common) / total
        extra = _TOPIC_BONUS * bool(point.topics & one.topics)
        if own + extra > cover + bonus:
            best, shared, cover, bonus = one.sentence, common, own, extra
    everything = frozenset[str]().union(*(one.stems for one in said)) & point.stems
    numbers = [stem for stem in point.stems if stem[0].isdigit() and len(stem) > 1]
    # What is asked or told, and what is wanted meanwhile, is answered by its own words, not by any word of its topic.
    telling = point.topics - contested if _is_remedy(point) else frozenset[str]()
    return (
        best,
        tuple(sorted(shared)),
        {
            "cover": cover,
            "spread": sum(weights[stem] for stem in everything) / total,
            "number": 0.0 if not numbers else 1.0 if not everything.isdisjoint(numbers) else -1.0,
            "topic": float(any(telling & one.topics for one in said)),
        },
    )
