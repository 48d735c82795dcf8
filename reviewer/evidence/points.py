"""A complaint split into points: what is demanded, what is asked, what is claimed. By cues and forms, no parse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from reviewer.evidence.context import stem_of
from reviewer.evidence.cues import Cue, find_cues
from reviewer.evidence.layout import layout_of
from reviewer.evidence.pieces import claim_pieces, demand_pieces, joiners, opens_with_nobody
from reviewer.language import Document
from reviewer.language.clauses import is_predicate
from reviewer.language.document import Sentence, Token
from reviewer.language.pack import read_toml
from reviewer.text import TextSpan, trim

_ADDED = frozenset({"also", "plus", "besides", "еще", "также", "плюс", "вдобавок"})
_UNDERGO = frozenset({"was", "were", "got", "am", "are"})  # "I was charged twice" is done by others
_WE = frozenset({"i", "we", "i've", "i'd", "я", "мы"})
PointKind = Literal["demand", "question", "claim"]

_ITEM = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-–—•*·]|\([a-zа-я]\))\s*")
_CACHE_WORDS = 50_000
_LEAST_STEMS = 2
_MOST_GENERIC_STEMS = 4
_LEAST_CLAIM_BEFORE = 5  # tokens before a demand that make a claim of their own
_LONGEST_NAME_WORDS = 4
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
    is_added : bool
        Whether it is added to the main matter («кстати», "also").
    is_reproach : bool
        Whether it reproaches: something broken, missing, rude, refused.
    is_background : bool
        Whether it only tells how it came about: what was bought, paid, proved by papers.
    is_mine : bool
        Whether it tells the customer's own doing.
    is_yours : bool
        Whether it tells what the company or its people do.
    asks_for : frozenset of str
        Kinds of mention that answer it: "when" is answered by a date or a term, "how much" by a sum.
    """

    kind: PointKind
    span: TextSpan
    stems: frozenset[str]
    topics: frozenset[str]
    is_generic: bool = False
    is_interim: bool = False
    is_inquiry: bool = False
    n_words: int = 0
    is_added: bool = False
    is_reproach: bool = False
    is_background: bool = False
    is_mine: bool = False
    is_yours: bool = False
    asks_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Tables:
    topics: tuple[tuple[str, tuple[str, ...]], ...]
    empty: frozenset[str]
    courtesy: frozenset[str]
    asked: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def _tables(language: str) -> _Tables:
    table = read_toml(files("reviewer").joinpath("evidence", language, "topics.toml"))
    return _Tables(
        tuple((name, tuple(stems)) for name, stems in table["topic"].items()),
        frozenset(table["empty"]),
        frozenset(table["courtesy"]),
        tuple((word, tuple(kinds)) for word, kinds in table["asked"].items()),
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
    signature = layout_of(complaint).signature
    in_list = False
    for sentence in complaint.sentences:
        if signature and sentence.start >= signature.start:
            return
        cues = by_sentence.get(sentence.index, [])
        kinds = {cue.of for cue in cues}
        text = complaint.text[sentence.start : sentence.end]
        is_item = bool(_ITEM.match(_line_at(complaint, sentence)))
        if "demand" in kinds and text.rstrip().endswith(":"):
            in_list = True
            continue
        in_list = in_list and is_item
        if in_list:
            yield from _point(complaint, "demand", sentence.first, sentence.last, cues)
        elif sentence.is_question and "demand" not in kinds:
            if "question" in kinds and "rhetoric" not in kinds:
                yield from _point(complaint, "question", sentence.first, sentence.last, cues)
        elif "demand" in kinds:
            yield from _claims_and_demands(complaint, sentence, cues)
        elif "rhetoric" not in kinds:
            yield from _claims(complaint, sentence.first, sentence.last, cues)


def _claims_and_demands(complaint: Document, sentence: Sentence, cues: list[Cue]) -> Iterator[ComplaintPoint]:
    begin = min(cue.first for cue in cues if cue.of == "demand")
    if begin - sentence.first >= _LEAST_CLAIM_BEFORE:
        yield from _claims(complaint, sentence.first, begin, cues)
    for first, last in demand_pieces(complaint, begin, sentence.last):
        asks = any(cue.of == "demand" and first <= cue.first < last for cue in cues)
        is_told = not asks and _is_mine(complaint, first, last)
        yield from _point(complaint, "claim" if is_told else "demand", first, last, cues)


def _claims(complaint: Document, first: int, last: int, cues: list[Cue]) -> Iterator[ComplaintPoint]:
    for begin, end in claim_pieces(complaint, first, last):
        asks = [cue for cue in cues if cue.of == "asked" and begin <= cue.first < end]
        yield from _point(complaint, "question" if asks else "claim", begin, end, cues)


def _line_at(document: Document, sentence: Sentence) -> str:
    start = document.text.rfind("\n", 0, sentence.start) + 1
    return document.text[start : sentence.end]


def _point(complaint: Document, kind: PointKind, first: int, last: int, cues: list[Cue]) -> Iterator[ComplaintPoint]:
    kinds = {cue.of for cue in cues if first <= cue.first < last}
    place = _place(complaint, kind, first, last)
    if place is None:
        return
    begin, end = complaint.token_range(place.start, place.end)
    stems = stems_of(complaint, begin, end)
    topics = topics_of(complaint, begin, end)
    is_inquiry = kind == "question" or "inquiry" in kinds
    if len(stems) < _LEAST_STEMS and not (stems and (kind == "demand" or topics | _numbers(stems) or is_inquiry)):
        return
    if kind == "claim" and (len(stems) < _LEAST_STEMS or not _states_something(complaint, begin, end)):
        return
    is_mine = _is_mine(complaint, begin, end)
    yield ComplaintPoint(
        kind,
        place,
        stems,
        topics,
        is_generic="generic" in kinds and len(stems) <= _MOST_GENERIC_STEMS,
        is_interim="interim" in kinds,
        is_inquiry=is_inquiry,
        n_words=sum(bool(_stems_of_token(complaint, index)) for index in range(begin, end)),
        is_added=any(cue.of == "added" and first <= cue.first <= begin + 1 for cue in cues)
        or any(complaint.tokens[index].form in _ADDED for index in range(first, begin)),
        is_reproach="reproach" in kinds and not is_mine,
        is_background=any(cue.of == "background" and first <= cue.first <= begin + 1 for cue in cues)
        or any(cue.of == "enclosure" for cue in cues),
        is_mine=is_mine,
        is_yours="yours" in kinds or _is_theirs(complaint, begin, end),
        asks_for=_asked_for(complaint, begin, end) if is_inquiry or kind == "demand" else frozenset(),
    )


def _asked_for(complaint: Document, first: int, last: int) -> frozenset[str]:
    words = frozenset[str]().union(*(token.lemmas | {token.form} for token in complaint.tokens[first:last]))
    return frozenset(kind for word, kinds in _tables(complaint.language).asked if word in words for kind in kinds)


def _place(complaint: Document, kind: PointKind, first: int, last: int) -> TextSpan | None:
    """Return the words of a point without salutation, joining words, item mark and end marks."""
    tokens = complaint.tokens
    skipped: Set[str] = joiners(complaint.language) | _tables(complaint.language).courtesy
    vocative = layout_of(complaint).vocative
    while first < last and (
        not tokens[first].is_word
        or tokens[first].form in skipped
        or (vocative is not None and vocative.start <= tokens[first].start < vocative.end)
    ):
        first += 1
    if first >= last:
        return None
    span = complaint.span(first, last)
    item = _ITEM.match(complaint.text[span.start : span.end])
    start = span.start + (item.end() if item else 0)
    return trim(complaint.text, start, span.end, strip=_EDGES if kind == "question" else _EDGES + "?")


def _states_something(document: Document, first: int, last: int) -> bool:
    """A signature, an address, a subject line states nothing."""
    words = [token for token in document.tokens[first:last] if token.is_word]
    if len(words) <= _LONGEST_NAME_WORDS and all(token.text[:1].isupper() for token in words):
        return False
    return any(is_predicate(token) for token in words) or opens_with_nobody(words[:1], document.language)


def _is_mine(document: Document, first: int, last: int) -> bool:
    """«Купила», «не помню», "I never kept the slip": the customer acts; not «меня обманули»."""
    skipped = joiners(document.language)
    words = [token for token in document.tokens[first:last] if token.is_word and token.form not in skipped]
    if not words:
        return False
    if document.language == "en":
        return words[0].form in _WE and not (len(words) > 1 and words[1].form in _UNDERGO)
    if any(token.form in _WE for token in words[:3]) or any(token.has("1per") and token.has("verb") for token in words):
        return True
    return any(_is_singular_past(token) and not _has_subject(words, token) for token in words)


def _is_theirs(document: Document, first: int, last: int) -> bool:
    """«Поселили», «обещали»: they who are not named are the company."""
    words = [token for token in document.tokens[first:last] if token.is_word]
    return document.language == "ru" and any(
        {"past", "plur", "verb"} <= one.grammemes and not _has_subject(words, token)
        for token in words
        for one in token.readings[:1]
    )


def _is_singular_past(token: Token) -> bool:
    return any({"past", "sing", "verb"} <= one.grammemes and "neut" not in one.grammemes for one in token.readings[:1])


def _has_subject(words: list[Token], verb: Token) -> bool:
    """Whether a noun can be the subject; behind a verb that takes an object it may be that («удалил чек»)."""
    return any(
        "nomn" in one.grammemes
        and one.grammemes & {"noun", "npro"}
        and ("intr" in verb.readings[0].grammemes or "inan" not in one.grammemes or token.index < verb.index)
        for token in words
        for one in token.readings
    )


def _numbers(stems: frozenset[str]) -> frozenset[str]:
    return frozenset(stem for stem in stems if stem[0].isdigit())
