"""Champion against challenger on the frozen hold-out; the old model stays and can be put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewer.classifier.artifact import read_manifest
from reviewer.classifier.cases import LabelledCase
from reviewer.classifier.evaluate import estimate_cases
from reviewer.classifier.groups import holdout, link_groups
from reviewer.classifier.metrics import auc
from reviewer.classifier.seen import read_seen, unlearnt
from reviewer.classifier.shelf import champion, in_use, models_root, put_in_use
from reviewer.classifier.sources import Reading, read_labelled
from reviewer.classifier.train import PROXY_REMARK, Progress
from reviewer.errors import ModelError

Array = npt.NDArray[Any]
_N_RESAMPLES = 1000
# Project judgement: a challenger has to be better in at least this share of the resamples.
LEAST_CONFIDENCE = 0.8
# Project judgement: with fewer decided cases a comparison says nothing.
LEAST_CASES = 30


@dataclass(frozen=True, slots=True)
class Promotion:
    """What was decided for one language, and on what figures.

    Parameters
    ----------
    language : {"ru", "en"}
    promoted : bool
    champion : str or None
        Name of the model in use before.
    challenger : str
    figures : dict
        ``auc gain`` and ``brier gain`` (positive: the challenger is better), each with its 95 % interval.
    reason : str
        Why, in one clause.
    ground : {"first", "already", "proxy", "better", "told", "not_better"}
        The same in one word: no model was in use, it is already in use, it learnt a proxy, …
    confidence : float, optional
        Share of the paired resamples in which it is better, where it was compared.
    n_cases : int
        Decided cases compared on.
    """

    language: str
    promoted: bool
    champion: str | None
    challenger: str
    figures: dict[str, tuple[float, float, float]]
    reason: str
    ground: str = "better"
    confidence: float | None = None
    n_cases: int = 0

    def as_text(self) -> str:
        """Return one line for a terminal."""
        shown = ", ".join(
            f"{name} {v:+.3f} ({low:+.3f} to {high:+.3f})" for name, (v, low, high) in self.figures.items()
        )
        verdict = "promoted" if self.promoted else "not promoted"
        return f"{self.language}: {verdict} ({self.reason})" + (f"; {shown}" if shown else "")


def promote(
    model_dir: Path,
    *,
    cases_path: Path | None = None,
    reading: Reading | None = None,
    models_root_dir: Path | None = None,
    reason: str = "",
    random_state: int = 0,
    progress: Progress | None = None,
) -> tuple[Promotion, ...]:
    """Make a model the one in use where it is better; with a ``reason`` also where it is not.

    A model that learnt a proxy in the place of verdicts is put in use with a reason only.

    Parameters
    ----------
    model_dir : pathlib.Path
        The challenger; it must lie beside the other models.
    cases_path : pathlib.Path, optional
        Labelled cases; their frozen hold-out is what both are measured on. The product's own corpora if not given.
    reading : Reading, optional
        Format, columns and words of the labelled cases.
    models_root_dir : pathlib.Path, optional
        Folder of the models; the product's if not given.
    reason : str
        Why the challenger is to be used although it is not better.
    random_state : int

    Raises
    ------
    ModelError
        E500 to E505 for the models, E508 if the challenger lies elsewhere, E509 if there is nothing to compare on.
    """
    root = models_root_dir or models_root()
    if model_dir.resolve().parent != root.resolve():
        raise ModelError("E508", "the model lies elsewhere", where=model_dir.name, cure=f"move it into '{root.name}'")
    decisions = []
    path = cases_path or root.parent / "data" / "complaints"
    for language in sorted(read_manifest(model_dir).languages):
        decision = _decide(root, model_dir, language, path, reading, reason, random_state, progress)
        if decision.promoted:
            names = [name for name in in_use(root).get(language, []) if name != model_dir.name]
            put_in_use(root, language, [*names, model_dir.name])
        decisions.append(decision)
    return tuple(decisions)


def rollback(*, language: str, models_root_dir: Path | None = None) -> str:
    """Put the model before the present one back in use; return its name.

    Raises
    ------
    ModelError
        E510 if there is no model before it.
    """
    root = models_root_dir or models_root()
    names = in_use(root).get(language, [])
    if len(names) < 2:
        raise ModelError("E510", f"no earlier model for '{language}'", cure="promote another model instead")
    put_in_use(root, language, names[:-1])
    return names[-2]


def _decide(
    root: Path,
    model_dir: Path,
    language: str,
    path: Path,
    reading: Reading | None,
    reason: str,
    random_state: int,
    progress: Progress | None,
) -> Promotion:
    present = champion(root, language)
    is_proxy = read_manifest(model_dir).proxy_label
    if present is not None and present.name == model_dir.name:
        return Promotion(language, False, present.name, model_dir.name, {}, "it is already in use", "already")
    if is_proxy and not reason:
        name = present.name if present else None
        return Promotion(
            language, False, name, model_dir.name, {}, f"{PROXY_REMARK}; say why it is to be used", "proxy"
        )
    if present is None:
        return Promotion(language, True, None, model_dir.name, {}, reason or "no model was in use", "first")
    cases = _held_out(path, reading, language, (present, model_dir))
    truth = np.array([case.target for case in cases])
    old = estimate_cases(present, cases, language, trial=True, progress=progress)
    new = estimate_cases(model_dir, cases, language, trial=True, progress=progress)
    figures, confidence = compare(truth, old, new, link_groups(cases), random_state=random_state)
    better = confidence >= LEAST_CONFIDENCE
    why = f"better in {confidence:.0%} of the resamples of {len(cases)} cases"
    if better:
        ground, told = "better", f"{reason}; {why}" if reason else why
    elif reason:
        ground, told = "told", f"{reason}; {why}"
    else:
        ground, told = "not_better", f"{why}, {LEAST_CONFIDENCE:.0%} are needed"
    is_put = ground != "not_better"
    return Promotion(
        language, is_put, present.name, model_dir.name, figures, told, ground, confidence, n_cases=len(cases)
    )


def compare(
    truth: Array, old: Array, new: Array, groups: Array, *, random_state: int = 0
) -> tuple[dict[str, tuple[float, float, float]], float]:
    """Return the gains of ``new`` over ``old`` with intervals, and the share of paired resamples in which it is better.

    Better means: the mean of both gains, AUC and Brier score, is above zero. Whole groups are drawn.
    """
    _, numbers = np.unique(groups, return_inverse=True)
    members = [np.flatnonzero(numbers == number) for number in range(numbers.max() + 1)]
    rng = np.random.default_rng(random_state)
    gains = []
    for _ in range(_N_RESAMPLES):
        drawn = np.concatenate([members[i] for i in rng.integers(0, len(members), len(members))])
        if 0 < truth[drawn].sum() < len(drawn):
            gains.append(_gain(truth[drawn], old[drawn], new[drawn]))
    if not gains:
        return {}, 0.0
    table = np.array(gains)
    low, high = np.percentile(table, [2.5, 97.5], axis=0)
    point = _gain(truth, old, new)
    names = ("auc gain", "brier gain")
    figures = {name: (point[i], float(low[i]), float(high[i])) for i, name in enumerate(names)}
    return figures, float(np.mean(table.mean(axis=1) > 0))


def _gain(truth: Array, old: Array, new: Array) -> tuple[float, float]:
    gain = auc(truth, new) - auc(truth, old)
    return gain, float(np.mean((old - truth) ** 2) - np.mean((new - truth) ** 2))


def _held_out(path: Path, reading: Reading | None, language: str, models: Sequence[Path]) -> list[LabelledCase]:
    """Return the decided cases of the frozen hold-out that neither measured twin has learnt."""
    if not path.exists():
        raise ModelError("E509", "nothing to compare on", where=language, cure="give the labelled cases")
    cases = read_labelled(path, reading).cases
    groups = link_groups(cases)
    kept = holdout(cases, groups)
    for folder in models:
        kept &= unlearnt(cases, groups, read_seen(folder))
    held = [
        case
        for case, inside in zip(cases, kept, strict=True)
        if inside and case.language == language and case.label != "unclear"
    ]
    if len(held) < LEAST_CASES:
        cure = f"label more: at least {LEAST_CASES} decided cases must fall into the hold-out"
        raise ModelError("E509", f"only {len(held)} decided cases in the hold-out", where=language, cure=cure)
    return held
