"""Terms of the letter against the law and the calendar."""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.exchange import Exchange
from reviewer.findings import Deadlines, Hit


@dataclass(frozen=True, slots=True)
class DeadlineReading:
    """What the letter's terms say: findings, and the terms themselves."""

    hits: tuple[Hit, ...] = ()
    deadlines: Deadlines = field(default_factory=Deadlines)


def check_deadlines(exchange: Exchange) -> DeadlineReading:
    """Return the terms of a reply and what is wrong with them."""
    return DeadlineReading()
