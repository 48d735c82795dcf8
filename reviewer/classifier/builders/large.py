"""Hashed words and pairs of neighbours: for tables of more than some ten thousand cases."""

from __future__ import annotations

from reviewer.classifier.large import LargeTableModel


def build(random_state: int) -> LargeTableModel:
    """Return the unfitted model."""
    return LargeTableModel(random_state=random_state)
