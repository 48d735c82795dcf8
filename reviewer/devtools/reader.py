"""Train the second reader from the corpora of sentences and letters: ``python -m reviewer.devtools.reader``.

Stands here because it asks the rules what they find, which the classifier does not know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.case import Case
from reviewer.classifier.reader import FOLDER
from reviewer.classifier.reader_features import SentenceReading, read_reply, read_text
from reviewer.classifier.reader_train import Example, train_reader
from reviewer.deadlines.check import check_deadlines
from reviewer.evidence.check import check_evidence
from reviewer.exchange import Exchange
from reviewer.findings import Hit, kinds
from reviewer.language import Document, analyse
from reviewer.rules.load import load_pack
from reviewer.rules.run import check_reply

_TODAY = date(2026, 11, 22)
# Lines of one block stay together in every split: near-pairs stand side by side.
_BLOCK = 20
# Capitals, exclamation marks and terms compared with the calendar are counted, not guessed.
_COUNTED = frozenset({"shouting", "deadline_over_limit", "past_date", "date_conflict", "detail_mismatch"})


def main(
    data: Annotated[Path, typer.Option(help="Folder with sentences/ and annotated/.")] = Path("data"),
    out: Annotated[Path, typer.Option(help="Folder of models.")] = Path("models"),
) -> None:
    """Train the second reader."""
    examples = [*_from_sentences(data / "sentences"), *_from_letters(data / "annotated")]
    names = [name for name, kind in kinds().items() if kind.has_span and name not in _COUNTED]
    for one in train_reader(examples, names, out / FOLDER):
        typer.echo(f"{one.language} {one.kind}: rules {one.rules}, adds {one.added} of {one.n_examples}")


def _records(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            yield number, json.loads(line)


def _from_sentences(folder: Path) -> Iterator[Example]:
    for file in sorted(folder.glob("*.jsonl")):
        for number, record in _records(file):
            document = analyse(record["text"], record["lang"])
            yield Example(
                reading=read_text(record["text"], record["lang"]),
                kinds=frozenset(record["kinds"]),
                marks=_marks(_hits(document), document.language, 0, len(record["text"])),
                block=f"{file.stem} {(number - 1) // _BLOCK}",
                # Rules were written on the odd lines (see data/sentences/README.md).
                is_unseen=number % 2 == 0,
            )


def _from_letters(folder: Path) -> Iterator[Example]:
    for file in sorted(folder.glob("pairs-*.jsonl")):
        for _, record in _records(file):
            document = analyse(record["reply"], record["lang"])
            hits = _hits(document)
            for reading in read_reply(document):
                yield Example(
                    reading=reading,
                    kinds=_kinds_in(reading, record),
                    marks=_marks(hits, document.language, reading.start, reading.end),
                    block=record["id"],
                    is_unseen=True,
                    is_letter=True,
                )


def _kinds_in(reading: SentenceReading, record: dict[str, Any]) -> frozenset[str]:
    found = set()
    for one in record["findings"]:
        start = record["reply"].find(one["quote"]) if one["quote"] else -1
        if start >= 0 and start < reading.end and reading.start < start + len(one["quote"]):
            found.add(one["kind"])
    return frozenset(found)


def _hits(document: Document) -> list[Hit]:
    case = Case(reply=document.text, language=document.language)  # type: ignore[arg-type]
    jurisdiction = {"ru": "ru", "en": "uk"}[document.language]
    exchange = Exchange(case, document.language, jurisdiction, _TODAY, None, document)
    found = [*check_deadlines(exchange).hits, *check_evidence(exchange).hits]
    return [*check_reply(document, load_pack(document.language)), *found]


def _marks(hits: list[Hit], language: str, start: int, end: int) -> tuple[tuple[str, str], ...]:
    pack = load_pack(language)
    return tuple(
        (hit.code, pack[hit.code].kind)
        for hit in hits
        if hit.start is not None
        and hit.end is not None
        and hit.start < end
        and start < hit.end
        and hit.code in pack.rules
    )


if __name__ == "__main__":
    typer.run(main)
