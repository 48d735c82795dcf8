"""The rows of a table as they stand in its file, CSV, XLSX, JSONL or Parquet, one at a time: column to cell."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from reviewer.errors import InputError
from reviewer.language.decode import guess_encoding
from reviewer.tables.columns import FIELDS
from reviewer.tables.packed import Cells, parquet_batches, parquet_file, workbook_rows

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


class TableFile:
    """A table in a file or in memory, row by row.

    Parameters
    ----------
    source : Path or bytes
    name : str
        File name: its ending says what it is, and errors name it.

    Raises
    ------
    InputError
        E311 for a missing file, E312 for a damaged one, E313 for an unknown ending, E314 for two columns of one name.
    """

    def __init__(self, source: Path | bytes, name: str) -> None:
        self.name = name
        self._source = source
        self.kind = _KINDS.get(Path(name).suffix.lower(), "")
        if not self.kind:
            raise InputError(
                "E313",
                f"'{Path(name).suffix or name}' is no kind of table",
                where=name,
                cure=f"use {', '.join(sorted(_KINDS))}",
            )
        if isinstance(source, Path) and not source.is_file():
            raise InputError("E311", "there is no such file", where=str(source), cure="check the path")
        self.header: tuple[str, ...] = self._read_header()

    def records(self) -> Iterator[tuple[int, Cells | InputError]]:
        """Yield the number of each row, as the table's own program shows it, with its cells or what is wrong."""
        if self.kind == "jsonl":
            yield from self._json_records()
        elif self.kind == "parquet":
            yield from self._parquet_records()
        else:
            rows = self._csv_rows() if self.kind == "csv" else self._xlsx_rows()
            next(rows, None)
            for number, cells in enumerate(rows, start=2):
                yield number, self._named(cells, number)

    def _read_header(self) -> tuple[str, ...]:
        if self.kind == "jsonl":
            names: dict[str, None] = {}
            # Keys may differ from line to line; the first hundred show what the file holds.
            for _, cells in zip(range(100), self.records(), strict=False):
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
