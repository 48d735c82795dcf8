"""Champion against challenger on the frozen hold-out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Promotion:
    """What was decided for one language, and on what figures."""

    language: str
    promoted: bool
    champion: str | None
    challenger: str
    figures: dict[str, tuple[float, float, float]]
    reason: str


def promote(
    model_dir: Path,
    *,
    cases_path: Path | None = None,
    models_root: Path | None = None,
    reason: str = "",
    random_state: int = 0,
) -> tuple[Promotion, ...]:
    """Make a model the one in use where it is better; with a ``reason`` also where it is not."""
    raise NotImplementedError


def rollback(*, language: str, models_root: Path | None = None) -> str:
    """Put the model before the present one back in use; return its name."""
    raise NotImplementedError
