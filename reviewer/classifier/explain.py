"""Clauses of the complaint that speak for it and against it, with their grounds in words."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np

from reviewer.classifier.families import SIDES, ClauseFamily
from reviewer.classifier.reading import ComplaintReading
from reviewer.findings import Cue

# Project judgement: more than five cues are not read; a clause below this weight decides nothing.
MOST_CUES = 5
LEAST_WEIGHT = 0.12


@cache
def ground_words(language: str) -> dict[str, str]:
    """Return the grounds in words of a language, by tag."""
    table = tomllib.loads(files("reviewer.classifier").joinpath("grounds.toml").read_text("utf-8"))
    return {tag: row[language] for tag, row in table.items()}


def explain(family: ClauseFamily, reading: ComplaintReading) -> tuple[Cue, ...]:
    """Return the clauses that weigh most, in reading order.

    Parameters
    ----------
    family : ClauseFamily
        Fitted.
    reading : ComplaintReading

    Returns
    -------
    tuple of Cue
        ``weight`` is the probability that a reader would mark the clause for the complaint, less that for the
        opposite: from -1 to 1.
    """
    if not reading.clauses:
        return ()
    said = family.sides(reading)
    weights = said[:, SIDES.index("for")] - said[:, SIDES.index("against")]
    words = ground_words(reading.language)
    cues = []
    for index in np.argsort(-np.abs(weights))[:MOST_CUES]:
        clause, weight = reading.clauses[index], float(weights[index])
        if abs(weight) < LEAST_WEIGHT:
            continue
        ground = family.ground(reading, int(index), in_favour=weight > 0)
        quote = reading.text[clause.start : clause.end]
        cues.append(
            Cue(start=clause.start, end=clause.end, quote=quote, weight=round(weight, 3), why=words.get(ground, ground))
        )
    return tuple(sorted(cues, key=lambda cue: cue.start))
