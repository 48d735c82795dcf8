"""What the product says about a reply: kinds, findings, the review that holds them."""

from __future__ import annotations

import json
import tomllib
from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from reviewer.case import Decision, Jurisdiction, Language, Sector

Severity = Literal["note", "warning", "error", "blocker"]
Aspect = Literal["tone", "admissions", "deadlines", "evidence"]
Verdict = Literal["send", "revise", "block"]
Label = Literal["substantiated", "unsubstantiated", "unclear"]

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
ELEMENTS: tuple[str, ...] = (
    "greeting",
    "empathy",
    "thanks",
    "issue_restated",
    "review_described",
    "evidence_cited",
    "deadline_stated",
    "alternative_offered",
    "escalation_route",
    "closing",
)
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Kind:
    """One meaning of the closed list.

    Parameters
    ----------
    name : str
    aspect : {"tone", "admissions", "deadlines", "evidence"}
    has_span : bool
        Whether findings of this kind mark exact words.
    principle : str
        The line of the source article it serves, ``P1`` to ``P34``.
    """

    name: str
    aspect: Aspect
    has_span: bool
    principle: str


@cache
def kinds() -> dict[str, Kind]:
    """Return all kinds by name."""
    table = tomllib.loads(files("reviewer").joinpath("kinds.toml").read_text("utf-8"))
    return {name: Kind(name, row["aspect"], row["span"], row["principle"]) for name, row in table.items()}


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Finding(_Record):
    """One thing to change, with its place and its reason.

    ``start``, ``end`` and ``quote`` are None for something absent; else half-open offsets in code points of the
    original reply, and ``quote == reply[start:end]``.
    """

    code: str
    kind: str
    aspect: Aspect
    severity: Severity
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    message: str
    fix: str
    replacement: str | None = None
    principle: str
    source: str
    trace: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found, before it has words: the rule pack turns it into a ``Finding``.

    Parameters
    ----------
    code : str
        A row of ``rules/codes.toml``.
    start, end : int or None
        Half-open offsets in the reply; None for something absent.
    params : dict
        Values for the ``{names}`` in the rule's texts.
    trace : dict
        Why it fired, for a person who asks.
    replacement : str, optional
        Words that can stand in the place of the quote.
    severity : str, optional
        Where the case, not the rule, decides.
    """

    code: str
    start: int | None = None
    end: int | None = None
    params: dict[str, Any] = field(default_factory=dict)
    trace: dict[str, Any] = field(default_factory=dict)
    replacement: str | None = None
    severity: Severity | None = None


class Place(_Record):
    """Half-open offsets in code points."""

    start: int
    end: int


class Cue(_Record):
    """Words of the complaint that speak for (positive weight) or against it."""

    start: int
    end: int
    quote: str
    weight: float
    why: str


class Substantiation(_Record):
    """Whether the complaint looks substantiated: an estimate, never a proof."""

    label: Label
    probability: float | None
    origin: Literal["classifier", "investigation"]
    model_id: str | None
    cues: tuple[Cue, ...] = ()


class Point(_Record):
    """One claim, demand or question of the complaint, and where the reply answers it."""

    start: int
    end: int
    quote: str
    covered: bool
    covered_by: Place | None = None


class Promise(_Record):
    """A term the reply names for an act of the company."""

    start: int
    end: int
    quote: str
    on: date | None
    for_: str = Field(alias="for", serialization_alias="for")

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Deadlines(_Record):
    """The legal term of the reply and the terms promised in it."""

    reply_due_on: date | None = None
    act: str | None = None
    article: str | None = None
    days: int | None = None
    unit: Literal["calendar", "working"] | None = None
    promised: tuple[Promise, ...] = ()


class Scores(_Record):
    """Whole points from 0 to 100; None where the aspect does not apply."""

    tone: int | None
    admissions: int | None
    deadlines: int | None
    evidence: int | None
    overall: int | None


class Review(_Record):
    """Everything the product has to say about one case."""

    schema_version: Literal[1] = 1
    case_id: str
    language: Language
    jurisdiction: Jurisdiction
    sector: Sector
    decision: Decision | None
    substantiation: Substantiation | None
    points: tuple[Point, ...] = ()
    present: tuple[str, ...] = ()
    deadlines: Deadlines = Deadlines()
    findings: tuple[Finding, ...] = ()
    scores: Scores
    verdict: Verdict
    legal_review: tuple[str, ...] = ()
    pack_id: str
    version: str


def at_least(severity: Severity, floor: Severity) -> bool:
    """Return whether ``severity`` is ``floor`` or worse."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(floor)


def order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in reading order: by place, absent ones last, then by code."""
    return tuple(
        sorted(
            findings,
            key=lambda one: (
                one.start is None,
                one.start or 0,
                one.end or 0,
                ASPECTS.index(one.aspect),
                one.code,
            ),
        )
    )


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with one for each place and kind.

    Where two findings of one kind overlap, the more severe one stays (the longer one, where equal); the codes that
    gave way are named in its trace, so that nothing is silently lost.
    """
    kept: list[Finding] = []
    places: dict[str, _Places] = {}
    ranked = sorted(
        findings,
        key=lambda one: (-SEVERITIES.index(one.severity), -((one.end or 0) - (one.start or 0)), one.code),
    )
    for finding in ranked:
        same_kind = places.setdefault(finding.kind, _Places())
        index = same_kind.taken_by(finding)
        if index is None:
            same_kind.take(finding, len(kept))
            kept.append(finding)
        elif kept[index].code != finding.code:
            other = kept[index]
            also = sorted({*other.trace.get("also", ()), finding.code})
            kept[index] = other.model_copy(update={"trace": {**other.trace, "also": also}})
    return order(kept)


class _Places:
    """Where findings of one kind stand; no two of them overlap, so that a look at the neighbours is enough."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int, int]] = []
        self._absent: dict[str, int] = {}

    def taken_by(self, finding: Finding) -> int | None:
        """Return the number of the earliest finding in the same place."""
        if finding.start is None:
            return self._absent.get(_point(finding))
        last = bisect_left(self._spans, (finding.end or 0,))
        numbers = []
        while last and self._spans[last - 1][1] > finding.start:
            last -= 1
            numbers.append(self._spans[last][2])
        return min(numbers, default=None)

    def take(self, finding: Finding, number: int) -> None:
        """Keep the place of a finding."""
        if finding.start is None:
            self._absent[_point(finding)] = number
        else:
            insort(self._spans, (finding.start, finding.end or 0, number))


def _point(finding: Finding) -> str:
    # Absent kinds say one thing once, but several points may be open, each with its own words.
    return json.dumps(finding.trace.get("point"), sort_keys=True, default=str)
