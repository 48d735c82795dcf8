"""What a person hands in: one complaint, one draft reply and what is known about both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from reviewer.errors import InputError

Language = Literal["ru", "en"]
Jurisdiction = Literal["ru", "uk", "us", "eu"]
Sector = Literal[
    "goods",
    "services",
    "marketplace",
    "bank",
    "insurance",
    "telecom",
    "housing",
    "medical",
    "delivery",
    "travel",
    "education",
    "government",
    "other",
]
Channel = Literal["letter", "email", "chat", "social", "review_site", "phone_note"]
Decision = Literal["satisfy", "partial", "refuse", "interim"]
Outcome = Literal["substantiated", "unsubstantiated"]

LANGUAGES: tuple[str, ...] = get_args(Language)
JURISDICTIONS: tuple[str, ...] = get_args(Jurisdiction)
SECTORS: tuple[str, ...] = get_args(Sector)
CHANNELS: tuple[str, ...] = get_args(Channel)
DECISIONS: tuple[str, ...] = get_args(Decision)
OUTCOMES: tuple[str, ...] = get_args(Outcome)

# Project judgement: no letter of today is older or younger; terms of ten years still end before year 2100.
FIRST_YEAR, LAST_YEAR = 1990, 2089
_FAR_AWAY = f"give a year from {FIRST_YEAR} to {LAST_YEAR}"
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class Case(BaseModel):
    """A complaint and the draft reply to it.

    Only one of ``complaint`` and ``reply`` is needed. Unknown keys are refused.

    Parameters
    ----------
    case_id : str, default=""
        Any text; batches use the row number where it is empty.
    language : {"ru", "en"}, optional
        Detected from the reply (from the complaint, where the reply is empty) if not given.
    jurisdiction : {"ru", "uk", "us", "eu"}, optional
        Whose law counts: ``ru`` for Russian and ``uk`` for English if not given.
    sector, channel : str
        See ``SECTORS`` and ``CHANNELS``.
    received_on, reply_on : datetime.date, optional
        Day the complaint arrived and day of the reply, 1990 to 2089; an unknown ``reply_on`` means not sent yet.
    decision : {"satisfy", "partial", "refuse", "interim"}, optional
        Detected from the reply if not given.
    investigation : {"substantiated", "unsubstantiated"}, optional
        Outcome found by people; overrides the classifier.
    agent, team : str
        Who wrote the reply.
    complaint, reply : str
        The two texts, unchanged but for halves of a UTF-16 pair, which no file can hold: each becomes a space.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)

    case_id: str = ""
    language: Language | None = None
    jurisdiction: Jurisdiction | None = None
    sector: Sector = "other"
    channel: Channel = "email"
    received_on: date | None = None
    reply_on: date | None = None
    decision: Decision | None = None
    investigation: Outcome | None = None
    agent: str = ""
    team: str = ""
    complaint: str = ""
    reply: str = ""

    @field_validator("language", "jurisdiction", "received_on", "reply_on", "decision", "investigation", mode="before")
    @classmethod
    def _empty_is_unknown(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("received_on", "reply_on", mode="before")
    @classmethod
    def _iso_only(cls, value: Any) -> Any:
        # Numbers would be read as seconds since 1970: a spreadsheet's serial day must not become a wrong date.
        if isinstance(value, bool | int | float):
            raise ValueError("a date must be text like 2026-03-02")
        if (
            isinstance(value, str)
            and value.strip()
            and not re.fullmatch(r"\d{4}-\d{2}-\d{2}(?:[T ]00:00(?::00)?)?", value.strip())
        ):
            raise ValueError("a date must look like 2026-03-02")
        return (value.strip()[:10] or None) if isinstance(value, str) else value

    @field_validator("received_on", "reply_on")
    @classmethod
    def _of_our_time(cls, value: date | None) -> date | None:
        if value is not None and not is_of_our_time(value):
            raise ValueError(_FAR_AWAY)
        return value

    @field_validator("case_id", "agent", "team", "complaint", "reply", mode="before")
    @classmethod
    def _writable(cls, value: Any) -> Any:
        # One for one, so that offsets stay; JSON, files and the store take no half of a pair.
        return _HALF_PAIR.sub(" ", value) if isinstance(value, str) else value

    @field_validator("sector", "channel", mode="before")
    @classmethod
    def _empty_is_default(cls, value: Any, info: Any) -> Any:
        if value is None or (isinstance(value, str) and not value.strip()):
            return cls.model_fields[info.field_name].default
        return value


def is_of_our_time(day: date) -> bool:
    """Return whether a day lies in the years that terms are counted in."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def read_case(fields: Mapping[str, Any], *, where: str = "case") -> Case:
    """Return a ``Case`` out of a mapping, with one clear line where it does not fit.

    Parameters
    ----------
    fields : mapping of str to object
        Names of the contract; unknown names are refused.
    where : str
        File, row or form the mapping comes from.

    Raises
    ------
    InputError
        E302 for an unknown name, E303 for a value outside its list, E304 for an impossible date, E305 otherwise.

    Examples
    --------
    >>> read_case({"reply": "Добрый день!", "sector": "bank"}).sector
    'bank'
    """
    try:
        return Case.model_validate(dict(fields))
    except ValidationError as error:
        raise _input_error(error, where) from None


def _input_error(error: ValidationError, where: str) -> InputError:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "case"
    value = str(first.get("input"))[:60]
    place = f"{where}, field '{field}'"
    if first["type"] == "extra_forbidden":
        allowed = ", ".join(Case.model_fields)
        return InputError("E302", "this name is not known", where=place, cure=f"use one of: {allowed}")
    if first["type"] == "literal_error":
        expected = first.get("ctx", {}).get("expected", "").replace("'", "").replace(" or ", ", ")
        return InputError("E303", f"'{value}' is not in the list", where=place, cure=f"use one of: {expected}")
    if field in {"received_on", "reply_on"}:
        if first["msg"].endswith(_FAR_AWAY):
            return InputError("E304", f"'{value}' is too far away", where=place, cure=_FAR_AWAY)
        return InputError("E304", f"'{value}' is no date", where=place, cure="write the day as YYYY-MM-DD")
    return InputError(
        "E305", f"'{value}' does not fit: {first['msg']}", where=place, cure="see 'reviewer check --help'"
    )
