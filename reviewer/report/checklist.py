"""The procedure of a reply, step by step (principles P3 and P28), read off a review. Shared by page and reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reviewer.findings import Review, at_least

State = Literal["done", "open", "not_needed"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``name`` is the key of its words in ``messages.toml`` under ``checklist``."""

    name: str
    state: State
    principles: tuple[str, ...]
    kinds: tuple[str, ...]


# Name, element of ``present`` that shows it done, kinds that show it open, principles. In the order of a letter.
_STEPS: tuple[tuple[str, str | None, tuple[str, ...], tuple[str, ...]], ...] = (
    ("greeting", "greeting", ("no_greeting",), ("P20",)),
    ("thanks", "thanks", ("no_thanks",), ("P28",)),
    ("issue", "issue_restated", ("issue_not_restated",), ("P4",)),
    ("empathy", "empathy", ("no_empathy",), ("P20",)),
    ("review", "review_described", ("no_review_described",), ("P11", "P12")),
    ("points", None, ("point_unaddressed",), ("P5",)),
    ("grounds", "evidence_cited", ("no_reference", "unsupported_claim"), ("P14", "P16", "P17", "P18")),
    ("facts", None, ("detail_mismatch",), ("P17", "P24")),
    ("admissions", None, ("fault_admission", "fault_apology", "liability_acceptance", "concession"), ("P9", "P6")),
    (
        "tone",
        None,
        ("insult", "accusation", "sarcasm", "threat", "dismissive", "shouting"),
        ("P7", "P10", "P15", "P27"),
    ),
    ("solution", "alternative_offered", ("no_alternative",), ("P21", "P22")),
    (
        "dates",
        "deadline_stated",
        ("no_deadline", "vague_deadline", "past_date", "date_conflict", "deadline_over_limit"),
        ("P13", "P25"),
    ),
    ("in_time", None, ("late_reply",), ("P1",)),
    ("route", "escalation_route", ("no_escalation_route",), ("P19", "P32")),
    ("closing", "closing", ("no_closing",), ("P28",)),
)


def checklist(review: Review) -> tuple[Step, ...]:
    """Return the steps of the procedure with their state in this reply.

    A step is open where a finding above ``note`` says so (of the points: any finding); done where its element is there,
    or where it needs none and nothing speaks against it; not needed where it is neither there nor missed.
    """
    open_kinds = {one.kind for one in review.findings if at_least(one.severity, "warning")}
    asked = {one.kind for one in review.findings}
    steps = []
    for name, element, kinds, principles in _STEPS:
        if open_kinds & set(kinds) or (name == "points" and asked & set(kinds)):
            state: State = "open"
        elif name == "points" and any(not point.covered for point in review.points):
            # Open, and nobody asks for it yet: an interim reply owes no answers.
            state = "not_needed"
        elif element is None or element in review.present:
            state = "done"
        else:
            state = "not_needed"
        steps.append(Step(name, state, principles, kinds))
    lawyer: State = "open" if review.legal_review else "not_needed"
    return (*steps, Step("lawyer", lawyer, ("P29",), ()))
