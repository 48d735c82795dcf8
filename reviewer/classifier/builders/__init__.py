"""One file a model; each has ``build(random_state)``."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

from reviewer.errors import ModelError


def names() -> tuple[str, ...]:
    """Return the builders there are: a new file is a new builder."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def build(name: str, *, random_state: int) -> Any:
    """Return an unfitted model.

    Raises
    ------
    ModelError
        E506 for an unknown builder.
    """
    if name not in names():
        raise ModelError("E506", f"no builder '{name}'", cure=f"use one of: auto, {', '.join(names())}")
    return importlib.import_module(f"{__name__}.{name}").build(random_state)
