"""A review as one row of a table, for spreadsheets."""

from __future__ import annotations

from typing import Any

from reviewer.case import Case
from reviewer.errors import ReviewerError
from reviewer.findings import ASPECTS, SEVERITIES, Finding, Review

COLUMNS: dict[str, type] = {
    "row": int,
    "case_id": str,
    "language": str,
    "jurisdiction": str,
    "sector": str,
    "channel": str,
    "received_on": str,
    "reply_on": str,
    "decision": str,
    "agent": str,
    "team": str,
    "verdict": str,
    **dict.fromkeys(ASPECTS, int),
    "overall": int,
    "label": str,
    "probability": float,
    "origin": str,
    "model_id": str,
    **{f"n_{severity}": int for severity in SEVERITIES},
    "kinds": str,
    "findings": str,
    "present": str,
    "open_points": str,
    "reply_due_on": str,
    "act": str,
    "article": str,
    "promised": str,
    "legal_review": str,
    "pack_id": str,
    "version": str,
    "error": str,
}
"""Columns of an audit, in order, each with the type of its cells; the names are the contract's where it has one."""


def as_row(
    number: int, *, case: Case | None = None, review: Review | None = None, error: ReviewerError | None = None
) -> dict[str, Any]:
    """Return the cells of one row; columns that say nothing are None.

    Parameters
    ----------
    number : int
        Row of the table the case came from.
    case, review : optional
        None where the row could not be read.
    error : ReviewerError, optional
        What was wrong with it.
    """
    cells: dict[str, Any] = dict.fromkeys(COLUMNS)
    cells["row"] = number
    if case is not None:
        given = case.model_dump(mode="json", include={"case_id", "channel", "received_on", "reply_on", "agent", "team"})
        cells |= {**given, "sector": case.sector}
    if review is not None:
        cells |= _review_cells(review)
    cells["error"] = str(error) if error else None
    return cells


def _review_cells(review: Review) -> dict[str, Any]:
    estimate, terms = review.substantiation, review.deadlines
    return {
        "language": review.language,
        "jurisdiction": review.jurisdiction,
        "decision": review.decision,
        "verdict": review.verdict,
        **review.scores.model_dump(),
        "label": estimate.label if estimate else None,
        "probability": estimate.probability if estimate else None,
        "origin": estimate.origin if estimate else None,
        "model_id": estimate.model_id if estimate else None,
        **{f"n_{severity}": sum(one.severity == severity for one in review.findings) for severity in SEVERITIES},
        "kinds": "; ".join(dict.fromkeys(one.kind for one in review.findings)),
        "findings": "\n".join(_in_words(one) for one in review.findings),
        "present": "; ".join(review.present),
        "open_points": "\n".join(point.quote for point in review.points if not point.covered),
        "reply_due_on": terms.reply_due_on.isoformat() if terms.reply_due_on else None,
        "act": terms.act,
        "article": terms.article,
        "promised": "\n".join(f"{one.quote} ({one.on or '?'}, {one.for_})" for one in terms.promised),
        "legal_review": "; ".join(review.legal_review),
        "pack_id": review.pack_id,
        "version": review.version,
    }


def _in_words(finding: Finding) -> str:
    quote = f" «{finding.quote}»" if finding.quote else ""
    return f"{finding.code} [{finding.severity}]{quote}: {finding.message} {finding.fix}"
