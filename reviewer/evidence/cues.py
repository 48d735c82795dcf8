"""Cue files: words that speak for an element, a decision or a reason to route, as data in the pattern language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reviewer.errors import RuleError
from reviewer.evidence.layout import layout_of
from reviewer.evidence.lexicons import own_lexicons
from reviewer.language import Document
from reviewer.language.pack import Status, read_toml
from reviewer.language.parties import party_of
from reviewer.language.pattern import Match, PatternSet, parse_pattern
from reviewer.language.scopes import statuses
from reviewer.text import TextSpan

Zone = Literal["any", "opening", "lead", "body", "ending"]


class CueRow(BaseModel):
    """One cue: its patterns and what takes its meaning away."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    of: str
    """What the words speak for: an element, a decision, a reason."""
    any: tuple[str, ...] = Field(min_length=1)
    but: tuple[str, ...] = ()
    """Patterns that take the meaning away where they overlap the match."""
    needs: tuple[str, ...] = ()
    """Patterns of which one must stand in the same sentence."""
    lacks: tuple[str, ...] = ()
    """Patterns of which none may stand in the same sentence."""
    unless: tuple[Status, ...] = ()
    despite: tuple[str, ...] = ()
    """Patterns of status cues that do not count here («ваше требование отклонено» is said by us)."""
    not_party: tuple[str, ...] = ()
    zone: Zone = "any"
    is_certain: bool = False
    """Whether the words say it whatever the sentence is otherwise like («извините»)."""
    examples: tuple[str, ...] = Field(min_length=1)
    """Texts with the found words in braces; a text without braces is one the cue stays silent on."""


class _CueFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    cue: tuple[CueRow, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in a text: a half-open range of tokens and the row that speaks."""

    row: CueRow
    first: int
    last: int
    sentence: int

    @property
    def of(self) -> str:
        """What the words speak for."""
        return self.row.of


@dataclass(frozen=True, slots=True, eq=False)
class CueSet:
    """A compiled cue file."""

    rows: tuple[CueRow, ...]
    patterns: PatternSet
    conditions: PatternSet


@cache
def load_cues(language: str, name: str) -> CueSet:
    """Return a cue file (``elements``, ``decision``, ``routing``), compiled.

    Raises
    ------
    RuleError
        E117 if a row does not fit; E10x for a pattern that cannot be read. Each names file, line and cue.
    """
    file = files("reviewer").joinpath("evidence", language, f"{name}.toml")
    where = f"evidence/{language}/{name}.toml"
    try:
        rows = _CueFile.model_validate(read_toml(file)).cue
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RuleError("E117", f"{place}: {first['msg']}", where=where, cure="mend the row") from None
    text = file.read_text("utf-8")
    named, conditions = [], []
    for row in rows:
        line = next((n for n, words in enumerate(text.splitlines(), 1) if f'id = "{row.id}"' in words), 1)
        place = f"{where} line {line} {row.id}"
        known = own_lexicons(language)
        named += [(row, one) for source in row.any for one in parse_pattern(source, lexicons=known, where=place)]
        for role, sources in (("but", row.but), ("needs", row.needs), ("lacks", row.lacks), ("despite", row.despite)):
            conditions += [
                ((row.id, role), one)
                for source in sources
                for one in parse_pattern(source, lexicons=known, where=place)
            ]
    return CueSet(rows, PatternSet(named), PatternSet(conditions))


def find_cues(document: Document, name: str) -> tuple[Cue, ...]:
    """Return what a cue file finds in a text, in reading order, found once."""
    key = ("cues", name)
    if key not in document.memo:
        document.memo[key] = tuple(_find(document, load_cues(document.language, name)))
    found: tuple[Cue, ...] = document.memo[key]
    return found


def spans_of(document: Document, cues: tuple[Cue, ...], of: str) -> list[TextSpan]:
    """Return the places of all cues that speak for one thing; overlapping ones joined."""
    return join(document.span(cue.first, cue.last) for cue in cues if cue.of == of)


def join(spans: Iterable[TextSpan]) -> list[TextSpan]:
    """Return spans in order, with those that touch made one."""
    joined: list[TextSpan] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = TextSpan(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


_Table = Mapping[tuple[str, str], list[Match]]


def _find(document: Document, cues: CueSet) -> list[Cue]:
    table: dict[tuple[str, str], list[Match]] = {}
    for key, match in cues.conditions.find(document):
        table.setdefault(key, []).append(match)  # type: ignore[arg-type]
    layout = layout_of(document)
    kept: dict[tuple[str, int], Cue] = {}
    for row, match in cues.patterns.find(document):
        assert isinstance(row, CueRow)
        sentence = document.sentence_of[match.first]
        if (row.id, match.first) in kept or not layout.in_zone(row.zone, sentence):
            continue
        if _holds(document, row, match, table) and not _guarded(document, row, match, table):
            kept[(row.id, match.first)] = Cue(row, match.first, match.last, sentence)
    return sorted(kept.values(), key=lambda cue: (cue.first, cue.last, cue.row.id))


def _holds(document: Document, row: CueRow, match: Match, table: _Table) -> bool:
    if any(one.first < match.last and match.first < one.last for one in table.get((row.id, "but"), ())):
        return False
    sentence = document.sentence_of[match.first]
    if any(document.sentence_of[one.first] == sentence for one in table.get((row.id, "lacks"), ())):
        return False
    needed = table.get((row.id, "needs"), ())
    return not row.needs or any(document.sentence_of[one.first] == sentence for one in needed)


def _guarded(document: Document, row: CueRow, match: Match, table: _Table) -> bool:
    if row.unless:
        passed = table.get((row.id, "despite"), ())
        for one in statuses(document, match.first, match.last, anchor=match.anchor, gaps=match.gaps):
            place = TextSpan(one.start, one.end)
            if one.status not in row.unless:
                continue
            if not any(document.span(two.first, two.last).overlap(place) for two in passed):
                return True
    if not row.not_party:
        return False
    return party_of(document, match.first, match.last, anchor=match.anchor).party in row.not_party


def check_cue_examples(language: str, name: str) -> list[str]:
    """Return what is wrong with the examples of a cue file, in words for its author."""
    from reviewer.language import analyse

    wrong = []
    for row in load_cues(language, name).rows:
        for example in row.examples:
            expected = re.findall(r"\{(.*?)\}", example)
            document = analyse(re.sub(r"[{}]", "", example), language)
            found = [document.words(cue.first, cue.last) for cue in find_cues(document, name) if cue.row.id == row.id]
            if bool(expected) != bool(found) or any(not any(one in two for two in found) for one in expected):
                wrong.append(f"{name} {row.id}: expected {expected}, found {found}: {example}")
    return wrong
