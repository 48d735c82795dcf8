"""Word lists of this folder beside those of the language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from reviewer.language.pack import lexicons, read_toml


@cache
def own_lexicons(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lexicons of the language with those of this folder (``lexicons.toml``)."""
    table = read_toml(files("reviewer").joinpath("evidence", language, "lexicons.toml"))
    return {**lexicons(language), **{name: tuple(words) for name, words in table.items()}}
