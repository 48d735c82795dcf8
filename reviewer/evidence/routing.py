"""Which cases a lawyer should see before the reply goes out."""

from __future__ import annotations

from reviewer.exchange import Exchange


def find_legal_review(exchange: Exchange) -> tuple[str, ...]:
    """Return the reasons for a lawyer's eye, in a fixed order; empty where there is none."""
    return ()
