"""What a whole sentence says about its style: nouns where verbs belong, more words than a reader can hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from reviewer.findings import Hit
from reviewer.language.document import Document, Sentence, Token
from reviewer.language.pack import lexicons
from reviewer.text import trim

NOMINAL, LONG = "TON301", "TON302"
CODES = frozenset({NOMINAL, LONG})

# Endings of nouns made of verbs and adjectives; a lexicon lists those that name things («заявление», «квитанция»).
_ABSTRACT = ("ение", "ание", "яние", "тие", "ость", "ция", "ировка")
_SHORTEST = 8
# Project judgement, measured on the project's invented sentences: three such nouns, each sixth word at least.
_MANY, _SHARE = 3.0, 0.17
_PARTICIPLE = 0.5
# Project judgement: no reader holds more words than this before the full stop.
LONGEST = 60


def find_style(document: Document, *, codes: Collection[str]) -> Iterator[Hit]:
    """Yield sentences that hide their meaning behind nouns, or go on for too long.

    Parameters
    ----------
    document : Document
    codes : collection of str
        Codes wanted; others are not looked for.
    """
    for sentence in document.sentences:
        words = [token for token in document.tokens[sentence.first : sentence.last] if _is_plain_word(token)]
        if NOMINAL in codes and document.language == "ru" and _is_nominal(words):
            yield _hit(NOMINAL, document, sentence, {"words": len(words)})
        elif LONG in codes and len(words) > LONGEST:
            yield _hit(LONG, document, sentence, {"words": len(words)})


def _hit(code: str, document: Document, sentence: Sentence, params: dict[str, int]) -> Hit:
    span = trim(document.text, sentence.start, sentence.end, strip=" \t\r\n.,;:…-–—")
    return Hit(code, span.start, span.end, params=params, trace={"rule": "style", "matched": span.of(document.text)})


def _is_plain_word(token: Token) -> bool:
    return token.is_word and not token.text[0].isdigit()


def _is_nominal(words: list[Token]) -> bool:
    nouns = sum(_is_abstract(token) for token in words)
    participles = sum(token.has("prtf") and len(token.text) >= _SHORTEST for token in words)
    load = nouns + _PARTICIPLE * participles
    return nouns > 1 and load >= _MANY and load / len(words) >= _SHARE


def _is_abstract(token: Token) -> bool:
    return any(
        "noun" in reading.grammemes
        and len(reading.lemma) >= _SHORTEST
        and reading.lemma.endswith(_ABSTRACT)
        and reading.lemma not in _concrete()
        for reading in token.readings
    )


@cache
def _concrete() -> frozenset[str]:
    return frozenset(lexicons("ru").get("nouns-of-things", ()))
