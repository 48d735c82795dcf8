"""A model measured on labelled complaints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewer.classifier.train import Progress


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """Figures with intervals, and where the plots were written."""

    slices: tuple[dict[str, Any], ...] = ()
    plots: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = field(default=())

    def as_text(self) -> str:
        """Return the report as lines for a terminal."""
        raise NotImplementedError


def evaluate(
    model_dir: Path,
    cases_path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    plots_dir: Path | None = None,
    random_state: int = 0,
    progress: Progress | None = None,
) -> EvaluationReport:
    """Measure a model on a table of labelled complaints; plots go to ``plots_dir`` where it is given."""
    raise NotImplementedError
