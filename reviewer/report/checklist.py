"""The procedure of a good reply, step by step, with what the review says of each step."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from reviewer.case import Decision
from reviewer.findings import Review, at_least
from reviewer.language.messages import messages

State = Literal["done", "open", "skip"]


class StepRow(BaseModel):
    """A row of ``checklist.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    principles: tuple[str, ...]
    elements: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    needs: Literal["complaint", "due_date", "legal_review"] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step in words.

    Parameters
    ----------
    step_id : str
    title : str
        What to do, in the language of the review.
    state : {"done", "open", "skip"}
        ``skip``: this case does not call for it.
    principles : tuple of str
        Lines of the source article, ``P1`` to ``P34``.
    codes : tuple of str
        Rules whose findings keep the step open.
    """

    step_id: str
    title: str
    state: State
    principles: tuple[str, ...]
    codes: tuple[str, ...] = ()


@cache
def _rows() -> tuple[StepRow, ...]:
    table = tomllib.loads(files("reviewer").joinpath("report", "checklist.toml").read_text("utf-8"))
    return tuple(StepRow.model_validate(row) for row in table["step"])


def checklist(review: Review, *, language: str | None = None) -> tuple[Step, ...]:
    """Return the steps of the procedure in order; empty where there is no reply.

    Parameters
    ----------
    review : Review
    language : {"ru", "en"}, optional
        Of the titles; the review's own if not given.
    """
    if review.decision is None:
        return ()
    say = messages(language or review.language)
    steps = []
    for row in _rows():
        found = [one for one in review.findings if one.kind in row.kinds and at_least(one.severity, "warning")]
        codes = tuple(dict.fromkeys(one.code for one in found))
        steps.append(Step(row.id, say(f"report.step.{row.id}"), _state(row, review, codes), row.principles, codes))
    return tuple(steps)


def _state(row: StepRow, review: Review, codes: tuple[str, ...]) -> State:
    if codes:
        return "open"
    if row.needs == "legal_review":
        return "open" if review.legal_review else "skip"
    if row.needs == "complaint" and review.substantiation is None:
        return "skip"
    if row.needs == "due_date" and review.deadlines.reply_due_on is None:
        return "skip"
    if row.decisions and review.decision not in row.decisions:
        return "skip"
    if row.elements and not set(row.elements) & set(review.present):
        # Nobody asked for it, and it is not there: a two-line chat answer needs no letterhead.
        return "skip"
    return "done"
