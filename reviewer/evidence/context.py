"""Words around a fact: whether a reply restates it, promises it, dates a letter with it, or names something new."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reviewer.evidence.cues import find_cues
from reviewer.language.document import Document, Mention
from reviewer.language.pack import read_toml

_WINDOW = 7  # tokens to either side that say what a fact is about
_REACH = 14  # tokens from a word that restates to the fact restated
_CLOSE = 7
_CONTENT = ("noun", "verb", "infn", "adjf", "adj", "prtf", "prts")


@dataclass(frozen=True, slots=True)
class _Tables:
    registers: frozenset[str]
    term_words: frozenset[str]
    letters: frozenset[str]
    own_letters: frozenset[str]
    new: frozenset[str]
    empty: frozenset[str]


@cache
def _tables(language: str) -> _Tables:
    table = read_toml(files("reviewer").joinpath("evidence", language, "facts.toml"))
    return _Tables(
        *(frozenset(table[name]) for name in ("registers", "term_words", "letters", "own_letters", "new", "empty"))
    )


class Surroundings:
    """The words around the facts of one text.

    Parameters
    ----------
    document : Document
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._tables = _tables(document.language)
        self._restating = [cue for cue in find_cues(document, "restating") if cue.of == "restating"]
        self._own = [cue for cue in find_cues(document, "restating") if cue.of == "own"]

    def restates(self, mention: Mention, *, closely: bool = False) -> bool:
        """Return whether words before the fact, in its sentence, say that it is the customer's."""
        sentence = self.document.sentence_of[mention.first]
        reach = _CLOSE if closely else _REACH
        near = [
            cue
            for cue in self._restating
            if cue.sentence == sentence and cue.first <= mention.first and mention.first - cue.last <= reach
        ]
        after = [cue for cue in self._restating if cue.sentence == sentence and 0 <= cue.first - mention.last <= 2]
        if not near and not after:
            return False
        last = max((cue.last for cue in near), default=mention.first)
        return not any(cue.sentence == sentence and last <= cue.first <= mention.first for cue in self._own)

    def words_around(self, mention: Mention) -> frozenset[str]:
        """Return stems of the content words near a fact, in its sentence."""
        sentence = self.document.sentence_at(mention.first)
        first = max(sentence.first, mention.first - _WINDOW)
        last = min(sentence.last, mention.last + _WINDOW)
        tokens = [*self.document.tokens[first : mention.first], *self.document.tokens[mention.last : last]]
        return frozenset(
            stem_of(lemma)
            for token in tokens
            if token.is_word and len(token.form) > 3 and any(token.has(part) for part in _CONTENT)
            for lemma in token.lemmas
            if lemma not in self._tables.empty
        )

    def is_register(self, noun: str) -> bool:
        """Return whether a noun names what the company numbers anew itself (a ticket, a registration)."""
        return noun in self._tables.registers

    def says_new(self, mention: Mention) -> bool:
        """Return whether the sentence says that the thing is a new one («новый заказ № …»)."""
        sentence = self.document.sentence_at(mention.first)
        near = self.document.tokens[max(sentence.first, mention.first - 6) : mention.first + 1]
        return any(not token.lemmas.isdisjoint(self._tables.new) for token in near)

    def is_term(self, mention: Mention) -> bool:
        """Return whether a date ends or begins a term («до 5 мая», "from 10 March")."""
        before = self.document.tokens[max(0, mention.first - 1) : mention.first]
        own = self.document.tokens[mention.first : mention.last]
        return any(not (token.lemmas | {token.form}).isdisjoint(self._tables.term_words) for token in (*before, *own))

    def dated_thing(self, mention: Mention) -> frozenset[str]:
        """Return the letter or act that a date dates («обращение от 3 мая», "your email of 3 May")."""
        before = self.document.tokens[max(0, mention.first - 4) : mention.first]
        named = {noun for token in before for noun in token.lemmas & self._tables.letters}
        return frozenset(named - self._tables.own_letters)


def stem_of(lemma: str) -> str:
    """Return the beginning that words of one root share, roughly.

    Examples
    --------
    >>> stem_of("отключение") == stem_of("отключить"), stem_of("возврат") == stem_of("вернуть")
    (True, False)
    """
    if len(lemma) <= 4:
        return lemma
    return lemma[: max(4, min(6, len(lemma) - 2))]
