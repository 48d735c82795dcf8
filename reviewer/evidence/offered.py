"""Evidence the customer offers, and whether the reply takes any note of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reviewer.language import Document
from reviewer.language.document import Token
from reviewer.language.pack import read_toml
from reviewer.text import TextSpan

_NEAR = 8  # tokens between «прилагаю» and what is enclosed


@dataclass(frozen=True, slots=True)
class Offered:
    """A piece of evidence named in the complaint: its kind (``receipt``, ``photo`` …) and its place."""

    kind: str
    span: TextSpan


@dataclass(frozen=True, slots=True)
class _Tables:
    kinds: tuple[tuple[str, tuple[str, ...]], ...]
    offers: tuple[str, ...]
    encloses: tuple[str, ...]
    generic: tuple[str, ...]
    strong: frozenset[str]
    denials: tuple[str, ...]


@cache
def _tables(language: str) -> _Tables:
    table = read_toml(files("reviewer").joinpath("evidence", language, "offered.toml"))
    kinds = tuple((name, tuple(stems)) for name, stems in table["kind"].items())
    return _Tables(
        kinds,
        tuple(table["offers"]),
        tuple(table["encloses"]),
        tuple(table["generic"]),
        frozenset(table["strong"]),
        tuple(table["denials"]),
    )


def find_offered(complaint: Document) -> tuple[Offered, ...]:
    """Return the evidence a complaint offers: enclosed things, and things that speak for themselves (a photo)."""
    tables = _tables(complaint.language)
    offers = [token.index for token in complaint.tokens if _begins(token, tables.offers)]
    found: dict[str, Offered] = {}
    for token in complaint.tokens:
        kind = _kind(token, tables)
        if kind is None or kind in found:
            continue
        around = complaint.tokens[max(0, token.index - 2) : token.index + 3]
        if any(_begins(near, tables.denials) for near in around):
            continue
        is_near = any(abs(token.index - place) <= _NEAR for place in offers)
        if is_near or kind in tables.strong:
            found[kind] = Offered(kind, TextSpan(token.start, token.end))
    return tuple(found.values())


def kind_of(token: Token, language: str) -> str | None:
    """Return the kind of evidence a word names (``receipt``, ``photo`` …), or None."""
    return _kind(token, _tables(language))


def is_offer(token: Token, language: str) -> bool:
    """Return whether a word says that something is enclosed."""
    return _begins(token, _tables(language).encloses)


def takes_note(reply: Document, offered: tuple[Offered, ...]) -> bool:
    """Return whether a reply names any of the offered evidence, or the enclosures as such."""
    tables = _tables(reply.language)
    kinds = {one.kind for one in offered}
    return any(_begins(token, tables.generic) or _kind(token, tables) in kinds for token in reply.tokens)


def _kind(token: Token, tables: _Tables) -> str | None:
    if not token.is_word:
        return None
    return next((name for name, stems in tables.kinds if _begins(token, stems)), None)


def _begins(token: Token, stems: tuple[str, ...]) -> bool:
    return any(
        lemma == stem[:-1] if stem.endswith("=") else lemma.startswith(stem) for lemma in token.lemmas for stem in stems
    )
