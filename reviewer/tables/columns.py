"""Which column of a table is which field of a case: by its own name, or as somebody says."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from reviewer.case import Case
from reviewer.errors import InputError
from reviewer.language.decode import decode

FIELDS: tuple[str, ...] = tuple(Case.model_fields)


def map_columns(columns: Mapping[str, str], header: Sequence[str], *, name: str, may_lack: bool) -> dict[str, str]:
    """Return column to field: as given, and where a column has a field's own name.

    Parameters
    ----------
    columns : mapping of str to str
        Field to column.
    header : sequence of str
    name : str
        Of the table, for errors.
    may_lack : bool
        Whether a column may be missing from the header, as in JSONL, where later lines may have it.

    Raises
    ------
    InputError
        E314 where nothing is a complaint or a reply, E315 for a field or a column that is not there.
    """
    for field, column in columns.items():
        if field not in FIELDS:
            cure = f"use one of: {', '.join(FIELDS)}"
            raise InputError("E315", f"'{field}' is no field of a case", where="--columns", cure=cure)
        if column not in header and not may_lack:
            cure = f"the columns are: {', '.join(header)}"
            raise InputError("E315", f"there is no column '{column}'", where=name, cure=cure)
    mapped = {column: field for field, column in columns.items()}
    own = {one: one.casefold() for one in header if one.casefold() in FIELDS and one not in mapped}
    fields = {**{column: field for column, field in own.items() if field not in columns}, **mapped}
    if not {"complaint", "reply"} & set(fields.values()):
        raise InputError(
            "E314",
            f"no column is called complaint or reply; the columns are: {', '.join(header) or 'none'}",
            where=name,
            cure="name them with --columns complaint=COLUMN,reply=COLUMN",
        )
    return fields


def parse_columns(given: str) -> dict[str, str]:
    """Return a mapping of columns out of ``field=column,…`` or out of a TOML or JSON file.

    Raises
    ------
    InputError
        E315 if it is neither.

    Examples
    --------
    >>> parse_columns("complaint=Текст жалобы,reply=Ответ")
    {'complaint': 'Текст жалобы', 'reply': 'Ответ'}
    """
    path = Path(given)
    if path.suffix.lower() in {".toml", ".json"}:
        return _columns_file(path)
    pairs = [piece.partition("=") for piece in given.split(",") if piece.strip()]
    bad = next((field for field, sign, column in pairs if not sign or not column.strip()), None)
    if bad is not None:
        raise InputError("E315", f"'{bad}' maps nothing", where="--columns", cure="write field=column,field=column")
    return {field.strip(): column.strip() for field, _, column in pairs}


def _columns_file(path: Path) -> dict[str, str]:
    cure = 'write complaint = "Column name", one a line'
    if not path.is_file():
        raise InputError("E311", "there is no such file", where=str(path), cure="check the path")
    text = decode(path.read_bytes(), where=path.name)
    try:
        table = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError("E315", str(error), where=path.name, cure=cure) from None
    if not isinstance(table, dict) or not all(isinstance(column, str) for column in table.values()):
        raise InputError("E315", "not a mapping of field to column", where=path.name, cure=cure)
    return table
