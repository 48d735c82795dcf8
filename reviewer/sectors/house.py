"""A firm's own service levels: shorter terms that take the place of the law's."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reviewer.case import Sector
from reviewer.errors import LawError
from reviewer.sectors.schema import What


class HouseLevel(BaseModel):
    """One promise of the firm to itself.

    Parameters
    ----------
    name : str
        What the firm calls it, for messages.
    sector : str, optional
        A sector of the contract; all of them if empty.
    what : str, default="reply"
        The act it limits.
    days : int
        How many of ``unit``.
    unit : {"calendar", "working", "weeks"}, default="working"
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=3)
    sector: Sector | None = None
    what: What = "reply"
    days: int = Field(ge=0, le=366)
    unit: Literal["calendar", "working", "weeks"] = "working"


def load_house(path: Path) -> tuple[HouseLevel, ...]:
    """Return the levels of a TOML file with ``[[level]]`` tables.

    Raises
    ------
    LawError
        E220 if the file cannot be read, E210 TOML syntax, E211 a key or value that does not fit.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise LawError(
            "E220", f"cannot read the file: {error.strerror}", where=str(path), cure="check its name"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise LawError("E210", str(error), where=str(path), cure="mend the TOML syntax") from None
    levels = []
    for number, row in enumerate(table.get("level", ()), start=1):
        try:
            levels.append(HouseLevel.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            place = f"{path} level {number}"
            what = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
            raise LawError(
                "E211", what, where=place, cure="give name, days, unit; sector and what if limited"
            ) from None
    return tuple(levels)
