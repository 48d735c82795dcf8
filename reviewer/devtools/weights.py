"""Fit the weights of decision, elements and bare claims: ``python -m reviewer.devtools.weights``.

Logistic regression on annotated letters, and for single lines on sentences. What the reader says of letters it learned
from is too sure, but few letters would do worse (measured); figures come only from letters it was not learned from, out
of fold. Writes ``reviewer/evidence/weights.toml``. Needed after the reader, cues or annotated letters have changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import typer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold

from reviewer.case import read_case
from reviewer.devtools.reader import is_held_out, read_records, sentences_held_out
from reviewer.evidence.decision import decision_values
from reviewer.evidence.elements import WEIGHED, element_values
from reviewer.evidence.grounds import claim_values
from reviewer.exchange import Exchange
from reviewer.language.threads import one_thread
from reviewer.review import prepare

_Array = npt.NDArray[Any]
_TODAY = date(2026, 11, 22)
_KIND = "unsupported_claim"
# Project judgement: strong enough that no weight rests on three letters.
_RIDGE = {"decision": 2.0, "element": 1.0, "claim": 1.0}
_N_FOLDS = 10
_HEAD = """# Written by reviewer.devtools.weights. How much each number speaks for a decision, an element, a bare claim.
# Fitted on {n_letters} letters, of {n_kept} of which the second reader had learned nothing, and on {n_lines} lines.
"""


@dataclass(slots=True)
class _Table:
    """Rows of one judgement: what is weighed, what is right, what stays together, what the reader has not learned."""

    values: list[Mapping[str, float]] = field(default_factory=list)
    truth: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    held_out: list[bool] = field(default_factory=list)

    def add(self, values: Mapping[str, float], truth: str, group: str, *, held_out: bool) -> None:
        self.values.append(values)
        self.truth.append(truth)
        self.groups.append(group)
        self.held_out.append(held_out)


def main(
    data: Annotated[Path, typer.Option(help="Folder with annotated/ and sentences/.")] = Path("data"),
    out: Annotated[Path, typer.Option(help="File of weights.")] = Path("reviewer/evidence/weights.toml"),
) -> None:
    """Fit the weights, print figures out of fold."""
    tables: dict[tuple[str, str], _Table] = defaultdict(_Table)
    letters, lines = list(_letters(data)), list(sentences_held_out(data))
    with one_thread():
        for record, is_kept in letters:
            _add_letter(tables, record, held_out=is_kept)
        for text, language, kinds, block in lines:
            exchange = _exchange({"reply": text, "lang": language})
            for _, values in claim_values(_reply(exchange), None, exchange.said):
                tables[("claim", "line")].add(values, str(_KIND in kinds), block, held_out=True)
    written: dict[tuple[str, str], dict[str, float]] = {}
    for (group, name), table in sorted(tables.items()):
        weights, figures = _fit(table, _RIDGE[group])
        typer.echo(f"{group} {name}: {figures}")
        for label, own in weights.items():
            written[(group, label if group == "decision" else name)] = own
    n_kept = sum(is_kept for _, is_kept in letters)
    head = _HEAD.format(n_letters=len(letters), n_kept=n_kept, n_lines=len(lines))
    out.write_text(head + "".join(map(_as_toml, written, written.values())), "utf-8")


def _letters(data: Path) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield annotated letters, each with whether the reader has not learned from it."""
    for file in sorted((data / "annotated").glob("pairs-*.jsonl")):
        for _, record in read_records(file):
            yield record, is_held_out(file, record["id"])


def _add_letter(tables: dict[tuple[str, str], _Table], record: dict[str, Any], *, held_out: bool) -> None:
    exchange, letter, decision = _exchange(record), record["id"], record["decision"]
    reply = _reply(exchange)
    values = decision_values(reply, exchange.complaint, exchange.said)
    tables[("decision", "all")].add(values, decision, letter, held_out=held_out)
    for element in WEIGHED:
        if element == "alternative_offered" and decision == "satisfy":
            continue  # there is nothing to offer instead
        _, best, values = element_values(exchange, reply, element)
        if best is not None:
            is_there = str(element in record["present"])
            tables[("element", element)].add(values, is_there, letter, held_out=held_out)
    quotes = [one["quote"] for one in record["findings"] if one["kind"] == _KIND]
    places = [(start, start + len(quote)) for quote in quotes if (start := reply.text.find(quote)) >= 0]
    for said, values in claim_values(reply, decision, exchange.said):
        is_bare = any(start < said.end and said.start < end for start, end in places)
        tables[("claim", "letter")].add(values, str(is_bare), letter, held_out=held_out)


def _exchange(record: dict[str, Any]) -> Exchange:
    names = ("sector", "channel", "received_on", "reply_on", "complaint", "reply", "jurisdiction", "decision")
    case = read_case({name: record[name] for name in names if record.get(name)} | {"language": record["lang"]})
    return prepare(case, today=_TODAY)[0]


def _reply(exchange: Exchange) -> Any:
    assert exchange.reply is not None
    return exchange.reply


def _fit(table: _Table, ridge: float) -> tuple[dict[str, dict[str, float]], str]:
    """Return the weights of each class, of ``True`` alone where there are two, and figures on letters held out."""
    names = sorted({name for values in table.values for name in values})
    x = np.array([[values.get(name, 0.0) for name in names] for values in table.values])
    y, groups, held_out = np.array(table.truth), np.array(table.groups), np.array(table.held_out)
    model = LogisticRegression(C=ridge, max_iter=5000)
    rows = np.flatnonzero(held_out)
    chances = np.zeros((len(rows), len(set(y))))
    for _, test in GroupKFold(_N_FOLDS).split(rows, groups=groups[rows]):
        kept = np.ones(len(y), dtype=bool)
        kept[rows[test]] = False
        chances[test] = model.fit(x[kept], y[kept]).predict_proba(x[rows[test]])
    model.fit(x, y)
    labels = list(model.classes_)
    parts: Sequence[tuple[str, _Array, float]] = list(zip(labels, model.coef_, model.intercept_, strict=False))
    if len(labels) == 2:
        parts = [("True", model.coef_[0], model.intercept_[0])]
    weights = {
        label: {"intercept": float(begin)} | dict(zip(names, map(float, own), strict=True))
        for label, own, begin in parts
    }
    return weights, _figures(labels, chances, y[rows])


def _figures(labels: Sequence[str], chances: _Array, y: _Array) -> str:
    if len(labels) > 2:
        return f"right {np.mean(np.array(labels)[chances.argmax(axis=1)] == y):.2f} of {len(y)}"
    truth, said = y == "True", chances[:, labels.index("True")]
    parts = [f"{truth.sum()} of {len(y)}, average precision {average_precision_score(truth, said):.2f}"]
    for least in (0.3, 0.4, 0.5, 0.6):
        found = said >= least
        right = int((found & truth).sum())
        parts.append(f"from {least}: precision {right / max(1, found.sum()):.2f} recall {right / truth.sum():.2f}")
    return "; ".join(parts)


def _as_toml(place: tuple[str, str], weights: Mapping[str, float]) -> str:
    lines = [f"{name} = {value:.3f}" for name, value in weights.items()]
    return f"\n[{'.'.join(place)}]\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    typer.run(main)
