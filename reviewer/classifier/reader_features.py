"""A sentence of a reply as the second reader sees it: words, who does what, status, lexicons, shape, vector.

No parse: everything comes from what the rules have analysed already. Figures are masked, so that no number is learned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt

from reviewer.classifier.reading import normal_form
from reviewer.language import Document, analyse
from reviewer.language.clauses import clauses_of
from reviewer.language.document import Sentence, Token
from reviewer.language.pack import lexicons, parties
from reviewer.language.pattern import PatternSet, parse_pattern
from reviewer.language.scopes import cues_of
from reviewer.language.vectors import VECTOR_SIZE, sentence_vectors

FloatArray = npt.NDArray[np.float32]
FAMILIES = ("words", "doings", "status", "lexicons", "shape")
"""Families of terms, each with a weight of its own in the model."""

_NEGATIONS = {
    "ru": frozenset("не ни нет без нельзя".split()),
    "en": frozenset("not n't never no without nor none nothing".split()),
}
_PRONOUNS = {
    "ru": {"я": "we", "мы": "we", "наш": "our", "мой": "our", "свой": "our", "вы": "you", "ваш": "your"},
    "en": {"i": "we", "we": "we", "our": "our", "my": "our", "us": "our", "me": "our", "you": "you", "your": "your"},
}
_ACTORS = frozenset({"we", "you", "staff", "company", "contractor", "third", "customer"})
# Later parties win where a word names two («продавец» is staff before it is the company).
_PARTIES = ("third", "company", "contractor", "staff", "customer")
_TENSES = ("past", "futr", "pres", "impr", "infn", "ger", "grnd", "prtf", "prts", "base", "3per")
_VERBAL = frozenset({"verb", "infn", "prts", "grnd", "prtf", "ger"})
_MARKS = ":;—…("
_PAIR_REACH = 4
_NEGATION_REACH = 3


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """One sentence, read once.

    Parameters
    ----------
    start, end : int
        Half-open offsets in the reply, marks at the ends left out.
    text, language : str
    terms : dict of str to tuple of str
        Per family of ``FAMILIES``.
    vector : ndarray of shape (512,)
    """

    start: int
    end: int
    text: str
    language: str
    terms: dict[str, tuple[str, ...]]
    vector: FloatArray


def read_text(text: str, language: str) -> SentenceReading:
    """Return one example of a corpus as a single reading, even where it holds two short sentences."""
    return _readings(analyse(text, language), whole=True)[0]


def read_reply(document: Document) -> list[SentenceReading]:
    """Return the sentences of a reply that hold words."""
    return _readings(document, whole=False)


def _readings(document: Document, *, whole: bool) -> list[SentenceReading]:
    groups = [list(document.sentences)] if whole else [[one] for one in document.sentences]
    groups = [one for one in groups if any(token.is_word for s in one for token in document.tokens[s.first : s.last])]
    named = _lexicons_at(document)
    texts = [document.text[one[0].start : one[-1].end] for one in groups]
    vectors = sentence_vectors(texts) if texts else np.zeros((0, VECTOR_SIZE), dtype=np.float32)
    return [
        SentenceReading(one[0].start, one[-1].end, text, document.language, _terms(document, one, text, named), vector)
        for one, text, vector in zip(groups, texts, vectors, strict=True)
    ]


def _terms(
    document: Document, sentences: Sequence[Sentence], text: str, named: dict[int, set[str]]
) -> dict[str, tuple[str, ...]]:
    cues = [cue for one in sentences for cue in cues_of(document, one)]
    statuses = sorted({status for status, _ in cues})
    words: list[str] = []
    doings: list[str] = []
    for sentence in sentences:
        for clause in clauses_of(document, sentence):
            tokens = [one for one in document.tokens[clause.first : clause.last] if one.is_word]
            words += _words(tokens)
            doings += _doings(tokens, document.language, named)
    status = [f"s:{one}" for one in statuses] + [f"c:{row}" for _, row in cues]
    status += [f"s:{one}|{doing[2:]}" for one in statuses for doing in doings if doing.startswith("t:")]
    return {
        "words": tuple(words),
        "doings": tuple(doings),
        "status": tuple(status),
        "lexicons": tuple(_lexicon_terms(document, sentences, named, statuses)),
        "shape": tuple(_shape(document, sentences, text)),
    }


def _masked(token: Token) -> str:
    return "#" if any(one.isdigit() for one in token.form) else normal_form(token)


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    words = [_masked(token) for token in tokens]
    yield from words
    for one, other in pairwise(["^", *words, "$"]):
        yield f"{one} {other}"
    for index, word in enumerate(words):
        for other in words[index + 2 : index + 1 + _PAIR_REACH]:
            yield f"{word} … {other}"


@cache
def _party_names(language: str) -> dict[str, str]:
    table = {word: party for party in _PARTIES for word in parties(language).get(party, ())}
    return {**table, **_PRONOUNS[language]}


def _party(token: Token) -> str:
    names = _party_names(token_language(token))
    return next((names[one] for one in sorted(token.lemmas) if one in names), "")


def token_language(token: Token) -> str:
    """Return the language a word form is written in."""
    return "ru" if any("а" <= one <= "я" for one in token.form) else "en"


def _doings(tokens: Sequence[Token], language: str, named: dict[int, set[str]]) -> Iterator[str]:
    """Yield parties, and for each verb its doer, tense, negation and lexicons."""
    subject, negated_at = "", -_NEGATION_REACH - 1
    for party in sorted({_party(token) for token in tokens} - {""}):
        yield f"p:{party}"
    for index, token in enumerate(tokens):
        if token.form in _NEGATIONS[language]:
            negated_at = index
            continue
        subject = _party(token) if _party(token) in _ACTORS else subject
        grammemes = token.readings[0].grammemes if token.readings else frozenset()
        if not grammemes & _VERBAL:
            continue
        negation = "not " if index - negated_at <= _NEGATION_REACH else ""
        doer = _doer(grammemes, subject, language)
        tense = next((one for one in _TENSES if one in grammemes), "-")
        lemma = _masked(token)
        yield f"t:{negation}{doer} {tense}"
        for one in (f"{doer} {lemma}", f"{tense} {lemma}", lemma, f"{doer} {tense} {lemma}"):
            yield f"d:{negation}{one}"
        for name in sorted(named.get(token.index, ())):
            yield f"d:{negation}{doer} {tense} @{name}"


def _doer(grammemes: frozenset[str], subject: str, language: str) -> str:
    if language == "ru":
        if "1per" in grammemes:
            return "we"
        if "2per" in grammemes:
            return "you"
        return subject or ("they" if "plur" in grammemes else "it")
    return subject or "-"


@cache
def _lexicon_patterns(language: str) -> PatternSet:
    table = lexicons(language)
    return PatternSet(
        (name, pattern)
        for name, entries in table.items()
        for entry in entries
        for pattern in parse_pattern(entry, lexicons=table, where=f"language/{language}/lexicons/{name}.txt")
    )


def _lexicons_at(document: Document) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for name, match in _lexicon_patterns(document.language).find(document):
        for index in range(match.first, match.last):
            found.setdefault(index, set()).add(str(name))
    return found


def _lexicon_terms(
    document: Document, sentences: Sequence[Sentence], named: dict[int, set[str]], statuses: Sequence[str]
) -> Iterator[str]:
    names = sorted({name for s in sentences for index in range(s.first, s.last) for name in named.get(index, ())})
    for name in names:
        yield f"l:{name}"
        for status in statuses:
            yield f"l:{name}|{status}"
    for sentence in sentences:
        for clause in clauses_of(document, sentence):
            here = sorted({name for index in range(clause.first, clause.last) for name in named.get(index, ())})
            acting = sorted({_party(token) for token in document.tokens[clause.first : clause.last]} - {""})
            for name in here:
                for party in acting:
                    yield f"l:{name}|{party}"
            for one, other in combinations(here, 2):
                yield f"l:{one}+{other}"


def _shape(document: Document, sentences: Sequence[Sentence], text: str) -> Iterator[str]:
    start, end = sentences[0].start, sentences[-1].end
    mentions = [one.kind for one in document.mentions if start <= one.start < end]
    for kind in mentions:
        yield f"m:{kind}"
    if not mentions:
        yield "m:none"
    if any(one.is_question for one in sentences):
        yield "question"
    if any(start <= quote.start < end for quote in document.quotes):
        yield "quotation"
    if any(one.isdigit() for one in text):
        yield "figure"
    tokens = document.tokens[sentences[0].first : sentences[-1].last]
    # Project judgement: lengths in steps of five words, thirty and more are one class.
    yield f"length {min(sum(one.is_word for one in tokens) // 5, 6)}"
    yield f"sentences {len(sentences)}"
    yield f"opens {tokens[0].form}"
    yield f"commas {min(3, text.count(','))}"
    for mark in _MARKS:
        if mark in text:
            yield f"mark {mark}"
