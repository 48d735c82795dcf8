"""The terms the product knows, as a Markdown table for the README, made from the law files."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.case import JURISDICTIONS, SECTORS
from reviewer.language.counting import counted
from reviewer.sectors.law import Law, load_law
from reviewer.sectors.schema import Term

_SHOWN = ("reply", "investigate", "refund", "replace", "repair", "redo", "fix", "pay", "info", "deliver", "ack")


def terms_table() -> str:
    """Return the terms that limit a company, by country and sector, with their confidence.

    Returns
    -------
    str
        A Markdown table; a row is *firm* where it may raise an error, *ask* where it only raises a question, and
        *unverified* where it raises nothing.
    """
    head = ["| Country | Sector | What | Term | Article | Confidence |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *(line for code in JURISDICTIONS for line in _country(load_law(code)))])


def _country(law: Law) -> Iterator[str]:
    rows = [term for term in law.terms if term.actor == "company" and term.what in _SHOWN and term.days is not None]
    for sector in SECTORS:
        for term in rows:
            if term.sectors and term.sectors[0] == sector and len(term.sectors) < len(SECTORS):
                yield _line(law, term, ", ".join(term.sectors))
    for term in rows:
        if len(term.sectors) == len(SECTORS):
            yield _line(law, term, "any")


def _line(law: Law, term: Term, sectors: str) -> str:
    act = law.acts[term.act]
    name = act.short_names[0] if act.short_names else act.title
    article = "" if term.article == "-" else f" {term.article}"
    trust = "firm" if term.is_firm else "ask" if term.confidence == "verified" else "unverified"
    number = counted("en", term.days or 0, term.unit)
    return f"| {law.jurisdiction} | {sectors} | {term.what}: {term.when_en} | {number} | {name}{article} | {trust} |"
