"""Terms of the whole complaint, who does what, and a judgement of each clause: needs annotated clauses."""

from __future__ import annotations

from reviewer.classifier.families import ClauseFamily, TermFamily
from reviewer.classifier.stack import Stack


def build(random_state: int) -> Stack:
    """Return the unfitted model."""
    return Stack([TermFamily("terms"), TermFamily("doings", strength=3.0), ClauseFamily(random_state=random_state)])
