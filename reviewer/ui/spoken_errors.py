"""Errors in the language of the page, as far as the words are ours; what a library says stays as it is."""

from __future__ import annotations

import re
from functools import cache

from reviewer.errors import ReviewerError
from reviewer.language.pack import language_folder, read_toml
from reviewer.ui.words import page_language

_HOLE = re.compile(r"\\\{(\w+)\\\}")


def spoken(error: ReviewerError, language: str | None = None) -> str:
    """Return an error as one line in a language, that of the page if not given.

    Examples
    --------
    >>> spoken(ReviewerError("E306", "there is no text", cure="give a complaint or a reply"), "ru")
    'E306: текста нет; введите жалобу или ответ'
    """
    if (language or page_language()) != "ru":
        return str(error)
    place = f" {told('where', error.where)}" if error.where else ""
    cure = f"; {told('cure', error.cure)}" if error.cure else ""
    return " ".join(f"{error.code}{place}: {told('what', error.what)}{cure}".split())


def told(part: str, text: str) -> str:
    """Return the words of a part of an error (``where``, ``what``, ``cure``) in Russian; as they are if not known."""
    for pattern, russian in _patterns()[part]:
        found = pattern.fullmatch(text)
        if found:
            return russian.format(**found.groupdict())
    return text


@cache
def _patterns() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    table = read_toml(language_folder("ru").joinpath("errors.toml"))
    return {part: [(_pattern(english), russian) for english, russian in rows.items()] for part, rows in table.items()}


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(_HOLE.sub(r"(?P<\1>.+?)", re.escape(english)), re.DOTALL)
