"""From labelled sentences to the second reader in a folder: cross-fitting, trust in rules, thresholds, card."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewer.classifier import artifact
from reviewer.classifier.band import Band
from reviewer.classifier.reader_card import KindFigures, render_reader_card
from reviewer.classifier.reader_features import SentenceReading
from reviewer.classifier.reader_model import SentenceReader, probabilities, smoothed

Array = npt.NDArray[Any]
N_FOLDS = 5
# Project judgement: a finding should be right about as often as a good rule's. What is right in two of three only was
# tried as a note: it was wrong in whole letters too often to be worth a look.
FINDING_RIGHT = 0.85
# Project judgement: below this the reader itself does not believe what it says, whatever the count on hard look-alikes.
LEAST_CHANCE = 0.45
# Project judgement: a kind that errs this often in whole letters, and more often than not, is left to the rules.
MOST_WRONG_IN_LETTERS = 3
# Project judgement: fewer sentences than this above a threshold prove nothing.
LEAST_ABOVE = 8
BUILDER = "reader"
NEVER = 2.0
MODEL_FILE = "reader.skops"


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled sentence.

    Parameters
    ----------
    reading : SentenceReading
    kinds : frozenset of str
    marks : tuple of (code, kind)
        What the rules found in it.
    block : str
        Examples of one block stay on one side of every split: near-pairs, sentences of one letter.
    is_unseen : bool
        Whether the writers of rules had not looked at it; only such examples say what a rule is worth.
    is_letter : bool
        Whether it stands in a whole letter, where most sentences are clean.
    """

    reading: SentenceReading
    kinds: frozenset[str]
    marks: tuple[tuple[str, str], ...]
    block: str
    is_unseen: bool
    is_letter: bool = False


def train_reader(examples: Sequence[Example], kinds: Sequence[str], folder: Path) -> list[KindFigures]:
    """Train the second reader and write it to ``folder``; return its figures per language and kind."""
    letters = [one for one in examples if one.is_letter]
    examples = [one for one in examples if not one.is_letter]
    readings = [one.reading for one in examples]
    targets = np.array([[kind in one.kinds for kind in kinds] for one in examples], dtype=float)
    folds = np.array([int(hashlib.sha256(one.block.encode()).hexdigest(), 16) % N_FOLDS for one in examples])
    model = SentenceReader()
    scores = model.fit_across(readings, targets, kinds, folds)
    figures: list[KindFigures] = []
    for language in languages_of(examples):
        own = np.flatnonzero([one.reading.language == language and one.is_unseen for one in examples])
        chosen = [examples[int(index)] for index in own]
        across = _probabilities_across(model, language, chosen, scores[own], targets[own], folds[own])
        model.trusted_.update(_trust(chosen, language))
        evidence = model.evidence(language, [one.marks for one in chosen])
        model.calibration_[language] = model.calibrate(scores[own], evidence, targets[own])
        apart = [one for one in letters if one.reading.language == language]
        figures += _choose(model, language, kinds, across, targets[own], evidence.fired, apart)
    _write(model, folder, examples, figures)
    return figures


def languages_of(examples: Sequence[Example]) -> list[str]:
    """Return the languages that have examples, in the order of the alphabet."""
    return sorted({one.reading.language for one in examples})


def _probabilities_across(
    model: SentenceReader, language: str, examples: Sequence[Example], scores: Array, targets: Array, folds: Array
) -> Array:
    """Return probabilities whose calibration and trust in rules had not seen the example's fold."""
    across = np.zeros(targets.shape)
    for fold in range(N_FOLDS):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        known = [examples[int(index)] for index in inside]
        model.trusted_ = _trust(known, language)
        learned = model.evidence(language, [one.marks for one in known])
        coefficients = model.calibrate(scores[inside], learned, targets[inside])
        judged = model.evidence(language, [examples[int(index)].marks for index in outside])
        across[outside] = probabilities(coefficients, scores[outside], judged)
    model.trusted_ = {}
    return across


