"""A model measured on labelled complaints it has not learnt: per language and sector, beside the baselines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewer.classifier.artifact import Manifest, load_estimator, read_manifest
from reviewer.classifier.band import Band
from reviewer.classifier.baselines import majority, surface_aucs
from reviewer.classifier.cases import LabelledCase
from reviewer.classifier.groups import holdout, link_groups
from reviewer.classifier.metrics import AnnotatedEstimate, binary_figures, n_pairs, pairs_in_order
from reviewer.classifier.plots import plot_reliability, plot_sectors, plot_slices, reliability_table
from reviewer.classifier.seen import read_seen, text_key, unlearnt
from reviewer.classifier.sources import Reading, read_labelled
from reviewer.classifier.train import PROXY_REMARK, Progress, data_hash, read_all
from reviewer.errors import InputError
from reviewer.language.threads import one_thread

Array = npt.NDArray[Any]


_HEADS = {
    "auc": "ROC AUC",
    "average_precision": "avg precision",
    "brier": "Brier",
    "decided": "decided",
    "right": "right of them",
}
_WIDTHS = (20, 6, *(18 for _ in _HEADS), 14)


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """Figures with intervals, and where the plots were written.

    Parameters
    ----------
    slices : tuple of dict
        ``slice``, ``n_cases``, ``figures`` (name to value, low, high), ``said`` (mean probability) and ``found``
        (share substantiated); the slices are languages and their sectors.
    baselines : dict
        Per language ``majority right``, ``majority brier`` and the AUC of each surface cue.
    pairs : dict
        Per language the share of twins in the right order (nan without twins), and how many pairs there are.
    reliability : dict
        Per language ``(mean probability, share substantiated, n)`` by bins.
    bands : dict
        Per language the two probabilities between which the model says *unclear*.
    plots : tuple of pathlib.Path
    remarks : tuple of str
    """

    slices: tuple[dict[str, Any], ...] = ()
    baselines: dict[str, dict[str, float]] = field(default_factory=dict)
    pairs: dict[str, tuple[float, int]] = field(default_factory=dict)
    reliability: dict[str, list[tuple[float, float, int]]] = field(default_factory=dict)
    bands: dict[str, Band] = field(default_factory=dict)
    plots: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()

    def as_text(self) -> str:
        """Return the report as lines for a terminal, tables with aligned columns."""
        lines = [*self.remarks, ""] if self.remarks else []
        lines.append(_line(("", "cases", *_HEADS.values(), "said / found")))
        for row in self.slices:
            cells = [_with_interval(row["figures"][name]) for name in _HEADS]
            lines.append(_line((row["slice"], row["n_cases"], *cells, f"{row['said']:.2f} / {row['found']:.2f}")))
        lines.append("(95 % intervals; said / found: mean probability and share substantiated)")
        for language, table in self.reliability.items():
            band = self.bands[language]
            lines += ["", f"{language}: unclear between {band.low:.2f} and {band.high:.2f}"]
            share, n_pairs = self.pairs[language]
            if n_pairs:
                lines.append(f"{language}: minimal pairs in the right order {share:.2f} of {n_pairs}")
            lines.append(f"{language}: is it what it says? probability said, share found, cases")
            lines += [f"  {said:.2f}  {found:.2f}  {count}" for said, found, count in table]
            lines.append(f"{language}: to beat (majority; AUC of surface cues alone, 0.50 is chance)")
            lines += [f"  {name:<20}{value:.2f}" for name, value in self.baselines[language].items()]
        if self.plots:
            lines += ["", *(f"plot: {path}" for path in self.plots)]
        return "\n".join(lines)


def _line(cells: Sequence[object]) -> str:
    first, *others = (str(cell).ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True))
    return "".join([first, *others]).rstrip()


def _with_interval(figure: tuple[float, float, float]) -> str:
    value, low, high = figure
    if np.isnan(value):
        return "-"
    return f"{value:.2f} ({low:.2f}-{high:.2f})" if not np.isnan(low) else f"{value:.2f}"


def evaluate(
    model_dir: Path,
    cases_path: Path,
    *,
    reading: Reading | None = None,
    plots_dir: Path | None = None,
    random_state: int = 0,
    progress: Progress | None = None,
) -> EvaluationReport:
    """Measure a model on a table of labelled complaints; plots go to ``plots_dir`` where it is given.

    Where cases of the table were in the model's training table, its measured twin is taken and only what that twin
    has not learnt is measured: the frozen hold-out and what has come since.

    Raises
    ------
    InputError
        E320 to E326 for the table, E327 if the model has learnt all of it.
    ModelError
        E500 to E505 for the model.
    """
    tell = progress or (lambda _what, _share: None)
    manifest = read_manifest(model_dir)
    table = read_labelled(cases_path, reading)
    cases, remarks = _measurable(table.cases, model_dir, manifest)
    by_twin = bool(remarks)
    if manifest.proxy_label:
        remarks.append(f"training: {PROXY_REMARK}")
    if any(case.origin == "proxy" for case in cases):
        remarks.append(f"this table: {PROXY_REMARK}")
    if n_invented := sum(case.origin == "invented" for case in cases):
        remarks.append(f"{n_invented} of the {len(cases)} complaints measured are invented")
    slices: list[dict[str, Any]] = []
    parts: dict[str, tuple[list[LabelledCase], Array]] = {}
    for language in sorted({case.language for case in cases} & set(manifest.languages)):
        own = [case for case in cases if case.language == language]
        said = estimate_cases(model_dir, own, language, trial=by_twin, progress=tell)
        parts[language] = own, said
        slices += _slices(own, said, manifest.of(language).band, language, random_state)
    plots = tuple(_plots(plots_dir, parts, slices)) if plots_dir else ()
    tell("done", 1.0)
    return EvaluationReport(
        tuple(slices),
        {language: _baselines(*part) for language, part in parts.items()},
        {language: _pairs(*part) for language, part in parts.items()},
        {language: reliability_table(*_known(*part)) for language, part in parts.items() if len(_known(*part)[0])},
        {language: manifest.of(language).band for language in parts},
        plots,
        (*table.remarks, *remarks, *_untested(cases, manifest)),
    )


def _measurable(
    cases: tuple[LabelledCase, ...], model_dir: Path, manifest: Manifest
) -> tuple[tuple[LabelledCase, ...], list[str]]:
    seen = read_seen(model_dir)
    n_seen = sum(text_key(case) in seen for case in cases)
    if n_seen:
        kept = unlearnt(cases, link_groups(cases), seen)
    elif data_hash(cases) == manifest.data_sha256:
        # A model made before it was written down what it has seen.
        n_seen, kept = len(cases), holdout(cases, link_groups(cases))
    else:
        return cases, []
    measured = tuple(case for case, is_kept in zip(cases, kept, strict=True) if is_kept)
    if not measured:
        cure = "give cases it has not seen"
        raise InputError("E327", "the model has learnt every case of the table", where=manifest.name, cure=cure)
    remark = (
        f"{n_seen} of the {len(cases)} cases were in the training table: measured on the {len(measured)} "
        "that the measured twin has not learnt, the frozen hold-out among them"
    )
    return measured, [remark]


def estimate_cases(
    model_dir: Path,
    cases: Sequence[LabelledCase],
    language: str,
    *,
    trial: bool = False,
    progress: Progress | None = None,
) -> Array:
    """Return the probability of ``substantiated`` for cases of one language, shape ``(n_cases,)``."""
    tell = progress or (lambda _what, _share: None)
    model = load_estimator(model_dir, language, trial=trial)
    with one_thread():
        readings = read_all(cases, with_clauses=model.needs_clauses, progress=tell)
        return np.asarray(model.probabilities(readings))


def _known(cases: Sequence[LabelledCase], said: Array) -> tuple[Array, Array]:
    truth = np.array([case.target for case in cases])
    known = ~np.isnan(truth)
    return truth[known], said[known]


def _slices(
    cases: Sequence[LabelledCase], said: Array, band: Band, language: str, random_state: int
) -> Iterator[dict[str, Any]]:
    groups = link_groups(cases)
    truth = np.array([case.target for case in cases])
    known = ~np.isnan(truth)
    sectors = np.array([case.sector for case in cases])
    names = sorted(set(sectors)) if len(set(sectors)) > 1 else []
    parts = [(language, known), *((f"{language} {one}", known & (sectors == one)) for one in names)]
    for name, inside in parts:
        if inside.any():
            figures = binary_figures(
                truth[inside], said[inside], band, groups=groups[inside], random_state=random_state
            )
            yield {
                "slice": name,
                "n_cases": int(inside.sum()),
                "figures": figures,
                "said": float(said[inside].mean()),
                "found": float(truth[inside].mean()),
            }


def _baselines(cases: Sequence[LabelledCase], said: Array) -> dict[str, float]:
    truth, _ = _known(cases, said)
    right, brier = majority(truth)
    texts = [case.complaint for case in cases if case.label != "unclear"]
    return {"majority right": right, "majority brier": brier, **surface_aucs(texts, truth)}


def _pairs(cases: Sequence[LabelledCase], said: Array) -> tuple[float, int]:
    rows = [
        AnnotatedEstimate(
            case.label, float(one), "", frozenset({case.group}) if case.group and case.pair == "minimal" else None
        )
        for case, one in zip(cases, said, strict=True)
    ]
    return pairs_in_order(rows), n_pairs(rows)


def _plots(
    folder: Path, parts: Mapping[str, tuple[list[LabelledCase], Array]], slices: Sequence[dict[str, Any]]
) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for language, part in parts.items():
        truth, said = _known(*part)
        if len(truth):
            title = f"Reliability, {language}, {len(truth)} cases"
            yield plot_reliability(truth, said, folder / f"reliability-{language}.svg", title=title)
    if slices:
        yield plot_slices(slices, folder / "slices.svg")
        yield plot_sectors(slices, folder / "said-and-found.svg")


def _untested(cases: Sequence[LabelledCase], manifest: Manifest) -> tuple[str, ...]:
    missing = sorted({case.language for case in cases} - set(manifest.languages))
    return tuple(f"{language}: the model has no part for it" for language in missing)
