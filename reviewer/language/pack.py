"""Language folders: abbreviations, lexicons, modifiers, parties, messages. Data, validated when read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reviewer.case import LANGUAGES
from reviewer.errors import RuleError
from reviewer.text import fold_word

Status = Literal[
    "negated",
    "hypothetical",
    "conditional",
    "questioned",
    "attributed",
    "quoted",
    "past_other",
    "policy",
    "purpose",
    "apology",
]
Scope = Literal["governed", "forward", "clause-forward", "backward", "clause", "sentence"]


class ModifierRow(BaseModel):
    """A word that changes the status of others: what it looks like and how far it reaches."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    status: Status
    scope: Scope
    any: tuple[str, ...] = Field(min_length=1)
    but: tuple[str, ...] = ()
    """Patterns that take the meaning away («не только»)."""
    stop: tuple[str, ...] = ()
    """Forms at which the scope ends, beside those of the whole file."""
    examples: tuple[str, ...] = Field(min_length=1)


class ModifierFile(BaseModel):
    """``modifiers.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stop: tuple[str, ...]
    modifier: tuple[ModifierRow, ...]


def language_folder(language: str) -> Traversable:
    """Return the data folder of a language.

    Raises
    ------
    RuleError
        E110 for a language without a folder.
    """
    if language not in LANGUAGES:
        raise RuleError("E110", f"'{language}' is no language of this product", cure=f"use {', '.join(LANGUAGES)}")
    return files("reviewer").joinpath("language", language)


def read_lines(file: Traversable) -> list[str]:
    """Return the lines of a list file without comments and empty lines."""
    lines = (line.split("#", 1)[0].strip() for line in file.read_text("utf-8").splitlines())
    return [line for line in lines if line]


def read_toml(file: Traversable) -> dict[str, Any]:
    """Return a TOML file as a mapping.

    Raises
    ------
    RuleError
        E111 if it cannot be parsed; the message names file and line.
    """
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError("E111", str(error), where=file.name, cure="mend the TOML syntax") from None


@cache
def lexicons(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the named lexicons of a language: each entry is a pattern."""
    folder = language_folder(language).joinpath("lexicons")
    if not folder.is_dir():
        return {}
    return {
        file.name.removesuffix(".txt"): tuple(dict.fromkeys(read_lines(file)))
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if file.name.endswith(".txt")
    }


@cache
def abbreviations(language: str) -> Mapping[str, str]:
    """Return the abbreviations with what may follow: ``""`` never ends a sentence, ``"end"`` may end one,
    ``"end-after-number"`` may end one after a number (the «г.» of a year)."""
    table: dict[str, str] = {}
    for line in read_lines(language_folder(language).joinpath("abbreviations.txt")):
        word, _, role = line.partition(" ")
        table[fold_word(word)] = role.strip()
    return table


@cache
def modifiers(language: str) -> ModifierFile:
    """Return the modifiers of a language.

    Raises
    ------
    RuleError
        E112 if a row does not fit the schema.
    """
    file = language_folder(language).joinpath("modifiers.toml")
    try:
        return ModifierFile.model_validate(read_toml(file))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RuleError("E112", first["msg"], where=f"{language}/modifiers.toml, {place}") from None


@cache
def parties(language: str) -> Mapping[str, frozenset[str]]:
    """Return for each party (company, staff, contractor, customer, third) the normal forms that name it."""
    table = read_toml(language_folder(language).joinpath("parties.toml"))
    return {party: frozenset(fold_word(word) for word in words) for party, words in table.items()}
