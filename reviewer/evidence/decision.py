"""The decision a reply expresses."""

from __future__ import annotations

from reviewer.language import Document


def detect_decision(reply: Document) -> str:
    """Return ``satisfy``, ``partial``, ``refuse`` or ``interim``."""
    return "interim"
