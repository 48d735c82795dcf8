"""Clauses: the part of a sentence around one predicate, with the subordinate clauses that hang on it.

No parse is needed: a comma, dash or bracket parts two clauses where a finite predicate stands on both sides and no
subordinating word follows. That is what a reader marks when asked for «the words that say it».
"""

from __future__ import annotations

import itertools

from reviewer.language.document import Clause, Document, Sentence, Token

_HARD = frozenset({";", ":", "—", "–", "(", ")", "-"})
_SUBORDINATORS = {
    "ru": frozenset(
        "что чтобы который если когда поскольку потому так хотя пока где куда откуда как чем чей кто ли то раз будто "
        "какой поэтому причем".split()
    ),
    "en": frozenset(
        "that which who whom whose if when because since although though while where as than so whether what how "
        "why until unless".split()
    ),
}
_CONTENT_OPENERS = {"ru": frozenset({"что", "чтобы"}), "en": frozenset({"that"})}
_COORDINATORS = {
    "ru": frozenset("и а но или да однако зато либо тогда".split()),
    "en": frozenset("and but or so yet nor".split()),
}


def clauses_of(document: Document, sentence: Sentence) -> tuple[Clause, ...]:
    """Return the clauses of a sentence in order; together they hold every token but the parting marks."""
    key = ("clauses", sentence.index)
    if key not in document.memo:
        document.memo[key] = _split(document, sentence)
    clauses: tuple[Clause, ...] = document.memo[key]
    return clauses


def clause_at(document: Document, token: int) -> Clause:
    """Return the clause that holds a token."""
    sentence = document.sentence_at(token)
    for clause in clauses_of(document, sentence):
        if clause.first <= token < clause.last:
            return clause
    return Clause(sentence.first, sentence.last)


def is_predicate(token: Token) -> bool:
    """Return whether a token can be a finite predicate."""
    return any(
        ("verb" in reading.grammemes and "ger" not in reading.grammemes)
        or not reading.grammemes.isdisjoint({"prts", "adjs", "pred"})
        for reading in token.readings
    )


def _split(document: Document, sentence: Sentence) -> tuple[Clause, ...]:
    tokens = document.tokens
    cuts = [sentence.first]
    for index in range(sentence.first + 1, sentence.last - 1):
        mark = tokens[index].text
        if (mark in _HARD and _stands_free(document, index)) or (
            mark == ","
            and _starts_clause(document, index + 1, sentence.last)
            and any(is_predicate(token) and not _in_date(document, token) for token in tokens[cuts[-1] : index])
        ):
            cuts.append(index + 1)
    cuts.append(sentence.last)
    return tuple(Clause(first, last) for first, last in itertools.pairwise(cuts) if _has_words(document, first, last))


def _stands_free(document: Document, index: int) -> bool:
    """A hyphen inside «5-10» or a colon inside «11:30» parts nothing."""
    token = document.tokens[index]
    if token.text in {"(", ")", ";"}:
        return True
    before, after = document.text[token.start - 1 : token.start], document.text[token.end : token.end + 1]
    return after.isspace() and (token.text == ":" or before.isspace())


def _starts_clause(document: Document, index: int, last: int) -> bool:
    language = document.language
    token = document.tokens[index]
    if token.lemmas & _SUBORDINATORS[language] or token.form in _SUBORDINATORS[language]:
        return False
    if any(not reading.grammemes.isdisjoint({"prtf", "grnd", "ger"}) for reading in token.readings):
        return False
    if token.has("prep") and index + 1 < last and document.tokens[index + 1].lemmas & {"который", "which", "whom"}:
        return False
    begin = index + 1 if token.form in _COORDINATORS[language] else index
    if begin > index and begin < last and document.tokens[begin].form in _CONTENT_OPENERS[language]:
        # «извините, что опоздали, и что не позвонили»: the second half hangs on the same verb as the first.
        return False
    for following in document.tokens[begin:last]:
        if following.text in {",", ";", ":"}:
            return False
        if is_predicate(following) and not _in_date(document, following):
            return True
    return False


def _in_date(document: Document, token: Token) -> bool:
    """ "14 March", "2 May": a month is no verb."""
    key = "date_tokens"
    if key not in document.memo:
        document.memo[key] = {
            index for mention in document.mentions_of("date") for index in range(mention.first, mention.last)
        }
    return token.index in document.memo[key]


def _has_words(document: Document, first: int, last: int) -> bool:
    return any(token.is_word for token in document.tokens[first:last])
