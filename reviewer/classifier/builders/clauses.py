"""Terms of the complaint, who does what, what is spoken of, and each clause judged: needs annotated clauses."""

from __future__ import annotations

from reviewer.classifier.families import ClauseFamily, TermFamily
from reviewer.classifier.stack import Stack


def build(random_state: int) -> Stack:
    """Return the unfitted model."""
    return Stack(
        [
            TermFamily("terms"),
            TermFamily("doings", strength=3.0),
            TermFamily("signs", strength=1.0, min_documents=3),
            ClauseFamily(random_state=random_state),
        ]
    )
