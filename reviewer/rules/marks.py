"""What single characters say: capitals that shout, rows of exclamation marks, emoji. Rules give the words to it.

Only words of the dictionary can shout: abbreviations, codes, names and brands are written in capitals as a matter of
course. What stands in quotation marks, or is called a sign, a button or a code, is somebody else's lettering.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from reviewer.findings import Hit
from reviewer.language.document import Document, Token
from reviewer.language.morphology import is_dictionary_word
from reviewer.language.pack import lexicons
from reviewer.text import TextSpan

CAPITALS, MARKS, EMOJI = "TON151", "TON152", "TON163"
CODES = frozenset({CAPITALS, MARKS, EMOJI})

_ROW_OF_MARKS = re.compile(r"[!?]*(?:![ \u00a0]?){2,}[?!]*|(?:\?!|!\?){2,}[?!]*|\?{4,}")
_EMOJI = re.compile(
    "[\U0001f300-\U0001faff\u2639-\u263b\u2764\u2763\u2728\u270a-\u270d]"
    "[\ufe0f\u200d\U0001f300-\U0001faff\u2640\u2642\u2764]*"
    r"|(?<![\w:;=])[:;=]-?[)(DPР]+(?!\w)|\){3,}"
)
# Project judgement: these laugh at the reader or scold; every other emoji is mild.
_MOCKING = frozenset("😂🤣😏🙄🤡😹🤦🤷👎🖕😒🤨😈💩😜🤪😤😡🤬🙈🤭😝😆🥱🤓🧐")
_CASUAL_CHANNELS = frozenset({"chat", "social"})
# Forms this short shout only beside another loud word, or from the list: «МИР» and «IT» have another meaning.
_SHORT = 4
# How many words before and after a run may name it as lettering.
_NAMING_REACH = 3
_NAMES = frozenset({"abbr", "surn", "patr", "name", "orgn", "trad"})
_BRIDGES = frozenset({",", ".", "!", "-", "–", "—", "!!", "!!!", "?", "'", "’"})


def find_marks(document: Document, *, channel: str, codes: Collection[str]) -> Iterator[Hit]:
    """Yield what the characters of a reply say.

    Parameters
    ----------
    document : Document
    channel : str
        In chat and social a mild emoji is only a note.
    codes : collection of str
        Codes wanted; others are not looked for.
    """
    if CAPITALS in codes:
        for span in capitals(document):
            yield _hit(CAPITALS, document, span)
    if MARKS in codes:
        for found in _ROW_OF_MARKS.finditer(document.text):
            span = TextSpan(found.start(), found.start() + len(found[0].rstrip()))
            if not _is_quoted(document, span):
                yield _hit(MARKS, document, span)
    if EMOJI in codes:
        yield from _emoji(document, channel)


def _hit(code: str, document: Document, span: TextSpan) -> Hit:
    return Hit(code, span.start, span.end, trace={"rule": "marks", "matched": span.of(document.text)})


def _emoji(document: Document, channel: str) -> Iterator[Hit]:
    for found in _EMOJI.finditer(document.text):
        span = TextSpan(found.start(), found.end())
        if _is_quoted(document, span):
            continue
        mild = channel in _CASUAL_CHANNELS and not _MOCKING.intersection(found[0])
        yield Hit(
            EMOJI,
            span.start,
            span.end,
            trace={"rule": "marks", "matched": found[0]},
            severity="note" if mild else None,
        )


def capitals(document: Document) -> list[TextSpan]:
    """Return the runs of shouted words, marks of shouting included."""
    spans = []
    for first, last in _runs(document):
        loud = [token for token in document.tokens[first:last] if _is_loud(token, document.language)]
        if not _shouts(document, loud, first, last):
            continue
        first, last = _widened(document, first, last, many=len(loud) > 1)
        end = document.tokens[last - 1].end
        tail = re.match(r"[!?]+", document.text[end:])
        spans.append(TextSpan(document.tokens[first].start, end + (tail.end() if tail else 0)))
    return spans


def _runs(document: Document) -> Iterator[tuple[int, int]]:
    """Yield ranges from a loud word to the last loud word that follows it over marks, numbers and short words."""
    tokens = document.tokens
    first = last = -1
    for token in tokens:
        if _is_loud(token, document.language):
            if first < 0:
                first = token.index
            last = token.index + 1
        elif first >= 0 and not _bridges(document, token, last):
            yield first, last
            first = -1
    if first >= 0:
        yield first, last


def _bridges(document: Document, token: Token, last: int) -> bool:
    if "\n" in document.text[document.tokens[last - 1].end : token.start]:
        return False
    return token.text in _BRIDGES or token.text.isdigit() or set(token.text) <= {"!", "?"} or token.text.isupper()


def _widened(document: Document, first: int, last: int, *, many: bool) -> tuple[int, int]:
    """Take in the capitals beside a run that could not shout alone: «TO US», «NON-»."""
    sentence, tokens = document.sentence_at(first), document.tokens
    while first > sentence.first and _belongs(tokens[first - 1], document, first, many):
        first -= 1
    while last < document.sentence_at(last - 1).last and many and _is_capital_word(tokens[last]):
        last += 1
    while not tokens[first].is_word:
        first += 1
    return first, last


def _belongs(token: Token, document: Document, first: int, many: bool) -> bool:
    glued = token.end == document.tokens[first].start and token.text.isupper() | (token.text == "-")
    return glued or (many and _is_capital_word(token))


def _is_capital_word(token: Token) -> bool:
    return token.is_word and token.text.isupper() and token.text.isalpha()


def _is_loud(token: Token, language: str) -> bool:
    if not token.is_word or not token.text.isupper() or not all(one.isalpha() or one in "-'’" for one in token.text):
        return False
    if len(token.text) == 1 and language == "en":
        return False
    if token.form in _quiet(language):
        return False
    if any(not reading.grammemes.isdisjoint(_NAMES) for reading in token.readings):
        return False
    return is_dictionary_word(token.form, language)


@cache
def _quiet(language: str) -> frozenset[str]:
    return frozenset(lexicons(language).get("capitals-allowed", ()))


@cache
def _loud_alone(language: str) -> frozenset[str]:
    return frozenset(lexicons(language).get("capitals-loud-alone", ()))


@cache
def _naming(language: str) -> frozenset[str]:
    return frozenset(lexicons(language).get("capitals-named", ()))


def _shouts(document: Document, loud: list[Token], first: int, last: int) -> bool:
    span = document.span(first, last)
    language = document.language
    if _is_quoted(document, span) or _is_heading(document, first, last):
        return False
    if all(token.form in _loud_alone(language) for token in loud):
        return True
    if _is_named(document, first, last):
        return False
    if len(loud) > 1:
        return any(len(token.text) >= _SHORT for token in loud) or len(loud) > 2
    return len(loud[0].text) > _SHORT or loud[0].form in _loud_alone(language)


def _is_quoted(document: Document, span: TextSpan) -> bool:
    return any(quote.contains(span) for quote in document.quotes)


def _is_named(document: Document, first: int, last: int) -> bool:
    sentence = document.sentence_at(first)
    near = [
        *document.tokens[max(sentence.first, first - _NAMING_REACH) : first],
        *document.tokens[last : min(sentence.last, last + _NAMING_REACH - 1)],
    ]
    names = _naming(document.language)
    return any(not names.isdisjoint(token.lemmas | {token.form}) for token in near)


def _is_heading(document: Document, first: int, last: int) -> bool:
    """Return whether the run is a line of its own, without an end mark, above or below other text."""
    start, end = document.tokens[first].start, document.tokens[last - 1].end
    before = document.text[:start].rpartition("\n")
    after = document.text[end:].partition("\n")
    if not before[1] and not after[1]:
        return False
    alone = not any(one.islower() or one in "!?." for one in before[2] + after[0])
    # In English a noun reads like a verb too often to ask.
    asks = document.language == "ru"
    return alone and not (asks and any(token.has("verb") for token in document.tokens[first:last]))
