"""How far an estimate is to be trusted: the figures of the model that made it."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.case import LANGUAGES
from reviewer.classifier.artifact import Manifest, read_manifest
from reviewer.classifier.shelf import champion, models_root


@dataclass(frozen=True, slots=True)
class Trust:
    """Shares out of cross-validation on labelled complaints, 0 to 1.

    Parameters
    ----------
    decided : float
        Complaints on which the model decides at all.
    right, right_low, right_high : float
        Decided complaints on which it is right, with the 95 % interval.
    origin : {"own", "proxy", "invented"}
        Whose word most labels were: the team's own, outcomes taken for labels, the authors' of invented complaints.
    """

    decided: float
    right: float
    right_low: float
    right_high: float
    origin: str


def model_id(manifest: Manifest, language: str) -> str:
    """Return the name under which a review tells which model made its estimate."""
    return f"{manifest.name}-{language}-{manifest.data_sha256[:8]}"


def trust_in(model: str | None) -> Trust | None:
    """Return the figures of a model in use; None where another model made the estimate."""
    for language in LANGUAGES if model else ():
        folder = champion(models_root(), language)
        manifest = read_manifest(folder) if folder else None
        if manifest is None or language not in manifest.languages or model_id(manifest, language) != model:
            continue
        figures = manifest.languages[language].figures
        if {"decided", "right"} <= figures.keys():
            return Trust(figures["decided"][0], *figures["right"], origin=manifest.origin)
    return None
