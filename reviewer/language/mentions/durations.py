"""Durations and times of day in a text: «в течение 10 (десяти) рабочих дней», "within 120 days", "half 4"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Any

from reviewer.language.document import Document, Mention
from reviewer.language.mentions.calendar_words import CalendarWords, calendar_words, folded_lower, make_mention

_ARTICLES = ("a ", "an ")
_LONGEST_LEAD = 60  # code points before a number in which its preposition stands
_LONGEST_TAIL = 90  # code points after a unit in which its event stands


@dataclass(frozen=True, slots=True)
class DurationFrame:
    """The words around a duration; stands in ``Mention.detail["frame"]``.

    Parameters
    ----------
    lead : str
        Preposition before the number (``в течение``, ``within``), or an empty string.
    start, end : int
        Offsets of the whole expression, from the preposition to the event.
    starts_from : str
        ``registration``, ``receipt``, ``letter``, ``other`` (some other event), or an empty string.
    """

    lead: str
    start: int
    end: int
    starts_from: str


def find_durations(document: Document) -> list[Mention]:
    """Return the durations of a text.

    Returns
    -------
    list of Mention
        Kind ``duration``; ``value`` is the number (the larger one of a range), ``unit`` one of ``minutes``, ``hours``,
        ``days``, ``working_days``, ``calendar_days``, ``weeks``, ``months``, ``years``. ``detail`` holds the ``frame``,
        the ``least`` of a range, and ``in_words`` where the number in brackets says another number than the figures.

    Notes
    -----
    "a couple of weeks", «несколько дней» are no durations: they name no number.
    """
    text = folded_lower(document)
    words, compiled = calendar_words(document.language), _expressions(document.language)
    found: list[Mention] = []
    for name in ("counted", "adjective", "bare", "half"):
        for match in compiled[name].finditer(text) if name in compiled else ():
            start, end = match.span("body") if "body" in match.groupdict() else match.span()
            if any(start < other.end and other.start < end for other in found):
                continue
            read = _READERS[name](match, words)
            if read is None:
                continue
            value, unit, detail = read
            frame = _frame(text, start, end, compiled, words)
            if not frame.lead and text[start:end].startswith(_ARTICLES):
                continue  # "twice a week" tells how often, not how long
            detail["frame"] = frame
            if unit == "fortnights":
                value, unit = value * 2, "weeks"
            found.append(make_mention(document, "duration", start, end, value=value, unit=unit, detail=detail))
    return found


def find_times(document: Document) -> list[Mention]:
    """Return the times of day of a text; ``value`` is a ``datetime.time``."""
    text = folded_lower(document)
    found: list[Mention] = []
    for name, expression in _times(document.language).items():
        for match in expression.finditer(text):
            start, end = match.span("body") if match.groupdict().get("body") else match.span()
            moment = _time(match, name)
            if moment is not None and not any(start < other.end and other.start < end for other in found):
                found.append(make_mention(document, "time", start, end, value=moment))
    return found


def _time(match: re.Match[str], name: str) -> time | None:
    groups = match.groupdict()
    if not groups.get("hour"):
        return time(0) if match.group().endswith("midnight") else time(12)
    hour, minute = int(groups["hour"]), int(groups.get("minute") or (30 if name == "half" else 0))
    part = groups.get("part") or ""
    if (part.startswith("p") or part in {"дня", "вечера"}) and hour < 12:
        hour += 12
    if part.startswith("a") and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 else None


_Read = tuple[Any, str, dict[str, Any]]


def _counted(match: re.Match[str], words: CalendarWords) -> _Read | None:
    groups = match.groupdict()
    number = _number(groups["number"], words)
    unit = words.units.value(groups["unit"])
    if number is None or unit is None:
        return None
    kind = words.kinds_of_day.value(groups["kind"]) if groups.get("kind") else None
    detail: dict[str, Any] = {}
    if groups.get("least"):
        detail["least"] = _number(groups["least"], words)
    said = _number(groups["words"].strip(), words) if groups.get("words") else None
    if said is not None and said != number:
        detail["in_words"] = said
    return number, kind if kind and unit == "days" else unit, detail


def _adjective(match: re.Match[str], words: CalendarWords) -> _Read | None:
    prefix = match["number"]
    number = 1 if prefix is None else int(prefix[:-1]) if prefix[0].isdigit() else words.adjective_numbers.value(prefix)
    unit = words.adjective_stems.value(match["stem"])
    return None if number is None else (number, unit, {})


def _bare(match: re.Match[str], words: CalendarWords) -> _Read | None:
    unit = words.units.value(match["unit"])
    kind = words.kinds_of_day.value(match["kind"].strip()) if match["kind"] else None
    return None if unit is None else (1, kind if kind and unit == "days" else unit, {})


def _half(match: re.Match[str], words: CalendarWords) -> _Read | None:
    table = {"полгода": (6, "months"), "полмесяца": (15, "days"), "получаса": (30, "minutes")}
    found = table.get(match["body"])
    return (*found, {}) if found else None


_READERS = {"counted": _counted, "adjective": _adjective, "bare": _bare, "half": _half}


def _number(written: str, words: CalendarWords) -> int | float | None:
    if written.isdigit():
        return int(written)
    number: int | float | None = words.numbers.value(written)
    return number


def _frame(
    text: str, start: int, end: int, compiled: Mapping[str, re.Pattern[str]], words: CalendarWords
) -> DurationFrame:
    begin = max(text.rfind("\n", 0, start) + 1, start - _LONGEST_LEAD)
    lead = compiled["lead"].search(text, begin, start)
    tail = compiled["tail"].match(text[end : end + _LONGEST_TAIL])
    starts_from = ""
    if tail:
        starts_from = "other"
        for name, source in words.starts.items():
            if re.search(source, tail["tail"]):
                starts_from = name
                break
    return DurationFrame(
        lead["lead"] if lead else "",
        lead.start("lead") if lead else start,
        end + len(tail["tail"].rstrip()) if tail else end,
        starts_from,
    )


@cache
def _expressions(language: str) -> Mapping[str, re.Pattern[str]]:
    words = calendar_words(language)
    marks = {"N": words.numbers.pattern, "K": words.kinds_of_day.pattern, "U": words.units.pattern}

    def filled(source: str) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{([NKU])\}", lambda found: f"(?:{marks[found[1]]})", source))

    return {name: filled(source) for name, source in words.durations.items()}


@cache
def _times(language: str) -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(source) for name, source in calendar_words(language).times.items()}
