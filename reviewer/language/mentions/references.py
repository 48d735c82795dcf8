"""Citations of law, documents, numbers of orders, contracts and claims, attachments.

``law``: value the words of the citation. ``document``: value the bare number or None, unit the normal form of the
noun (``акт``, ``receipt``), ``detail["clause"]`` where a clause is named. ``number``: value the characters that
identify (upper case, no spaces or hyphens), unit the noun before it or ``""``. ``attachment``: value the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reviewer.language.document import Document, Mention
from reviewer.language.mentions.numerals import folded, tokens_between
from reviewer.language.pack import language_folder, read_toml
from reviewer.text import trim

_WORDS_BEFORE_NUMBER = 3
# A code: letters and digits, or digits in groups; at least one digit.
_CODE = re.compile(
    r"(?<![\w./$£€₽-])(?<!\d[, ])(?:(?P<mark>№|N[oº]?\.?|no\.|nos\.|#)\s?)?"
    r"(?P<code>(?=[\w/.-]*\d)[A-Za-zА-ЯЁа-яё]{0,5}\d*[A-Za-zА-ЯЁа-яё]{0,3}\d*"
    r"(?:[-/.][A-Za-zА-ЯЁа-яё0-9]{1,12}){0,5})(?![\w])",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"(?:[A-Z]{2} ?)?\d{2,4}(?: \d{2,4}){1,4}(?![\d,.]\d)")
_DATE_LIKE = re.compile(r"\d{1,2}[./-]\d{1,2}(?:[./-](?:\d\d){1,2})?|\d{4}-\d\d-\d\d")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|го|й|я|е|ом|ого|х|ти|pm|am|h|м|км|k|m|к|p|р)", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d(?:[-–]\d{1,2}[.:]\d\d)?")
_RANGE = re.compile(r"\d{1,3}[-/]\d{1,3}")
_LETTERS_BEFORE = re.compile(r"\b[A-ZА-Я]{2,3} $")
_UNIT_AFTER = re.compile(r" ?(?:%|₽|€|руб|р\.|тыс|т\.р|млн|kg|кг|км\b|km\b|[ap]m\b)|,\d\d\b", re.IGNORECASE)
_PARTING = frozenset({",", ";", ".", "(", ")", ":", "-", "–", "—"})
_SHORT = 4  # digits; a plain number of so few is a year, a day, a count
_PHONE = re.compile(r"\+?\d[\d ()-]{5,}\d")


@dataclass(frozen=True, slots=True)
class _Tables:
    identified: frozenset[str]
    documents: frozenset[str]
    phones: frozenset[str]
    units: frozenset[str]
    not_in_codes: frozenset[str]
    law: tuple[re.Pattern[str], ...]
    clause: tuple[re.Pattern[str], ...]
    attachment: tuple[re.Pattern[str], ...]


@cache
def _tables(language: str) -> _Tables:
    table = read_toml(language_folder(language).joinpath("references.toml"))
    return _Tables(
        frozenset(table["identified"]),
        frozenset(table["documents"]),
        frozenset(table["phones"]),
        frozenset(table["units"]),
        frozenset(table["not_in_codes"]),
        _compiled(table["law"]),
        _compiled(table["clause"]),
        _compiled(table["attachment"]),
    )


def _compiled(shapes: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(shape, re.IGNORECASE) for shape in shapes)


def find_references(document: Document) -> list[Mention]:
    """Return citations of law, documents, identifying numbers and attachments."""
    tables = _tables(document.language)
    laws = [_whole(document, "law", match) for shape in tables.law for match in shape.finditer(folded(document))]
    clauses = [
        _whole(document, "document", match, detail={"clause": match[0]})
        for shape in tables.clause
        for match in shape.finditer(folded(document))
        if not any(law.start < match.end() and match.start() < law.end for law in laws)
    ]
    attachments = [
        _whole(document, "attachment", match)
        for shape in tables.attachment
        for match in shape.finditer(folded(document))
    ]
    taken = [(one.start, one.end) for one in laws + clauses]
    return [*laws, *clauses, *attachments, *_numbers(document, taken)]


def _whole(document: Document, kind: str, match: re.Match[str], *, detail: dict[str, str] | None = None) -> Mention:
    span = trim(document.text, match.start(), match.end(), strip=" \t\r\n.,;:")
    first, last = tokens_between(document, span.start, span.end)
    return Mention(kind, span.start, span.end, first, last, span.of(document.text), "", detail or {})


def _numbers(document: Document, taken: list[tuple[int, int]]) -> list[Mention]:
    found: list[Mention] = []
    text, tables = folded(document), _tables(document.language)
    end_of_last = 0
    for match in _CODE.finditer(text):
        start, end = match.span("code")
        if start < end_of_last or any(a < end and start < b for a, b in taken):
            continue
        grouped = _GROUPED.match(text, start)
        code = match["code"].rstrip(".-/")
        first, _ = tokens_between(document, match.start(), match.start() + 1)
        # «запись камеры за 5», "letter of 3": without a mark a short plain number is named only by the word beside it.
        reach = _WORDS_BEFORE_NUMBER if match["mark"] or _is_mixed(code) or len(code) > _SHORT else 1
        noun, noun_at = _noun_before(document, first, reach=reach)
        named = bool(match["mark"]) or bool(noun)
        if grouped and named and len(grouped[0]) > len(code):
            code = grouped[0]
        lettered = _LETTERS_BEFORE.search(text, max(0, start - 4), start) if code.isdigit() and len(code) > 2 else None
        if lettered and lettered[0].strip() not in tables.not_in_codes:
            start, named = lettered.start(), True
            code = lettered[0] + (grouped[0] if grouped else code)
        if not code or _is_amount(document, start, start + len(code)):
            continue
        numbered = bool(match["mark"]) or noun in tables.documents
        if not _identifies(code, named=named, marked=numbered):
            continue
        if _is_phone(document, first, noun, text, start):
            continue
        end_of_last = start + len(code)
        found += _mentions_of_code(document, min(match.start(), start), start, end_of_last, code, noun, noun_at)
    return found


def _mentions_of_code(
    document: Document, mark: int, start: int, end: int, code: str, noun: str, noun_at: int
) -> list[Mention]:
    value = re.sub(r"[\s./-]", "", code).upper()
    begin = document.tokens[noun_at].start if noun else mark
    first, last = tokens_between(document, begin, end)
    detail = {"digits": re.sub(r"\D", "", code), "code_start": str(start)}
    kind = "document" if noun in _tables(document.language).documents else "number"
    return [Mention(kind, begin, end, first, last, value, noun, detail)]


def _noun_before(document: Document, first: int, *, reach: int) -> tuple[str, int]:
    """Return the noun that says what is numbered: «заказ № 5», «акт осмотра № 19», "account ending 7730"."""
    tables = _tables(document.language)
    for step in range(1, reach + 1):
        index = first - step
        if index < 0 or document.tokens[index].text in _PARTING or document.tokens[index].has("prep"):
            break
        token = document.tokens[index]
        if "\n" in document.text[token.end : document.tokens[first].start]:
            break
        for noun in sorted(token.lemmas | {token.form}):
            if noun in tables.identified or noun in tables.documents:
                return noun, index
        if (token.has("verb") and not token.has("noun")) or token.form.isdigit():
            break
    return "", -1


def _identifies(code: str, *, named: bool, marked: bool) -> bool:
    if _DATE_LIKE.fullmatch(code) or (re.fullmatch(r"(?:19|20)\d\d(?:-\d\d)?", code) and not marked):
        return False
    if _CLOCK.fullmatch(code) or _ORDINAL.fullmatch(code):
        return False
    digits = sum(character.isdigit() for character in code)
    letters = any(character.isalpha() for character in code)
    if named:
        return digits >= 3 or letters or marked
    if letters:
        return digits >= 2 and not re.fullmatch(r"\d+[-/]?[A-Za-zА-Яа-яё]+", code)
    grouped = "-" in code or "/" in code
    return digits >= 5 and not (grouped and _RANGE.fullmatch(code)) and "." not in code


def _is_mixed(code: str) -> bool:
    return any(character.isalpha() or character in "-/" for character in code)


def _is_amount(document: Document, start: int, end: int) -> bool:
    """«договор 350 руб.», «счёт 17 марта»: what follows the digits says that they are no number of anything."""
    text = folded(document)
    if _UNIT_AFTER.match(text, end):
        return True
    first, _ = tokens_between(document, end, end + 2)
    if first >= len(document.tokens) or document.tokens[first].start - end > 1:
        return False
    return not document.tokens[first].lemmas.isdisjoint(_tables(document.language).units)


def _is_phone(document: Document, first: int, noun: str, text: str, start: int) -> bool:
    words = {word for token in document.tokens[max(0, first - 3) : first] for word in token.lemmas | {token.form}}
    if words & _tables(document.language).phones:
        return True
    if re.search(r"(?:\+?\d[ (-]+)?\(?\d{3,5}\)?[ -]$", text[max(0, start - 14) : start]):
        return True
    phone = _PHONE.match(text, start)
    # «8 (496) 000-73-30», "0800 023 4567": a long run that no noun names.
    return bool(phone) and not noun and phone is not None and len(re.sub(r"\D", "", phone[0])) >= 10
