"""Reviews into a table, one row at a time. Cells are text, never formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal, Protocol

from reviewer.errors import InputError

TableKind = Literal["jsonl", "csv", "xlsx", "parquet"]
TABLE_KINDS: tuple[TableKind, ...] = ("jsonl", "csv", "xlsx", "parquet")

# Source: OWASP, CSV Injection. A cell that begins with one of these is read as a formula by spreadsheet programs.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Source: Microsoft, Excel specifications and limits.
_LONGEST_CELL = 32_767
_PARQUET_ROWS = 500


class TableWriter(Protocol):
    """What takes the rows of a table."""

    def write(self, cells: Mapping[str, Any]) -> None:
        """Add one row."""


def neutral(value: Any) -> Any:
    """Return a cell that no spreadsheet program takes for a formula.

    Examples
    --------
    >>> neutral("=HYPERLINK(1)"), neutral("@you"), neutral(-3), neutral("ok")
    ("'=HYPERLINK(1)", "'@you", -3, 'ok')
    """
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(_FORMULA_STARTS):
        return "'" + value
    return value


@contextmanager
def open_writer(target: Path | IO[bytes], kind: TableKind, columns: Mapping[str, type]) -> Iterator[TableWriter]:
    """Open a table for writing; it is complete when the context ends.

    Parameters
    ----------
    target : Path or binary file
    kind : {"csv", "xlsx", "parquet"}
        ``jsonl`` holds whole reviews, not rows, and is written by ``batch``.
    columns : mapping of str to type
        Names in order, each with ``str``, ``int`` or ``float``.

    Raises
    ------
    InputError
        E317 if the file cannot be written.
    """
    if not isinstance(target, Path):
        with _WRITERS[kind](target, columns) as writer:
            yield writer
        return
    try:
        with target.open("wb") as file, _WRITERS[kind](file, columns) as writer:
            yield writer
    except OSError as error:
        cure = "choose another place with -o, or close the program that holds it"
        raise InputError("E317", f"cannot write: {error.strerror}", where=str(target), cure=cure) from None


class _Csv:
    def __init__(self, file: IO[str], columns: Mapping[str, type]) -> None:
        self._rows = csv.writer(file)
        self._columns = columns
        self._rows.writerow(columns)

    def write(self, cells: Mapping[str, Any]) -> None:
        self._rows.writerow([_clean(neutral(cells.get(name))) for name in self._columns])


def _clean(value: Any) -> Any:
    """Return text without characters that neither XML nor a terminal takes."""
    if not isinstance(value, str):
        return value
    return "".join(
        letter if letter in "\n\t" or letter.isprintable() or letter == "\u00a0" else " " for letter in value
    )


@contextmanager
def _csv_writer(file: IO[bytes], columns: Mapping[str, type]) -> Iterator[TableWriter]:
    # With the mark, Excel reads it as UTF-8 and shows Russian.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    try:
        yield _Csv(text, columns)
    finally:
        text.flush()
        text.detach()


class _Xlsx:
    def __init__(self, sheet: Any, columns: Mapping[str, type]) -> None:
        self._sheet = sheet
        self._columns = columns
        sheet.append(list(columns))

    def write(self, cells: Mapping[str, Any]) -> None:
        from openpyxl.cell import WriteOnlyCell

        row = []
        for name in self._columns:
            value = _clean(neutral(cells.get(name)))
            if isinstance(value, str):
                cell = WriteOnlyCell(self._sheet, value=value[:_LONGEST_CELL])
                cell.data_type = "s"
                row.append(cell)
            else:
                row.append(value)
        self._sheet.append(row)


@contextmanager
def _xlsx_writer(file: IO[bytes], columns: Mapping[str, type]) -> Iterator[TableWriter]:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("reviews")
    sheet.freeze_panes = "A2"
    yield _Xlsx(sheet, columns)
    book.save(file)


class _Parquet:
    def __init__(self, writer: Any, schema: Any) -> None:
        self._writer = writer
        self._schema = schema
        self._rows: list[dict[str, Any]] = []

    def write(self, cells: Mapping[str, Any]) -> None:
        self._rows.append({name: cells.get(name) for name in self._schema.names})
        if len(self._rows) >= _PARQUET_ROWS:
            self.flush()

    def flush(self) -> None:
        import pyarrow

        if self._rows:
            self._writer.write_table(pyarrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows.clear()


@contextmanager
def _parquet_writer(file: IO[bytes], columns: Mapping[str, type]) -> Iterator[TableWriter]:
    import pyarrow
    from pyarrow import parquet

    types = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64()}
    schema = pyarrow.schema([(name, types[kind]) for name, kind in columns.items()])
    with parquet.ParquetWriter(file, schema) as arrow:
        writer = _Parquet(arrow, schema)
        yield writer
        writer.flush()


_WRITERS = {"csv": _csv_writer, "xlsx": _xlsx_writer, "parquet": _parquet_writer}
