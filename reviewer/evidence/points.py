"""A complaint split into points: what is demanded, what is asked, what is claimed. By cues and forms, no parse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal

from reviewer.evidence.context import stem_of
from reviewer.evidence.cues import Cue, find_cues
from reviewer.language import Document
from reviewer.language.clauses import is_predicate
from reviewer.language.document import Sentence, Token
from reviewer.language.pack import read_toml
from reviewer.text import TextSpan, trim

PointKind = Literal["demand", "question", "claim"]

_ITEM = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-–—•*·]|\([a-zа-я]\))\s*")
_INLINE_ITEM = re.compile(r"(?:^|[\s,;:])(?:\(\d\)|\d\))\s")
_CACHE_WORDS = 50_000
_LONGEST_RUN_UP = 3  # words between a joining word and the verb of the next demand
_LEAST_STEMS = 2
_MOST_GENERIC_STEMS = 4
_LEAST_CLAIM_BEFORE = 5  # tokens before a demand that make a claim of their own
_EDGES = " \t\r\n.,;:!…-–—"
_CONTENT = ("noun", "verb", "infn", "adjf", "adj", "prtf", "prts", "adjs", "propn", "comp")


@dataclass(frozen=True, slots=True)
class ComplaintPoint:
    """One thing the complaint wants answered.

    Parameters
    ----------
    kind : {"demand", "question", "claim"}
    span : TextSpan
        Place in the complaint.
    stems : frozenset of str
        Stems of its content words.
    topics : frozenset of str
        What it is about, in the vocabulary of demands (``topics.toml``).
    is_generic : bool
        Whether any reply answers it («разберитесь», "sort this out").
    is_interim : bool
        Whether it is wanted while the matter is looked into.
    is_inquiry : bool
        Whether it wants to be told something: no yes or no to all demands answers it.
    n_words : int
        Content words; a point of few is too vague to call open.
    """

    kind: PointKind
    span: TextSpan
    stems: frozenset[str]
    topics: frozenset[str]
    is_generic: bool = False
    is_interim: bool = False
    is_inquiry: bool = False
    n_words: int = 0


@dataclass(frozen=True, slots=True)
class _Tables:
    topics: tuple[tuple[str, tuple[str, ...]], ...]
    empty: frozenset[str]
    joiners: frozenset[str]
    objects: frozenset[str]


@cache
def _tables(language: str) -> _Tables:
    table = read_toml(files("reviewer").joinpath("evidence", language, "topics.toml"))
    return _Tables(
        tuple((name, tuple(stems)) for name, stems in table["topic"].items()),
        frozenset(table["empty"]),
        frozenset(table["joiners"]),
        frozenset(table["objects"]),
    )


def topics_of(document: Document, first: int, last: int) -> frozenset[str]:
    """Return the topics that a range of tokens names, by the beginnings of its normal forms."""
    words = (lemma for token in document.tokens[first:last] if token.is_word for lemma in token.lemmas)
    return frozenset[str]().union(*(_topics_of_word(word, document.language) for word in words))


@lru_cache(maxsize=_CACHE_WORDS)
def _topics_of_word(word: str, language: str) -> frozenset[str]:
    return frozenset(
        name
        for name, stems in _tables(language).topics
        if any(word == stem[:-1] if stem.endswith("=") else word.startswith(stem) for stem in stems)
    )


def stems_of(document: Document, first: int, last: int) -> frozenset[str]:
    """Return stems of the content words, and numbers of two digits and more."""
    return frozenset[str]().union(*(_stems_of_token(document, index) for index in range(first, last)))


def _stems_of_token(document: Document, index: int) -> frozenset[str]:
    key = ("stems", index)
    if key not in document.memo:
        document.memo[key] = _read_stems(document.tokens[index], _tables(document.language).empty)
    stems: frozenset[str] = document.memo[key]
    return stems


def _read_stems(token: Token, empty: frozenset[str]) -> frozenset[str]:
    if not token.is_word or token.form in empty or not token.lemmas.isdisjoint(empty):
        return frozenset()
    if token.form[0].isdigit():
        return frozenset({re.sub(r"[.,]00$|\D", "", token.form)} if len(token.form) > 1 else ())
    is_content = not token.readings or any(token.has(part) for part in _CONTENT)
    return frozenset(stem_of(lemma) for lemma in token.lemmas) if len(token.form) > 2 and is_content else frozenset()


def find_points(complaint: Document) -> tuple[ComplaintPoint, ...]:
    """Return the points of a complaint in reading order, found once."""
    if "points" not in complaint.memo:
        complaint.memo["points"] = tuple(_points(complaint))
    found: tuple[ComplaintPoint, ...] = complaint.memo["points"]
    return found


def _points(complaint: Document) -> Iterator[ComplaintPoint]:
    by_sentence: dict[int, list[Cue]] = {}
    for cue in find_cues(complaint, "demands"):
        by_sentence.setdefault(cue.sentence, []).append(cue)
    in_list = False
    for sentence in complaint.sentences:
        cues = by_sentence.get(sentence.index, [])
        kinds = {cue.of for cue in cues}
        text = complaint.text[sentence.start : sentence.end]
        is_item = bool(_ITEM.match(_line_at(complaint, sentence)))
        if "demand" in kinds and text.rstrip().endswith(":"):
            in_list = True
            continue
        in_list = in_list and is_item
        if in_list:
            yield from _demands(complaint, sentence, sentence.first, whole=True)
        elif sentence.is_question and "demand" not in kinds:
            if "question" in kinds and "rhetoric" not in kinds:
                yield from _one(complaint, "question", sentence.first, sentence.last, kinds)
        elif "demand" in kinds:
            begin = min(cue.first for cue in cues if cue.of == "demand")
            if begin - sentence.first >= _LEAST_CLAIM_BEFORE:
                yield from _one(complaint, "claim", sentence.first, begin, kinds)
            yield from _demands(complaint, sentence, begin, whole=False)
        elif "rhetoric" not in kinds:
            yield from _one(complaint, "claim", sentence.first, sentence.last, kinds)


def _line_at(document: Document, sentence: Sentence) -> str:
    start = document.text.rfind("\n", 0, sentence.start) + 1
    return document.text[start : sentence.end]


def _one(complaint: Document, kind: PointKind, first: int, last: int, kinds: set[str]) -> Iterator[ComplaintPoint]:
    joiners = _tables(complaint.language).joiners
    while first < last and (not complaint.tokens[first].is_word or complaint.tokens[first].form in joiners):
        first += 1
    if first >= last:
        return
    span = complaint.span(first, last)
    item = _ITEM.match(complaint.text[span.start : span.end])
    start = span.start + (item.end() if item else 0)
    place = trim(complaint.text, start, span.end, strip=_EDGES if kind == "question" else _EDGES + "?")
    begin, end = complaint.token_range(place.start, place.end)
    stems = stems_of(complaint, begin, end)
    topics = topics_of(complaint, begin, end)
    if len(stems) < _LEAST_STEMS and not (kind == "demand" and stems and topics | _numbers(stems)):
        return
    if kind == "claim" and not _states_something(complaint, begin, end):
        return
    yield ComplaintPoint(
        kind,
        place,
        stems,
        topics,
        is_generic="generic" in kinds and len(stems) <= _MOST_GENERIC_STEMS,
        is_interim="interim" in kinds,
        is_inquiry=kind == "question" or "inquiry" in kinds,
        n_words=sum(bool(_stems_of_token(complaint, index)) for index in range(begin, end)),
    )


def _states_something(document: Document, first: int, last: int) -> bool:
    """A signature, an address, a subject line states nothing."""
    return any(is_predicate(token) for token in document.tokens[first:last])


def _numbers(stems: frozenset[str]) -> frozenset[str]:
    return frozenset(stem for stem in stems if stem[0].isdigit())


def _demands(complaint: Document, sentence: Sentence, begin: int, *, whole: bool) -> Iterator[ComplaintPoint]:
    """Yield each demand of a sentence: «прошу A, B и C», "please A and B", "three things: A, B, and C"."""
    pieces = [(begin, sentence.last)] if whole else list(_pieces(complaint, begin, sentence.last))
    cues = [cue for cue in find_cues(complaint, "demands") if cue.sentence == sentence.index]
    for first, last in pieces:
        own = {cue.of for cue in cues if first <= cue.first < last}
        yield from _one(complaint, "demand", first, last, own)


def _pieces(document: Document, begin: int, last: int) -> Iterator[tuple[int, int]]:
    tokens = document.tokens
    listed = _listed(document, begin, last)
    if listed:
        yield from listed
        return
    first = begin
    index = begin + 1
    while index < last:
        if tokens[index].form in _tables(document.language).joiners or tokens[index].text in {",", ";"}:
            start = index + 1
            while start < last and (
                tokens[start].form in _tables(document.language).joiners or not tokens[start].is_word
            ):
                start += 1
            if start < last and _opens_demand(document, start, last):
                yield first, index
                first, index = start, start
        index += 1
    yield first, last


def _opens_demand(document: Document, start: int, last: int) -> bool:
    """A joining word and then a verb in the form of a demand: an infinitive, an imperative, a bare English verb."""
    tokens = document.tokens
    if document.language == "ru":
        for token in tokens[start : min(last, start + _LONGEST_RUN_UP)]:
            if token.text == "," or (token.has("conj") and token.form not in {"и", "также", "еще"}):
                return False
            if any({"infn"} <= one.grammemes or {"impr"} <= one.grammemes for one in token.readings[:1]):
                return True
        return False
    index = start + (tokens[start].form in {"to", "then", "please", "that", "you"})
    if index + 1 >= last or not tokens[index].has("base"):
        return False
    return _opens_object(tokens[index + 1], _tables(document.language).objects)


def _opens_object(token: Token, objects: frozenset[str]) -> bool:
    return token.form in objects or token.text[:1] in "£$€" or token.form[:1].isdigit()


def _listed(document: Document, begin: int, last: int) -> list[tuple[int, int]]:
    """Return the members of "three things: A, B, and C" and of «(1) …, (2) …»; empty where there is no list."""
    text = document.text
    start, end = document.tokens[begin].start, document.tokens[last - 1].end
    marks = [
        match.start() + len(match[0]) - len(match[0].lstrip(" ,;:"))
        for match in _INLINE_ITEM.finditer(text, start, end)
    ]
    if len(marks) >= 2:
        bounds = [*marks, end]
        ranges = [document.token_range(a, b) for a, b in pairwise(bounds)]
        return [_without_mark(document, first, stop) for first, stop in ranges]
    colon = next((index for index in range(begin, last) if document.tokens[index].text == ":"), None)
    if colon is None:
        return []
    pieces: list[tuple[int, int]] = []
    first = colon + 1
    for index in range(colon + 1, last):
        token = document.tokens[index]
        ends_piece = token.text in {",", ";"} and document.text[token.end : token.end + 1].isspace()
        if ends_piece and index > first:
            pieces.append((first, index))
            first = index + 1
    pieces.append((first, last))
    if len(pieces) == 2 and document.language == "en":
        return pieces
    return pieces if len(pieces) >= 2 and all(b - a >= 2 for a, b in pieces) else []


def _without_mark(document: Document, first: int, last: int) -> tuple[int, int]:
    while first < last and (not document.tokens[first].is_word or document.tokens[first].form.rstrip(")").isdigit()):
        first += 1
    joiners = _tables(document.language).joiners
    while last > first and (not document.tokens[last - 1].is_word or document.tokens[last - 1].form in joiners):
        last -= 1
    return first, last
