"""Persons and addresses.

``person``: value a tuple of name parts (normal forms, lower case; initials with their stop), ``detail["role"]``
``salutation``, ``signature`` or ``""``. ``address``: value the normal form of the street, unit the house number,
``detail["flat"]``.

Notes
-----
No name model is asked: a person counts where the text addresses one, where one signs, and where a title or a
patronymic says so. Names in passing are not all seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from reviewer.language.document import Document, Mention, Token
from reviewer.language.mentions.numerals import folded, function_words, tokens_between
from reviewer.language.pack import language_folder, read_toml
from reviewer.text import fold

_LINES_OF_SALUTATION = 6
_LINES_OF_SIGNATURE = 4
_LONGEST_SIGNATURE = 5  # words
_LONGEST_SALUTATION = 80  # code points
_NAME_PART = re.compile(r"[A-ZА-ЯЁ][\w'’-]*\.?", re.UNICODE)


@dataclass(frozen=True, slots=True)
class _Tables:
    greetings: tuple[str, ...]
    titles: frozenset[str]
    not_names: frozenset[str]
    addresses: tuple[re.Pattern[str], ...]


@cache
def _tables(language: str) -> _Tables:
    table = read_toml(language_folder(language).joinpath("names.toml"))
    return _Tables(
        tuple(table["greetings"]),
        frozenset(table["titles"]),
        frozenset(table["not_names"]),
        tuple(re.compile(shape) for shape in table["addresses"]),
    )


def find_names(document: Document) -> list[Mention]:
    """Return the persons addressed, signing or titled, and the addresses of a text."""
    first = _at_the_head(document)
    return [*_salutation(document), *_signature(document), *first, *_titled(document), *_addresses(document)]


def _salutation(document: Document) -> Iterator[Mention]:
    """«Уважаемая Анна Петровна!», «Ольга, добрый день!», "Dear Ms Carter,"."""
    tables = _tables(document.language)
    for start, line in _lines(document.text)[:_LINES_OF_SALUTATION]:
        opening = re.split(r"(?<!\bM[rsx])(?<!\bMrs)(?<!\bDr)[!.](?:\s|$)", line, maxsplit=1)[0][:_LONGEST_SALUTATION]
        folded_line = fold(opening).lower()
        if document.language == "en":
            greeting = next((word for word in tables.greetings if re.match(rf"{word}\b", folded_line)), None)
            pieces = [opening[len(greeting) :].split(",")[0]] if greeting else []
        else:
            greeted = any(word in folded_line for word in tables.greetings)
            pieces = re.split(r",\s?", opening, maxsplit=2)[:2] if greeted else []
        for piece in pieces:
            begin = start + line.index(piece)
            parts = _person_parts(document, begin, begin + len(piece))
            if parts:
                yield _person(document, parts, "salutation")
                return


def _signature(document: Document) -> Iterator[Mention]:
    """Yield who signs: a short last line of names, or names after the last full stop of a short note."""
    for start, line in _lines(document.text)[-_LINES_OF_SIGNATURE:]:
        piece = re.split(r"[.!?)]\s+(?=[A-ZА-ЯЁ])", line)[-1] if len(line.split()) > _LONGEST_SIGNATURE else line
        head = piece.split(",")[0].strip()
        if not head or len(head.split()) > _LONGEST_SIGNATURE or not _person_like(head):
            continue
        begin = start + line.rindex(piece) + piece.index(head)
        parts = _person_parts(document, begin, begin + len(head))
        if parts and parts[-1].end >= begin + len(head.rstrip(".")):
            yield _person(document, parts, "signature")


def _at_the_head(document: Document) -> Iterator[Mention]:
    """«Тарасенко Борис Львович, ул. Речная, 45.»: who writes stands first in a form."""
    head = re.match(r"\s*([A-ZА-ЯЁ][\w'’-]+(?: [A-ZА-ЯЁ][\w'’.-]*){1,3})[,.]\s", document.text)
    if head:
        parts = _person_parts(document, head.start(1), head.end(1))
        if parts and parts[0].start == head.start(1) and parts[-1].end >= head.end(1) - 1:
            yield _person(document, parts, "signature")


def _person_like(words: str) -> bool:
    return all(_NAME_PART.fullmatch(word) for word in words.split())


def _titled(document: Document) -> Iterator[Mention]:
    tokens = document.tokens
    titles = _tables(document.language).titles
    for index in range(len(tokens) - 1):
        if tokens[index].form.rstrip(".") in titles and tokens[index + 1].text[:1].isupper():
            begin = index + 1
            while begin < len(tokens) and tokens[begin].text == ".":
                begin += 1
            parts = _name_run(document, begin, len(tokens))
            if parts:
                yield _person(document, parts, "")
        elif document.language == "ru" and tokens[index + 1].has("patr") and tokens[index].has("name"):
            yield _person(document, [tokens[index], tokens[index + 1]], "")


def _person_parts(document: Document, start: int, end: int) -> list[Token]:
    first, last = tokens_between(document, start, end)
    while first < last:
        parts = _name_run(document, first, last)
        if parts:
            return parts
        first += 1
    return []


def _name_run(document: Document, first: int, last: int) -> list[Token]:
    parts: list[Token] = []
    tables = _tables(document.language)
    for token in document.tokens[first:last]:
        if parts and token.text == "." and len(parts[-1].text) == 1:
            continue
        # «Петрова\nОтдел продаж»: a name ends with its line.
        is_next_line = bool(parts) and "\n" in document.text[parts[-1].end : token.start]
        if is_next_line or not _NAME_PART.fullmatch(token.text) or not token.lemmas.isdisjoint(tables.not_names):
            break
        if token.form.rstrip(".") in tables.titles or token.form in tables.not_names:
            if parts:
                break
            continue
        parts.append(token)
    if not any(_is_name(token, document.language) for token in parts):
        return []
    return parts


def _is_name(token: Token, language: str) -> bool:
    if language == "ru":
        return any(token.has(part) for part in ("name", "surn", "patr"))
    # No dictionary of English names here: a capital where names stand will do, where it is no function word.
    return len(token.form.rstrip(".")) > 1 and not token.form.isdigit() and token.form not in function_words(language)


def _person(document: Document, parts: list[Token], role: str) -> Mention:
    start, end = parts[0].start, parts[-1].end
    value = tuple(_name_form(token) for token in parts)
    return Mention("person", start, end, parts[0].index, parts[-1].index + 1, value, "", {"role": role})


def _name_form(token: Token) -> str:
    for part in ("name", "patr", "surn"):
        for reading in token.readings:
            if part in reading.grammemes:
                return reading.lemma
    return token.form


def _addresses(document: Document) -> Iterator[Mention]:
    text = folded(document)
    for shape in _tables(document.language).addresses:
        for match in shape.finditer(text):
            first, last = tokens_between(document, *match.span())
            groups = match.groupdict()
            street = " ".join(_stem(word) for word in (groups["street"] or "").lower().split())
            detail = {"flat": groups.get("flat") or ""}
            yield Mention("address", match.start(), match.end(), first, last, street, groups["house"].lower(), detail)


def _stem(word: str) -> str:
    """«Набережной» and «Набережная» are one street; five letters and no ending tell streets apart well enough."""
    return re.sub(r"(?:ая|ой|ую|ый|ий|ого|ому|ом|а|у|е|ы|и|я|ю)$", "", word) if len(word) > 4 else word


def _lines(text: str) -> list[tuple[int, str]]:
    lines = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((at, line))
        at += len(line) + 1
    return lines
