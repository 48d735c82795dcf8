"""A team's own rule book over the product's rules: ``reviewer.toml``.

What cannot be read is left out, named in ``RulePack.problems``, and the rest runs.

::

    off = ["TON163", "officialese"]          # codes, names of rules, or whole kinds
    allow = ["карта «Своя»"]                 # words in which nothing is flagged

    [change.TON151]                          # another severity or weight for a rule
    severity = "note"
    weight = 5

    [[level]]                                # own service level: an answer or an act within so many days
    name = "Стандарт ответа банка"           # every key: reviewer/sectors/house.py
    sector = "bank"
    days = 5
    unit = "working"

    [[phrase]]                               # own words, the short form
    code = "OWN001"
    language = "ru"
    kind = "vague_deadline"
    any = ["на днях"]
    title = "Срок без даты"
    why = "Клиент не узнает, когда ждать."
    fix = "Назовите день."

    [codes.OWN101]                           # own rules in full: a row and a rule as in the product's files
    name = "house-word"
    kind = "officialese"
    severity = "warning"
    weight = 5

    [[rule]]
    language = "ru"
    code = "OWN101"
    …
    [[rule.flag]]
    text = "…"
"""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reviewer.case import LANGUAGES, Language
from reviewer.errors import ReviewerError, RuleError
from reviewer.findings import Severity, kinds
from reviewer.language.pack import Status
from reviewer.rules.load import LoadedRule, RulePack, codes, compile_rule, load_pack, make_pack, read_code
from reviewer.rules.schema import Code
from reviewer.sectors.house import HouseLevel, level_rows, read_levels

FILE_NAME = "reviewer.toml"
_KEYS = frozenset({"off", "allow", "change", "phrase", "codes", "rule", "level"})
_LIKE_ENOUGH = 0.5  # Project judgement: codes are short; one wrong digit of six must still be recognised
_OWN = re.compile(r"^OWN\d{3}$")
_HEADER = re.compile(r"^\s*\[\[?\s*([\w.-]+)\s*\]\]?")


class Change(BaseModel):
    """Another severity or weight for one rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    severity: Severity | None = None
    weight: int | None = Field(default=None, ge=0, le=100)


class Phrase(BaseModel):
    """Own words to flag: a meaning and a wording in one place."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=_OWN.pattern)
    language: Language
    kind: str
    any: tuple[str, ...] = Field(min_length=1)
    title: str = Field(min_length=3)
    why: str = Field(min_length=3)
    fix: str = Field(min_length=3)
    severity: Severity = "warning"
    weight: int = Field(default=10, ge=0, le=100)
    unless: tuple[Status, ...] = ("quoted", "attributed")
    replacement: str | None = None


