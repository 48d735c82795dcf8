"""Fit the weights of open points: ``python -m reviewer.devtools.points`` writes ``reviewer/evidence/coverage.toml``.

Two logistic regressions on annotated letters and on invented exchanges: which sentence answers a point, and whether a
point is open. Letters are kept whole in every fold and each step learns from what the step before says out of fold, so
that the figures printed say what unseen letters may give. The second reader has learned from these letters, so what
it would say of an unseen one is imitated: acts read off sentence vectors by weights learned from the other letters.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import typer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from reviewer.devtools.reader import KEPT_LETTERS, read_records
from reviewer.evidence.answers import FEATURES, find_answers
from reviewer.evidence.decision import detect_decision
from reviewer.evidence.pairing import PAIR, WORDS, Pairs, pair_up
from reviewer.evidence.points import ComplaintPoint, find_points
from reviewer.exchange import ACTS, Said
from reviewer.language import Document, analyse
from reviewer.language.threads import one_thread
from reviewer.language.vectors import sentence_vectors

_Array = npt.NDArray[np.float64]
_Places = list[tuple[int, int]]

# Project judgement: set where, out of fold, seven of ten letters called open are so and most open ones are called.
_OPEN_FROM = {"claim": 0.35, "demand": 0.35, "question": 0.35}
_ALONE_FROM, _FIRM_FROM, _COVERED_BELOW = 0.3, 0.55, 0.12
_RIDGE_ACTS, _RIDGE_PAIR, _RIDGE_POINT = 3.0, 0.3, 0.1  # in scikit-learn's measure: small is strong
_N_FOLDS = 8
_MATCHED = 0.5  # two places are the same where they share more than this part of the shorter one
_KEPT = -1  # fold of letters that nothing is learned from
_SHOWN = (0.3, 0.35, 0.4, 0.45, 0.5)


@dataclass(slots=True, eq=False)
class _Letter:
    """A letter with what it teaches: of each point whether it is open, of each pair whether the line answers it."""

    fold: int
    is_annotated: bool
    has_open: bool
    complaint: Document
    reply: Document
    points: tuple[ComplaintPoint, ...]
    places: _Places
    acts: list[set[str]]
    is_open: list[bool]
    answered_by: list[_Places | None]
    said: tuple[Said, ...] = ()
    pairs: dict[bool, Pairs] = field(default_factory=dict)
    strength: dict[bool, _Array] = field(default_factory=dict)
    values: dict[bool, _Array] = field(default_factory=dict)
    chances: dict[bool, _Array] = field(default_factory=dict)


def main(
    data: Annotated[Path, typer.Option(help="Folder with annotated/ and points/.")] = Path("data"),
    out: Annotated[Path, typer.Option(help="File of weights.")] = Path("reviewer/evidence/coverage.toml"),
) -> None:
    """Fit the weights of open points, print the figures out of fold."""
    with one_thread():
        letters = [letter for letter in _letters(data) if letter.points]
        _imitate_reader(letters)
        for letter in letters:
            for is_heard, said in ((True, letter.said), (False, ())):
                letter.pairs[is_heard] = pair_up(letter.points, letter.complaint, letter.reply, said)
        heard, unheard = _fit_pairs(letters, True, PAIR), _fit_pairs(letters, False, WORDS)
        for letter in letters:
            _value(letter)
        weight = _fit_points(letters)
    for line in _figures(letters):
        typer.echo(line)
    learned = [one for one in letters if one.fold != _KEPT]
    out.write_text(_as_toml(learned, weight=weight, heard=heard, unheard=unheard), "utf-8")


def _letters(data: Path) -> Iterator[_Letter]:
    rng = np.random.default_rng(0)
    for file in sorted((data / "annotated").glob("pairs-*.jsonl")):
        acts = {one["id"]: one for _, one in read_records(file.with_name(file.name.replace("pairs", "acts")))}
        for _, record in read_records(file):
            fold = _KEPT if file.stem.endswith(KEPT_LETTERS) else int(rng.integers(_N_FOLDS))
            has_open = any(one["kind"] == "point_unaddressed" for one in record["findings"])
            yield _annotated(record, acts[record["id"]], fold, has_open=has_open)
    for file in sorted((data / "points").glob("*.toml")):
        for pair in tomllib.loads(file.read_text("utf-8"))["pair"]:
            yield _invented(pair, file.stem, int(rng.integers(_N_FOLDS)))


def _annotated(record: dict[str, Any], labelled: dict[str, Any], fold: int, *, has_open: bool) -> _Letter:
    complaint, reply = analyse(record["complaint"], record["lang"]), analyse(record["reply"], record["lang"])
    points = find_points(complaint)
    is_open, answered_by = [], []
    for point in points:
        own = [one for one in labelled["points"] if _same(point, _place(complaint, one["quote"]))]
        is_open.append(any(one["answer"] == "no" for one in own))
        by = [_place(reply, one["by"]) for one in own if one.get("by")]
        answered_by.append(None if not own else [] if is_open[-1] else by or None)
    places = [(one.start, one.end) for one in reply.sentences]
    spoken = [(_place(reply, words), set(acts)) for words, acts in labelled["acts"]]
    acts = [set[str]().union(*(own for there, own in spoken if _overlap(there, here))) for here in places]
    return _Letter(fold, True, has_open, complaint, reply, points, places, acts, is_open, answered_by)


def _invented(pair: dict[str, Any], language: str, fold: int) -> _Letter:
    complaint, reply = analyse(pair["complaint"], language), analyse(pair["reply"], language)
    points = find_points(complaint)
    words = [point.span.of(complaint.text) for point in points]
    is_open = [any(one in other or other in one for other in pair["open"]) for one in words]
    places = [(one.start, one.end) for one in reply.sentences]
    nothing: list[_Places | None] = [[] if one else None for one in is_open]
    return _Letter(fold, False, bool(pair["open"]), complaint, reply, points, places, [], is_open, nothing)


def _place(document: Document, words: str) -> tuple[int, int]:
    start = document.text.find(words)
    return start, start + len(words) if start >= 0 else start


def _same(point: ComplaintPoint, place: tuple[int, int]) -> bool:
    return _overlap((point.span.start, point.span.end), place)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > _MATCHED * min(one[1] - one[0], other[1] - other[0])


def _imitate_reader(letters: list[_Letter]) -> None:
    """Give each letter what a reader that learned from the others would say its sentences do."""
    vectors = [sentence_vectors([one.reply.text[a:b] for a, b in one.places]) for one in letters]
    for fold in sorted({one.fold for one in letters}):
        others = [row for row, one in enumerate(letters) if one.fold not in {fold, _KEPT} and one.acts]
        own = [row for row, one in enumerate(letters) if one.fold == fold]
        x = np.concatenate([vectors[row] for row in others])
        log_odds = {}
        for act in ACTS:
            y = [act in acts for row in others for acts in letters[row].acts]
            model = LogisticRegression(C=_RIDGE_ACTS, max_iter=500).fit(x, y)
            log_odds[act] = [model.decision_function(vectors[row]) for row in own]
        for number, row in enumerate(own):
            letters[row].said = tuple(
                Said(*place, {act: float(log_odds[act][number][at]) for act in ACTS})
                for at, place in enumerate(letters[row].places)
            )


def _fit_pairs(letters: list[_Letter], heard: bool, names: Sequence[str]) -> dict[str, float]:
    """Return the weights of an answering sentence; give each letter what the others teach of it."""
    columns = [PAIR.index(name) for name in names]
    weights: dict[str, float] = {}
    for fold in sorted({one.fold for one in letters}):
        x, y = [], []
        for one in letters:
            if one.fold in {fold, _KEPT}:
                continue
            for row, by in enumerate(one.answered_by):
                if by is not None:
                    x.append(one.pairs[heard].values[row][:, columns])
                    y += [any(_overlap(_span(line), place) for place in by) for line in one.pairs[heard].lines]
        weights = _fit(np.concatenate(x), np.array(y), names, _RIDGE_PAIR)
        for one in letters:
            if one.fold == fold:
                one.strength[heard] = _weighed(one.pairs[heard].values[..., columns], weights, names)
        if fold == _KEPT:
            final = weights
    return final


def _span(line: Any) -> tuple[int, int]:
    return line.sentence.start, line.sentence.end


def _value(letter: _Letter) -> None:
    decision = detect_decision(letter.reply, letter.complaint, letter.said)
    for heard in (True, False):
        answers = find_answers(
            letter.points,
            letter.complaint,
            letter.reply,
            letter.pairs[heard],
            letter.strength[heard],
            decision=decision,
        )
        letter.values[heard] = np.array([[one.values[name] for name in FEATURES] for one in answers])


def _fit_points(letters: list[_Letter]) -> dict[str, float]:
    """Return the weights of an open point; give each letter what the others teach of it."""
    for fold in sorted({one.fold for one in letters}):
        known = [one for one in letters if one.fold not in {fold, _KEPT}]
        x = np.concatenate([one.values[heard] for heard in (True, False) for one in known])
        y = np.array([is_open for _ in range(2) for one in known for is_open in one.is_open])
        weights = _fit(x, y, FEATURES, _RIDGE_POINT)
        for one in letters:
            if one.fold == fold:
                for heard, values in one.values.items():
                    one.chances[heard] = 1 / (1 + np.exp(-_weighed(values, weights, FEATURES)))
        if fold == _KEPT:
            final = weights
    return final


def _fit(x: _Array, y: npt.NDArray[Any], names: Sequence[str], ridge: float) -> dict[str, float]:
    """Return intercept and weights of a logistic regression with a ridge on standardised numbers."""
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    model = LogisticRegression(C=ridge, max_iter=2000).fit((x - mean) / scale, y)
    weights = model.coef_[0] / scale
    begin = float(model.intercept_[0] - weights @ mean)
    return {"intercept": begin} | dict(zip(names, map(float, weights), strict=True))


def _weighed(values: _Array, weights: Mapping[str, float], names: Sequence[str]) -> _Array:
    return np.asarray(values @ np.array([weights[name] for name in names]) + weights["intercept"])


def _figures(letters: list[_Letter]) -> Iterator[str]:
    """Yield precision and recall of "this letter leaves a point open", and how often the answering line is found."""
    for name, own in (
        ("out of fold", [one for one in letters if one.is_annotated and one.fold != _KEPT]),
        ("kept", [one for one in letters if one.fold == _KEPT]),
    ):
        for heard in (True, False):
            truth = [one.has_open for one in own]
            tops = [one.chances[heard].max() for one in own]
            reader = "with" if heard else "without"
            yield f"{name}, {reader} a reader: {len(own)} letters, {sum(truth)} with an open point"
            yield f"  average precision {average_precision_score(truth, tops):.2f}; right line {_shown(own, heard):.2f}"
            for least in _SHOWN:
                called = [bool(0 < (one.chances[heard] >= least).sum() < len(one.points)) for one in own]
                right = sum(a and b for a, b in zip(called, truth, strict=True))
                yield f"  from {least}: precision {right / max(1, sum(called)):.2f} recall {right / sum(truth):.2f}"


def _shown(letters: list[_Letter], heard: bool) -> float:
    found = []
    for one in letters:
        lines = one.pairs[heard].lines
        for row, by in enumerate(one.answered_by):
            if by and lines:
                best = lines[int(one.strength[heard][row].argmax())]
                found.append(any(_overlap(_span(best), place) for place in by))
    return float(np.mean(found))


def _as_toml(letters: list[_Letter], **tables: Mapping[str, float]) -> str:
    n_open = sum(sum(one.is_open) for one in letters)
    lines = [
        "# Written by reviewer.devtools.points. How much each number of answers.py speaks for an open point (weight),",
        "# and of pairing.py for a sentence as the answer to a point (heard: with a second reader, unheard: without).",
        f"# Fitted on {len(letters)} letters with {n_open} open points.",
        f"alone_from = {_ALONE_FROM}",
        f"firm_from = {_FIRM_FROM}",
        f"covered_below = {_COVERED_BELOW}",
        "",
        "[open_from]",
        *(f"{kind} = {value}" for kind, value in _OPEN_FROM.items()),
    ]
    for name, weights in tables.items():
        lines += ["", f"[{name}]", *(f"{number} = {value:.3f}" for number, value in weights.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    typer.run(main)
