"""The draft with the ready replacements put in."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.findings import SEVERITIES, Finding


def corrected(text: str, findings: Iterable[Finding]) -> str:
    """Return the draft with each finding's ready replacement in its place.

    Where two replacements overlap, the more severe finding's one is used; the rest of the text stays as it is.

    Examples
    --------
    >>> corrected("Добрый день", [])
    'Добрый день'
    """
    chosen: list[Finding] = []
    ready = [one for one in findings if one.replacement is not None and one.start is not None]
    for one in sorted(ready, key=lambda each: -SEVERITIES.index(each.severity)):
        if all(_apart(one, other) for other in chosen):
            chosen.append(one)
    for one in sorted(chosen, key=lambda each: each.start or 0, reverse=True):
        text = text[: one.start] + (one.replacement or "") + text[one.end :]
    return text


def _apart(one: Finding, other: Finding) -> bool:
    return (one.end or 0) <= (other.start or 0) or (other.end or 0) <= (one.start or 0)
