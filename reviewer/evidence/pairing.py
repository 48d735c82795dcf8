"""Each point of a complaint held against each sentence of the reply, as a few readable numbers: does it answer it?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reviewer.evidence.layout import layout_of
from reviewer.evidence.points import ComplaintPoint, stems_of, topics_of
from reviewer.exchange import Said
from reviewer.language import Document
from reviewer.language.document import Sentence
from reviewer.language.vectors import sentence_vectors

Array = npt.NDArray[np.float64]

_NUMBER_WEIGHT = 2.0
_COMMON_WEIGHT = 0.4
_COMMON_IN = 3  # points of the complaint that hold a word of little weight
_MOST_LINES = 400  # sentences of a reply that are looked at; each is held against each point
_MOST = 6.0  # log-odds beyond this say the same
# What a sentence does to a demand, to a claim, and what only leads up to an answer or away from it.
_SETTLES = ("refuse", "grant", "less", "offer", "await", "condition")
_STATES = ("for", "against", "basis")
_EMPTY = ("restate", "empathy", "route")

WORDS = ("likeness", "margin", "apart", "cover", "own_words", "number", "topic", "fits", "opens")
HEARD = ("settles", "states", "empty", "demand_settled", "claim_stated", "asked_stated", "first_settled")
PAIR = (*WORDS, *HEARD)
"""What speaks for a sentence as the answer to a point, in the order of the columns.

