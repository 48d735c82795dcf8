"""From an adapted encoder and labelled sentences to the second reader in a folder: trust in rules, calibration,
figures, card."""

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
from reviewer.classifier.reader import BUILDER, DOUBTED, NOTED, SURE
from reviewer.classifier.reader_card import KindFigures, render_reader_card
from reviewer.classifier.reader_model import SentenceReader, SentenceReading, smoothed

Array = npt.NDArray[Any]
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
    letter : str or None
        The letter it stands in, where most sentences are clean; None for a sentence by itself.
    acts : frozenset of str or None
        What it does; None where nobody said.
    """

    reading: SentenceReading
    kinds: frozenset[str]
    marks: tuple[tuple[str, str], ...]
    is_held_out: bool
    is_unseen: bool
    letter: str | None = None
    acts: frozenset[str] | None = None


def train_reader(model: SentenceReader, examples: Sequence[Example], folder: Path) -> list[KindFigures]:
    """Calibrate an adapted reader and write it to ``folder``; return its figures per language and kind."""
    figures: list[KindFigures] = []
    _calibrate_acts(model, [one for one in examples if one.is_held_out and one.acts is not None])
    for language in languages_of(examples):
        own = [one for one in examples if one.reading.language == language]
        model.trusted_.update(_trust([one for one in own if one.is_unseen], language))
        proof = [one for one in own if one.is_held_out and (one.is_unseen or one.letter)]
        letters = [one.letter for one in proof]
        scores, targets = _scores(model, proof), _targets(model, proof)
        evidence = model.evidence(language, [one.marks for one in proof])
        model.calibration_[language] = model.calibrate(scores, evidence, letters, targets)
        chances = model.probabilities(language, scores, [one.marks for one in proof], letters)
        figures += _measured(
            language,
            model.kind_names(),
            chances,
            targets,
            evidence.fired,
            np.array([one is not None for one in letters]),
        )
    _write(model, folder, examples, figures)
    return figures


def _calibrate_acts(model: SentenceReader, proof: Sequence[Example]) -> None:
    if proof:
        acts = np.array([one.acts for one in model.read([one.reading.text for one in proof])])
        model.calibrate_acts(acts, np.array([[act in (one.acts or ()) for act in model.act_names()] for one in proof]))


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


def _measured(
    language: str, kinds: Sequence[str], chances: Array, targets: Array, fired: Array, in_letters: Array
) -> list[KindFigures]:
    figures = []
    for column, kind in enumerate(kinds):
        chance, truth, ruled = chances[:, column], targets[:, column], fired[:, column] > 0
        added = ~ruled & (chance >= SURE)
        figures.append(
            KindFigures(
                language=language,
                kind=kind,
                n_examples=int(truth.sum()),
                rules=_counts(ruled, truth),
                added=_counts(added, truth),
                noted=_counts(~ruled & ~added & (chance >= NOTED), truth),
                together=_counts((ruled & (chance >= DOUBTED)) | added, truth),
                in_letters=_counts(added & in_letters, truth),
            )
        )
    return figures


def _counts(found: Array, truth: Array) -> tuple[int, int]:
    """Return how many were found, and how many of them are right."""
    return int(found.sum()), int((found & (truth > 0)).sum())


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
