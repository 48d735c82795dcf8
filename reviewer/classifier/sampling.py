"""Which cases to label next: where the model knows least, in every sector, and not twice the same."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewer.classifier.artifact import load_estimator, read_manifest
from reviewer.classifier.band import Band
from reviewer.classifier.cases import LabelledCase
from reviewer.classifier.reading import ComplaintReading
from reviewer.classifier.shelf import champion, models_root
from reviewer.classifier.train import Progress, read_all
from reviewer.errors import ModelError
from reviewer.language.threads import one_thread
from reviewer.language.vectors import sentence_vectors

Array = npt.NDArray[Any]
# Project judgement: a case this close to one already chosen teaches the same again.
_TOO_CLOSE = 0.9


@dataclass(frozen=True, slots=True)
class Sampled:
    """A case chosen, with the probability of ``substantiated`` the model gives it."""

    case: LabelledCase
    probability: float


@dataclass(frozen=True, slots=True)
class Sample:
    """The cases worth labelling next, the least certain first, and what to know of the choice."""

    chosen: tuple[Sampled, ...]
    remarks: tuple[str, ...] = ()


def choose_cases(
    pool: Sequence[LabelledCase],
    *,
    n_cases: int,
    model_dir: Path | None = None,
    most: int = 2000,
    random_state: int = 0,
    progress: Progress | None = None,
) -> Sample:
    """Choose the cases worth labelling next; those with a label and repeats of a text are passed over.

    Parameters
    ----------
    pool : sequence of LabelledCase
    n_cases : int
        How many are wanted; fewer come back where all others are too alike.
    model_dir : pathlib.Path, optional
        The model that is unsure; the one in use if not given.
    most : int, default=2000
        Beyond this many the pool is drawn at random: reading a complaint takes some 20 ms.
    random_state : int
    progress : callable, optional

    Raises
    ------
    ModelError
        E500 to E507 for the model, E511 if there is none for any language of the pool.
    """
    open_cases = list({case.folded: case for case in pool if not case.label}.values())
    n_passed = len(pool) - len(open_cases)
    remarks = [f"{n_passed} passed over: labelled already, or the same text again"] if n_passed else []
    if len(open_cases) > most:
        drawn = np.sort(np.random.default_rng(random_state).choice(len(open_cases), most, replace=False))
        remarks.append(f"{most} of {len(open_cases)} drawn at random (seed {random_state})")
        open_cases = [open_cases[index] for index in drawn]
    cases: list[LabelledCase] = []
    readings: list[ComplaintReading] = []
    said: list[float] = []
    doubts: list[float] = []
    languages = sorted({case.language for case in open_cases})
    folders = {language: model_dir or champion(models_root(), language) for language in languages}
    for language, folder in folders.items():
        own = [case for case in open_cases if case.language == language]
        if folder is None or language not in read_manifest(folder).languages:
            remarks.append(f"{len(own)} passed over: there is no model for '{language}'")
            continue
        model, band = load_estimator(folder, language), read_manifest(folder).of(language).band
        with one_thread():
            read = read_all(own, with_clauses=model.needs_clauses, progress=progress or (lambda _what, _share: None))
            probabilities = model.probabilities(read)
        cases, readings = [*cases, *own], [*readings, *read]
        said += probabilities.tolist()
        doubts += _distance(probabilities, band).tolist()
    if open_cases and not cases:
        raise ModelError("E511", "no model for these complaints", where=", ".join(folders), cure="train one first")
    chosen = cases_to_label(
        np.array(doubts), readings, n_cases=n_cases, sectors=[f"{case.language} {case.sector}" for case in cases]
    )
    return Sample(tuple(Sampled(cases[index], said[index]) for index in chosen), tuple(remarks))


def cases_to_label(
    doubts: Array, readings: Sequence[ComplaintReading], *, n_cases: int, sectors: Sequence[str] = ()
) -> list[int]:
    """Return indexes of the cases worth labelling next, most uncertain first.

    Parameters
    ----------
    doubts : ndarray of shape (n_cases,)
        Distance from not knowing at all: 0 is the least known.
    readings : sequence of ComplaintReading
        Complaints too like one already chosen are passed over.
    n_cases : int
        How many are wanted; fewer come back where all others are too alike.
    sectors : sequence of str, optional
        Of each case: none takes more than its even share while others have cases left.
    """
    order = np.argsort(doubts, kind="stable").tolist()
    quota = math.ceil(n_cases / len(set(sectors))) if sectors else n_cases
    taken: Counter[str] = Counter()
    chosen: list[int] = []
    directions: list[Array] = []
    direction_of = _remembering(readings)
    for limit in (quota, n_cases):
        for index in order:
            sector = sectors[index] if sectors else ""
            if len(chosen) >= n_cases:
                break
            if index in chosen or taken[sector] >= limit:
                continue
            direction = direction_of(index)
            if not directions or float(np.max(np.stack(directions) @ direction)) < _TOO_CLOSE:
                chosen.append(index)
                directions.append(direction)
                taken[sector] += 1
    return sorted(chosen, key=order.index)


def _distance(probabilities: Array, band: Band) -> Array:
    return np.abs(probabilities - (band.low + band.high) / 2)


def _remembering(readings: Sequence[ComplaintReading]) -> Callable[[int], Array]:
    known: dict[int, Array] = {}

    def direction_of(index: int) -> Array:
        if index not in known:
            reading = readings[index]
            # Models that read no clauses leave no vectors.
            vectors = reading.vectors if len(reading.vectors) else sentence_vectors([reading.text])
            mean = vectors.mean(axis=0)
            known[index] = np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9))
        return known[index]

    return direction_of
