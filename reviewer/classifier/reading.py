"""A complaint as the classifier reads it: clauses with their normal forms and with who does what.

Numbers, marks, capitals and length are left out on purpose: in complaints they tell how somebody writes, not who is
right (see ``data/complaints/README.md``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reviewer.classifier.signs import find_signs
from reviewer.language import Document, Token, analyse
from reviewer.language.clauses import clauses_of
from reviewer.language.vectors import VECTOR_SIZE, sentence_vectors

FloatArray = npt.NDArray[np.float32]

_NEGATIONS = {"ru": frozenset({"не", "ни", "нет"}), "en": frozenset({"not", "n't", "never", "no"})}
_SELF = {"ru": frozenset({"я", "мы"}), "en": frozenset({"i", "we"})}
_ADDRESSEE = {"ru": frozenset({"вы"}), "en": frozenset({"you"})}
_OTHERS = {"ru": frozenset({"он", "она", "они"}), "en": frozenset({"he", "she", "they", "it"})}
# A negation reaches a verb from at most this many words before it.
_NEGATION_REACH = 3
# Two normal forms further apart than this in one clause are no collocation.
# Project judgement: chosen by group cross-validation among 3, 5 and 8.
_PAIR_REACH = 5


@dataclass(frozen=True, slots=True)
class ClauseReading:
    """One clause of a complaint.

    Parameters
    ----------
    start, end : int
        Half-open offsets in the complaint.
    text : str
    words : tuple of str
        Normal forms in order, without numbers and marks.
    doings : tuple of str
        Who does what: ``1:купить``, ``2:not обещать``; the person is 1 (the customer), 2 (the company, addressed),
        3 (somebody), they (a plural verb without a subject), noun, or 0 (nobody named).
    signs : tuple of str
        What it speaks of, see ``signs``: names in alphabetical order, each once.
    is_quoted : bool
        Whether it stands in quotation marks: mostly the company's words.
    is_question : bool
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    doings: tuple[str, ...]
    signs: tuple[str, ...]
    is_quoted: bool
    is_question: bool


@dataclass(frozen=True, slots=True)
class ComplaintReading:
    """A complaint read once; ``vectors`` has the shape ``(n_clauses, 512)``."""

    text: str
    language: str
    sector: str
    clauses: tuple[ClauseReading, ...]
    vectors: FloatArray


def read(document: Document, *, sector: str = "other") -> ComplaintReading:
    """Return what the classifier sees of an analysed complaint."""
    clauses = read_clauses(document)
    vectors = sentence_vectors([clause.text for clause in clauses])
    return ComplaintReading(document.text, document.language, sector, clauses, vectors)


def read_text(text: str, language: str, *, sector: str = "other") -> ComplaintReading:
    """Return what the classifier sees of a text.

    Examples
    --------
    >>> [clause.doings for clause in read_text("Я купил чайник, вы не вернули деньги.", "ru").clauses]
    [('1:купить', '1:*'), ('2:not вернуть', '2:not *')]
    """
    return read(analyse(text, language), sector=sector)


def bare_reading(text: str, language: str, *, sector: str = "other") -> ComplaintReading:
    """Return a reading of the words alone, for models that ask for no clauses."""
    return ComplaintReading(text, language, sector, (), np.zeros((0, VECTOR_SIZE), dtype=np.float32))


def read_clauses(document: Document) -> tuple[ClauseReading, ...]:
    """Return the clauses of a complaint, without vectors."""
    readings = []
    found: dict[int, set[str]] = {}
    for name, token in find_signs(document):
        found.setdefault(token, set()).add(name)
    for sentence in document.sentences:
        for clause in clauses_of(document, sentence):
            tokens = [one for one in document.tokens[clause.first : clause.last] if _is_word(one)]
            if not tokens:
                continue
            span = document.span(clause.first, clause.last)
            is_quoted = any(quote.start <= tokens[0].start and tokens[-1].end <= quote.end for quote in document.quotes)
            readings.append(
                ClauseReading(
                    span.start,
                    span.end,
                    document.text[span.start : span.end],
                    tuple(normal_form(token) for token in tokens),
                    tuple(_doings(tokens, document.language)),
                    tuple(sorted(set().union(*(found.get(one, ()) for one in range(clause.first, clause.last))))),
                    is_quoted,
                    sentence.is_question,
                )
            )
    return tuple(readings)


def normal_form(token: Token) -> str:
    """Return the likeliest normal form of a token; one is enough where frequencies are counted."""
    return token.readings[0].lemma if token.readings else token.form


def terms_of(clause: ClauseReading) -> Iterator[str]:
    """Yield normal forms, neighbours (``a b``) and pairs within the clause (``a … b``)."""
    words = clause.words
    yield from words
    for index, word in enumerate(words):
        for distance, other in enumerate(words[index + 1 : index + 1 + _PAIR_REACH], start=1):
            yield f"{word} {other}" if distance == 1 else f"{word} … {other}"


def doings_of(clause: ClauseReading) -> Iterator[str]:
    """Yield who does what, told apart where the clause is quoted."""
    mark = "«" if clause.is_quoted else ""
    for doing in clause.doings:
        yield mark + doing


def signed_doings_of(clause: ClauseReading) -> Iterator[str]:
    """Yield signs, signs with the persons of their clause, and pairs of signs."""
    mark = "«" if clause.is_quoted else ""
    persons = sorted({_whose(doing) for doing in clause.doings}) or ["-"]
    for index, sign in enumerate(clause.signs):
        yield f"@{sign}"
        for person in persons:
            yield f"{mark}{person}@{sign}"
        for other in clause.signs[index + 1 :]:
            yield f"@{sign}+{other}"


def _whose(doing: str) -> str:
    person, act = doing.split(":", 1)
    return f"{person} not" if act.startswith("not ") else person


def _is_word(token: Token) -> bool:
    # Figures are surface: a rightful complaint has no more of them than another.
    return token.is_word and not any(character.isdigit() for character in token.form)


def _doings(tokens: list[Token], language: str) -> Iterator[str]:
    subject = ""
    for index, token in enumerate(tokens):
        if token.form in _SELF[language]:
            subject = "1"
        elif token.form in _ADDRESSEE[language]:
            subject = "2"
        elif token.form in _OTHERS[language]:
            subject = "3"
        elif not subject and token.has("noun", "nomn") and not _is_verb(token):
            subject = "noun"
        if not _is_verb(token):
            continue
        before = tokens[max(0, index - _NEGATION_REACH) : index]
        negation = "not " if any(one.form in _NEGATIONS[language] for one in before) else ""
        person = _person(token, subject)
        yield f"{person}:{negation}{normal_form(token)}"
        yield f"{person}:{negation}*"


def _person(token: Token, subject: str) -> str:
    if token.has("1per"):
        return "1"
    if token.has("2per") and not token.has("impr"):
        return "2"
    if subject:
        return subject
    return "they" if token.has("verb", "plur") else "0"


def _is_verb(token: Token) -> bool:
    return any(not reading.grammemes.isdisjoint({"verb", "infn", "prts", "grnd"}) for reading in token.readings)
