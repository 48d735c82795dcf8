"""The estimate of one complaint."""

from __future__ import annotations

from reviewer.findings import Substantiation
from reviewer.language import Document


def estimate(complaint: Document, *, sector: str = "other") -> Substantiation:
    """Return how the complaint looks."""
    return Substantiation(label="unclear", probability=None, origin="classifier", model_id=None)
