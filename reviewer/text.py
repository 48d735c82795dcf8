"""Plain-text primitives: spans, length-preserving normalisation, clean-up of what people paste."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from reviewer.errors import InputError

MAX_CHARS = 200_000
"""Longest text reviewed, in code points. Project judgement: forty times the longest real letter seen."""

# One character for one character, so that offsets stay those of the original text.
_FOLD = str.maketrans(
    {
        "ё": "е",
        "Ё": "Е",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u2007": " ",
        "\t": " ",
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
    }
)


@dataclass(frozen=True, slots=True, order=True)
class TextSpan:
    """A half-open range of code points in an original text."""

    start: int
    end: int

    def overlap(self, other: TextSpan) -> int:
        """Return how many code points both spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def contains(self, other: TextSpan) -> bool:
        """Return whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """Return the words of the span."""
        return text[self.start : self.end]


class Taken:
    """Half-open ranges, asked by bisection whether one more shares a place with them.

    Examples
    --------
    >>> taken = Taken()
    >>> taken.add(3, 5)
    >>> taken.touches(4, 9), taken.touches(5, 9), taken.touches(0, 3)
    (True, False, False)
    >>> taken.add(4, 9)
    >>> taken.touches(8, 20)
    True
    """

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def touches(self, start: int, end: int) -> bool:
        """Return whether a range shares a place with one that is there."""
        before = bisect_left(self._starts, end) - 1
        return before >= 0 and self._ends[before] > start

    def add(self, start: int, end: int) -> None:
        """Add a range; it becomes one with those it touches."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]


def fold(text: str) -> str:
    """Return ``text`` with variant letters, spaces, quotes and dashes made one; the length never changes.

    Examples
    --------
    >>> fold("«Ещё\\u00a0раз» — всё")
    '"Еще раз" - все'
    """
    return text.translate(_FOLD)


# Project judgement: no word, number or address of a letter is longer; a paragraph break is a few spaces.
_LONG_RUN = re.compile(r"\S{200,}|\s{40,}")
_EDGE = 2


def without_long_runs(text: str) -> str:
    """Return text of the same length with the inside of overlong runs made one character that is no word.

    Twenty thousand digits or empty lines are no letter, and patterns that look ahead would read them again from every
    one of their characters.

    Examples
    --------
    >>> len(without_long_runs("1" * 500)), without_long_runs("до 5 мая")
    (500, 'до 5 мая')
    """
    return _LONG_RUN.sub(_blanked, text)


def _blanked(run: re.Match[str]) -> str:
    words = run[0]
    return words[:_EDGE] + "\N{OBJECT REPLACEMENT CHARACTER}" * (len(words) - 2 * _EDGE) + words[-_EDGE:]


def fold_word(word: str) -> str:
    """Return the comparison form of one word: folded and in lower case, length kept."""
    lowered = fold(word).lower()
    # A few letters (İ, ẞ) change length in lower case; offsets matter more than they do.
    return lowered if len(lowered) == len(word) else fold(word)


def is_plain(character: str) -> bool:
    """Return whether a character may stand in a text that people read: no control, no surrogate."""
    return character in "\n\r\t" or unicodedata.category(character) not in {"Cc", "Cs"}


def check_text(text: str, *, where: str) -> str:
    """Return the text if it can be reviewed.

    Control characters (other than line breaks and tabs) are replaced one for one by spaces, so that offsets still
    point at what was pasted.

    Parameters
    ----------
    text : str
        A complaint or a reply as pasted.
    where : str
        Name of the field, for the error.

    Raises
    ------
    InputError
        E301 if the text is longer than ``MAX_CHARS`` code points.
    """
    if len(text) > MAX_CHARS:
        raise InputError(
            "E301",
            f"the text has {len(text):,} characters, more than the {MAX_CHARS:,} that one review reads",
            where=where,
            cure="hand in one letter at a time; 'reviewer audit' takes a table, one letter a row",
        )
    if text.isprintable():
        return text
    return "".join(character if is_plain(character) else " " for character in text)


def trim(text: str, start: int, end: int, *, strip: str = " \t\r\n.,;:!?…-–—()\"'«»“”") -> TextSpan:
    """Return the span without the given characters at either end; never empty where the input was not."""
    first, last = start, end
    while first < last and text[first] in strip:
        first += 1
    while last > first and text[last - 1] in strip:
        last -= 1
    return TextSpan(first, last) if first < last else TextSpan(start, end)
