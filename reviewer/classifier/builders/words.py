"""Terms of the whole complaint and who does what: for tables without annotated clauses."""

from __future__ import annotations

from reviewer.classifier.families import TermFamily
from reviewer.classifier.stack import Stack


def build(random_state: int) -> Stack:
    """Return the unfitted model."""
    del random_state  # nothing here is drawn by chance
    return Stack(
        [
            TermFamily("terms"),
            TermFamily("doings", strength=3.0),
            TermFamily("signs", strength=1.0, min_documents=3),
        ]
    )
