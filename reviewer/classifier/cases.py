"""Labelled complaints: out of tables and folders, row by row, with every unusable row named."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pandas as pd

from reviewer.case import LANGUAGES, SECTORS
from reviewer.errors import InputError
from reviewer.findings import Label
from reviewer.text import fold_word

LABELS: tuple[str, ...] = get_args(Label)
COLUMNS = ("case_id", "complaint", "label", "language", "sector", "group", "grounds", "cues", "pair", "source")
REQUIRED = ("complaint", "label")
SIDES = ("for", "against", "unclear")
# A folder holds one table a sector; files that are no table (a data card) are passed over.
_SUFFIXES = (".jsonl", ".csv", ".xlsx", ".parquet")
# Remarks name at most this many rows; the count says the rest.
_NAMED_ROWS = 5


@dataclass(frozen=True, slots=True)
class LabelledCase:
    """One labelled complaint.

    Parameters
    ----------
    case_id : str
    complaint : str
    label : {"substantiated", "unsubstantiated", "unclear"}
    language : {"ru", "en"}
    sector : str
    group : str
        Cases of one group (twins, one story told twice) never stand on both sides of a split.
    cues : tuple of (start, end, side, ground)
        Annotated clauses, half-open offsets in the complaint.
    pair : str
        ``minimal`` or ``matched`` where a twin with another label exists, else empty.
    source : str
        File the case comes from.
    """

    case_id: str
    complaint: str
    label: str
    language: str
    sector: str = "other"
    group: str = ""
    cues: tuple[tuple[int, int, str, str], ...] = ()
    pair: str = ""
    source: str = ""

    @property
    def target(self) -> float:
        """1 for substantiated, 0 for unsubstantiated, nan for unclear."""
        return {"substantiated": 1.0, "unsubstantiated": 0.0}.get(self.label, float("nan"))

    @property
    def folded(self) -> str:
        """The words alone, for finding the same text twice."""
        return " ".join(fold_word(self.complaint).split())


@dataclass(frozen=True, slots=True)
class CaseTable:
    """The usable cases of a table, and what is wrong with the others."""

    cases: tuple[LabelledCase, ...]
    remarks: tuple[str, ...] = ()


def read_cases(path: Path, *, columns: Mapping[str, str] | None = None) -> CaseTable:
    """Return the labelled cases of a table or of all tables in a folder.

    Parameters
    ----------
    path : pathlib.Path
        ``.jsonl``, ``.csv``, ``.xlsx`` or ``.parquet``, or a folder of them.
    columns : mapping of str to str, optional
        Name in the contract to the name in the table, such as ``{"complaint": "narrative"}``.

    Raises
    ------
    InputError
        E320 if there is no such file, E321 for another format, E322 if a needed column is missing, E323 if no row can
        be used, E325 if a line of ``.jsonl`` is no object.
    """
    cases: list[LabelledCase] = []
    problems: list[str] = []
    for file in _files(path):
        for number, row in _rows(file, columns or {}):
            case, problem = _case(row, f"{file.name} row {number}", file.name)
            if case is None:
                problems.append(problem)
            else:
                cases.append(case)
    if not cases:
        first = problems[0] if problems else "there are no rows"
        raise InputError("E323", f"no row can be used: {first}", where=path.name, cure="see the columns in the guide")
    return CaseTable(tuple(cases), _remarks(problems))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted(one for one in path.iterdir() if one.suffix in _SUFFIXES)
        if files:
            return files
    if not path.is_file():
        raise InputError("E320", "there is no such table", where=str(path), cure="give a file or a folder of tables")
    if path.suffix not in _SUFFIXES:
        raise InputError("E321", f"'{path.suffix}' is no table", where=path.name, cure=f"use {', '.join(_SUFFIXES)}")
    return [path]


def _rows(file: Path, columns: Mapping[str, str]) -> Iterator[tuple[int, dict[str, Any]]]:
    if file.suffix == ".jsonl":
        rows: list[Any] = [_record(line, number, file) for number, line in _lines(file)]
    else:
        readers = {".csv": pd.read_csv, ".xlsx": pd.read_excel, ".parquet": pd.read_parquet}
        options: dict[str, Any] = {} if file.suffix == ".parquet" else {"dtype": str, "keep_default_na": False}
        rows = readers[file.suffix](file, **options).to_dict("records")
    if not rows:
        return
    names = {name: columns.get(name, name) for name in COLUMNS}
    missing = [names[name] for name in REQUIRED if names[name] not in rows[0]]
    if missing:
        raise InputError(
            "E322", f"column '{missing[0]}' is missing", where=file.name, cure="name it with --columns complaint=NAME"
        )
    for number, row in enumerate(rows, start=1):
        yield number, {name: row.get(column) for name, column in names.items()}


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            yield number, line


def _record(line: str, number: int, file: Path) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict):
        where = f"{file.name} line {number}"
        raise InputError("E325", "the line is no JSON object", where=where, cure="one object a line")
    return record


def _case(row: Mapping[str, Any], where: str, source: str) -> tuple[LabelledCase | None, str]:
    text = str(row["complaint"] or "")
    label = str(row["label"] or "").strip().lower()
    language = str(row["language"] or "").strip().lower() or _language(text)
    sector = str(row["sector"] or "").strip().lower() or "other"
    if not text.strip():
        return None, f"{where}: the complaint is empty"
    if label not in LABELS:
        return None, f"{where}: label '{label}' is none of {', '.join(LABELS)}"
    if language not in LANGUAGES:
        return None, f"{where}: language '{language}' is none of {', '.join(LANGUAGES)}"
    if sector not in SECTORS:
        return None, f"{where}: sector '{sector}' is not known"
    cues, problem = _cues(row["cues"], text)
    if problem:
        return None, f"{where}: {problem}"
    group = str(row["group"] or "").strip()
    case_id = str(row["case_id"] or "").strip() or where
    pair = str(row["pair"] or "")
    return LabelledCase(case_id, text, label, language, sector, group, cues, pair, source), ""


def _cues(cell: Any, text: str) -> tuple[tuple[tuple[int, int, str, str], ...], str]:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return (), ""
    try:
        marked = json.loads(cell) if isinstance(cell, str) else list(cell)
        triples = [(str(quote), str(side), str(ground)) for quote, side, ground in marked]
    except (ValueError, TypeError):
        return (), "cues are no list of [clause, side, ground]"
    cues = []
    for quote, side, ground in triples:
        start = text.find(quote)
        if start < 0:
            return (), f"cue '{quote[:40]}' does not stand in the complaint"
        if side not in SIDES:
            return (), f"side '{side}' is none of {', '.join(SIDES)}"
        cues.append((start, start + len(quote), side, ground))
    return tuple(cues), ""


def _language(text: str) -> str:
    cyrillic = sum("а" <= letter <= "я" for letter in text.lower())
    latin = sum("a" <= letter <= "z" for letter in text.lower())
    return "ru" if cyrillic and cyrillic >= latin / 2 else "en"


def _remarks(problems: list[str]) -> tuple[str, ...]:
    if not problems:
        return ()
    more = f" and {len(problems) - _NAMED_ROWS} more" if len(problems) > _NAMED_ROWS else ""
    return (f"rows left out: {len(problems)} ({'; '.join(problems[:_NAMED_ROWS])}{more})",)
