"""Labelled complaints: out of tables and folders, row by row, with every unusable row named."""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args
from zipfile import BadZipFile

import pandas as pd

from reviewer.case import LANGUAGES, SECTORS
from reviewer.classifier.remarks import Remark
from reviewer.errors import InputError
from reviewer.findings import Label
from reviewer.language.decode import decode
from reviewer.text import fold_word

LABELS: tuple[str, ...] = get_args(Label)
COLUMNS = ("case_id", "complaint", "label", "language", "sector", "group", "grounds", "cues", "pair", "source")
REQUIRED = ("complaint", "label")
SIDES = ("for", "against", "unclear")
ORIGINS = ("own", "proxy", "invented")
"""Whose word a label is: the team's own, an outcome that stands for one, or the author's of an invented complaint."""
TEACHING = "teaching case"
"""Source of a label somebody gave to an invented complaint of the product."""
# A folder of tables may say in this file what its cases are.
_CORPUS = "corpus.toml"
# A folder holds one table a sector; files that are no table (a data card) are passed over.
_SUFFIXES = (".jsonl", ".csv", ".xlsx", ".parquet")
# Remarks name at most this many rows; the count says the rest.
_NAMED_ROWS = 5
# What our own tables put before a cell that a spreadsheet program would take for a formula.
_SHIELD = re.compile(r"^'(?=\s*[=+\-@＝＋－＠])")


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
        Where the case comes from: what its row says, else the name of the file.
    origin : {"own", "proxy", "invented"}
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
    origin: str = "own"

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


def read_cases(
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    label_words: Mapping[str, str] | None = None,
    is_labelled: bool = True,
) -> CaseTable:
    """Return the labelled cases of a table or of all tables in a folder.

    Parameters
    ----------
    path : pathlib.Path
        ``.jsonl``, ``.csv``, ``.xlsx`` or ``.parquet``, or a folder of them.
    columns : mapping of str to str, optional
        Name in the contract to the name in the table, such as ``{"complaint": "narrative"}``.
    label_words : mapping of str to str, optional
        The table's word to the label it stands for, such as ``{"upheld": "substantiated"}``.
    is_labelled : bool, default=True
        Whether every row must have a label; without it the rows that have none are read, with an empty one.

    Raises
    ------
    InputError
        E320 if there is no such file, E321 for another format, E322 if a needed column is missing, E323 if no row can
        be used, E325 if a line of ``.jsonl`` is no object.
    """
    cases: list[LabelledCase] = []
    problems: list[Remark] = []
    words = {word.strip().casefold(): label for word, label in (label_words or {}).items()}
    for file in _files(path):
        origin = _origin(file.parent)
        for number, row in _rows(file, columns or {}, REQUIRED if is_labelled else REQUIRED[:1]):
            case, problem = _case(row, f"{file.name} row {number}", file.name, origin, words, is_labelled)
            if problem is not None:
                problems.append(problem)
            if case is not None:
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
        cure = f"use {', '.join(_SUFFIXES)}; the CFPB's packed table is read with --format cfpb"
        raise InputError("E321", f"'{path.suffix}' is no table", where=path.name, cure=cure)
    return [path]


def _origin(folder: Path) -> str:
    path = folder / _CORPUS
    if not path.is_file():
        return "own"
    said = tomllib.loads(path.read_text("utf-8")).get("origin")
    if said not in ORIGINS:
        what, cure = f"origin '{said}' is not known", f"use {', '.join(ORIGINS)}"
        raise InputError("E326", what, where=_CORPUS, cure=cure)
    return str(said)


def table_rows(file: Path) -> list[dict[str, Any]]:
    """Return the rows of a table as they stand.

    Raises
    ------
    InputError
        E325 if it cannot be read.
    """
    if file.suffix == ".jsonl":
        return [_record(line, number, file) for number, line in _lines(file)]
    rows: list[dict[str, Any]]
    try:
        if file.suffix == ".parquet":
            rows = pd.read_parquet(file).to_dict("records")
        elif file.suffix == ".xlsx":
            rows = pd.read_excel(file, dtype=str, keep_default_na=False).to_dict("records")
        else:
            rows = _csv_rows(file)
    except (ValueError, OSError, BadZipFile) as error:
        what = " ".join(str(error).split())
        raise InputError("E325", f"this is no table ({what})", where=file.name, cure="save the table anew") from None
    return rows


