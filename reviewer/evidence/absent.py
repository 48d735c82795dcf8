"""What a reply owes in its channel, sector and decision, and does not contain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer.exchange import Exchange
from reviewer.findings import Hit, Point
from reviewer.text import TextSpan


def check_absent(
    exchange: Exchange,
    elements: Mapping[str, Sequence[TextSpan]],
    *,
    has_grounds: bool = False,
    points: Sequence[Point] = (),
) -> list[Hit]:
    """Return what is missing, one hit a kind."""
    return []