class RuleBook(Mapping[str, RulePack]):
    """The product's rules with a team's changes, by language.

    Parameters
    ----------
    text : str
        Contents of ``reviewer.toml``.
    name : str
        For errors.

    Attributes
    ----------
    problems : tuple of ReviewerError
        What was left out.

    Examples
    --------
    >>> book = RuleBook('off = ["TON151"]', name="reviewer.toml")
    >>> "TON151" in book["ru"].rules, "TON152" in book["ru"].rules
    (False, True)
    """

    def __init__(self, text: str, *, name: str = FILE_NAME) -> None:
        self._text = text
        self._name = name
        self._problems: list[ReviewerError] = []
        self._packs: dict[str, RulePack] = {}
        self._table = self._parse()
        self._off = frozenset(self._codes_off())
        self._allowed = tuple(self._words("allow"))
        self._changes = dict(self._read_changes())
        self._levels = tuple(self._read_levels())
        self._own: dict[str, list[LoadedRule]] = {language: [] for language in LANGUAGES}
        for language, loaded in self._read_own():
            self._own[language].append(loaded)

    @property
    def problems(self) -> tuple[ReviewerError, ...]:
        """What was left out, each with file, line and cure."""
        return tuple(self._problems)

    @property
    def own(self) -> Mapping[str, list[LoadedRule]]:
        """The team's own rules by language."""
        return self._own

    @property
    def levels(self) -> tuple[HouseLevel, ...]:
        """The team's own service levels."""
        return self._levels

    def __iter__(self) -> Iterator[str]:
        return iter(LANGUAGES)

    def __len__(self) -> int:
        return len(LANGUAGES)

    def __getitem__(self, language: str) -> RulePack:
        if language not in LANGUAGES:
            raise KeyError(language)
        if language not in self._packs:
            self._packs[language] = self._pack(language)
        return self._packs[language]

    def _pack(self, language: str) -> RulePack:
        base = load_pack(language)
        kept = [self._changed(loaded) for code, loaded in base.rules.items() if code not in self._off]
        own = [self._changed(loaded) for loaded in self._own[language] if loaded.rule.code not in self._off]
        digest = hashlib.sha256(f"{base.pack_id}\n{self._text}".encode()).hexdigest()[:12]
        return make_pack(
            language,
            [*kept, *own],
            digest=digest,
            allowed=self._allowed,
            problems=self.problems,
            levels=self._levels,
        )

    def _changed(self, loaded: LoadedRule) -> LoadedRule:
        change = self._changes.get(loaded.rule.code)
        if change is None:
            return loaded
        update = change.model_dump(exclude_none=True)
        code = loaded.code.model_copy(update=update)
        return replace(loaded, code=code, severity_set="severity" in update)

    def _parse(self) -> dict[str, Any]:
        try:
            table = tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            self._problem("E111", str(error), cure="mend the TOML syntax; until then none of this file counts")
            return {}
        for key in [key for key in table if key not in _KEYS]:
            self._problem("E121", f"unknown key '{key}'", line=self._line(key), cure=_nearest(key, _KEYS))
        return table

    def _words(self, key: str) -> Iterator[str]:
        given = self._table.get(key, [])
        for word in given if isinstance(given, list) else [given]:
            if isinstance(word, str) and word.strip():
                yield word
            else:
                self._problem("E121", f"{key}: {word!r} is no text", line=self._line(key), cure='write ["…", "…"]')

    def _codes_off(self) -> Iterator[str]:
        own = {code for code in self._rows() if _OWN.match(code)}
        own |= {str(row.get("code")) for row in self._rows_of("phrase")}
        for name in self._words("off"):
            found = [code for code, row in codes().items() if name in (code, row.name, row.kind)]
            if name in own:
                found.append(name)
            if not found:
                cure = _nearest(name, [*codes(), *kinds()])
                self._problem("E124", f"off: there is no rule '{name}'", line=self._line(name), cure=cure)
            yield from found

    def _rows(self) -> Mapping[str, Any]:
        rows = self._table.get("codes", {})
        return rows if isinstance(rows, Mapping) else {}

    def _rows_of(self, key: str) -> list[Mapping[str, Any]]:
        rows = self._table.get(key, [])
        return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []

    def _read_changes(self) -> Iterator[tuple[str, Change]]:
        given = self._table.get("change", {})
        for code, row in given.items() if isinstance(given, Mapping) else ():
            line = self._line(f"change.{code}")
            known = {*codes(), *(str(one.get("code")) for one in self._rows_of("phrase")), *self._rows()}
            if code not in known:
                self._problem("E124", f"change: there is no rule '{code}'", line=line, cure=_nearest(code, known))
                continue
            try:
                yield code, Change.model_validate(row)
            except ValidationError as error:
                self._invalid(error, line, f"change.{code}", Change)

    def _read_levels(self) -> Iterator[HouseLevel]:
        for found in read_levels(level_rows(self._table.get("level", []), self._text), where=self._name):
            if isinstance(found, HouseLevel):
                yield found
            else:
                self._problems.append(found)

    def _read_own(self) -> Iterator[tuple[str, LoadedRule]]:
        for number, row in enumerate(self._rows_of("phrase")):
            line, _ = self._block("phrase", number)
            yield from self._own_phrase(row, line)
        meanings = dict(self._read_codes())
        for number, row in enumerate(self._rows_of("rule")):
            line, block = self._block("rule", number)
            yield from self._own_rule(row, meanings, line, block)

    def _own_phrase(self, row: Mapping[str, Any], line: int) -> Iterator[tuple[str, LoadedRule]]:
        try:
            phrase = Phrase.model_validate(row)
        except ValidationError as error:
            self._invalid(error, line, "phrase", Phrase)
            return
        words = {"title", "why", "fix", "any", "unless", "replacement"}
        table = {
            "code": phrase.code,
            "source": {"type": "practice", "note": self._name},
            "span": "match",
            **phrase.model_dump(include=words, exclude_none=True),
        }
        meaning = {"name": "own-phrase", **phrase.model_dump(include={"kind", "severity", "weight"})}
        try:
            code = read_code(phrase.code, meaning, where=f"{self._name} line {line}")
            yield phrase.language, self._compile(table, phrase.language, {phrase.code: code}, "\n" * (line - 1))
        except RuleError as error:
            self._problems.append(error)

    def _read_codes(self) -> Iterator[tuple[str, Code]]:
        for code, row in self._rows().items():
            line = self._line(f"codes.{code}")
            if not _OWN.match(code):
                self._problem("E121", f"'{code}' is no own code", line=line, cure="use OWN and three digits")
                continue
            try:
                yield code, read_code(code, row, where=f"{self._name} line {line}")
            except RuleError as error:
                self._problems.append(error)

    def _own_rule(
        self, row: Mapping[str, Any], meanings: Mapping[str, Code], line: int, block: str
    ) -> Iterator[tuple[str, LoadedRule]]:
        table = dict(row)
        language = table.pop("language", None)
        if language not in LANGUAGES:
            cure = f"use {' or '.join(LANGUAGES)}"
            self._problem("E121", f"rule: language {language!r} is not known", line=line, cure=cure)
            return
        try:
            yield language, self._compile(table, language, meanings, "\n" * (line - 1) + block)
        except RuleError as error:
            self._problems.append(error)

    def _compile(self, table: Mapping[str, Any], language: str, meanings: Mapping[str, Code], text: str) -> LoadedRule:
        return compile_rule(table, text=text, where=self._name, language=language, meanings=meanings)

    def _block(self, key: str, number: int) -> tuple[int, str]:
        """Return the line a table begins on, and its text up to the next table of its own."""
        lines = self._text.splitlines()
        starts = [at for at, line in enumerate(lines) if (found := _HEADER.match(line)) and found[1] == key]
        if number >= len(starts):  # written as an inline table
            return self._line(key), self._text
        end = starts[number] + 1
        while end < len(lines) and not ((found := _HEADER.match(lines[end])) and not found[1].startswith(f"{key}.")):
            end += 1
        return starts[number] + 1, "\n".join(lines[starts[number] : end])

    def _line(self, words: str) -> int:
        for number, line in enumerate(self._text.splitlines(), start=1):
            if words in line and not line.lstrip().startswith("#"):
                return number
        return 1

    def _problem(self, code: str, what: str, *, line: int | None = None, cure: str = "") -> None:
        where = self._name if line is None else f"{self._name} line {line}"
        self._problems.append(RuleError(code, what, where=where, cure=cure))

    def _invalid(self, error: ValidationError, line: int, what: str, model: type[BaseModel]) -> None:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        cure = f"keys are {', '.join(model.model_fields)}"
        self._problem("E121", f"{what}, {key}: {first['msg']}", line=line, cure=cure)


def _nearest(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = difflib.get_close_matches(name, names, 1, _LIKE_ENOUGH)
    return f"did you mean '{near[0]}'?" if near else "see 'reviewer rules list'"


def find_rulebook(*folders: Path) -> Path | None:
    """Return the first ``reviewer.toml`` in the given folders."""
    return next((folder / FILE_NAME for folder in folders if (folder / FILE_NAME).is_file()), None)


def load_rulebook(path: Path) -> RuleBook:
    """Return the rule book in a file.

    Raises
    ------
    RuleError
        E125 if the file is not there or is no UTF-8. What is wrong inside is left out and named instead.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        cure = "check the path given to --rulebook"
        raise RuleError("E125", f"cannot read: {error.strerror}", where=str(path), cure=cure) from None
    except UnicodeDecodeError:
        raise RuleError("E125", "the file is no UTF-8", where=str(path), cure="save it as UTF-8") from None
    return RuleBook(text, name=path.name)
