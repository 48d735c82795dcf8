"""Whether a reply answers a point of the complaint: shared words, numbers, topics, and likeness of meaning.

Lexical evidence comes first, because a person can check it; vectors only speak for an answer where no word does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.evidence.cues import find_cues
from reviewer.evidence.layout import layout_of
from reviewer.evidence.points import ComplaintPoint, stems_of, topics_of
from reviewer.language import Document
from reviewer.language.document import Sentence
from reviewer.language.vectors import sentence_vectors
from reviewer.text import TextSpan

# Project judgement, from our own thirty pairs: half of a point's weighty words, or a number and a topic, is an answer.
_WORDS_ARE_ENOUGH = 0.5
_WORDS_SPEAK_FOR_IT = 0.2
# Project judgement: cosine of the multilingual encoder; unrelated sentences of one exchange stay below. A claim is told
# in the company's own words, so less will do.
_LIKE_ENOUGH = {"demand": 0.4, "question": 0.4, "claim": 0.3}
_FEWEST_WORDS, _FEWEST_INTERIM_WORDS = 3, 2
_NUMBER_WEIGHT = 2.0
_COMMON_WEIGHT = 0.4
_COMMON_IN = 3  # sentences of the complaint that hold a word of no weight


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a reply answers a point.

    Parameters
    ----------
    point : ComplaintPoint
    state : {"covered", "open", "unsure"}
    by : TextSpan or None
        The sentence of the reply that answers it best; None where none does.
    words : tuple of str
        Stems and numbers shared with it.
    score : float
        Share of the point's weight in those words, 0-1.
    likeness : float or None
        Highest cosine with a sentence of the reply; None where words settled it.
    """

    point: ComplaintPoint
    state: str
    by: TextSpan | None
    words: tuple[str, ...]
    score: float
    likeness: float | None = None
    reason: str = "words"


@dataclass(frozen=True, slots=True)
class _Answer:
    sentence: Sentence
    stems: frozenset[str]
    topics: frozenset[str]


def cover_points(
    points: Sequence[ComplaintPoint], complaint: Document, reply: Document, *, decision: str | None
) -> tuple[Coverage, ...]:
    """Return for each point whether and where the reply answers it.

    Parameters
    ----------
    points : sequence of ComplaintPoint
    complaint, reply : Document
    decision : {"satisfy", "partial", "refuse", "interim"} or None
        What the reply decides: an interim reply owes no remedy yet.
    """
    answers = _answers(reply)
    weights = _weights(points)
    contested = _contested(points) if decision in {"satisfy", "partial"} else frozenset[str]()
    wholesale = {cue.of: reply.span(cue.first, cue.last) for cue in find_cues(reply, "wholesale")}
    covered = [_by_words(point, answers, weights, wholesale, decision, contested) for point in points]
    return tuple(_by_meaning(one, complaint, reply, answers) if one.state == "open" else one for one in covered)


def open_points(covered: Sequence[Coverage]) -> tuple[Coverage, ...]:
    """Return the demands and questions that the reply surely leaves open.

    A reply that answers nothing at all is no matter of single points; a vague wish is answered by anything.
    """
    if not any(one.state == "covered" for one in covered):
        return ()
    return tuple(
        one
        for one in covered
        if one.state == "open"
        and one.point.kind != "claim"
        and (one.point.topics or one.point.is_inquiry)
        and one.point.n_words >= (_FEWEST_INTERIM_WORDS if one.point.is_interim else _FEWEST_WORDS)
    )


def _answers(reply: Document) -> list[_Answer]:
    first, last = layout_of(reply).body
    answers = []
    for sentence in reply.sentences[first:last] or reply.sentences:
        stems = stems_of(reply, sentence.first, sentence.last)
        if stems:
            answers.append(_Answer(sentence, stems, topics_of(reply, sentence.first, sentence.last)))
    return answers


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
    point: ComplaintPoint,
    answers: Sequence[_Answer],
    weights: dict[str, float],
    wholesale: dict[str, TextSpan],
    decision: str | None,
    contested: frozenset[str],
) -> Coverage:
    if wholesale and ("yes" in wholesale or (point.kind != "question" and not point.is_inquiry)):
        return Coverage(point, "covered", next(iter(wholesale.values())), (), 1.0, None, "wholesale")
    total = sum(weights[stem] for stem in point.stems) or 1.0
    best, shared, score, has_topic = None, frozenset[str](), 0.0, False
    for answer in answers:
        common = point.stems & answer.stems
        own = sum(weights[stem] for stem in common) / total
        on_topic = bool(point.topics & answer.topics)
        if own + 0.15 * on_topic > score + 0.15 * has_topic:
            best, shared, score, has_topic = answer, common, own, on_topic
    place = TextSpan(best.sentence.start, best.sentence.end) if best else None
    words = tuple(sorted(shared))
    # What is asked, and what is wanted meanwhile, is answered by its own words, not by any word of its topic.
    telling = frozenset() if point.is_inquiry or point.is_interim else point.topics - contested
    any_topic = any(telling & one.topics for one in answers) or _is_spread(point, answers, weights)
    if score >= _WORDS_ARE_ENOUGH or (score >= _WORDS_SPEAK_FOR_IT and has_topic):
        return Coverage(point, "covered", place, words, score)
    if point.is_generic and not point.is_interim:
        return Coverage(point, "covered", place, words, score, None, "generic")
    if any_topic or (decision == "interim" and point.kind == "demand" and not point.is_interim):
        return Coverage(point, "unsure", place, words, score, None, "topic" if any_topic else "interim")
    return Coverage(point, "open", place, words, score)


def _is_spread(point: ComplaintPoint, answers: Sequence[_Answer], weights: dict[str, float]) -> bool:
    """Whether several sentences together take the point up: half its words, or one of its numbers."""
    said = frozenset[str]().union(*(answer.stems for answer in answers)) & point.stems
    total = sum(weights[stem] for stem in point.stems) or 1.0
    has_number = any(stem[0].isdigit() and len(stem) > 2 for stem in said)
    return has_number or sum(weights[stem] for stem in said) / total >= _WORDS_ARE_ENOUGH


def _by_meaning(one: Coverage, complaint: Document, reply: Document, answers: Sequence[_Answer]) -> Coverage:
    """Ask the vectors only for a point that no word answers."""
    texts = [reply.text[answer.sentence.start : answer.sentence.end] for answer in answers]
    if not texts:
        return one
    vectors = sentence_vectors([one.point.span.of(complaint.text), *texts])
    likeness = vectors[1:] @ vectors[0]
    best = int(likeness.argmax())
    top = float(likeness[best])
    state = "unsure" if top >= _LIKE_ENOUGH[one.point.kind] else "open"
    sentence = answers[best].sentence
    place = one.by if state == "open" else TextSpan(sentence.start, sentence.end)
    return Coverage(one.point, state, place, one.words, one.score, round(top, 3), "meaning")
