"""Text to ``Document``: tokens, sentences, quotes, readings, mentions. The dear parser is called later, if at all."""

from __future__ import annotations

from typing import Any

from reviewer.language.document import Document, Sentence, Token
from reviewer.language.mentions import find_mentions
from reviewer.language.morphology import READERS, english_readings_after
from reviewer.language.pack import abbreviations
from reviewer.language.tokenizer import pieces
from reviewer.text import TextSpan, fold_word

_SENTENCE_END = frozenset({".", "!", "?", "…", "...", "!!", "!!!", "??", "?!", "!?"})
_CLOSERS = frozenset({'"', "»", "”", ")", "'", "]"})
_BULLETS = frozenset("-–—•*·▪◦")
_LONGEST_QUOTE = 400  # code points; a quote mark that closes later than this was a typo
# Project judgement: nobody writes a sentence of so many words and marks. A text without full stops is cut there: what
# looks at each word of a sentence beside each other one would take for ever.
_LONGEST_SENTENCE = 600


def analyse(text: str, language: str) -> Document:
    """Return the analysed text.

    Parameters
    ----------
    text : str
        Original text; offsets of everything found point into it.
    language : {"ru", "en"}

    Returns
    -------
    Document
    """
    tokens = _tokens(text, language)
    sentences = _sentences(text, tokens, language)
    sentence_of = tuple(sentence.index for sentence in sentences for _ in range(sentence.first, sentence.last))
    positions: dict[str, list[int]] = {}
    for token in tokens:
        for word in token.lemmas | {token.form}:
            positions.setdefault(word, []).append(token.index)
    document = Document(text, language, tokens, sentences, sentence_of, _quotes(text), positions)
    document.mentions = find_mentions(document)
    return document


def _tokens(text: str, language: str) -> tuple[Token, ...]:
    read = READERS[language]
    tokens: list[Token] = []
    for start, piece in pieces(text, language):
        form = fold_word(piece)
        is_word = any(character.isalnum() for character in form)
        if language == "en" and tokens:
            readings = english_readings_after(form, tokens[-1].form) if is_word else ()
        else:
            readings = read(form) if is_word else ()
        lemmas = frozenset(reading.lemma for reading in readings) or frozenset({form})
        tokens.append(Token(len(tokens), start, start + len(piece), piece, form, readings, lemmas, is_word))
    return tuple(tokens)


def _sentences(text: str, tokens: tuple[Token, ...], language: str) -> tuple[Sentence, ...]:
    roles = abbreviations(language)
    starts = [0] if tokens else []
    for number in range(1, len(tokens)):
        if number - starts[-1] >= _LONGEST_SENTENCE or _breaks_before(text, tokens, number, roles):
            starts.append(number)
    sentences = []
    for index, first in enumerate(starts):
        last = starts[index + 1] if index + 1 < len(starts) else len(tokens)
        tail = [token.text for token in tokens[max(first, last - 3) : last]]
        sentences.append(
            Sentence(index, first, last, tokens[first].start, tokens[last - 1].end, any("?" in mark for mark in tail))
        )
    return tuple(sentences)


def _breaks_before(text: str, tokens: tuple[Token, ...], number: int, roles: Any) -> bool:
    token, before = tokens[number], tokens[number - 1]
    between = text[before.end : token.start]
    if "\n" in between:
        hard_wrap = token.text[0].islower() and between.count("\n") == 1 and before.text not in _SENTENCE_END
        if not hard_wrap:
            return True
    end = number - 1
    while end > 0 and tokens[end].text in _CLOSERS:
        end -= 1
    closing = tokens[end]
    if token.text in _CLOSERS and not between:
        return False
    starts_anew = token.text[0].isupper() or token.text[0].isdigit() or token.text[0] in '«"“„([-–—•'
    if closing.text in _SENTENCE_END:
        # A lower-case word after «!» or «...» carries the sentence on; after «.» it is chat without capitals.
        return starts_anew or closing.text == "."
    role = roles.get(closing.form)
    if role == "end":
        return token.text[0].isupper()
    if role == "end-after-number":
        return token.text[0].isupper() and end > 0 and tokens[end - 1].form.isdigit()
    if role is None and closing.text.endswith(".") and len(closing.text) > 3 and token.text[0].isupper():
        # spaCy keeps some words and their full stop together («т.д.» aside, which the folder lists).
        return closing.text[:-1].isalpha()
    return False


def _quotes(text: str) -> tuple[TextSpan, ...]:
    """Return what stands in quotation marks, marks left out; straight marks pair up within a line."""
    spans: list[TextSpan] = []
    stack: list[tuple[str, int]] = []
    pairs = {"«": "»", "“": "”", "„": "“"}
    straight: int | None = None
    for offset, character in enumerate(text):
        if character == "\n":
            straight = None
        if stack and character == stack[-1][0]:
            _, begin = stack.pop()
            if offset - begin <= _LONGEST_QUOTE:
                spans.append(TextSpan(begin, offset))
        elif character in pairs:
            stack.append((pairs[character], offset + 1))
        elif character == '"':
            if straight is None:
                straight = offset + 1
            else:
                if offset - straight <= _LONGEST_QUOTE:
                    spans.append(TextSpan(straight, offset))
                straight = None
    return tuple(sorted(spans))
