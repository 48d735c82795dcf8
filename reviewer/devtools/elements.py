"""Fit the weights of elements by meaning: ``python -m reviewer.devtools.elements`` writes ``evidence/meaning.npz``.

Logistic regression with a ridge on sentence vectors. Positive are the examples of ``likeness.toml``, odd sentences of
``data/elements`` and, in annotated letters said to hold an element, the sentences a cue marks, or the one that looks
most like it. Negative are look-alikes, flawed sentences of ``data/sentences`` and all of letters without the element.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import typer

from reviewer.evidence.cues import find_cues
from reviewer.evidence.meaning import DECISIONS, LEARNED, LEAST, WEIGHTS, statements
from reviewer.language import analyse
from reviewer.language.threads import one_thread
from reviewer.language.vectors import sentence_vectors

_ALL = (*LEARNED, *DECISIONS)
_SAID = {"refuse": {"refuse"}, "satisfy": {"grant"}, "partial": {"refuse", "grant"}, "interim": {"await"}}
_Array = npt.NDArray[np.float64]
# Project judgement: set where letters kept out of the fit are read best.
_RIDGE = 0.05
_N_ROUNDS, _N_FOLDS = 3, 5
_SURE = 1.0
_CHOSEN = 3.0  # a sentence written for one element tells more than one a letter may mean it with
_EVERY = 6  # of the flawed sentences: they are many, and alike
_FLAWS = frozenset(
    "sarcasm accusation insult threat dismissive shouting officialese unsupported_claim fault_admission blame_shifting "
    "overpromise internal_disclosure vague_deadline".split()
)
_MOST_STEPS, _SMALL_STEP = 40, 1e-6


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    says: dict[str, bool | None]
    letter: str = ""
    cued: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    is_chosen: bool = True


def main(
    data: Annotated[Path, typer.Option(help="Folder with elements/, sentences/ and annotated/.")] = Path("data"),
    package: Annotated[Path, typer.Option(help="Folder of the package.")] = Path("reviewer"),
) -> None:
    """Fit the weights, print how letters out of fold and even sentences are read."""
    rows = [*_likenesses(package), *_own(data), *_flawed(data), *_letters(data)]
    tests = list(_own(data, odd=False))
    with one_thread():
        x = sentence_vectors([row.text for row in rows]).astype(float)
        even = sentence_vectors([row.text for row in tests]).astype(float)
    weights, intercepts = [], []
    for element in _ALL:
        w, b = _learn(rows, x, element, np.ones(len(rows), dtype=bool))
        weights.append(w)
        intercepts.append(b)
        typer.echo(f"{element}: {_even_figures(tests, even @ w + b, element)}; {_out_of_fold(rows, x, element)}")
    np.savez_compressed(
        package / "evidence" / WEIGHTS,
        weights=np.array(weights).T.astype(np.float32),
        intercepts=np.array(intercepts).astype(np.float32),
    )


def _likenesses(package: Path) -> Iterator[_Row]:
    for language in ("ru", "en"):
        table = tomllib.loads((package / "evidence" / language / "likeness.toml").read_text("utf-8"))
        for name, texts in table.items():
            for text in texts:
                yield _Row(text, {element: element == name for element in _ALL})


def _own(data: Path, *, odd: bool = True) -> Iterator[_Row]:
    """Odd sentences build, even ones measure."""
    for language in ("ru", "en"):
        table = tomllib.loads((data / "elements" / f"{language}.toml").read_text("utf-8"))
        for name, sides in table.items():
            for text in sides["yes"][0 if odd else 1 :: 2]:
                # A record that is cited has often been looked at: that says nothing of the other elements.
                unsure = name == "evidence_cited"
                says: dict[str, bool | None] = {one: None if unsure else one == name for one in LEARNED}
                yield _Row(text, says | dict.fromkeys(DECISIONS, None))
            for text in sides["no"][0 if odd else 1 :: 2]:
                yield _Row(text, {one: False if name in {one, "none"} and one in LEARNED else None for one in _ALL})


def _flawed(data: Path) -> Iterator[_Row]:
    for file in sorted((data / "sentences").glob("*.jsonl")):
        records = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
        flawed = [one for one in records if _FLAWS & set(one["kinds"]) and "fault_apology" not in one["kinds"]]
        for record in flawed[::_EVERY]:
            yield _Row(record["text"], dict.fromkeys(LEARNED, False) | dict.fromkeys(DECISIONS, None), is_chosen=False)


def _letters(data: Path) -> Iterator[_Row]:
    for file in sorted((data / "annotated").glob("pairs-*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            if line.strip():
                yield from _letter(json.loads(line))


def _letter(record: dict[str, Any]) -> Iterator[_Row]:
    document = analyse(record["reply"], record["lang"])
    held = frozenset(record["present"]) | _SAID[record["decision"]]
    cues = [*find_cues(document, "elements"), *find_cues(document, "decision")]
    for sentence in statements(document):
        cued = frozenset(cue.of for cue in cues if cue.sentence == sentence.index)
        says = {one: False if one not in held else (True if one in cued else None) for one in _ALL}
        # What is offered where the demand is met is not annotated as an alternative.
        if record["decision"] in {"satisfy", "interim"} and "alternative_offered" not in held:
            says["alternative_offered"] = None
        yield _Row(document.text[sentence.start : sentence.end], says, record["id"], cued, held)


def _learn(rows: list[_Row], x: _Array, element: str, kept: npt.NDArray[np.bool_]) -> tuple[_Array, float]:
    """Fit, take the likeliest sentence of each letter that must hold one, fit again."""
    says = [row.says[element] for row in rows]
    w, b = np.zeros(x.shape[1]), 0.0
    for number in range(_N_ROUNDS):
        known = np.array([one is not None for one in says]) & kept
        y = np.array([bool(one) for one, is_known in zip(says, known, strict=True) if is_known])
        worth = np.array([1.0 if row.letter or not row.is_chosen else _CHOSEN for row in rows])
        w, b = _fit(x[known], y, worth[known])
        if number < _N_ROUNDS - 1:
            says = _guessed(rows, x @ w + b, element)
    return w, b


def _guessed(rows: list[_Row], scores: _Array, element: str) -> list[bool | None]:
    says = [row.says[element] for row in rows]
    letters: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        if row.letter and element in row.held:
            letters.setdefault(row.letter, []).append(index)
    for indices in letters.values():
        for index in indices:
            if says[index] is None and scores[index] < -_SURE:
                says[index] = False
        if not any(element in rows[index].cued for index in indices):
            says[max(indices, key=lambda index: scores[index])] = True
    return says


def _fit(x: _Array, y: npt.NDArray[np.bool_], worth: _Array) -> tuple[_Array, float]:
    """Return weights and intercept of a logistic regression with a ridge, both classes weighing the same."""
    z = np.column_stack([x, np.ones(len(x))])
    sizes = worth * np.where(y, 1 / worth[y].sum(), 1 / worth[~y].sum()) * len(y) / 2
    penalty = np.full(z.shape[1], _RIDGE)
    penalty[-1] = 0.0
    theta = np.zeros(z.shape[1])
    for _ in range(_MOST_STEPS):
        chances = 1 / (1 + np.exp(-z @ theta))
        slope = z.T @ (sizes * (chances - y)) + penalty * theta
        bend = (z * (sizes * chances * (1 - chances))[:, None]).T @ z + np.diag(penalty + 1e-9)
        step = np.linalg.solve(bend, slope)
        theta -= step
        if np.abs(step).max() < _SMALL_STEP:
            break
    return theta[:-1], float(theta[-1])


def _even_figures(tests: Iterable[_Row], scores: _Array, element: str) -> str:
    pairs = [(row.says[element], score >= LEAST[element]) for row, score in zip(tests, scores, strict=True)]
    yes = [found for said, found in pairs if said]
    no = [found for said, found in pairs if said is False]
    return f"even sentences: {sum(yes)} of {len(yes)} found, {sum(no)} of {len(no)} look-alikes taken"


def _out_of_fold(rows: list[_Row], x: _Array, element: str) -> str:
    letters = sorted({row.letter for row in rows if row.letter})
    fold = {letter: number % _N_FOLDS for number, letter in enumerate(letters)}
    folds = np.array([fold.get(row.letter, -1) for row in rows])
    found: dict[str, bool] = {}
    for number in range(_N_FOLDS):
        w, b = _learn(rows, x, element, folds != number)
        for index in np.flatnonzero(folds == number):
            letter = rows[index].letter
            said = element in rows[index].cued or float(x[index] @ w + b) >= LEAST[element]
            found[letter] = found.get(letter, False) or said
    held = {row.letter: element in row.held for row in rows if row.letter}
    missed = sum(held[letter] and not found[letter] for letter in found)
    wrong = sum(found[letter] and not held[letter] for letter in found)
    return f"letters out of fold, cue or meaning: {missed} of {sum(held.values())} missed, {wrong} wrong of {len(held)}"


if __name__ == "__main__":
    typer.run(main)
