"""Findings to points and a verdict. Published arithmetic: ``explain_scores`` shows every lost point."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from reviewer.errors import ScoringError
from reviewer.findings import ASPECTS, SEVERITIES, Finding, Scores, Severity, Verdict, at_least

FULL = 100


@cache
def settings() -> Mapping[str, Any]:
    """Return ``scoring.toml``."""
    return tomllib.loads(files("reviewer").joinpath("scoring.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class LostPoints:
    """What one finding cost its aspect."""

    code: str
    kind: str
    quote: str | None
    principle: str
    points: float


@dataclass(frozen=True, slots=True)
class AspectScore:
    """The points left to one aspect; ``points`` is None with a reason where it does not apply."""

    aspect: str
    points: int | None
    lost: tuple[LostPoints, ...] = ()
    capped_by: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All four aspects, their mean and their minimum, the overall points and the verdict."""

    aspects: tuple[AspectScore, ...]
    mean: float | None
    minimum: int | None
    overall: int | None
    verdict: Verdict

    def as_scores(self) -> Scores:
        """Return the points as the contract names them."""
        points = {score.aspect: score.points for score in self.aspects}
        return Scores(**points, overall=self.overall)


def severity_in_case(
    kind: str,
    severity: Severity,
    *,
    label: str | None,
    decision: str | None,
    by_people: bool = False,
    beside: Collection[str] = (),
) -> Severity:
    """Return how much a finding weighs in this case.

    Parameters
    ----------
    kind : str
    severity : {"note", "warning", "error", "blocker"}
        What the rule says.
    label : {"substantiated", "unsubstantiated", "unclear"} or None
        How the complaint looks; None counts as unclear.
    decision : {"satisfy", "partial", "refuse", "interim"} or None
        None counts as interim.
    by_people : bool, default=False
        Whether the label is the outcome of an investigation, not an estimate.
    beside : collection of str, optional
        All kinds found in the reply: absolute promises beside an admission make it a surrender.

    Examples
    --------
    >>> severity_in_case("fault_admission", "error", label="unsubstantiated", decision="refuse")
    'blocker'
    >>> severity_in_case("fault_admission", "error", label="substantiated", decision="satisfy")
    'note'
    >>> severity_in_case("insult", "blocker", label="substantiated", decision="satisfy")
    'blocker'
    """
    table = settings()["admission_severity"]
    if kind not in table["kinds"]:
        return severity
    row = label or "unclear"
    if row == "unsubstantiated":
        if by_people:
            row = "refuted_by_people"
        elif not set(table["surrender"]["kinds"]).isdisjoint(beside):
            row = "surrender"
    judged: Severity = table[row][decision or "interim"]
    soften = table["soften"]
    if kind in soften["kinds"] and judged != "blocker":
        judged = SEVERITIES[max(0, SEVERITIES.index(judged) - soften["by"])]
    return judged


def score(
    findings: Sequence[Finding], *, weights: Mapping[str, int], not_applicable: Mapping[str, str] | None = None
) -> Scorecard:
    """Return the scorecard of a reply.

    Parameters
    ----------
    findings : sequence of Finding
        With the severity they have in this case.
    weights : mapping of str to int
        Points a code takes off its aspect, 0-100.
    not_applicable : mapping of str to str, optional
        Aspects that do not apply, each with its reason. Decided first: such an aspect neither lowers nor raises.

    Raises
    ------
    ScoringError
        E401 if a finding has a code without a weight.
    """
    absent = not_applicable or {}
    aspects = tuple(
        AspectScore(aspect, None, reason=absent[aspect])
        if aspect in absent
        else _score_aspect(aspect, [one for one in findings if one.aspect == aspect], weights)
        for aspect in ASPECTS
    )
    points = [one.points for one in aspects if one.points is not None]
    if not points:
        return Scorecard(aspects, None, None, None, _verdict(findings))
    mean, minimum = sum(points) / len(points), min(points)
    share = settings()["overall"]["mean_share"]
    overall = share * mean + (1 - share) * minimum
    if any(one.severity == "blocker" for one in findings):
        overall = min(overall, settings()["caps"]["blocker_overall"])
    return Scorecard(aspects, round(mean, 1), minimum, round(overall), _verdict(findings))


def _score_aspect(aspect: str, findings: Sequence[Finding], weights: Mapping[str, int]) -> AspectScore:
    shares, repeat = settings()["severity_share"], settings()["repeat_share"]
    lost: list[LostPoints] = []
    times: dict[str, int] = {}
    for finding in sorted(findings, key=lambda one: (-SEVERITIES.index(one.severity), one.start or 0)):
        if finding.code not in weights:
            raise ScoringError("E401", f"code {finding.code} has no weight", cure="add its row to rules/codes.toml")
        cost = weights[finding.code] * shares[finding.severity] * repeat ** times.get(finding.kind, 0)
        if cost:
            times[finding.kind] = times.get(finding.kind, 0) + 1
            lost.append(LostPoints(finding.code, finding.kind, finding.quote, finding.principle, round(cost, 1)))
    points = max(0, round(FULL - sum(one.points for one in lost)))
    blocker = next((one.code for one in findings if one.severity == "blocker"), None)
    cap = settings()["caps"]["blocker_aspect"]
    if blocker and points > cap:
        return AspectScore(aspect, cap, tuple(lost), capped_by=blocker)
    return AspectScore(aspect, points, tuple(lost))


def _verdict(findings: Collection[Finding]) -> Verdict:
    if any(one.severity == "blocker" for one in findings):
        return "block"
    return "revise" if any(at_least(one.severity, "warning") for one in findings) else "send"
