"""What a person should know of a labelled table: English in files and on the command line, translated on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviewer.language.messages import messages


class Remark(str):
    """A remark: its English text, which can be told in the other language too.

    Parameters
    ----------
    code : str
        Its key under ``remark`` in ``messages.toml``.
    of : str, optional
        Language of the cases it is about; stands before it.
    **values : str, int, Remark, tuple of Remark, or mapping of label to count
        What is filled in.

    Examples
    --------
    >>> str(Remark("labels", of="en", counts={"unclear": 2}))
    'en: labels: unclear 2'
    """

    code: str
    of: str
    values: dict[str, Any]

    def __new__(cls, code: str, *, of: str = "", **values: Any) -> Remark:
        """Return the remark with its English text."""
        made = super().__new__(cls, _text(code, of, values, "en"))
        made.code, made.of, made.values = code, of, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """Return what a copy is made of."""
        return (self.code,), {"of": self.of, **self.values}

    def told(self, language: str) -> str:
        """Return the remark in a language."""
        return _text(self.code, self.of, self.values, language)


def _text(code: str, of: str, values: Mapping[str, Any], language: str) -> str:
    filled = {name: _shown(value, language) for name, value in values.items()}
    text = messages(language)(f"remark.{code}", **filled)
    return f"{of}: {text}" if of else text


def _shown(value: Any, language: str) -> str:
    if isinstance(value, Remark):
        return value.told(language)
    if isinstance(value, tuple):
        return "; ".join(_shown(one, language) for one in value)
    if isinstance(value, Mapping):
        say = messages(language)
        return ", ".join(f"{say(f'remark.label.{name}')} {count}" for name, count in value.items())
    return str(value)