def _trust(examples: Sequence[Example], language: str) -> dict[str, float]:
    counts: dict[str, list[int]] = {}
    for one in examples:
        for code, kind in set(one.marks):
            row = counts.setdefault(f"{language} {code}", [0, 0])
            row[0] += kind in one.kinds
            row[1] += 1
    return {name: smoothed(*row) for name, row in counts.items()}


def _choose(
    model: SentenceReader,
    language: str,
    kinds: Sequence[str],
    chances: Array,
    targets: Array,
    fired: Array,
    letters: Sequence[Example],
) -> list[KindFigures]:
    figures = []
    apart = model.evidence(language, [one.marks for one in letters]).fired == 0
    if letters:
        marks = [one.marks for one in letters]
        in_letters = model.probabilities(language, model.scores([one.reading for one in letters]), marks)
    else:
        in_letters = np.zeros((0, len(kinds)))
    clean = np.array([[kind not in one.kinds for kind in kinds] for one in letters], dtype=bool)
    clean = clean.reshape(-1, len(kinds))
    for column, kind in enumerate(kinds):
        free = fired[:, column] == 0
        finding_from = _threshold(chances[free, column], targets[free, column], FINDING_RIGHT)
        alarms = apart[:, column] & (in_letters[:, column] >= finding_from)
        wrong, right = int((alarms & clean[:, column]).sum()), int((alarms & ~clean[:, column]).sum())
        if wrong >= MOST_WRONG_IN_LETTERS and wrong > right:
            finding_from = NEVER
        if finding_from < NEVER:
            model.thresholds_[f"{language} {kind}"] = finding_from
        added = free & (chances[:, column] >= finding_from)
        figures.append(
            KindFigures(
                language=language,
                kind=kind,
                n_examples=int(targets[:, column].sum()),
                rules=_counts(~free, targets[:, column]),
                added=_counts(added, targets[:, column]),
                together=_counts(~free | added, targets[:, column]),
                in_letters=(wrong + right, right),
                finding_from=finding_from,
            )
        )
    return figures


def _counts(found: Array, truth: Array) -> tuple[int, int]:
    """Return how many were found, and how many of them are right."""
    return int(found.sum()), int((found & (truth > 0)).sum())


def _threshold(chances: Array, truth: Array, wanted: float) -> float:
    """Return the lowest probability above which the wanted share is right; ``NEVER`` where there is none."""
    order = np.argsort(-chances)
    order = order[chances[order] >= LEAST_CHANCE]
    right = np.cumsum(truth[order] > 0)
    enough = [n for n in range(LEAST_ABOVE, len(order) + 1) if right[n - 1] / n >= wanted]
    return float(np.floor(chances[order[enough[-1] - 1]] * 1e4) / 1e4) if enough else NEVER


def _write(model: SentenceReader, folder: Path, examples: Sequence[Example], figures: Sequence[KindFigures]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    digest = artifact.save(model, folder / MODEL_FILE)
    lines = sorted(f"{one.reading.language}\t{one.reading.text}\t{sorted(one.kinds)}" for one in examples)
    rows = {
        language: artifact.ModelFile(
            file=MODEL_FILE,
            sha256=digest,
            band=Band(0.0, 1.0),
            n_cases=_n_cases(examples, language),
            figures={one.kind: one.as_row() for one in figures if one.language == language},
        )
        for language in languages_of(examples)
    }
    manifest = artifact.Manifest(
        name=folder.name,
        builder=BUILDER,
        data_sha256=hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        random_state=0,
        languages=rows,
    )
    artifact.write_manifest(folder, manifest)
    (folder / "card.md").write_text(render_reader_card(manifest, figures), "utf-8")


def _n_cases(examples: Sequence[Example], language: str) -> dict[str, int]:
    own = [one for one in examples if one.reading.language == language]
    clean = sum(not one.kinds for one in own)
    return {"clean": clean, "flawed": len(own) - clean}
