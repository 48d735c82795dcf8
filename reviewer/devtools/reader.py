"""Train the second reader from the corpora of sentences and letters: ``python -m reviewer.devtools.reader``.

Stands here because it asks the rules what they find, which the classifier does not know. Takes half an hour and the
extra ``training``; ``--keep`` takes over the adapted encoder of the model in use and only measures and calibrates it
anew, which is what a change of rules needs.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.case import Case
from reviewer.classifier.artifact import load, read_manifest
from reviewer.classifier.reader import FOLDER
from reviewer.classifier.reader_model import SentenceReader, SentenceReading, read_reply
from reviewer.classifier.reader_train import Example, train_reader
from reviewer.deadlines.check import check_deadlines
from reviewer.evidence.check import check_evidence
from reviewer.exchange import ACTS, Exchange
from reviewer.findings import Hit, kinds
from reviewer.language import Document, analyse
from reviewer.rules.examples import split_marked
from reviewer.rules.load import load_pack
from reviewer.rules.run import check_reply
from reviewer.text import TextSpan

_TODAY = date(2026, 11, 22)
# Lines of one block stay together in every split: near-pairs stand side by side.
_BLOCK = 20
# One block in so many is not learned from: calibration and thresholds come from it.
_HELD_OUT = 8
KEPT_LETTERS = "-6"
"""Letters that are all kept for calibration (see data/annotated/README.md)."""
# Sentences that no writer of rules has read, odd lines among them (see data/sentences/README.md).
_UNREAD = "-4"
# The sentences of letters are few, and what is judged later stands in letters.
_LETTERS_COUNT = 2
# What ``data/elements`` calls an act.
_ELEMENTS = {
    "empathy": "empathy",
    "escalation_route": "route",
    "alternative_offered": "offer",
    "review_described": "review",
    "evidence_cited": "basis",
    "refuse": "refuse",
    "grant": "grant",
    "await": "await",
}
# Capitals, exclamation marks and terms compared with the calendar are counted, not guessed.
_COUNTED = frozenset({"shouting", "deadline_over_limit", "past_date", "date_conflict", "detail_mismatch"})
_LANGUAGES = ("ru", "en")
_LONGEST_EXAMPLE = 45


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A sentence out of a corpus, with the offsets of the words that carry a kind."""

    text: str
    language: str
    kinds: frozenset[str]
    spans: dict[str, list[tuple[int, int]]]
    block: str
    is_held_out: bool
    is_unseen: bool
    is_letter: bool = False
    acts: frozenset[str] | None = None


def is_held_out(file: Path, block: str) -> bool:
    """Return whether a block of lines of a file, or a letter by its id, is not learned from."""
    is_kept = file.name.startswith("pairs-") and file.stem.endswith(KEPT_LETTERS)
    return is_kept or int(hashlib.sha256(block.encode()).hexdigest(), 16) % _HELD_OUT == 0


def main(
    data: Annotated[Path, typer.Option(help="Folder with sentences/ and annotated/.")] = Path("data"),
    out: Annotated[Path, typer.Option(help="Folder of models.")] = Path("models"),
    keep: Annotated[bool, typer.Option("--keep", help="Keep the adapted encoder; calibrate it anew.")] = False,
) -> None:
    """Train the second reader."""
    labelled = [*_from_sentences(data / "sentences"), *_from_sentences(data / "annotated"), *_from_letters(data)]
    names = [name for name, kind in kinds().items() if kind.has_span and name not in _COUNTED]
    model = _in_use(out / FOLDER) if keep else _adapted(labelled, names, data / "elements")
    for one in train_reader(model, [_example(each) for each in labelled], out / FOLDER):
        typer.echo(f"{one.language} {one.kind}: rules {one.rules}, adds {one.added} of {one.n_examples}")


def sentences_held_out(data: Path) -> Iterator[tuple[str, str, frozenset[str], str]]:
    """Yield text, language, kinds and block of the sentences that neither the reader nor a writer of rules has seen."""
    for one in _from_sentences(data / "sentences"):
        if one.is_held_out and one.is_unseen:
            yield one.text, one.language, one.kinds, one.block


def _in_use(folder: Path) -> SentenceReader:
    found: SentenceReader = load(folder, next(iter(read_manifest(folder).languages)))
    fresh = SentenceReader(found.n_layers)
    fresh.set_learned(found.kind_names(), found.act_names(), found.adapter_, found.head_, found.marker_)
    return fresh


def _adapted(labelled: list[_Labelled], names: list[str], elements: Path) -> SentenceReader:
    # Imported here: only learning needs the extra ``training``.
    from reviewer.devtools.adapt import Lesson, Settings, adapt

    lessons = []
    for one in labelled:
        if not one.is_held_out:
            asked = frozenset(names if one.acts is None else [*names, *ACTS])
            lesson = Lesson(one.text, one.kinds | (one.acts or frozenset()), one.spans, asked)
            lessons += [lesson] * (_LETTERS_COUNT if one.is_letter else 1)
    for text, kind, spans in _from_rules(names):
        own = frozenset({kind}) if spans else frozenset()
        lessons.append(Lesson(text, own, {kind: spans} if spans else {}, frozenset({kind})))
    lessons += [Lesson(text, own, {}, asked) for text, own, asked in _from_elements(elements)]
    settings = Settings()
    learned = adapt(lessons, names, ACTS, settings, tell=typer.echo)
    model = SentenceReader(settings.n_layers)
    model.set_learned(names, ACTS, learned.adapter, learned.head, learned.marker)
    return model


