"""How easy a reply reads: length of sentences and of words, by formulas fitted to each language.

References
----------
Flesch 1948, "A new readability yardstick" (English); Oborneva 2006, its constants for Russian.
"""

from __future__ import annotations

from dataclasses import dataclass

import syllapy

from reviewer.language.document import Document, Sentence

_VOWELS = frozenset("аеёиоуыэюя")  # each is a syllable
_HEADING = 2
# Source: Flesch 1948; Oborneva 2006.
_FORMULA = {"en": (206.835, 1.015, 84.6), "ru": (206.835, 1.3, 60.1)}
# Project judgement: of a line or two an average says nothing.
_FEWEST_WORDS = 30
# Source: Flesch 1948 (plain English from 60, difficult below 50, very difficult below 30). Project judgement for
# Russian, whose words are longer: of the annotated letters that may be sent nine in ten are easy in either language.
BANDS = {"en": {"easy": 60, "fair": 50, "hard": 30}, "ru": {"easy": 45, "fair": 30, "hard": 15}}
"""From which ease on a text of a language is called so; below all of them it is ``very_hard``."""


@dataclass(frozen=True, slots=True)
class Readability:
    """Length and ease of a text.

    Parameters
    ----------
    language : {"ru", "en"}
    n_words, n_sentences : int
    longest : int
        Words of the longest sentence.
    ease : float
        0 (a statute) to 100 (a primer).
    """

    language: str
    n_words: int
    n_sentences: int
    longest: int
    ease: float

    @property
    def mean(self) -> float:
        """Words of a sentence on average."""
        return self.n_words / self.n_sentences

    @property
    def band(self) -> str:
        """A name in ``BANDS`` or ``very_hard``."""
        return next((name for name, least in BANDS[self.language].items() if self.ease >= least), "very_hard")


def readability(document: Document) -> Readability | None:
    """Return how easy a text reads; None where it is too short to say.

    Parameters
    ----------
    document : Document
        Headings and signatures of a word or two are left out, numbers are no words.

    Examples
    --------
    >>> from reviewer.language import analyse
    >>> readability(analyse("Деньги вернём 5 мая.", "ru")) is None
    True
    """
    sentences = [words for one in document.sentences if len(words := _words(document, one)) > _HEADING]
    n_words = sum(map(len, sentences))
    if n_words < _FEWEST_WORDS:
        return None
    n_syllables = sum(_syllables(word, document.language) for words in sentences for word in words)
    base, of_sentence, of_word = _FORMULA[document.language]
    ease = base - of_sentence * n_words / len(sentences) - of_word * n_syllables / n_words
    return Readability(document.language, n_words, len(sentences), max(map(len, sentences)), min(100.0, max(0.0, ease)))


def _words(document: Document, sentence: Sentence) -> list[str]:
    tokens = document.tokens[sentence.first : sentence.last]
    return [token.form for token in tokens if token.is_word and token.form[0].isalpha()]


def _syllables(word: str, language: str) -> int:
    if language == "ru":
        return max(1, sum(letter in _VOWELS for letter in word))
    return max(1, int(syllapy.count(word)))
