"""A table of cases, row by row: nothing is held in memory but one row, and a bad row names its number."""

from __future__ import annotations

import csv
import io
import json
import sys
import tomllib
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import IO, Any, Literal

from reviewer.case import Case, read_case
from reviewer.errors import InputError
from reviewer.tables.decode import decode, guess_encoding
from reviewer.tables.packed import Cells, parquet_batches, parquet_file, workbook_rows

Dates = Literal["iso", "dmy", "mdy"]

FIELDS: tuple[str, ...] = tuple(Case.model_fields)
_DATE_FIELDS = ("received_on", "reply_on")
_DELIMITERS = ",;\t|"
_SAMPLE_BYTES = 1 << 20
_KINDS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}


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
        self._source = source
        self._dates = dates
        self.kind = _KINDS.get(Path(self.name).suffix.lower(), "")
        if not self.kind:
            raise InputError(
                "E313",
                f"'{Path(self.name).suffix or self.name}' is no kind of table",
                where=self.name,
                cure=f"use {', '.join(sorted(_KINDS))}",
            )
        if isinstance(source, Path) and not source.is_file():
            raise InputError("E311", "there is no such file", where=str(source), cure="check the path")
        self.header: tuple[str, ...] = self._read_header()
        self._fields = {} if header_only else self._map_columns(columns or {})

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
        for number, cells in self._records():
            if isinstance(cells, InputError):
                yield CaseRow(number, None, cells)
            elif any(value not in (None, "") for value in cells.values()):
                yield self._row(number, cells)

    def count(self) -> int:
        """Return how many rows there are, by reading them once."""
        return sum(1 for _ in self._records())

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

    def _map_columns(self, columns: Mapping[str, str]) -> dict[str, str]:
        for field, column in columns.items():
            if field not in FIELDS:
                cure = f"use one of: {', '.join(FIELDS)}"
                raise InputError("E315", f"'{field}' is no field of a case", where="--columns", cure=cure)
            if column not in self.header and self.kind != "jsonl":
                cure = f"the columns are: {', '.join(self.header)}"
                raise InputError("E315", f"there is no column '{column}'", where=self.name, cure=cure)
        mapped = {column: field for field, column in columns.items()}
        own = {name: name.casefold() for name in self.header if name.casefold() in FIELDS and name not in mapped}
        fields = {**{column: field for column, field in own.items() if field not in columns}, **mapped}
        if not {"complaint", "reply"} & set(fields.values()):
            raise InputError(
                "E314",
                f"no column is called complaint or reply; the columns are: {', '.join(self.header) or 'none'}",
                where=self.name,
                cure="name them with --columns complaint=COLUMN,reply=COLUMN",
            )
        return fields

    def _read_header(self) -> tuple[str, ...]:
        if self.kind == "jsonl":
            names: dict[str, None] = {}
            # Keys may differ from line to line; the first hundred show what the file holds.
            for _, cells in zip(range(100), self._records(), strict=False):
                if not isinstance(cells[1], InputError):
                    names |= dict.fromkeys(cells[1])
            return tuple(names)
        if self.kind == "parquet":
            with self._binary() as file:
                return tuple(parquet_file(file, self.name).schema_arrow.names)
        rows = self._csv_rows() if self.kind == "csv" else self._xlsx_rows()
        first = next(rows, ())
        rows.close()
        header = tuple("" if cell is None else str(cell).strip() for cell in first)
        twice = next((name for name in header if name and header.count(name) > 1), None)
        if twice:
            raise InputError("E314", f"two columns are called '{twice}'", where=self.name, cure="rename one of them")
        return header

    def _records(self) -> Iterator[tuple[int, Cells | InputError]]:
        if self.kind == "jsonl":
            yield from self._json_records()
        elif self.kind == "parquet":
            yield from self._parquet_records()
        else:
            rows = self._csv_rows() if self.kind == "csv" else self._xlsx_rows()
            next(rows, None)
            for number, cells in enumerate(rows, start=2):
                yield number, self._named(cells, number)

    def _named(self, cells: Sequence[Any], number: int) -> Cells | InputError:
        surplus = [cell for cell in cells[len(self.header) :] if cell not in (None, "")]
        if surplus:
            return InputError(
                "E316",
                f"{len(cells)} cells, the header has {len(self.header)}",
                where=f"{self.name} row {number}",
                cure="put cells that hold the separator in quotation marks",
            )
        return dict(zip(self.header, cells, strict=False))

    @contextmanager
    def _binary(self) -> Iterator[IO[bytes]]:
        if isinstance(self._source, bytes):
            yield io.BytesIO(self._source)
            return
        with self._source.open("rb") as file:
            yield file

    @contextmanager
    def _text(self) -> Iterator[IO[str]]:
        with self._binary() as file:
            sample = file.read(_SAMPLE_BYTES)
            encoding = guess_encoding(sample, where=self.name, is_whole=len(sample) < _SAMPLE_BYTES)
            file.seek(0)
            yield io.TextIOWrapper(file, encoding=encoding, newline="")

    def _csv_rows(self) -> Generator[Sequence[Any], None, None]:
        csv.field_size_limit(sys.maxsize)
        with self._text() as file:
            try:
                lines = (line.replace("\0", " ") for line in file)
                first = next(lines, "")
                yield from csv.reader(_chain(first, lines), delimiter=_delimiter(first))
            except (UnicodeDecodeError, csv.Error) as error:
                cure = "save the table as CSV in UTF-8"
                raise InputError("E312", f"the table cannot be read: {error}", where=self.name, cure=cure) from None

    def _xlsx_rows(self) -> Generator[Sequence[Any], None, None]:
        with self._binary() as file:
            yield from workbook_rows(file, self.name)

    def _json_records(self) -> Iterator[tuple[int, Cells | InputError]]:
        with self._text() as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, _json_cells(line, f"{self.name} row {number}")

    def _parquet_records(self) -> Iterator[tuple[int, Cells]]:
        with self._binary() as file:
            number = 1
            for batch in parquet_batches(file, self.name):
                for cells in batch:
                    number += 1
                    yield number, cells


def _chain(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _delimiter(header: str) -> str:
    """Return the separator that splits the header best; known names decide before mere counts."""

    def quality(mark: str) -> tuple[int, int]:
        names = next(csv.reader([header], delimiter=mark), [])
        return sum(name.strip().casefold() in FIELDS for name in names), len(names)

    return max(_DELIMITERS, key=quality)


def _json_cells(line: str, where: str) -> Cells | InputError:
    try:
        cells = json.loads(line)
    except json.JSONDecodeError as error:
        return InputError("E312", f"this line is no JSON: {error.msg}", where=where, cure="one object a line")
    except (RecursionError, ValueError):
        what = "this line is nested too deeply, or holds a number too long"
        return InputError("E312", what, where=where, cure='write {"reply": "…"}')
    if not isinstance(cells, dict):
        return InputError("E312", "this line is no JSON object", where=where, cure='write {"reply": "…"}')
    return cells


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
