"""Words of the interface: what reports, command line and page say, one file a language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from reviewer.errors import RuleError
from reviewer.language.pack import language_folder, read_toml


class Messages:
    """The messages of one language, by dotted key.

    Parameters
    ----------
    language : {"ru", "en"}
    table : mapping of str to str
        Dotted key to text with ``{names}``.
    """

    def __init__(self, language: str, table: Mapping[str, str]) -> None:
        self.language = language
        self._table = table

    def __call__(self, key: str, **values: object) -> str:
        """Return a message with its values filled in.

        Raises
        ------
        RuleError
            E113 for a key that the file does not have.
        """
        if key not in self._table:
            raise RuleError("E113", f"no message '{key}'", where=f"{self.language}/messages.toml", cure="add the key")
        text = self._table[key]
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def __contains__(self, key: str) -> bool:
        return key in self._table

    @property
    def names(self) -> frozenset[str]:
        """All dotted keys."""
        return frozenset(self._table)


@cache
def messages(language: str) -> Messages:
    """Return the messages of a language.

    Raises
    ------
    RuleError
        E110 for an unknown language, E111 for broken TOML, E113 for a value that is no text.

    Examples
    --------
    >>> messages("ru")("report.verdict.send"), messages("en")("report.aspect.tone")
    ('Можно отправлять', 'Tone')
    """
    file = language_folder(language).joinpath("messages.toml")
    return Messages(language, _flat(read_toml(file), "", f"{language}/messages.toml"))


def _flat(table: Mapping[str, Any], prefix: str, where: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, str):
            flat[prefix + key] = value
        elif isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.", where)
        else:
            raise RuleError("E113", f"'{prefix}{key}' is no text", where=where, cure="put it in quotation marks")
    return flat
