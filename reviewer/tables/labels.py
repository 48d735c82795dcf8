"""Labels out of a store into a table that ``reviewer train`` takes as it is, and complaints that wait for a label."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from reviewer.classifier.cases import LabelledCase, language_of
from reviewer.classifier.sampling import Sampled
from reviewer.errors import InputError
from reviewer.store import Label, Store
from reviewer.tables.write import TABLE_KINDS, TableKind, open_writer

LABEL_COLUMNS: dict[str, type] = {
    "case_id": str,
    "complaint": str,
    "label": str,
    "language": str,
    "sector": str,
    "group": str,
    "why": str,
    "labelled_by": str,
    "labelled_at": str,
    "source": str,
}
SAMPLE_COLUMNS: dict[str, type] = {
    "case_id": str,
    "probability": float,
    "label": str,
    "why": str,
    "complaint": str,
    "language": str,
    "sector": str,
    "group": str,
    "source": str,
}


def label_rows(labels: Iterable[Label]) -> Iterator[dict[str, Any]]:
    """Yield labels as rows of a table."""
    for one in labels:
        yield {name: getattr(one, name) for name in LABEL_COLUMNS} | {
            "labelled_at": one.labelled_at.isoformat(timespec="seconds")
        }


def labels_as_csv(store: Store) -> bytes:
    """Return what counts of the labels in a store as CSV."""
    buffer = io.BytesIO()
    with open_table(buffer, "csv", LABEL_COLUMNS) as write:
        for row in label_rows(store.current_labels()):
            write(row)
    return buffer.getvalue()


def unlabelled_cases(store: Store) -> tuple[LabelledCase, ...]:
    """Return the complaints of kept reviews that nobody has labelled, each text once."""
    labelled = {label.complaint for label in store.current_labels()}
    found = {
        record.case.complaint: LabelledCase(
            record.review.case_id,
            record.case.complaint,
            "",
            language_of(record.case.complaint),
            record.case.sector,
            source=store.path.name,
        )
        for record in store.records()
        if record.case.complaint.strip() and record.case.complaint not in labelled
    }
    return tuple(found.values())


def write_sample(sampled: Iterable[Sampled], target: Path | None) -> None:
    """Write the complaints chosen with an empty column for the label; CSV to standard output without a target.

    Raises
    ------
    InputError
        E317 if the file cannot be written, E703 for a format that is none.
    """
    with open_table(target or sys.stdout.buffer, kind_of(target), SAMPLE_COLUMNS) as write:
        for one in sampled:
            write(sample_row(one))


def sample_row(sampled: Sampled) -> dict[str, Any]:
    """Return a complaint chosen as a row of a table, its label to be filled in."""
    row = {name: getattr(sampled.case, name, "") for name in SAMPLE_COLUMNS}
    return row | {"probability": round(sampled.probability, 3)}


def kind_of(target: Path | None) -> TableKind:
    """Return the kind of table a file name asks for; CSV without one.

    Raises
    ------
    InputError
        E703 for a name that ends otherwise.
    """
    wanted = target.suffix.lower().lstrip(".") if target else "csv"
    kind = next((one for one in TABLE_KINDS if one == wanted), None)
    if kind is None:
        cure = f"end the name with .{', .'.join(TABLE_KINDS)}"
        raise InputError("E703", f"'{wanted}' is no format of a table", where=str(target), cure=cure)
    return kind


@contextmanager
def open_table(target: Path | IO[bytes], kind: TableKind, columns: dict[str, type]) -> Iterator[Any]:
    """Open a table of rows for writing, JSON lines too; the context gives a function that takes a row.

    Raises
    ------
    InputError
        E317 if the file cannot be written.
    """
    if kind != "jsonl":
        with open_writer(target, kind, columns) as table:
            yield table.write
        return
    buffer = io.BytesIO()

    def write(row: Mapping[str, Any]) -> None:
        buffer.write(json.dumps(dict(row), ensure_ascii=False).encode() + b"\n")

    yield write
    if not isinstance(target, Path):
        target.write(buffer.getvalue())
        return
    try:
        target.write_bytes(buffer.getvalue())
    except OSError as error:
        cure = "choose another place with -o"
        raise InputError("E317", f"cannot write: {error.strerror}", where=str(target), cure=cure) from None
