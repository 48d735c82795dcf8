"""From a table of labelled complaints to a model in a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Progress = Callable[[str, float], None]
"""Called with what is being done and the share done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What a training run found in the table, made of it and wrote.

    Parameters
    ----------
    model_dir : pathlib.Path
        Folder with model files, ``manifest.json`` and ``card.md``.
    n_cases : dict of str to int
        Cases used, per language.
    remarks : tuple of str
        What a person should look at: rows left out, duplicates, conflicting labels, suspected label errors, balance.
    figures : dict
        Per language, figure names to ``(value, low, high)`` out of group cross-validation.
    """

    model_dir: Path
    n_cases: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    figures: dict[str, dict[str, tuple[float, float, float]]] = field(default_factory=dict)

    def as_text(self) -> str:
        """Return the report as lines for a terminal."""
        raise NotImplementedError


def train(
    cases_path: Path,
    out_dir: Path,
    *,
    columns: Mapping[str, str] | None = None,
    builder: str = "auto",
    random_state: int = 0,
    progress: Progress | None = None,
) -> TrainingReport:
    """Train a model on a table (or a folder of tables) of labelled complaints and write it to ``out_dir``."""
    raise NotImplementedError
