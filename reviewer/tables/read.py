"""A table of cases, row by row: nothing is held in memory but one row, and a bad row names its number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from reviewer.case import Case, read_case
from reviewer.errors import InputError
from reviewer.tables.columns import FIELDS, map_columns
from reviewer.tables.packed import Cells
from reviewer.tables.rows import TableFile

Dates = Literal["iso", "dmy", "mdy"]
_DATE_FIELDS = ("received_on", "reply_on")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row: its number as the table's own program shows it, and the case or what is wrong with it."""

    number: int
    case: Case | None
    error: InputError | None = None


class CaseTable:
    """A table of cases in a file or in memory.

    Parameters
    ----------
    source : Path or bytes
        Bytes are what a page was handed; they need a ``name``.
    name : str, optional
        File name: its ending says what it is, and errors name it.
    columns : mapping of str to str, optional
        Field of the contract to column of the table, where names differ.
    dates : {"iso", "dmy", "mdy"}, default="iso"
        How days are written in text cells. Never guessed: 02/03 is two days.
    header_only : bool, default=False
        Read the names of the columns and no cases, for a form that asks which is which.

    Raises
    ------
    InputError
        E311 for a missing file, E312 for a damaged one, E313 for an unknown ending, E314 for a table in which no
        column is a complaint or a reply, E315 for a mapping that does not fit.

    Notes
    -----
    The header is row 1 of CSV, XLSX and Parquet, so the first case is row 2, as a spreadsheet shows it; in JSONL
    the number is the line's.

    Examples
    --------
    >>> table = CaseTable("case_id;reply\\nA-1;Добрый день\\n".encode("cp1251"), name="letters.csv")
    >>> [(row.number, row.case.reply) for row in table]
    [(2, 'Добрый день')]
    """

    def __init__(
        self,
        source: Path | bytes,
        *,
        name: str | None = None,
        columns: Mapping[str, str] | None = None,
        dates: Dates = "iso",
        header_only: bool = False,
    ) -> None:
        self.name = name or (source.name if isinstance(source, Path) else "table")
        self._dates = dates
        self._file = TableFile(source, self.name)
        self._fields = {} if header_only else self._mapped(columns or {})

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns."""
        return self._file.header

    def _mapped(self, columns: Mapping[str, str]) -> dict[str, str]:
        return map_columns(columns, self.header, name=self.name, may_lack=self._file.kind == "jsonl")

    @property
    def ignored(self) -> tuple[str, ...]:
        """Columns that are not read."""
        return tuple(name for name in self.header if name not in self._fields)

    @property
    def near_misses(self) -> dict[str, str]:
        """Ignored columns that look like a field, each with that field: to be asked about, not guessed."""
        taken = set(self._fields.values())
        near = {
            name: get_close_matches(name.casefold(), [one for one in FIELDS if one not in taken], 1, 0.75)
            for name in self.ignored
        }
        return {name: found[0] for name, found in near.items() if found}

    def __iter__(self) -> Iterator[CaseRow]:
        for number, cells in self._file.records():
            if isinstance(cells, InputError):
                yield CaseRow(number, None, cells)
            elif any(value not in (None, "") for value in cells.values()):
                yield self._row(number, cells)

    def count(self) -> int:
        """Return how many rows there are, by reading them once."""
        return sum(1 for _ in self._file.records())

    def _row(self, number: int, cells: Cells) -> CaseRow:
        where = f"{self.name} row {number}"
        fields: Cells = {}
        try:
            for column, field in self._fields.items():
                value = self._cell(cells.get(column), field, where)
                if value is not None:
                    fields[field] = value
            fields.setdefault("case_id", str(number))
            return CaseRow(number, read_case(fields, where=where))
        except InputError as error:
            return CaseRow(number, None, error)

    def _cell(self, value: Any, field: str, where: str) -> Any:
        if value is None or value == "" or (isinstance(value, float) and value != value):
            return None
        if isinstance(value, datetime):
            return value.date() if field in _DATE_FIELDS else value.isoformat(" ")
        if field in _DATE_FIELDS:
            return self._day(value, f"{where}, field '{field}'")
        if isinstance(value, float) and value.is_integer():
            return str(int(value))  # a spreadsheet's 118.0 is the number 118
        return value if isinstance(value, str) else str(value)

    def _day(self, value: Any, where: str) -> Any:
        if self._dates == "iso" or not isinstance(value, str):
            return value
        pieces = value.strip().replace("/", ".").replace("-", ".").split(".")
        order = (2, 1, 0) if self._dates == "dmy" else (2, 0, 1)
        try:
            return date(*(int(pieces[place]) for place in order))
        except (ValueError, IndexError):
            example = {"dmy": "31.12.2026", "mdy": "12/31/2026"}[self._dates]
            raise InputError("E304", f"'{value[:60]}' is no date", where=where, cure=f"write {example}") from None
