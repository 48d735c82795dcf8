"""A firm's own service levels: shorter terms that take the place of the law's.

They stand in the team's rule book (``reviewer.toml``) or in a file of their own, as ``[[level]]`` tables::

    [[level]]
    name = "Стандарт ответа банка"   # what messages call it
    days = 5
    unit = "working"                 # working (default), calendar or weeks
    sector = "bank"                  # or ["bank", "insurance"]; every sector if left out
    what = "reply"                   # the act it limits: reply (default), refund, repair, replace …
    demand = "refund"                # only where the customer demands this
    counted_from = "receipt"         # receipt (default) or reply: the day the letter goes out
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from reviewer.case import Jurisdiction, Sector
from reviewer.errors import LawError
from reviewer.sectors.schema import What

Demand = Literal["refund", "repair", "replace", "redo", "fix", "info", "deliver", "pay", "reply"]
_CURE = "a level has name, days, unit; and sector, jurisdiction, what, demand, counted_from if limited"


class HouseLevel(BaseModel):
    """One promise of the firm to itself.

    Parameters
    ----------
    name : str
        What the firm calls it, for messages.
    sector : tuple of str
        Sectors of the contract; all of them if empty. A file may name one as plain text.
    jurisdiction : str, optional
        A country; all of them if empty.
    what : str, default="reply"
        The act it limits.
    demand : str, optional
        Only for complaints that demand this.
    days : int
        How many of ``unit``, 0-366.
    unit : {"calendar", "working", "weeks"}, default="working"
    counted_from : {"receipt", "reply"}, default="receipt"
        The day after which it is counted; a level for the reply itself counts from receipt.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=3)
    sector: tuple[Sector, ...] = ()
    jurisdiction: Jurisdiction | None = None
    what: What = "reply"
    demand: Demand | None = None
    days: int = Field(ge=0, le=366)
    unit: Literal["calendar", "working", "weeks"] = "working"
    counted_from: Literal["receipt", "reply"] = "receipt"

    @field_validator("sector", mode="before")
    @classmethod
    def _one_or_many(cls, given: Any) -> Any:
        return (given,) if isinstance(given, str) else given

    def covers(self, *, jurisdiction: str, sector: str, what: str, demand: str | None) -> bool:
        """Return whether the level limits an act in a case."""
        return (
            self.what == what
            and (not self.sector or sector in self.sector)
            and self.jurisdiction in {None, jurisdiction}
            and self.demand in {None, demand}
        )

    def starts_on(self, *, received_on: date, reply_on: date) -> date:
        """Return the day after which the level is counted."""
        return reply_on if self.counted_from == "reply" and self.what != "reply" else received_on


def read_levels(rows: Iterable[tuple[int, Any]], *, where: str) -> Iterator[HouseLevel | LawError]:
    """Yield the levels of some tables, and an error in the place of each that does not fit.

    Parameters
    ----------
    rows : iterable of (int, object)
        Line of the file and the parsed table.
    where : str
        Name of the file, for errors.

    Yields
    ------
    HouseLevel or LawError
        E211 names file, line, key and cure.
    """
    for line, row in rows:
        try:
            yield HouseLevel.model_validate(row)
        except ValidationError as error:
            yield _fault(error, f"{where} line {line}")


def _fault(error: ValidationError, place: str) -> LawError:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"] if isinstance(part, str)) or "level"
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, HouseLevel.model_fields, 1)
        hint = f"did you mean '{near[0]}'?" if near else _CURE
        return LawError("E211", f"level: unknown key '{key}'", where=place, cure=hint)
    expected = first.get("ctx", {}).get("expected")
    cure = f"use {expected}" if expected else _CURE
    return LawError("E211", f"level, {key}: {first['msg']}", where=place, cure=cure)


def level_lines(text: str) -> list[int]:
    """Return the lines of a TOML text on which ``[[level]]`` tables begin."""
    return [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if line.replace(" ", "").startswith("[[level]]")
    ]


def level_rows(table: Any, text: str) -> list[tuple[int, Any]]:
    """Return the ``level`` tables of a parsed file, each with its line; line 1 where it is written as an array."""
    rows = table if isinstance(table, list) else [table]
    lines = level_lines(text)
    return [(lines[number] if number < len(lines) else 1, row) for number, row in enumerate(rows)]


def load_house(path: Path) -> tuple[HouseLevel, ...]:
    """Return the levels of a TOML file with ``[[level]]`` tables; a team's rule book is such a file too.

    Raises
    ------
    LawError
        E220 if the file cannot be read, E210 TOML syntax, E211 a key or value that does not fit.
    """
    try:
        text = path.read_text("utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise LawError(
            "E220", f"cannot read the file: {error.strerror}", where=str(path), cure="check its name"
        ) from None
    except UnicodeDecodeError:
        raise LawError("E220", "the file is no UTF-8", where=str(path), cure="save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise LawError("E210", str(error), where=str(path), cure="mend the TOML syntax") from None
    levels: list[HouseLevel] = []
    for found in read_levels(level_rows(table.get("level", []), text), where=str(path)):
        if isinstance(found, LawError):
            raise found
        levels.append(found)
    return tuple(levels)
