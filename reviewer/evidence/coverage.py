"""Whether a reply answers a point of the complaint: a few readable numbers, weighed.

First each sentence of the reply is weighed as the answer to each point (``pairing.py``), then the point, with the
likeliest sentence, as open (``answers.py``). The weights of both steps (``coverage.toml``) were fitted by logistic
regression on annotated letters (``python -m reviewer.devtools.points``) and can be read: each says how much a number
speaks for *answers it*, and for *open*.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from reviewer.errors import RuleError
from reviewer.evidence.answers import FEATURES, LETTER_WIDE, Answer, find_answers
from reviewer.evidence.pairing import PAIR, WORDS, Array, Pairs, pair_up
from reviewer.evidence.points import ComplaintPoint
from reviewer.exchange import Said
from reviewer.language import Document
from reviewer.language.pack import read_toml
from reviewer.text import TextSpan

_FEWEST_POINTS = 2
_STANDS_OUT = 0.7  # Project judgement: the next point is at most so near to being open
_MOST_POINTS = 200  # Project judgement: a text with more of them is no complaint; the rest stays unsure
_N_REASONS = 3  # Project judgement: what weighs most, few enough to be read


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
        Estimated chance that the point is open, 0-1.
    likeness : float or None
        Highest cosine with a sentence of the reply.
    reason : str
        What weighed most, in the names of ``answers.FEATURES``.
    is_awaited : bool
        Whether it is a remedy, and the reply only says that the matter is looked into.
    is_named : bool
        Whether the sentence names the day or the sum that is asked for.
    """

    point: ComplaintPoint
    state: str
    by: TextSpan | None
    words: tuple[str, ...]
    score: float
    likeness: float | None = None
    reason: str = ""
    is_awaited: bool = False
    is_named: bool = False


class Weights(BaseModel):
    """The file ``coverage.toml``: weights per number, and from which chance on a point is called open."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    open_from: dict[str, float]
    """From which chance on a point is open, by its kind."""
    alone_from: float
    """From which chance on a reproach is open that alone is left where all else is answered."""
    firm_from: float
    """From which chance on an open point is more than a note."""
    covered_below: float
    weight: dict[str, float]
    heard: dict[str, float]
    """What speaks for a sentence as the answer to a point, where a second reader has listened."""
    unheard: dict[str, float]
    """The same by words alone."""


@cache
def load_weights() -> Weights:
    """Return the weights.

    Raises
    ------
    RuleError
        E117 if the file does not fit the numbers of ``answers.py`` and ``pairing.py``.
    """
    where = "evidence/coverage.toml"
    try:
        weights = Weights.model_validate(read_toml(files("reviewer").joinpath("evidence", "coverage.toml")))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RuleError("E117", f"{place}: {first['msg']}", where=where, cure="fit the weights anew") from None
    odd = set(weights.weight) ^ {"intercept", *FEATURES}
    odd |= (set(weights.heard) ^ {"intercept", *PAIR}) | (set(weights.unheard) ^ {"intercept", *WORDS})
    if odd or set(weights.open_from) != {"claim", "demand", "question"}:
        cure = "run 'python -m reviewer.devtools.points'"
        raise RuleError("E117", f"weights do not fit the numbers: {', '.join(sorted(odd))}", where=where, cure=cure)
    return weights


def cover_points(
    points: Sequence[ComplaintPoint],
    complaint: Document,
    reply: Document,
    *,
    decision: str | None,
    said: Sequence[Said] = (),
) -> tuple[Coverage, ...]:
    """Return for each point whether and where the reply answers it.

    Parameters
    ----------
    points : sequence of ComplaintPoint
    complaint, reply : Document
    decision : {"satisfy", "partial", "refuse", "interim"} or None
        What the reply decides: an interim reply owes no remedy yet.
    said : sequence of Said, optional
        What the second reader takes the sentences of the reply to do: one that repeats a demand answers nothing.
    """
    if not points:
        return ()
    points, rest = points[:_MOST_POINTS], points[_MOST_POINTS:]
    pairs = pair_up(points, complaint, reply, said)
    answers = find_answers(points, complaint, reply, pairs, _strength(pairs), decision=decision)
    weighed = [_weigh(point, answer) for point, answer in zip(points, answers, strict=True)]
    unread = (Coverage(point, "unsure", None, (), 0.5, None, "length") for point in rest)
    return (*_left_alone(_with_grounds(weighed)), *unread)


def _strength(pairs: Pairs) -> Array:
    weights = load_weights().heard if pairs.is_heard else load_weights().unheard
    column = np.array([weights.get(name, 0.0) for name in PAIR])
    return np.asarray(pairs.values @ column + weights["intercept"])


def _with_grounds(covered: list[Coverage]) -> list[Coverage]:
    """Leave a claim unsure that only grounds the open wish before it: «кто дал мой номер? звонят каждый день»."""
    kept = covered[:1]
    for before, one in pairwise(covered):
        is_ground = one.point.kind == "claim" and not one.point.is_added and before.point.kind != "claim"
        stands_with = is_ground and before.state == one.state == "open" and one.score < before.score
        kept.append(replace(one, state="unsure") if stands_with else one)
    return kept


def _left_alone(covered: list[Coverage]) -> tuple[Coverage, ...]:
    """Call open the one reproach that stands out where the reply answers all else."""
    weights = load_weights()
    if len(covered) < _FEWEST_POINTS or any(one.state == "open" for one in covered):
        return tuple(covered)
    second, first = sorted(covered, key=lambda one: one.score)[-2:]
    point = first.point
    is_told = point.kind == "claim" and (point.is_reproach or point.is_added)
    if not is_told or point.is_mine or point.is_background or first.state == "covered":
        return tuple(covered)
    if first.score < weights.alone_from or second.score > _STANDS_OUT * first.score:
        return tuple(covered)
    return tuple(replace(one, state="open") if one is first else one for one in covered)


def is_firm(one: Coverage) -> bool:
    """Return whether an open point is more than a note: what is awaited may yet be answered, what is named may be."""
    return one.score >= load_weights().firm_from and not one.is_awaited and not one.is_named


def open_points(covered: Sequence[Coverage]) -> tuple[Coverage, ...]:
    """Return the points that the reply surely leaves open.

    A reply that answers nothing at all is no matter of single points; a vague wish is answered by anything.
    """
    if all(one.state == "open" for one in covered):
        return ()
    return tuple(one for one in covered if one.state == "open")


def _weigh(point: ComplaintPoint, answer: Answer) -> Coverage:
    weights = load_weights()
    parts = {name: weights.weight[name] * value for name, value in answer.values.items()}
    chance = 1 / (1 + math.exp(-weights.weight["intercept"] - sum(parts.values())))
    if _is_settled(point, answer.values):
        state = "covered"
    elif chance >= weights.open_from[point.kind]:
        state = "open"
    else:
        state = "covered" if chance < weights.covered_below else "unsure"
    own = (name for name in parts if name not in LETTER_WIDE)
    reasons = sorted(own, key=lambda name: -abs(parts[name]))[:_N_REASONS]
    return Coverage(
        point,
        state,
        answer.by,
        answer.words,
        chance,
        round(answer.values["likeness"], 3),
        ", ".join(name for name in reasons if parts[name]),
        bool(answer.values["waits"]),
        answer.is_named,
    )


def _is_settled(point: ComplaintPoint, values: Mapping[str, float]) -> bool:
    """What no weight may overrule: all demands answered at once, and a wish that any reply answers."""
    return bool(values["wholesale"]) or (point.is_generic and not point.is_interim)
