"""From an adapted encoder and labelled sentences to the second reader in a folder: trust in rules, calibration,
thresholds, card."""

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
from reviewer.classifier.reader_model import NEVER, SentenceReader, SentenceReading, smoothed

Array = npt.NDArray[Any]
# Project judgement: a finding should be right about as often as a good rule's.
FINDING_RIGHT = 0.8
# Project judgement: below this the reader itself does not believe what it says, whatever the count on hard look-alikes.
LEAST_CHANCE = 0.45
# Project judgement: a kind that errs this often in whole letters, and more often than not, is left to the rules.
MOST_WRONG_IN_LETTERS = 3
# Project judgement: fewer sentences than this above a threshold prove nothing.
LEAST_ABOVE = 8
BUILDER = "reader"
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
    is_held_out : bool
        Whether the encoder was not adapted to it; only such examples say what the reader is worth.
    is_unseen : bool
        Whether the writers of rules had not looked at it; only such examples say what a rule is worth.
    is_letter : bool
        Whether it stands in a whole letter, where most sentences are clean.
    """

    reading: SentenceReading
    kinds: frozenset[str]
    marks: tuple[tuple[str, str], ...]
    is_held_out: bool
    is_unseen: bool
    is_letter: bool = False


def train_reader(model: SentenceReader, examples: Sequence[Example], folder: Path) -> list[KindFigures]:
    """Calibrate an adapted reader and write it to ``folder``; return its figures per language and kind."""
    figures: list[KindFigures] = []
    for language in languages_of(examples):
        own = [one for one in examples if one.reading.language == language]
        model.trusted_.update(_trust([one for one in own if one.is_unseen], language))
        proof = [one for one in own if one.is_held_out and one.is_unseen]
        letters = [one for one in own if one.is_held_out and one.is_letter]
        scores, targets = _scores(model, proof), _targets(model, proof)
        evidence = model.evidence(language, [one.marks for one in proof])
        model.calibration_[language] = model.calibrate(scores, evidence, targets)
        chances = model.probabilities(language, scores, [one.marks for one in proof])
        figures += _choose(model, language, chances, targets, evidence.fired, letters)
    _write(model, folder, examples, figures)
    return figures


def languages_of(examples: Sequence[Example]) -> list[str]:
    """Return the languages that have examples, in the order of the alphabet."""
    return sorted({one.reading.language for one in examples})


def _scores(model: SentenceReader, examples: Sequence[Example]) -> Array:
    impressions = model.read([one.reading.text for one in examples])
    return np.array([one.scores for one in impressions]).reshape(-1, len(model.kind_names()))


def _targets(model: SentenceReader, examples: Sequence[Example]) -> Array:
    kinds = model.kind_names()
    return np.array([[kind in one.kinds for kind in kinds] for one in examples], dtype=float).reshape(-1, len(kinds))


def _trust(examples: Sequence[Example], language: str) -> dict[str, float]:
    counts: dict[str, list[int]] = {}
    for one in examples:
        for code, kind in set(one.marks):
            row = counts.setdefault(f"{language} {code}", [0, 0])
            row[0] += kind in one.kinds
            row[1] += 1
    return {name: smoothed(*row) for name, row in counts.items()}


def _choose(
    model: SentenceReader, language: str, chances: Array, targets: Array, fired: Array, letters: Sequence[Example]
) -> list[KindFigures]:
    figures = []
    marks = [one.marks for one in letters]
    apart = model.evidence(language, marks).fired == 0
    in_letters = model.probabilities(language, _scores(model, letters), marks)
    clean = _targets(model, letters) == 0
    for column, kind in enumerate(model.kind_names()):
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
