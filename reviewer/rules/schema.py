"""What a rule file may say. Pydantic models that refuse unknown keys."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from reviewer.case import Channel, Sector
from reviewer.findings import Severity
from reviewer.language.pack import Status

Party = Literal["company", "staff", "contractor", "customer", "third", "person", "other", "unknown"]

CODE = re.compile(r"^(ADM|TON|DDL|EVD|OWN)\d{3}$")


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Code(_Row):
    """A row of ``codes.toml``: what a code means in every language."""

    name: str
    kind: str
    severity: Severity
    weight: int = Field(ge=0, le=100)
    status: Literal["draft", "stable", "retired"] = "stable"
    since: str = "0.1"
    principle: str | None = Field(default=None, pattern=r"^P([1-9]|[12]\d|3[0-4])$")


class Source(_Row):
    """What a rule rests on."""

    type: Literal["law", "regulator", "standard", "practice", "project-judgement"]
    note: str = ""


class Flag(_Row):
    """A text in which the rule fires on exactly the words in braces."""

    text: str
    channel: Channel = "email"
    sector: Sector = "other"


class Pass(_Row):
    """A look-alike on which the rule is silent, and why."""

    text: str
    because: str
    channel: Channel = "email"
    sector: Sector = "other"


class Fixed(_Row):
    """A correction: the rule fires before and no rule fires after."""

    before: str
    after: str


class KnownMiss(_Row):
    """A text that should be flagged and is not yet; turns red when it works."""

    text: str
    because: str


class Rule(_Row):
    """One rule in one language.

    ``presence`` rules look for patterns in the reply. ``check`` rules give the words to what a check of the product
    found (an element missing, a term too long); they have no patterns.
    """

    code: str
    check: Literal["presence", "check"] = "presence"
    title: str = Field(min_length=3, max_length=120)
    why: str = Field(min_length=3)
    fix: str = Field(min_length=3)
    source: Source
    span: Literal["match", "clause", "sentence"] = "clause"
    any: tuple[str, ...] = ()
    unless: tuple[Status, ...] = ()
    party: tuple[Party, ...] = ()
    not_party: tuple[Party, ...] = ()
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    echo: tuple[str, ...] = ()
    """Words that only carry on what is found elsewhere («деньги поступят 3 мая» after «вернём 400 рублей»): a finding
    that holds them is dropped where the rule has another."""
    near: Literal["clause", "sentence", "paragraph", "reply"] = "sentence"
    channels: tuple[Channel, ...] = ()
    not_channels: tuple[Channel, ...] = ()
    sectors: tuple[Sector, ...] = ()
    replacement: str | None = None
    flag: tuple[Flag, ...] = ()
    pass_: tuple[Pass, ...] = Field(default=(), alias="pass")
    fixed: tuple[Fixed, ...] = ()
    known_miss: tuple[KnownMiss, ...] = ()

    @field_validator("code")
    @classmethod
    def _code_shape(cls, code: str) -> str:
        if not CODE.match(code):
            raise ValueError("a code is ADM, TON, DDL, EVD or OWN and three digits")
        return code

    @field_validator("why", "fix", "title")
    @classmethod
    def _kind_words(cls, text: str) -> str:
        if "!" in text:
            raise ValueError("messages carry no exclamation mark")
        return text
