"""One complaint and its reply, analysed: what every check of the product is handed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reviewer.case import Case
from reviewer.language import Document


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
    """

    case: Case
    language: str
    jurisdiction: str
    today: date
    complaint: Document | None
    reply: Document | None
    decision: str | None = None
    label: str | None = None

    @property
    def reply_on(self) -> date:
        """Day of the reply, or today."""
        return self.case.reply_on or self.today
