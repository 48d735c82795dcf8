"""Sentences of a complaint cut into what is wanted or told one by one. By joining words and forms, no parse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from reviewer.evidence.cues import find_cues
from reviewer.language import Document
from reviewer.language.clauses import clauses_of, is_predicate
from reviewer.language.document import Token
from reviewer.language.pack import read_toml

Piece = tuple[int, int]
"""A half-open range of tokens."""

_INLINE_ITEM = re.compile(r"(?:^|[\s,;:])(?:\(\d\)|\d\))\s")
_LONGEST_RUN_UP = 3  # words between a joining word and the verb of the next demand
_FARTHEST_PREDICATE = 7  # words from «и» to the verb of a statement of its own
_FARTHEST_COLON = 9  # tokens from the demand to the colon of its list; farther off it opens a reason
_LONGEST_ORDER = 6  # words from «и» to a verb that can only be an order: «и больше мне его не назначайте»
_FEWEST_WORDS = 2  # a piece of one word says too little to stand alone
_PLAIN_SUM = re.compile(
    r"\d{3,}|\d+[.,]\d\d|\d{1,3}(?:[ \u00a0\u202f]\d{3})+"
)  # «и оценку 4 000»: the currency is left out
_BREAKS = frozenset({",", ";", ".", "+", "!", "?", "—", "–"})


@dataclass(frozen=True, slots=True)
class _Words:
    joiners: frozenset[str]
    parting: frozenset[str]
    objects: frozenset[str]
    request_verbs: frozenset[str]
    request_nouns: frozenset[str]
    openers: frozenset[str]
    subordinators: frozenset[str]
    relatives: frozenset[str]
    nobody: frozenset[str]


@cache
def _words(language: str) -> _Words:
    table = read_toml(files("reviewer").joinpath("evidence", language, "pieces.toml"))
    return _Words(*(frozenset(table[name]) for name in _Words.__slots__))


def joiners(language: str) -> frozenset[str]:
    """Return the words that join two demands or claims («и», "also")."""
    return _words(language).joiners


def opens_with_nobody(tokens: Sequence[Token], language: str) -> bool:
    """Return whether a word of the tokens says that nobody or nothing acts."""
    return any(token.form in _words(language).nobody for token in tokens)


def demand_pieces(document: Document, begin: int, last: int) -> list[Piece]:
    """Return each demand of a range: «прошу A, B и C», "please A and B", "three things: A, B, and C"."""
    listed = _listed(document, begin, last)
    if listed:
        return listed
    starts = {cue.first for cue in find_cues(document, "demands") if cue.of == "demand" and begin < cue.first < last}
    pieces: list[Piece] = []
    first, index = begin, begin + 1
    while index < last:
        start = _after_joiner(document, index, last)
        if start is not None and (
            not starts.isdisjoint(range(start, start + 2))
            or _opens_demand(document, start, last)
            or _opens_thing(document, first, index, start, last)
        ):
            pieces.append((first, index))
            first = index = start
        index += 1
    return [*pieces, (first, last)]


def claim_pieces(document: Document, first: int, last: int) -> list[Piece]:
    """Return the statements of a range, each with a verb of its own: «домофон гудит, и консьерж курит»."""
    words = _words(document.language)
    cuts = {first, last}
    sentence = document.sentence_at(first)
    for clause in clauses_of(document, sentence):
        if first < clause.first < last and not _hangs_on(document, first, clause.first, words):
            cuts.add(clause.first)
    for index in range(first + 1, last - 1):
        token = document.tokens[index]
        if token.form in words.parting or token.text in {"+", ","}:
            start = index + 1
            if token.text == "," and document.tokens[start].form in words.parting:
                continue
            if _opens_statement(document, start, last):
                cuts.add(index)
    bounds = sorted(cuts)
    return _joined([(a, b) for a, b in pairwise(bounds)], document)


def _hangs_on(document: Document, first: int, start: int, words: _Words) -> bool:
    """Whether a clause belongs to what stands before it: «…, за которую доплатили», «камера, которую …, показывала»."""
    if _is_subordinate(document, start):
        return True
    tokens = document.tokens
    before = range(first, start)
    is_told = any(is_predicate(tokens[index]) for index in before)
    opened = [index for index in before if _opens_with(document, index, words.relatives)]
    if not opened or not is_told or not _is_verb(tokens[start], document.language):
        return False
    # The noun in front of the relative clause still waits for its verb.
    named = tokens[first : opened[-1]]
    return not any(_is_verb(token, document.language) and not token.has("noun") for token in named)


def _is_subordinate(document: Document, start: int) -> bool:
    """«что …», «за которую …»."""
    words = _words(document.language)
    if _opens_with(document, start, words.subordinators):
        return True
    after = start + 1
    is_prepared = document.tokens[start].has("prep") and after < len(document.tokens)
    return is_prepared and _opens_with(document, after, words.relatives)


def _joined(pieces: list[Piece], document: Document) -> list[Piece]:
    """Join what has no verb or hardly a word with what stands before it."""
    kept: list[Piece] = []
    for first, last in pieces:
        told = [token for token in document.tokens[first:last] if token.is_word]
        # A slip of the pen hides the verb: «nobody anserws» is told nevertheless.
        is_told = any(is_predicate(token) for token in told) or opens_with_nobody(told[:2], document.language)
        stands = len(told) > _FEWEST_WORDS and is_told
        if kept and not stands:
            kept[-1] = (kept[-1][0], last)
        else:
            kept.append((first, last))
    return kept


def _opens_with(document: Document, index: int, words: frozenset[str]) -> bool:
    token = document.tokens[index]
    return token.form in words or not token.lemmas.isdisjoint(words)


def _opens_statement(document: Document, start: int, last: int) -> bool:
    """A subject of its own and then a predicate: «и консьерж курит», not «и ушёл»."""
    words = _words(document.language)
    tokens = document.tokens
    while start < last and (tokens[start].form in words.joiners or not tokens[start].is_word):
        start += 1
    if start >= last or _is_subordinate(document, start):
        return False
    if tokens[start].form in words.nobody:
        return True
    if is_predicate(tokens[start]) and not tokens[start].has("noun") and not tokens[start].has("npro"):
        return False
    for index in range(start, min(last, start + _FARTHEST_PREDICATE)):
        token = tokens[index]
        if token.text in _BREAKS:
            return False
        if index > start and _is_verb(token, document.language):
            return _names_subject(tokens[start:index], document.language)
    return False


def _is_verb(token: Token, language: str) -> bool:
    if language == "ru":
        return (
            bool(token.readings) and is_predicate(token) and not token.readings[0].grammemes & {"noun", "conj", "prep"}
        )
    return is_predicate(token) and not token.has("prep")


def _names_subject(tokens: list[Token] | tuple[Token, ...], language: str) -> bool:
    if language == "ru":
        return any(
            {"nomn"} <= one.grammemes and one.grammemes & {"noun", "npro"} for token in tokens for one in token.readings
        ) or any(token.has("prep") or token.has("npro") for token in tokens[:1])
    return tokens[0].form not in {"to", "not"} and any(
        not token.readings or token.has("noun") or token.has("npro") or token.has("pron") or token.has("propn")
        for token in tokens
    )


def _after_joiner(document: Document, index: int, last: int) -> int | None:
    """Return where the next demand could begin, if a joining word or mark stands at ``index``."""
    tokens, known = document.tokens, _words(document.language).joiners
    if tokens[index].form not in known and tokens[index].text not in _BREAKS:
        return None
    start = index + 1
    while start < last and (tokens[start].form in known or not tokens[start].is_word):
        start += 1
    return start if start < last else None


def _opens_demand(document: Document, start: int, last: int) -> bool:
    """A joining word and then a verb in the form of a demand: an infinitive, an imperative, a bare English verb."""
    tokens, words = document.tokens, _words(document.language)
    if document.language == "ru":
        if any("impr" in one.grammemes for one in tokens[start].readings) and tokens[start].has("plur"):
            return True
        if _orders(document, start, last):
            return True
        for token in tokens[start : min(last, start + _LONGEST_RUN_UP)]:
            if token.text == "," or (token.has("conj") and token.form not in words.joiners):
                return False
            if any({"infn"} <= one.grammemes or {"impr"} <= one.grammemes for one in token.readings[:1]):
                return True
        return False
    index = start + (tokens[start].form in {"to", "then", "please", "that", "you"})
    if index >= last:
        return False
    if tokens[index].form in words.request_verbs:
        return True
    if index + 1 >= last or not tokens[index].has("base"):
        return False
    after = tokens[index + 1]
    return after.form in words.objects or after.text[:1] in "£$€" or after.form[:1].isdigit()


def _orders(document: Document, start: int, last: int) -> bool:
    """Whether the clause that opens here is an order, whatever stands before its verb."""
    for token in document.tokens[start : min(last, start + _LONGEST_ORDER)]:
        if token.text in _BREAKS or token.has("conj"):
            return False
        if token.readings and all({"impr", "plur"} <= one.grammemes for one in token.readings):
            return True
    return False


def _opens_thing(document: Document, first: int, index: int, start: int, last: int) -> bool:
    """A further thing wanted, without a verb: "the £40 and a new filter", «4 600 рублей, сбор 370 рублей»."""
    stop = next((one for one in range(start, last) if _after_joiner(document, one, last) is not None), last)
    said = [token for token in document.tokens[start:stop] if token.is_word]
    if not said:
        return False
    words = _words(document.language)
    opening = said[0]
    if opening.form in words.request_nouns or not opening.lemmas.isdisjoint(words.request_nouns):
        return True
    if len(said) < _FEWEST_WORDS:
        return False
    if _names_sum(document, start, stop) and _names_sum(document, first, index):
        return True
    if document.language == "ru":
        return _names_thing(document, start, stop) and _wants_thing(document, first, index)
    if not _wants_things(document, first) or any(_is_told(token) for token in said):
        return False
    return opening.form in words.openers or document.text[max(0, opening.start - 1)] in "£$€"


def _names_sum(document: Document, first: int, last: int) -> bool:
    if any(first <= one.first < last for one in document.mentions_of("money")):
        return True
    other = document.mentions_of("date", "number", "document", "duration", "address")
    start, end = document.tokens[first].start, document.tokens[last - 1].end
    return any(
        not any(one.start < match.end() and match.start() < one.end for one in other)
        for match in _PLAIN_SUM.finditer(document.text, start, end)
    )


def _wants_thing(document: Document, first: int, last: int) -> bool:
    """«Хочу бесплатную переделку»: a thing is wanted, no deed."""
    tokens = document.tokens[first:last]
    does = any(one.grammemes & {"infn", "impr"} for token in tokens for one in token.readings[:1])
    return not does and any(_is_object(token) for token in tokens)


def _names_thing(document: Document, first: int, last: int) -> bool:
    """«… и гарантийный талон»: an object without a verb."""
    tokens = [token for token in document.tokens[first:last] if token.is_word]
    return any(_is_object(token) for token in tokens[:_FEWEST_WORDS]) and not any(
        is_predicate(token) and token.has("verb") for token in tokens
    )


def _is_object(token: Token) -> bool:
    return any({"noun", "accs"} <= one.grammemes for one in token.readings)


def _is_told(token: Token) -> bool:
    """ "my card says": a statement, no thing."""
    return token.has("aux") or (token.has("3per") and not token.has("noun"))


def _wants_things(document: Document, first: int) -> bool:
    """ "I want the … and a …": what follows the verb are things, not deeds."""
    near = document.tokens[first : first + _LONGEST_RUN_UP + 1]
    return any(
        token.form in {"want", "like", "need", "for", "the", "a", "an", "my", "both", "expect"} for token in near
    )


def _listed(document: Document, begin: int, last: int) -> list[Piece]:
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
    near = range(begin, min(last, begin + _FARTHEST_COLON))
    colon = next((index for index in near if document.tokens[index].text == ":"), None)
    if colon is None:
        return []
    pieces = list(_by_commas(document, colon + 1, last))
    if len(pieces) == 2 and document.language == "en":
        return pieces
    return pieces if len(pieces) >= 2 and all(b - a >= 2 for a, b in pieces) else []


def _by_commas(document: Document, first: int, last: int) -> Iterator[Piece]:
    for index in range(first, last):
        token = document.tokens[index]
        ends_piece = token.text in {",", ";"} and document.text[token.end : token.end + 1].isspace()
        if ends_piece and index > first:
            yield first, index
            first = index + 1
    yield first, last


def _without_mark(document: Document, first: int, last: int) -> Piece:
    while first < last and (not document.tokens[first].is_word or document.tokens[first].form.rstrip(")").isdigit()):
        first += 1
    known = _words(document.language).joiners
    while last > first and (not document.tokens[last - 1].is_word or document.tokens[last - 1].form in known):
        last -= 1
    return first, last
