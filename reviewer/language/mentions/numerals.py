"""Numbers in digits and in words, with their place: what amounts, references and facts are built on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from reviewer.language.document import Document
from reviewer.language.pack import language_folder, read_toml
from reviewer.text import fold, without_long_runs

# «12 490,00», «1,240.50», «42.500», «3,9», «7200»; a letter, a hyphen or a slash beside it makes it part of a code.
_DIGITS = re.compile(
    r"(?<![\w/№#-])(?<!\d[.,:])(?:\d{1,3}(?:[ ,.']\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?)"
)
_AFTER_CODE = re.compile(r"[-/:]\d|-[A-Za-zА-Яа-я]*\d|\.\d")
_HUNDRED, _THOUSAND = 100, 1000


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written.

    Parameters
    ----------
    value : decimal.Decimal
    start, end : int
        Half-open offsets of its digits or words, multiplier («тыс.») included.
    in_words : bool
        Whether it is written in words.
    digits : str
        The digits as they stand, separators left out; empty for words.
    """

    value: Decimal
    start: int
    end: int
    in_words: bool
    digits: str


@dataclass(frozen=True, slots=True)
class _Words:
    units: dict[str, int]
    multipliers: dict[str, int]
    joiners: frozenset[str]


@cache
def _words(language: str) -> _Words:
    table = read_toml(language_folder(language).joinpath("numerals.toml"))
    return _Words(table["units"], table["multipliers"], frozenset(table["joiners"]))


def find_numbers(document: Document) -> tuple[Number, ...]:
    """Return all numbers of a text in order; those inside codes («FL-22907») and clock times are left out."""
    if "numbers" not in document.memo:
        found = [*_in_digits(document), *_in_words(document)]
        document.memo["numbers"] = tuple(sorted(found, key=lambda one: one.start))
    numbers: tuple[Number, ...] = document.memo["numbers"]
    return numbers


def folded(document: Document) -> str:
    """Return the folded text, made once."""
    if "folded" not in document.memo:
        document.memo["folded"] = fold(without_long_runs(document.text))
    text: str = document.memo["folded"]
    return text


def tokens_between(document: Document, start: int, end: int) -> tuple[int, int]:
    """Return the half-open range of tokens that touch the offsets, by bisection."""
    if "token_starts" not in document.memo:
        document.memo["token_starts"] = [token.start for token in document.tokens]
    starts: list[int] = document.memo["token_starts"]
    first = max(0, bisect_right(starts, start) - 1)
    if first < len(document.tokens) and document.tokens[first].end <= start:
        first += 1
    return first, bisect_right(starts, end - 1)


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the English function words: lemminflect knows nouns such as "and"; pymorphy3 marks such words itself."""
    if language != "en":
        return frozenset()
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS)


def parse_number(raw: str) -> Decimal:
    """Return the value of a number written with any separators.

    Examples
    --------
    >>> parse_number("12 490,00"), parse_number("1,240"), parse_number("1,240.50"), parse_number("3,9")
    (Decimal('12490.00'), Decimal('1240'), Decimal('1240.50'), Decimal('3.9'))
    """
    bare = raw.replace(" ", "").replace("'", "")
    last = max(bare.rfind("."), bare.rfind(","))
    if last < 0:
        return Decimal(bare)
    whole, fraction = bare[:last], bare[last + 1 :]
    separators = bare.count(".") + bare.count(",")
    # «1,240» and «42.500» are thousands: exactly three digits, no zero before, or more than one separator alike.
    if len(fraction) == 3 and whole.lstrip("0") and len(whole.replace(".", "").replace(",", "")) <= 3 * separators:
        return Decimal(bare.replace(".", "").replace(",", ""))
    return Decimal(f"{whole.replace('.', '').replace(',', '')}.{fraction}")


def _in_digits(document: Document) -> Iterator[Number]:
    text = folded(document)
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        if _AFTER_CODE.match(text, end) or re.match(r"[A-Za-zА-Яа-я]\d|\d", text[end : end + 2]):
            continue
        raw = match[0]
        value = parse_number(raw)
        multiplied, end = _multiplied(document, value, end)
        yield Number(multiplied, start, end, False, re.sub(r"\D", "", raw))


def _multiplied(document: Document, value: Decimal, end: int) -> tuple[Decimal, int]:
    """«27 тыс.», "2 million", «15к»: the multiplier belongs to the number."""
    text = folded(document)
    glued = re.match(r"[kк](?![\w])", text[end : end + 2], re.IGNORECASE)
    if glued:
        return value * _THOUSAND, end + 1
    first, _ = tokens_between(document, end, end + 2)
    if first < len(document.tokens):
        token = document.tokens[first]
        if token.start - end <= 1 and not text[end : token.start].strip():
            for word in {token.form, *token.lemmas}:
                scale = _words(document.language).multipliers.get(word)
                if scale:
                    return value * scale, token.end
    return value, end


def _in_words(document: Document) -> Iterator[Number]:
    tokens = document.tokens
    index = 0
    while index < len(tokens):
        if _worth(document, index) is None:
            index += 1
            continue
        first = index
        values: list[int] = []
        while index < len(tokens):
            value = _worth(document, index)
            if value is not None:
                values.append(value)
            elif not _joins(document, index, values[-1]):
                break
            index += 1
        # «один», "one" alone is mostly an article or a pronoun.
        if values != [1]:
            span = document.span(first, index)
            yield Number(Decimal(_sum_up(values)), span.start, span.end, True, "")


def _joins(document: Document, index: int, before: int) -> bool:
    """«two hundred and five», «twenty-five» are one number, «five and ten» are two."""
    form = document.tokens[index].form
    if form not in _words(document.language).joiners or index + 1 >= len(document.tokens):
        return False
    fits = 20 <= before < _HUNDRED if form == "-" else before >= _HUNDRED
    return fits and _worth(document, index + 1) is not None


def _worth(document: Document, index: int) -> int | None:
    words = _words(document.language)
    token = document.tokens[index]
    for word in (token.form, *sorted(token.lemmas)):
        if word in words.units:
            return words.units[word]
        if word in words.multipliers:
            # «тысяча» alone counts; «тыс.» belongs to the digits before it.
            after_digits = index > 0 and document.tokens[index - 1].form[-1:].isdigit()
            return None if after_digits or not word.isalpha() or len(word) < 4 else words.multipliers[word]
    return None


def _sum_up(values: list[int]) -> int:
    """Return 12000 for (12, 1000), 345 for (300, 40, 5), 500 for (5, 100)."""
    total = part = 0
    for value in values:
        if value >= _THOUSAND:
            total, part = total + max(part, 1) * value, 0
        elif value == _HUNDRED and 0 < part < 10:
            part *= value
        else:
            part += value
    return total + part
