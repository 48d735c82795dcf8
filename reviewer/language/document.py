"""The analysed text: tokens with all their readings, sentences, clauses, mentions, trees."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any

from reviewer.text import TextSpan


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word form.

    Parameters
    ----------
    lemma : str
        Normal form, folded, lower case.
    grammemes : frozenset of str
        Lower-case grammemes: for Russian those of OpenCorpora (``verb``, ``noun``, ``1per``, ``futr``, ``past``,
        ``pssv`` …); for English ``verb``, ``noun``, ``adj``, ``adv``, ``base``, ``past``, ``ger``, ``3per``, ``plur``.
    """

    lemma: str
    grammemes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark with its place in the original text."""

    index: int
    start: int
    end: int
    text: str
    form: str
    readings: tuple[Reading, ...]
    lemmas: frozenset[str]
    is_word: bool

    def has(self, *grammemes: str) -> bool:
        """Return whether one reading carries all the given grammemes."""
        return any(reading.grammemes.issuperset(grammemes) for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A half-open range of tokens."""

    index: int
    first: int
    last: int
    start: int
    end: int
    is_question: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A half-open range of tokens around one predicate, subordinate clauses included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A date, duration, amount, reference or name in the text, with its normal value.

    Parameters
    ----------
    kind : str
        ``date``, ``duration``, ``time``, ``money``, ``percent``, ``quantity``, ``law``, ``document``, ``number``,
        ``person``, ``address``, ``attachment``.
    start, end : int
        Half-open offsets in the text.
    first, last : int
        Half-open range of tokens that hold it.
    value : object
        Normal value; its type depends on the kind and is stated by the finder.
    unit : str
        Unit of the value, or an empty string.
    detail : dict
        What the finder knows beyond the value.
    """

    kind: str
    start: int
    end: int
    first: int
    last: int
    value: Any = None
    unit: str = ""
    detail: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True, slots=True)
class Tree:
    """Dependencies of one sentence; heads are token indexes of the document, -1 for the root."""

    first: int
    heads: tuple[int, ...]
    relations: tuple[str, ...]

    def head(self, index: int) -> int:
        """Return the head of a token."""
        return self.heads[index - self.first]

    def relation(self, index: int) -> str:
        """Return the relation of a token to its head."""
        return self.relations[index - self.first]

    def children(self, index: int) -> list[int]:
        """Return the tokens that hang on ``index``."""
        return [self.first + offset for offset, head in enumerate(self.heads) if head == index]

    def path_up(self, index: int) -> list[int]:
        """Return ``index`` and its heads up to the root."""
        path = [index]
        while (head := self.head(path[-1])) >= 0 and head not in path:
            path.append(head)
        return path


@dataclass(slots=True, eq=False)
class Document:
    """One analysed text. Made by ``reviewer.language.analyse``."""

    text: str
    language: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    sentence_of: tuple[int, ...]
    quotes: tuple[TextSpan, ...]
    positions: dict[str, list[int]]
    mentions: tuple[Mention, ...] = ()
    memo: dict[Any, Any] = field(default_factory=dict)

    def sentence_at(self, token: int) -> Sentence:
        """Return the sentence that holds a token."""
        return self.sentences[self.sentence_of[token]]

    def span(self, first: int, last: int) -> TextSpan:
        """Return the offsets of the tokens ``first`` to ``last`` (exclusive)."""
        return TextSpan(self.tokens[first].start, self.tokens[last - 1].end)

    def words(self, first: int, last: int) -> str:
        """Return the original words of a range of tokens."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def token_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of tokens that touch the offsets."""
        if "token_ends" not in self.memo:
            self.memo["token_starts"] = [token.start for token in self.tokens]
            self.memo["token_ends"] = [token.end for token in self.tokens]
        first, last = bisect_right(self.memo["token_ends"], start), bisect_left(self.memo["token_starts"], end)
        return (first, last) if first < last else (0, 0)

    def mentions_of(self, *kinds: str) -> list[Mention]:
        """Return the mentions of the given kinds in reading order."""
        key = ("mentions_of", len(self.mentions), *kinds)
        if key not in self.memo:
            self.memo[key] = [mention for mention in self.mentions if mention.kind in kinds]
        found: list[Mention] = self.memo[key]
        return found