``likeness``: cosine; ``margin``: by how much the sentence is more like this point than like any other; ``apart``: by
how much it is more like the point than the reply is on average; ``cover``: share of the point's weighty words in it;
``own_words``: by how much that is more than of any other point; ``number``: 1 if it repeats a number of the point;
``topic``: 1 if it speaks of what only this demand is about; ``fits``: 1 if it names a new day or sum where one is
asked for; ``opens``: 1 for the first sentence. Where a second reader has listened: how surely the sentence
``settles`` something (refuses, grants, offers, puts off), ``states`` a finding, or only repeats, consoles and shows
the way (``empty``), 0-1, and the same for the sort of point that it answers.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the reply's body that has content words; its mentions are the kinds of what it names as new."""

    sentence: Sentence
    stems: frozenset[str]
    topics: frozenset[str]
    mentions: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The numbers ``PAIR`` of each point with each line, shape ``(n_points, n_lines, len(PAIR))``.

    Without a second reader (``is_heard`` is False) the columns of ``HEARD`` are 0.
    """

    lines: Sequence[Line]
    values: Array
    is_heard: bool


def pair_up(points: Sequence[ComplaintPoint], complaint: Document, reply: Document, said: Sequence[Said] = ()) -> Pairs:
    """Return points held against the sentences of a reply.

    Parameters
    ----------
    points : sequence of ComplaintPoint
    complaint, reply : Document
    said : sequence of Said, optional
        What the second reader takes the sentences of the reply to do.
    """
    lines = _lines(complaint, reply)
    values = np.zeros((len(points), len(lines), len(PAIR)))
    if values.size:
        columns = [*_by_words(points, complaint, reply, lines), *(_by_acts(points, lines, said) if said else ())]
        for column, one in enumerate(columns):
            values[..., column] = one
    return Pairs(lines, values, bool(said))


def is_remedy(point: ComplaintPoint) -> bool:
    """Return whether a point wants something done or paid, once the matter is decided."""
    return point.kind == "demand" and not point.is_inquiry and not point.is_interim


def telling_topics(points: Sequence[ComplaintPoint]) -> list[frozenset[str]]:
    """Return the topics by which each point is known: those of one demand alone.

    «Вернуть 500» answers no «вернуть за воду»; what is asked or told, and what is wanted meanwhile, is answered by its
    own words, not by any word of its topic.
    """
    demanded = Counter(topic for point in points if point.kind == "demand" for topic in point.topics)
    contested = {topic for topic, number in demanded.items() if number > 1}
    return [point.topics - contested if is_remedy(point) else frozenset() for point in points]


def word_weights(points: Sequence[ComplaintPoint]) -> dict[str, float]:
    """Return the weight of each stem: words that half the complaint repeats tell its points apart less."""
    counts = Counter(stem for point in points for stem in point.stems)
    return {
        stem: _NUMBER_WEIGHT if stem[0].isdigit() else _COMMON_WEIGHT if number >= _COMMON_IN else 1.0
        for stem, number in counts.items()
    }


def _lines(complaint: Document, reply: Document) -> list[Line]:
    first, last = layout_of(reply).body
    lines = []
    for sentence in reply.sentences[first:last] or reply.sentences:
        stems = stems_of(reply, sentence.first, sentence.last)
        if stems:
            inside = (one for one in reply.mentions if sentence.start <= one.start < sentence.end)
            mentions = frozenset(one.kind for one in inside if reply.text[one.start : one.end] not in complaint.text)
            lines.append(Line(sentence, stems, topics_of(reply, sentence.first, sentence.last), mentions))
            if len(lines) == _MOST_LINES:
                break
    return lines


def _by_words(
    points: Sequence[ComplaintPoint], complaint: Document, reply: Document, lines: Sequence[Line]
) -> list[Array]:
    ours = sentence_vectors([reply.text[one.sentence.start : one.sentence.end] for one in lines])
    theirs = sentence_vectors([point.span.of(complaint.text) for point in points])
    cosines = (theirs @ ours.T).astype(np.float64)
    weights = word_weights(points)
    cover, number, topic, fits = (np.zeros(cosines.shape) for _ in range(4))
    for row, (point, telling) in enumerate(zip(points, telling_topics(points), strict=True)):
        total = sum(weights[stem] for stem in point.stems) or 1.0
        for column, line in enumerate(lines):
            shared = point.stems & line.stems
            cover[row, column] = sum(weights[stem] for stem in shared) / total
            number[row, column] = any(stem[0].isdigit() and len(stem) > 1 for stem in shared)
            topic[row, column] = bool(telling & line.topics)
            fits[row, column] = bool(point.asks_for & line.mentions)
    opens = np.zeros(cosines.shape)
    opens[:, 0] = 1.0
    apart = cosines - cosines.mean(axis=1, keepdims=True)
    return [cosines, _margins(cosines), apart, cover, _margins(cover), number, topic, fits, opens]


def _margins(values: Array) -> Array:
    """Return by how much each line has more of a point than of the best of the others."""
    if len(values) < 2:
        return values
    ordered = np.sort(values, axis=0)
    best, second = ordered[-1], ordered[-2]
    return np.asarray(values - np.where(values == best, second, best))


def _by_acts(points: Sequence[ComplaintPoint], lines: Sequence[Line], said: Sequence[Said]) -> list[Array]:
    heard = [_heard(line, said) for line in lines]
    settles, states, empty = (
        np.array([[_surest(one, acts) for one in heard]] * len(points)) for acts in (_SETTLES, _STATES, _EMPTY)
    )
    first = next((row for row, point in enumerate(points) if point.kind != "claim"), -1)
    is_first = np.array([[float(row == first)] for row in range(len(points))])
    is_claim = np.array([[float(point.kind == "claim")] for point in points])
    asks = np.array([[float(point.is_inquiry)] for point in points])
    demands = (1 - is_claim) * (1 - asks)
    return [settles, states, empty, demands * settles, is_claim * states, asks * states, is_first * settles]


def _heard(line: Line, said: Sequence[Said]) -> Said | None:
    """Return the sentence of the reader that shares most with a line."""
    shared = [min(one.end, line.sentence.end) - max(one.start, line.sentence.start) for one in said]
    best = max(range(len(said)), key=shared.__getitem__)
    return said[best] if shared[best] > 0 else None


def _surest(said: Said | None, acts: Sequence[str]) -> float:
    """Return the chance of the likeliest of some acts; a line too short to be read does nothing."""
    if said is None:
        return 0.0
    log_odds = max(-_MOST, min(_MOST, max(said.log_odds[act] for act in acts)))
    return 1 / (1 + math.exp(-log_odds))