def _rows(file: Path, columns: Mapping[str, str], required: tuple[str, ...]) -> Iterator[tuple[int, dict[str, Any]]]:
    rows = table_rows(file)
    if not rows:
        return
    names = {name: columns.get(name, name) for name in COLUMNS}
    missing = [names[name] for name in required if names[name] not in rows[0]]
    if missing:
        cure = "name it with --columns complaint=NAME"
        if "Consumer complaint narrative" in rows[0]:
            cure = "the CFPB's table is read with --format cfpb"
        raise InputError("E322", f"column '{missing[0]}' is missing", where=file.name, cure=cure)
    for number, row in enumerate(rows, start=1):
        yield number, {name: _cell(row.get(column)) for name, column in names.items()}


def _csv_rows(file: Path) -> list[dict[str, Any]]:
    text = decode(file.read_bytes(), where=file.name)
    head = text.partition("\n")[0]
    mark = max((",", ";", "\t", "|"), key=head.count)
    # ParserError and EmptyDataError are kinds of ValueError: the caller names the file.
    rows: list[dict[str, Any]] = pd.read_csv(io.StringIO(text), sep=mark, dtype=str, keep_default_na=False).to_dict(
        "records"
    )
    return rows


def _cell(value: Any) -> Any:
    # An empty cell of a Parquet file comes as None or nan.
    if value is None or (isinstance(value, float) and value != value):
        return None
    return _SHIELD.sub("", value) if isinstance(value, str) else value


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(decode(file.read_bytes(), where=file.name).split("\n"), start=1):
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


def _case(
    row: Mapping[str, Any], where: str, file: str, origin: str, words: Mapping[str, str], is_labelled: bool
) -> tuple[LabelledCase | None, Remark | None]:
    text = str(row["complaint"] or "")
    said = str(row["label"] or "").strip()
    label = words.get(said.casefold(), said.lower())
    language = str(row["language"] or "").strip().lower() or language_of(text)
    sector = str(row["sector"] or "").strip().lower() or "other"
    problem = _problem(text, label, language, sector, is_labelled=is_labelled)
    cues, bad_cues = ((), None) if problem else _cues(row["cues"], text)
    if problem or bad_cues:
        return None, Remark("row", where=where, problem=problem or bad_cues)
    group = str(row["group"] or "").strip()
    case_id = str(row["case_id"] or "").strip() or where
    pair = str(row["pair"] or "")
    source = str(row["source"] or "").strip() or file
    origin = "invented" if source == TEACHING else origin
    return LabelledCase(case_id, text, label, language, sector, group, cues, pair, source, origin), None


def _problem(text: str, label: str, language: str, sector: str, *, is_labelled: bool) -> Remark | None:
    if not text.strip():
        return Remark("empty")
    if label not in LABELS and (label or is_labelled):
        return Remark("bad_label", label=label, labels=", ".join(LABELS))
    if language not in LANGUAGES:
        return Remark("bad_language", language=language, languages=", ".join(LANGUAGES))
    return None if sector in SECTORS else Remark("bad_sector", sector=sector)


def _cues(cell: Any, text: str) -> tuple[tuple[tuple[int, int, str, str], ...], Remark | None]:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return (), None
    try:
        marked = json.loads(cell) if isinstance(cell, str) else list(cell)
        triples = [(str(quote), str(side), str(ground)) for quote, side, ground in marked]
    except (ValueError, TypeError):
        return (), Remark("bad_cues")
    cues = []
    for quote, side, ground in triples:
        start = text.find(quote)
        if start < 0:
            return (), Remark("cue_elsewhere", quote=quote[:40])
        if side not in SIDES:
            return (), Remark("bad_side", side=side, sides=", ".join(SIDES))
        cues.append((start, start + len(quote), side, ground))
    return tuple(cues), None


def language_of(text: str) -> str:
    """Return the language a complaint is written in, by its letters."""
    cyrillic = sum("а" <= letter <= "я" for letter in text.lower())
    latin = sum("a" <= letter <= "z" for letter in text.lower())
    return "ru" if cyrillic and cyrillic >= latin / 2 else "en"


def _remarks(problems: list[Remark]) -> tuple[Remark, ...]:
    if not problems:
        return ()
    rows, n_more = tuple(problems[:_NAMED_ROWS]), len(problems) - _NAMED_ROWS
    if n_more > 0:
        return (Remark("rows_left_out_more", n=len(problems), rows=rows, more=n_more),)
    return (Remark("rows_left_out", n=len(problems), rows=rows),)
