"""The calendar words of a language as regular expressions: months, weekdays, numbers, units of time."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from reviewer.errors import RuleError
from reviewer.language.document import Document, Mention
from reviewer.text import fold, without_long_runs


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """Regular expressions with a value each, as one alternation.

    Parameters
    ----------
    pattern : str
        Alternation, longest expressions first, without a group.
    """

    rows: tuple[tuple[re.Pattern[str], Any], ...]
    pattern: str

    def value(self, words: str) -> Any:
        """Return the value of the expression that fits the whole of ``words``, or None."""
        for expression, value in self.rows:
            if expression.fullmatch(words):
                return value
        return None


@dataclass(frozen=True, slots=True, eq=False)
class CalendarWords:
    """All tables of a language."""

    months: WordTable
    weekdays: WordTable
    ordinals: WordTable
    numbers: WordTable
    units: WordTable
    kinds_of_day: WordTable
    dates: tuple[Mapping[str, str], ...]
    relative: tuple[Mapping[str, str], ...]
    beside: Mapping[str, str]
    durations: Mapping[str, str]
    starts: Mapping[str, str]
    times: Mapping[str, str]
    adjective_stems: WordTable
    adjective_numbers: WordTable


@cache
def calendar_words(language: str) -> CalendarWords:
    """Return the calendar words of a language.

    Raises
    ------
    RuleError
        E115 if the file does not fit.
    """
    where = f"language/{language}/calendar.toml"
    text = files("reviewer").joinpath("language", language, "calendar.toml").read_text("utf-8")
    try:
        read = tomllib.loads(text)
        plain: dict[str, Any] = {name: read.pop(name) for name in ("beside", "durations", "starts", "times")}
        dates, relative = tuple(read.pop("dates")), tuple(read.pop("relative"))
        tables: dict[str, Any] = {name: _table(rows) for name, rows in read.items()}
        return CalendarWords(dates=dates, relative=relative, **plain, **tables)
    except (tomllib.TOMLDecodeError, re.error, TypeError, KeyError) as error:
        raise RuleError("E115", str(error), where=where, cure="see the shipped files for the form") from None


def _table(rows: Mapping[str, Any]) -> WordTable:
    ordered = sorted(rows.items(), key=lambda row: -len(row[0]))
    return WordTable(
        tuple((re.compile(words), value) for words, value in ordered), "|".join(f"(?:{words})" for words, _ in ordered)
    )


def folded_lower(document: Document) -> str:
    """Return the text folded and in lower case, with every offset in its place."""
    key = "folded_lower"
    if key not in document.memo:
        folded = fold(without_long_runs(document.text))
        lowered = folded.lower()
        document.memo[key] = lowered if len(lowered) == len(folded) else "".join(_lower_one(one) for one in folded)
    text: str = document.memo[key]
    return text


def _lower_one(character: str) -> str:
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character


def make_mention(document: Document, kind: str, start: int, end: int, **values: Any) -> Mention:
    """Return a mention with its token range, found by bisection."""
    starts = document.memo.get("token_starts")
    if starts is None:
        starts = document.memo["token_starts"] = [token.start for token in document.tokens]
    first = max(0, bisect_right(starts, start) - 1)
    if document.tokens[first].end <= start:
        first += 1
    last = max(bisect_left(starts, end), first + 1)
    return Mention(kind, start, end, min(first, len(starts) - 1), min(last, len(starts)), **values)
