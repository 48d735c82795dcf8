"""Money, percentages and quantities.

``money``: value a ``Decimal``, unit RUB, GBP, USD, EUR … ; ``percent``: value a ``Decimal``; ``quantity``: value a
``Decimal``, unit the normal form of the noun counted (``""`` where none follows). Each with ``detail["digits"]``.
"""

from __future__ import annotations

import re
from functools import cache

from reviewer.language.document import Document, Mention
from reviewer.language.mentions.numerals import Number, find_numbers, folded, function_words, tokens_between
from reviewer.language.pack import language_folder, read_toml

_PERCENT = re.compile(r" ?(?:%|процент\w*|per ?cent\b)", re.IGNORECASE)
_CENTS = re.compile(r" ?(\d\d) ?(?:коп(?:\.|еек|ейки|ейка)?|cents?|pence|p)(?!\w)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE_AFTER = re.compile(r"(?:st|nd|rd|th)\b|[-‑]?(?:го|е|ого|м)\b|[./]\d", re.IGNORECASE)


@cache
def _units(language: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str], frozenset[str]]:
    table = read_toml(language_folder(language).joinpath("units.toml"))
    names: dict[str, str] = {}
    for unit, shapes in table["currency"].items():
        names.update(dict.fromkeys((shape.lower() for shape in shapes), unit))
    shapes = sorted((re.escape(name).replace(r"\*", r"\w*") for name in names), key=len, reverse=True)
    signs = [name for name in shapes if not re.search(r"\w", name.replace(r"\w*", ""))]
    after = re.compile(rf" ?(?:{'|'.join(shapes)})(?!\w)", re.IGNORECASE)
    before = re.compile(
        rf"(?:{'|'.join([*signs, 'rub', 'usd', 'eur', 'gbp', 'us' + re.escape('$')])}) ?$", re.IGNORECASE
    )
    return after, before, names, frozenset(table["not_counted"])


def find_amounts(document: Document) -> list[Mention]:
    """Return money, percentages and quantities of a text."""
    found = []
    for number in find_numbers(document):
        mention = _money(document, number) or _percent(document, number) or _quantity(document, number)
        if mention:
            found.append(mention)
    return found


def _money(document: Document, number: Number) -> Mention | None:
    after, before, names, _ = _units(document.language)
    text = folded(document)
    start, end, value = number.start, number.end, number.value
    sign = before.search(text[max(0, start - 5) : start])
    if sign:
        start -= len(sign[0])
        return _mention(document, "money", start, end, value, _currency(sign[0], names), number)
    unit = after.match(text, end)
    if not unit:
        return None
    currency = _currency(unit[0], names)
    end = unit.end()
    cents = re.match(
        r" ?(\d\d) ?(?:коп(?:\.|еек|ейки|ейка)?|cents?|pence|p)(?!\w)", text[end : end + 12], re.IGNORECASE
    )
    if cents and value == value.to_integral():
        value += int(cents[1]) / type(value)(100)
        end += cents.end()
    if text[end : end + 1] == "." and unit[0].strip().lower() in {"р", "руб", "тыс"}:
        end += 1
    return _mention(document, "money", start, end, value, currency, number)


def _currency(words: str, names: dict[str, str]) -> str:
    bare = words.strip().lower()
    if bare in names:
        return names[bare]
    return next(
        (unit for name, unit in names.items() if name.endswith("*") and bare.startswith(name[:-1])), bare.upper()
    )


def _percent(document: Document, number: Number) -> Mention | None:
    unit = _PERCENT.match(folded(document), number.end)
    return _mention(document, "percent", number.start, unit.end(), number.value, "%", number) if unit else None


def _quantity(document: Document, number: Number) -> Mention | None:
    text = folded(document)
    if _DATE_AFTER.match(text, number.end) or (len(number.digits) == 4 and _YEAR.fullmatch(number.digits)):
        return None
    noun = counted_noun(document, number.end)
    if noun in _units(document.language)[3]:
        return None
    return _mention(document, "quantity", number.start, number.end, number.value, noun, number)


def counted_noun(document: Document, end: int) -> str:
    """Return the normal form of the noun that a number counts: at most one adjective between."""
    first, _ = tokens_between(document, end, end + 1)
    while first < len(document.tokens) and document.tokens[first].start < end:
        first += 1
    for token in document.tokens[first : first + 2]:
        if not token.is_word or "\n" in document.text[end : token.start]:
            return ""
        if token.has("prep") or token.form in function_words(document.language):
            return ""
        is_adjective = token.has("adjf") or token.has("adj")
        nouns = [reading.lemma for reading in token.readings if "noun" in reading.grammemes]
        if nouns and not (is_adjective and "noun" not in token.readings[0].grammemes):
            return nouns[0]
        if not is_adjective:
            return ""
    return ""


def _mention(document: Document, kind: str, start: int, end: int, value: object, unit: str, number: Number) -> Mention:
    first, last = tokens_between(document, start, end)
    detail = {"digits": number.digits, "in_words": number.in_words}
    return Mention(kind, start, end, first, last, value, unit, detail)
