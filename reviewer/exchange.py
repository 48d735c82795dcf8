"""One complaint and its reply, analysed: what every check of the product is handed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reviewer.case import Case
from reviewer.language import Document

ACTS = (
    "restate",
    "empathy",
    "review",
    "basis",
    "for",
    "against",
    "refuse",
    "grant",
    "less",
    "offer",
    "await",
    "condition",
    "route",
    "ask",
    "dated",
    "undated",
    "brush",
)
"""What a sentence of a reply can do.

``for``, ``against``: states a finding for or against the customer; ``basis``: names what something rests on; ``less``:
gives expressly less than was asked; ``condition``: would give something if; ``dated``, ``undated``: promises an own act
with or without a term; ``brush``: brushes off in place of an answer. The others say what they mean.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What a sentence of the reply does, as the second reader takes it.

    Parameters
    ----------
    start, end : int
        Half-open offsets in the reply.
    log_odds : mapping of str to float
        For each of ``ACTS``, and ``bare`` for a finding or refusal that sounds as if nothing were behind it.
    """

    start: int
    end: int
    log_odds: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """A case with its unknowns filled in.

    Parameters
    ----------
    case : Case
    language : {"ru", "en"}
    jurisdiction : {"ru", "uk", "us", "eu"}
    today : datetime.date
        Stands for ``reply_on`` where the reply is not sent yet.
    complaint, reply : Document or None
        None where the text is empty.
    decision : {"satisfy", "partial", "refuse", "interim"} or None
        Given or detected; None where there is no reply.
    label : {"substantiated", "unsubstantiated", "unclear"} or None
        How the complaint looks: the investigation's outcome, else the classifier's; None where there is no complaint.
    said : tuple of Said
        Sentences of the reply, in order; empty where no second reader is installed.
    """

    case: Case
    language: str
    jurisdiction: str
    today: date
    complaint: Document | None
    reply: Document | None
    decision: str | None = None
    label: str | None = None
    said: tuple[Said, ...] = ()

    @property
    def reply_on(self) -> date:
        """Day of the reply, or today."""
        return self.case.reply_on or self.today
