"""The product measured on annotated cases: ``python -m reviewer.quality FOLDER`` (``make quality``).

Reads ``pairs-*.jsonl``, ``sentences-*.jsonl`` and ``complaints-*.jsonl`` in the form of the annotated development set
and prints precision, recall and F1 per kind and aspect with intervals, verdict agreement, false alarms per good letter,
order of scores, present elements, decisions, and the classifier's figures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from reviewer.case import read_case
from reviewer.classifier.metrics import AnnotatedEstimate, agreement, probability_figures
from reviewer.findings import ASPECTS, Review, at_least, kinds
from reviewer.review import review

_UNSENT = date(2026, 11, 22)
_VERDICTS = ("send", "revise", "block")
_N_RESAMPLES = 1000
_TWIN = re.compile(r"(?:minimal pair|matched voice): ([\w-]+)")
SHARE_TO_MATCH = 0.5
"""Two spans are the same words where they share at least this part of the shorter one."""


@dataclass
class Tally:
    """Hits, false alarms and misses, one row a case, so that intervals can be drawn by resampling cases."""

    rows: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, hits: int, false_alarms: int, misses: int) -> None:
        """Add one case."""
        self.rows.append((hits, false_alarms, misses))

    def figures(self) -> tuple[float, float, float]:
        """Return precision, recall and F1; nan where there is nothing to count."""
        hits, false_alarms, misses = np.sum(self.rows, axis=0) if self.rows else (0, 0, 0)
        return _figures(hits, false_alarms, misses)

    def interval(self, *, random_state: int = 0) -> tuple[float, float]:
        """Return the 95 % bootstrap interval of F1 over cases."""
        if not self.rows:
            return float("nan"), float("nan")
        rows = np.array(self.rows)
        rng = np.random.default_rng(random_state)
        draws = rng.integers(0, len(rows), (_N_RESAMPLES, len(rows)))
        sums = rows[draws].sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            scores = 2 * sums[:, 0] / (2 * sums[:, 0] + sums[:, 1] + sums[:, 2])
        kept = scores[~np.isnan(scores)]
        if not len(kept):
            return float("nan"), float("nan")
        low, high = np.percentile(kept, [2.5, 97.5])
        return float(low), float(high)


def _figures(hits: int, false_alarms: int, misses: int) -> tuple[float, float, float]:
    precision = hits / (hits + false_alarms) if hits + false_alarms else float("nan")
    recall = hits / (hits + misses) if hits + misses else float("nan")
    total = 2 * hits + false_alarms + misses
    return precision, recall, 2 * hits / total if total else float("nan")


@dataclass
class Report:
    """All that was counted."""

    by_kind: dict[str, Tally] = field(default_factory=dict)
    by_group: dict[str, Tally] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def count(self, kind: str, group: str, row: tuple[int, int, int]) -> None:
        """Count one case for a kind and for the group it belongs to."""
        self.by_kind.setdefault(kind, Tally()).add(*row)
        self.by_group.setdefault(group, Tally()).add(*row)


def read_annotated(folder: Path, prefix: str) -> list[dict[str, Any]]:
    """Return the records of all files of one form."""
    files = sorted(folder.glob(f"{prefix}-*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]


def match(expected: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]]) -> tuple[int, list[Any], list[Any]]:
    """Pair annotated and found findings of one kind; return hits, missed and false ones."""
    missed, left = [], list(found)
    for one in expected:
        best = max(left, key=lambda other: _shared(one, other), default=None)
        if best is not None and _shared(one, best) >= SHARE_TO_MATCH:
            left.remove(best)
        else:
            missed.append(one)
    # A second finding on words already matched says the same thing twice; it is no false alarm.
    false_alarms = [one for one in left if not any(_shared(other, one) >= SHARE_TO_MATCH for other in expected)]
    return len(expected) - len(missed), missed, false_alarms


def _shared(one: dict[str, Any], other: dict[str, Any]) -> float:
    if one["start"] is None or other["start"] is None:
        return float(one["start"] is other["start"])
    common = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return float(max(0, common) / max(1, min(one["end"] - one["start"], other["end"] - other["start"])))


def _gold_findings(record: dict[str, Any]) -> list[dict[str, Any]]:
    gold = []
    for one in record["findings"]:
        start = record["reply"].find(one["quote"]) if one["quote"] else None
        end = None if start is None else start + len(one["quote"])
        gold.append({**one, "start": start, "end": end})
    return gold


def review_record(record: dict[str, Any], *, with_label: bool = False) -> Review:
    """Return the review of an annotated pair, with nothing given that the product has to find out itself."""
    fields = {
        name: record.get(name)
        for name in ("sector", "channel", "received_on", "reply_on", "complaint", "reply", "jurisdiction")
    }
    outcome = record["complaint_label"] if with_label and record["complaint_label"] != "unclear" else None
    case = read_case({**fields, "language": record["lang"], "investigation": outcome}, where=record["id"])
    received = date.fromisoformat(record["received_on"]) if record.get("received_on") else _UNSENT
    return review(case, today=received)


def measure_pairs(records: Iterable[dict[str, Any]], *, with_label: bool) -> Report:
    """Return the figures on whole letters."""
    report = Report()
    verdicts: list[tuple[str, str]] = []
    decisions: list[bool] = []
    alarms: list[int] = []
    scored: list[tuple[str, int]] = []
    elements = Tally()
    for record in records:
        result = review_record(record, with_label=with_label)
        found = [one.model_dump() for one in result.findings]
        gold = _gold_findings(record)
        for kind in kinds():
            hits, missed, false = match(
                [one for one in gold if one["kind"] == kind], [one for one in found if one["kind"] == kind]
            )
            report.count(kind, f"{record['lang']} {kinds()[kind].aspect}", (hits, len(false), len(missed)))
            report.errors += [f"{record['id']}\tMISS\t{kind}\t{one['quote'] or one.get('point')}" for one in missed]
            report.errors += [
                f"{record['id']}\tFALSE\t{kind}\t{one['code']}\t{one['quote']}\t{one['severity']}" for one in false
            ]
        present, expected = set(result.present), set(record["present"])
        elements.add(len(present & expected), len(present - expected), len(expected - present))
        report.errors += [
            f"{record['id']}\tPRESENT\t{'+' if one in present else '-'}{one}" for one in sorted(present ^ expected)
        ]
        verdicts.append((record["verdict"], result.verdict))
        decisions.append(result.decision == record["decision"])
        if result.decision != record["decision"]:
            report.errors.append(f"{record['id']}\tDECISION\t{record['decision']}\t{result.decision}")
        if result.verdict != record["verdict"]:
            report.errors.append(f"{record['id']}\tVERDICT\t{record['verdict']}\t{result.verdict}")
        if record["verdict"] == "send":
            alarms.append(sum(at_least(one.severity, "warning") for one in result.findings))
        scored.append((record["verdict"], result.scores.overall or 0))
    accuracy, kappa = agreement([a for a, _ in verdicts], [b for _, b in verdicts], labels=_VERDICTS)
    report.notes += [
        f"letters: {len(verdicts)}; verdict right {accuracy:.2f}, weighted kappa {kappa:.2f}",
        f"false alarms above note per good letter: {np.mean(alarms):.2f}" if alarms else "no good letter",
        f"decision right: {np.mean(decisions):.2f}",
        "present elements: precision {:.2f} recall {:.2f} F1 {:.2f}".format(*elements.figures()),
        f"scores in the order of the verdicts: {_ordered(scored):.2f} of all pairs of letters",
    ]
    return report


def _ordered(scored: Sequence[tuple[str, int]]) -> float:
    pairs = [(a, b) for va, a in scored for vb, b in scored if _VERDICTS.index(va) < _VERDICTS.index(vb)]
    return float(np.mean([1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs])) if pairs else float("nan")


def measure_sentences(records: Iterable[dict[str, Any]]) -> Report:
    """Return the figures on single sentences: is each span kind found, and no other."""
    report = Report()
    for record in records:
        result = review(
            read_case({"reply": record["text"], "language": record["lang"]}, where=record["id"]), today=_UNSENT
        )
        found = {one.kind: one for one in result.findings if one.start is not None}
        expected = set(record["kinds"])
        for kind, row in kinds().items():
            if row.has_span:
                state = (
                    int(kind in found and kind in expected),
                    int(kind in found and kind not in expected),
                    int(kind in expected and kind not in found),
                )
                report.count(kind, f"{record['lang']} {row.aspect}", state)
        report.errors += [f"{record['id']}\tMISS\t{kind}\t{record['text']}" for kind in sorted(expected - set(found))]
        report.errors += [
            f"{record['id']}\tFALSE\t{kind}\t{found[kind].code}\t{record['text']}"
            for kind in sorted(set(found) - expected)
        ]
    return report


def measure_complaints(records: Iterable[dict[str, Any]]) -> list[str]:
    """Return the figures of the estimate, one line a language."""
    by_language: dict[str, list[AnnotatedEstimate]] = {}
    for record in records:
        case = read_case(
            {"complaint": record["text"], "sector": record["sector"], "language": record["lang"]}, where=record["id"]
        )
        estimated = review(case, today=_UNSENT).substantiation
        assert estimated is not None
        twin = _TWIN.search(record["why"])
        pair = frozenset({record["id"], twin[1]}) if twin else None
        row = AnnotatedEstimate(record["label"], estimated.probability, estimated.label, pair)
        by_language.setdefault(record["lang"], []).append(row)
    return [f"{language}: {probability_figures(rows)}" for language, rows in sorted(by_language.items())]


def _table(title: str, tallies: dict[str, Tally], order: Callable[[str], Any]) -> Table:
    table = Table(title=title, title_justify="left")
    for head in ("", "expected", "found", "precision", "recall", "F1", "95 %"):
        table.add_column(head, justify="left" if not head else "right")
    for name in sorted(tallies, key=order):
        hits, false, missed = np.sum(tallies[name].rows, axis=0)
        if hits + false + missed:
            precision, recall, f1 = tallies[name].figures()
            low, high = tallies[name].interval()
            table.add_row(
                name,
                str(hits + missed),
                str(hits + false),
                f"{precision:.2f}",
                f"{recall:.2f}",
                f"{f1:.2f}",
                f"{low:.2f}-{high:.2f}",
            )
    return table


def _kind_order(kind: str) -> tuple[int, str]:
    return ASPECTS.index(kinds()[kind].aspect), kind


def main(
    folder: Annotated[Path, typer.Argument(help="Folder with annotated cases.")],
    errors: Annotated[Path | None, typer.Option(help="Write every miss and false alarm here.")] = None,
    with_label: Annotated[
        bool, typer.Option(help="Hand over the annotated label as the investigation's outcome.")
    ] = False,
    only: Annotated[str, typer.Option(help="pairs, sentences or complaints.")] = "",
) -> None:
    """Measure the product on annotated cases."""
    console = Console(width=120)
    lines: list[str] = []
    if only in {"", "sentences"}:
        report = measure_sentences(read_annotated(folder, "sentences"))
        console.print(_table("Sentences, by language and aspect", report.by_group, str))
        console.print(_table("Sentences, by kind", report.by_kind, _kind_order))
        lines += report.errors
    if only in {"", "pairs"}:
        report = measure_pairs(read_annotated(folder, "pairs"), with_label=with_label)
        console.print(_table("Letters, by language and aspect", report.by_group, str))
        console.print(_table("Letters, by kind", report.by_kind, _kind_order))
        for note in report.notes:
            console.print(note, highlight=False)
        lines += report.errors
    if only in {"", "complaints"}:
        for note in measure_complaints(read_annotated(folder, "complaints")):
            console.print(note, highlight=False)
    if errors:
        errors.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    typer.run(main)
