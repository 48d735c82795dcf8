"""The estimate of one complaint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reviewer.classifier.artifact import load_estimator, read_manifest
from reviewer.classifier.band import Band
from reviewer.classifier.figures import model_id
from reviewer.classifier.reading import bare_reading, read
from reviewer.classifier.shelf import IN_USE, champion, models_root
from reviewer.findings import Substantiation
from reviewer.language import Document
from reviewer.language.threads import one_thread


@dataclass(frozen=True, slots=True)
class _InUse:
    model_id: str
    model: Any
    band: Band


def estimate(complaint: Document, *, sector: str = "other") -> Substantiation:
    """Return how the complaint looks: an estimate from its text alone.

    Parameters
    ----------
    complaint : Document
    sector : str, default="other"

    Returns
    -------
    Substantiation
        ``probability`` is None and ``label`` is ``unclear`` where no model of the language is in use or the text
        holds no word.

    Raises
    ------
    ModelError
        E500 to E507 if the model is refused.
    """
    found = _model_in_use(complaint.language)
    if found is None or not any(token.is_word for token in complaint.tokens):
        return Substantiation(label="unclear", probability=None, origin="classifier", model_id=None)
    model = found.model
    reading = (
        read(complaint, sector=sector) if model.needs_clauses else bare_reading(complaint.text, complaint.language)
    )
    if model.needs_clauses and not reading.clauses:
        return Substantiation(label="unclear", probability=None, origin="classifier", model_id=found.model_id)
    with one_thread():
        probability = float(model.probabilities([reading])[0])
        cues = model.cues(reading)
    return Substantiation(
        label=found.band.label(probability),  # type: ignore[arg-type]
        probability=round(probability, 4),
        origin="classifier",
        model_id=found.model_id,
        cues=cues,
    )


def _model_in_use(language: str) -> _InUse | None:
    root = models_root()
    listed = root / IN_USE
    changed_at = listed.stat().st_mtime_ns if listed.is_file() else 0
    return _load_in_use(root, language, changed_at)


@lru_cache(maxsize=8)
def _load_in_use(root: Path, language: str, changed_at: int) -> _InUse | None:
    folder = champion(root, language)
    if folder is None:
        return None
    manifest = read_manifest(folder)
    model = load_estimator(folder, language)
    return _InUse(model_id(manifest, language), model, manifest.of(language).band)
