"""One kept review, one kept label."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from reviewer.case import Case
from reviewer.findings import Review

INVESTIGATION = "investigation"
"""Source of a label that is the outcome of an investigation, kept with a review."""


@dataclass(frozen=True, slots=True)
class Record:
    """One kept review."""

    record_id: int
    kept_at: datetime
    case: Case
    review: Review


@dataclass(frozen=True, slots=True)
class Label:
    """What a person said of a complaint: a row for ``reviewer train``.

    Parameters
    ----------
    label : {"substantiated", "unsubstantiated", "unclear"}
    why : str
        In the person's own words.
    group : str
        Complaints of one group stay on one side of a split.
    source : str
        Where it was said: a page, a table, ``investigation``.
    """

    case_id: str
    language: str
    sector: str
    complaint: str
    label: str
    labelled_by: str
    labelled_at: datetime
    why: str = ""
    group: str = ""
    source: str = ""


def as_json(record: Record) -> str:
    """Return a record as one line of JSON: when it was kept, the case, the review."""
    return json.dumps(
        {
            "record_id": record.record_id,
            "kept_at": record.kept_at.isoformat(timespec="seconds"),
            "case": record.case.model_dump(mode="json"),
            "review": record.review.model_dump(mode="json", by_alias=True),
        },
        ensure_ascii=False,
    )
