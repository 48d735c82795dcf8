"""Which cases a lawyer should see before the reply goes out."""

from __future__ import annotations

from decimal import Decimal

from reviewer.evidence.cues import find_cues
from reviewer.exchange import Exchange
from reviewer.language import Document

REASONS: tuple[str, ...] = (
    "court",
    "regulator",
    "press",
    "injury",
    "health",
    "minors",
    "personal_data",
    "large_sum",
    "threat",
)
"""Reasons in the order they are shown."""

# Where a sum stops being everyday. Source: Russia, the financial ombudsman hears money claims up to 500,000 roubles
# (Federal Law 123-FZ, art. 15); England, small claims track up to 10,000 pounds (CPR 26); EU, small claims procedure up
# to 5,000 euros (Regulation 861/2007); USA: project judgement, the most common state limit.
_LARGE = {"RUB": Decimal(500_000), "GBP": Decimal(10_000), "EUR": Decimal(5_000), "USD": Decimal(10_000)}


def find_legal_review(exchange: Exchange) -> tuple[str, ...]:
    """Return the reasons for a lawyer's eye, in a fixed order; empty where there is none.

    Notes
    -----
    A child is a reason only where health, injury or personal data are at stake; a regulator named in a complaint to
    an authority is its addressee. Where to turn next, said in the reply, is no reason.
    """
    found: set[str] = set()
    if exchange.complaint is not None:
        found |= _in_complaint(exchange, exchange.complaint)
    if exchange.reply is not None:
        said = {cue.of for cue in find_cues(exchange.reply, "routing")}
        found |= {reason.removeprefix("reply_") for reason in said if reason.startswith("reply_")}
    return tuple(reason for reason in REASONS if reason in found)


def _in_complaint(exchange: Exchange, complaint: Document) -> set[str]:
    found = {cue.of for cue in find_cues(complaint, "routing")} & {*REASONS, "child"}
    if "child" in found and found & {"injury", "health", "personal_data", "threat"}:
        found.add("minors")
    if exchange.case.sector == "government":
        found.discard("regulator")
    if any(_is_large(money.unit, money.value) for money in complaint.mentions_of("money")):
        found.add("large_sum")
    return found


def _is_large(unit: str, value: object) -> bool:
    return unit in _LARGE and isinstance(value, Decimal) and value >= _LARGE[unit]
