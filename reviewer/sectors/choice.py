"""Which of the terms of a sector answers a question: the reply's, or that of an act of the company."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from reviewer.sectors.house import Demand
from reviewer.sectors.law import load_law
from reviewer.sectors.schema import DAY_UNITS, Term

DEMANDS: tuple[str, ...] = get_args(Demand)
"""What a customer can demand; each has terms of its own in some laws."""

ANSWERING = ("reply", "investigate")
"""What a company does when it answers."""
_FROM_THE_CLAIM = frozenset({"claim_presented", "receipt", "registration"})


def choose_reply_term(terms: Iterable[Term], *, demand: str | None, scope: str | None) -> Term | None:
    """Return the term that answers: the narrower field's reply term, the sector's general one, then the demand's."""
    numbered = [term for term in terms if term.days is not None and term.unit in DAY_UNITS]
    answering = [term for term in numbered if term.what in ANSWERING]
    in_scope = [term for term in answering if scope and term.scope == scope]
    general = [term for term in answering if term.is_general]
    own = [term for term in numbered if term.starts_from in _FROM_THE_CLAIM]
    of_demand = limits_of(own, demand, scope=scope) if demand and demand != "reply" else []
    for group in (in_scope, general, of_demand):
        if group:
            return min(group, key=_trust)
    return None


def limits_of(terms: Iterable[Term], what: str, *, scope: str | None = None) -> list[Term]:
    """Return the terms with a number that limit an act of the company; those of the narrower field where it has any."""
    fitting = [term for term in terms if term.what == what and term.days is not None and term.actor == "company"]
    narrow = [term for term in fitting if scope and term.scope == scope]
    return narrow or [term for term in fitting if term.is_general or not term.scope]


def scopes_of(jurisdiction: str, sector: str) -> tuple[str, ...]:
    """Return the narrower fields of a sector that have terms of their own."""
    return tuple(dict.fromkeys(term.scope for term in load_law(jurisdiction).of_sector(sector) if term.scope))


def _trust(term: Term) -> tuple[bool, bool, int]:
    return (term.what != "reply", not term.is_firm, term.days or 0)
