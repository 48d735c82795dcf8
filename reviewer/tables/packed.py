"""Tables in packed files, XLSX and Parquet: read a piece at a time, damage told in one line, bombs refused."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import IO, Any
from xml.etree import ElementTree

from reviewer.errors import InputError

Cells = dict[str, Any]
# What openpyxl lets through of a damaged workbook.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    LookupError,
    ValueError,
    TypeError,
    EOFError,
    OSError,
)
# Project judgement: the texts and sheets of 100,000 letters of two pages; shared texts are held in memory.
_LARGEST_WORKBOOK = 1 << 30
# Project judgement: letters shrink to a fifth, a sheet of equal cells to a fiftieth; a bomb to a thousandth.
_STRONGEST_SQUEEZE = 200
_SQUEEZE_COUNTS_FROM = 1 << 26


def workbook_rows(file: IO[bytes], name: str) -> Iterator[Sequence[Any]]:
    """Yield the rows of a workbook's first sheet, values only.

    Raises
    ------
    InputError
        E312 if it cannot be read, or unpacks to more than a table of letters.
    """
    from openpyxl import load_workbook

    _refuse_bomb(file, name)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows(values_only=True)
    except _DAMAGED as error:
        raise _bad_workbook(error, name) from None


def _refuse_bomb(file: IO[bytes], name: str) -> None:
    """Refuse a workbook that unpacks to what no table of letters is: it would fill the memory."""
    try:
        packed = zipfile.ZipFile(file).infolist()
    except zipfile.BadZipFile as error:
        raise _bad_workbook(error, name) from None
    size = sum(part.file_size for part in packed)
    is_bomb = size > _SQUEEZE_COUNTS_FROM and size > _STRONGEST_SQUEEZE * sum(part.compress_size for part in packed)
    if size > _LARGEST_WORKBOOK or is_bomb:
        what = f"the workbook unpacks to {size >> 20:,} MB"
        raise InputError("E312", what, where=name, cure="save the sheet with the letters as CSV")
    file.seek(0)


def _bad_workbook(error: Exception, name: str) -> InputError:
    cure = "open it in a spreadsheet program and save it again as XLSX or CSV"
    return InputError("E312", f"the workbook cannot be read: {error}", where=name, cure=cure)


def parquet_file(file: IO[bytes], name: str) -> Any:
    """Return an opened Parquet file, its schema read.

    Raises
    ------
    InputError
        E312 if it cannot be read.
    """
    import pyarrow
    from pyarrow import parquet

    try:
        return parquet.ParquetFile(file)
    except (pyarrow.ArrowException, OSError) as error:
        raise _bad_parquet(error, name) from None


def parquet_batches(file: IO[bytes], name: str) -> Iterator[list[Cells]]:
    """Yield the rows of a Parquet file, some hundred at a time.

    Raises
    ------
    InputError
        E312 where it is damaged.
    """
    import pyarrow

    batches = parquet_file(file, name).iter_batches(batch_size=256)
    while True:
        try:
            batch = next(batches, None)
            cells = None if batch is None else batch.to_pylist()
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            raise _bad_parquet(error, name) from None
        if cells is None:
            return
        yield cells


def _bad_parquet(error: Exception, name: str) -> InputError:
    what = f"the Parquet file cannot be read: {(str(error).splitlines() or [''])[0]}"
    return InputError("E312", what, where=name, cure="write it again")
