"""Fit the weights of open points: ``python -m reviewer.devtools.points`` writes ``reviewer/evidence/coverage.toml``.

Logistic regression with a ridge on annotated letters and on invented exchanges; the figures printed are out of fold,
letters kept whole, so that they say what unseen letters may give.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import typer

from reviewer.evidence.answers import FEATURES, find_answers
from reviewer.evidence.decision import detect_decision
from reviewer.evidence.points import find_points
from reviewer.language import analyse
from reviewer.language.threads import one_thread

_Array = npt.NDArray[np.float64]

# Project judgement: set where, out of fold, three of four letters called open are so and most open ones are called.
_RIDGE = 2.0
_OPEN_FROM = {"claim": 0.4, "demand": 0.45, "question": 0.45}
_ALONE_FROM, _FIRM_FROM, _COVERED_BELOW = 0.3, 0.5, 0.12
_N_FOLDS, _N_ROUNDS = 10, 5
_LARGEST_STEP, _MOST_STEPS = 1e-8, 50


@dataclass(frozen=True, slots=True)
class _Row:
    letter: str
    kind: str
    is_open: bool
    values: tuple[float, ...]


def main(
    data: Annotated[Path, typer.Option(help="Folder with annotated/ and points/.")] = Path("data"),
    out: Annotated[Path, typer.Option(help="File of weights.")] = Path("reviewer/evidence/coverage.toml"),
) -> None:
    """Fit the weights of open points, print the figures out of fold."""
    with one_thread():
        rows = [row for letter in _letters(data) for row in _rows(letter)]
    x = np.array([row.values for row in rows])
    y = np.array([row.is_open for row in rows], dtype=float)
    typer.echo(_figures(rows, _out_of_fold(rows, x, y)))
    intercept, weights = _fit(x, y)
    out.write_text(_as_toml(intercept, weights, len({row.letter for row in rows}), int(y.sum())), "utf-8")


def _letters(data: Path) -> Iterator[dict[str, Any]]:
    for file in sorted((data / "annotated").glob("pairs-*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            if line.strip():
                letter = json.loads(line)
                points = [one["point"] for one in letter["findings"] if one["kind"] == "point_unaddressed"]
                yield {**letter, "open": points}
    for file in sorted((data / "points").glob("*.toml")):
        for pair in tomllib.loads(file.read_text("utf-8"))["pair"]:
            yield {**pair, "id": f"{file.stem} {pair['id']}", "lang": file.stem}


def _rows(letter: dict[str, Any]) -> Iterator[_Row]:
    complaint, reply = analyse(letter["complaint"], letter["lang"]), analyse(letter["reply"], letter["lang"])
    points = find_points(complaint)
    answers = find_answers(points, complaint, reply, decision=detect_decision(reply)) if points else []
    for point, answer in zip(points, answers, strict=True):
        words = point.span.of(complaint.text)
        is_open = any(words in one or one in words for one in letter["open"])
        yield _Row(letter["id"], point.kind, is_open, tuple(answer.values[name] for name in FEATURES))


def _fit(x: _Array, y: _Array) -> tuple[float, _Array]:
    """Return intercept and weights of a logistic regression with a ridge on standardised numbers (Newton's method)."""
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = np.column_stack([np.ones(len(x)), (x - mean) / scale])
    ridge = np.eye(z.shape[1]) * _RIDGE
    ridge[0, 0] = 0.0
    beta = np.zeros(z.shape[1])
    for _ in range(_MOST_STEPS):
        chance = 1.0 / (1.0 + np.exp(-z @ beta))
        step = np.linalg.solve((z * (chance * (1 - chance))[:, None]).T @ z + ridge, z.T @ (chance - y) + ridge @ beta)
        beta -= step
        if np.abs(step).max() < _LARGEST_STEP:
            break
    weights = beta[1:] / scale
    return float(beta[0] - weights @ mean), weights


def _out_of_fold(rows: list[_Row], x: _Array, y: _Array) -> _Array:
    letters = np.array([row.letter for row in rows])
    names = np.unique(letters)
    rng = np.random.default_rng(0)
    chances = np.zeros(len(rows))
    for _ in range(_N_ROUNDS):
        mixed = rng.permutation(names)
        for fold in range(_N_FOLDS):
            held = np.isin(letters, mixed[fold::_N_FOLDS])
            intercept, weights = _fit(x[~held], y[~held])
            chances[held] += 1.0 / (1.0 + np.exp(-intercept - x[held] @ weights)) / _N_ROUNDS
    return chances


def _figures(rows: list[_Row], chances: _Array) -> str:
    """Return precision and recall of "this letter leaves a point open"."""
    called = {row.letter for row, chance in zip(rows, chances, strict=True) if chance >= _OPEN_FROM[row.kind]}
    is_open = {row.letter for row in rows if row.is_open}
    right = len(called & is_open)
    n_letters = len({row.letter for row in rows})
    precision, recall = right / max(1, len(called)), right / max(1, len(is_open))
    return f"{n_letters} letters, {len(is_open)} with an open point: precision {precision:.2f}, recall {recall:.2f}"


def _as_toml(intercept: float, weights: _Array, n_letters: int, n_open: int) -> str:
    lines = [
        "# Written by reviewer.devtools.points. How much each number of answers.py speaks for an open point.",
        f"# Fitted on {n_letters} letters with {n_open} open points.",
        f"intercept = {intercept:.3f}",
        f"alone_from = {_ALONE_FROM}",
        f"firm_from = {_FIRM_FROM}",
        f"covered_below = {_COVERED_BELOW}",
        "",
        "[open_from]",
        *(f"{kind} = {value}" for kind, value in _OPEN_FROM.items()),
        "",
        "[weight]",
        *(f"{name} = {value:.3f}" for name, value in zip(FEATURES, weights, strict=True)),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    typer.run(main)
