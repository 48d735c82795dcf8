"""Tables in and out: CSV, XLSX, JSONL, Parquet, in whatever encoding people keep them."""

from reviewer.language.decode import decode
from reviewer.tables.columns import parse_columns
from reviewer.tables.read import CaseRow, CaseTable
from reviewer.tables.write import TableWriter, open_writer

__all__ = ["CaseRow", "CaseTable", "TableWriter", "decode", "open_writer", "parse_columns"]