def read_records(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number and content of the lines of a corpus."""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            yield number, json.loads(line)


def _from_sentences(folder: Path) -> Iterator[_Labelled]:
    for file in sorted(folder.glob("*.jsonl")):
        for number, record in read_records(file):
            if "text" not in record:
                break  # whole letters
            spans: dict[str, list[tuple[int, int]]] = {}
            for kind, words in record.get("quote") or ():
                start = record["text"].find(words)
                spans.setdefault(kind, []).append((start, start + len(words)))
            block = f"{file.stem} {(number - 1) // _BLOCK}"
            is_unread = number % 2 == 0 or file.stem.endswith(_UNREAD)
            yield _Labelled(
                text=record["text"],
                language=record["lang"],
                kinds=frozenset(record["kinds"]),
                spans=spans,
                block=block,
                is_held_out=is_held_out(file, block),
                # Rules were written on the odd lines (see data/sentences/README.md).
                is_unseen=is_unread and folder.name == "sentences",
            )


def _from_letters(data: Path) -> Iterator[_Labelled]:
    acts = {one["id"]: one["acts"] for file in _files(data, "acts") for _, one in read_records(file)}
    for file in _files(data, "pairs"):
        for _, record in read_records(file):
            for reading in read_reply(analyse(record["reply"], record["lang"])):
                spans = _spans_in(reading, record)
                yield _Labelled(
                    reading.text,
                    reading.language,
                    frozenset(spans),
                    spans,
                    record["id"],
                    is_held_out=is_held_out(file, record["id"]),
                    is_unseen=False,
                    is_letter=True,
                    acts=_acts_of(reading, record["reply"], acts[record["id"]]) if record["id"] in acts else None,
                )


def _files(data: Path, what: str) -> list[Path]:
    return sorted((data / "annotated").glob(f"{what}-*.jsonl"))


def _acts_of(reading: SentenceReading, reply: str, labelled: list[tuple[str, list[str]]]) -> frozenset[str]:
    """Return the acts of the labelled sentences that lie for the most part in this one, or this one in them."""
    found: set[str] = set()
    begin = 0
    for words, own in labelled:
        start = max(reply.find(words, begin), reply.find(words))
        shared = min(start + len(words), reading.end) - max(start, reading.start)
        if start >= 0 and 2 * shared > min(len(words), reading.end - reading.start):
            found.update(own)
        begin = max(begin, start)
    return frozenset(found & set(ACTS))


def _from_elements(folder: Path) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """Yield text, acts it does, acts that were asked about."""
    for file in sorted(folder.glob("*.toml")):
        for name, sides in tomllib.loads(file.read_text("utf-8")).items():
            asked = frozenset(_ELEMENTS.values() if name == "none" else [_ELEMENTS[name]])
            yield from ((text, asked, asked) for text in sides.get("yes", ()))
            yield from ((text, frozenset(), asked) for text in sides["no"])


def _spans_in(reading: SentenceReading, record: dict[str, Any]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for one in record["findings"]:
        start = record["reply"].find(one["quote"]) if one["quote"] else -1
        end = start + len(one["quote"] or "")
        if start >= 0 and start < reading.end and reading.start < end:
            place = max(start, reading.start) - reading.start, min(end, reading.end) - reading.start
            found.setdefault(one["kind"], []).append(place)
    return found


def _from_rules(names: list[str]) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """Yield the examples of the rules: text, kind, marked words; none where the rule must stay silent."""
    for language in _LANGUAGES:
        for loaded in load_pack(language).rules.values():
            rule = loaded.rule
            marked = [split_marked(one.text) for one in rule.flag]
            silent = [(one.text, ()) for one in rule.pass_]
            for text, spans in [*marked, *silent]:
                if loaded.kind in names and "\n" not in text and len(text.split()) <= _LONGEST_EXAMPLE:
                    yield text, loaded.kind, [*spans]


def _example(one: _Labelled) -> Example:
    document = analyse(one.text, one.language)
    whole = SentenceReading(0, len(one.text), one.text, one.language, (TextSpan(0, len(one.text)),))
    marks = _marks(_hits(document), one.language)
    return Example(
        whole,
        one.kinds,
        marks,
        is_held_out=one.is_held_out,
        is_unseen=one.is_unseen,
        letter=one.block if one.is_letter else None,
        acts=one.acts,
    )


def _hits(document: Document) -> list[Hit]:
    case = Case(reply=document.text, language=document.language)  # type: ignore[arg-type]
    jurisdiction = {"ru": "ru", "en": "uk"}[document.language]
    exchange = Exchange(case, document.language, jurisdiction, _TODAY, None, document)
    found = [*check_deadlines(exchange).hits, *check_evidence(exchange).hits]
    return [*check_reply(document, load_pack(document.language)), *found]


def _marks(hits: list[Hit], language: str) -> tuple[tuple[str, str], ...]:
    pack = load_pack(language)
    return tuple((hit.code, pack[hit.code].kind) for hit in hits if hit.start is not None and hit.code in pack.rules)


if __name__ == "__main__":
    typer.run(main)
