"""What a law file may say. Pydantic models that refuse unknown keys; errors name file, place and cure."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from reviewer.case import Sector

What = Literal[
    "ack", "register", "notify", "forward", "reply", "refund", "replace", "repair", "fix", "redo", "pay", "inspect",
    "investigate", "info", "loaner", "deliver", "restore_service", "stop_processing", "stop_charge", "suspend",
    "decide", "penalty", "fine", "moral_harm", "claim_window", "exchange_window", "withdraw_window", "adr_window",
    "adr_wait", "allowed_outage",
]  # fmt: skip
Unit = Literal[
    "calendar", "working", "hours", "minutes", "weeks", "months", "years", "calendar_except_holidays", "percent",
    "percent_per_day",
]  # fmt: skip
DAY_UNITS: tuple[str, ...] = ("calendar", "working", "weeks", "months", "years", "calendar_except_holidays")
"""Units that end on a day of the calendar."""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Extension(_Row):
    """Longer time on a condition: ``added`` to the term, or ``total`` from the same start."""

    mode: Literal["added", "total"]
    days: int | None = None
    unit: Unit | None = None
    is_usual: bool = False
    condition: str = ""


class Example(_Row):
    """A worked example: the event on one day, the last day of the term."""

    event_on: date
    last_on: date


class Term(_Row):
    """One term of the law, or a rule of the law that names no number of days.

    Parameters
    ----------
    sectors : tuple of str
        Sectors of the contract in which it can apply; empty: the sector of its file.
    scope : str
        Narrower field inside a sector (``payments``, ``osago``, ``air``, ``distance_selling`` …).
    is_general : bool
        The sector's reply term where nothing narrower is known.
    days : int or None
        The number in ``unit``; None where the law gives no number.
    last_day : {"next", "same", "previous"} or None
        Where a last day off moves; None: as the country's calendar says.
    when_ru, when_en : str
        What the term covers, in our own words.
    """

    id: str
    sectors: tuple[Sector, ...] = ()
    scope: str = ""
    is_general: bool = False
    what: What
    actor: Literal["company", "consumer", "regulator", "ombudsman"] = "company"
    days: int | None = None
    unit: Unit | None = None
    starts_from: str
    extension: Extension | None = None
    act: str
    article: str
    when_ru: str
    when_en: str
    last_day: Literal["next", "same", "previous"] | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    checked_on: date
    confidence: Literal["verified", "unverified"]
    source_kind: Literal["law_text", "official", "secondary", "code", "none"]
    sources: tuple[str, ...] = ()
    note: str = ""
    example: Example | None = None

    @model_validator(mode="after")
    def _unit_with_number(self) -> Term:
        if self.days is not None and self.unit is None:
            raise ValueError("a number of days needs its unit")
        return self

    @property
    def is_firm(self) -> bool:
        """Whether the term may raise an error: law text, an official page, or two sources."""
        well_read = self.source_kind in {"law_text", "official"} or len(self.sources) >= 2
        return self.confidence == "verified" and well_read

    def is_valid(self, on: date) -> bool:
        """Return whether the term is in force on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def when(self, language: str) -> str:
        """Return what the term covers, in a language of the product."""
        return self.when_ru if language == "ru" else self.when_en


class Act(_Row):
    """A law, decree or code that replies cite; ``gist_ru`` and ``gist_en`` say in our own words what it is about."""

    id: str
    kind: str
    number: str = ""
    dated: date | None = None
    title: str
    gist_ru: str = Field(min_length=5)
    gist_en: str = Field(min_length=5)
    short_names: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    highest_article: int | None = None
    status: Literal["in_force", "amending", "replaced", "expired", "expires"] = "in_force"
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: str = ""
    confidence: Literal["verified", "unverified"]
    checked_on: date
    sources: tuple[str, ...] = ()
    note: str = ""

    def gist(self, language: str) -> str:
        """Return what the act is about, in a language of the product."""
        return self.gist_ru if language == "ru" else self.gist_en

    def label(self) -> str:
        """Return how the act is cited."""
        dated = f" от {self.dated:%d.%m.%Y}" if self.dated and "\u0400" < self.kind[0] < "\u04ff" else ""
        if not dated:
            return f"{self.title} ({self.number})" if self.number and self.number not in self.title else self.title
        number = f" № {self.number}" if self.number else ""
        return f"{self.kind[0].upper()}{self.kind[1:]}{dated}{number} «{self.title}»"


class Trap(_Row):
    """A wrong citation that is often seen.

    ``pattern`` is a regular expression over folded lower-case text; without one the trap is only listed.
    """

    id: str
    seen_ru: str
    seen_en: str
    right_ru: str
    right_en: str
    pattern: str = ""
    not_sectors: tuple[Sector, ...] = ()
    only_sectors: tuple[Sector, ...] = ()
    from_on: date | None = None
    confidence: Literal["verified", "unverified"]
    checked_on: date


class RouteRow(_Row):
    """Where a customer can turn next.

    ``names`` are regular expressions over folded lower-case text by which a reply may name the body.
    """

    sectors: tuple[Sector, ...] = ()
    scope: str = ""
    body_ru: str
    body_en: str
    when_ru: str = ""
    when_en: str = ""
    names: tuple[str, ...] = Field(min_length=1)
    confidence: Literal["verified", "unverified"]
    checked_on: date


class CalendarRow(_Row):
    """How a country counts days."""

    country: str
    subdivision: str | None = None
    financial: str | None = None
    weekend: tuple[int, ...] = (5, 6)
    known_from: int
    known_to: int
    last_day: Literal["next", "same"]
    is_partial: bool = False
    public_holidays: tuple[str, ...] = ()
    note_ru: str = ""
    note_en: str = ""
    checked_on: date


class LawFile(_Row):
    """One file of terms and routes."""

    term: tuple[Term, ...] = ()
    route: tuple[RouteRow, ...] = ()


class ActsFile(_Row):
    """The acts of a country."""

    act: tuple[Act, ...] = ()


class TrapsFile(_Row):
    """The citation traps of a country."""

    trap: tuple[Trap, ...] = ()
