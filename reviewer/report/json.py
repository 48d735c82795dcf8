"""A review as the contract's JSON."""

from __future__ import annotations

from reviewer.case import Case
from reviewer.findings import Review
from reviewer.rules.load import RulePack


def render(
    review: Review, *, case: Case | None = None, pack: RulePack | None = None, language: str | None = None
) -> str:
    """Return the review as indented JSON; case, rules and language change nothing."""
    return review.model_dump_json(by_alias=True, indent=2) + "\n"
