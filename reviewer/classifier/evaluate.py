"""A model measured on labelled complaints: per language and sector, with intervals, beside the baselines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewer.classifier.artifact import Manifest, load, read_manifest
from reviewer.classifier.band import Band
from reviewer.classifier.baselines import majority, surface_aucs
from reviewer.classifier.cases import LabelledCase, read_cases
from reviewer.classifier.groups import holdout, link_groups
from reviewer.classifier.metrics import AnnotatedEstimate, binary_figures, pairs_in_order
from reviewer.classifier.plots import plot_reliability, plot_slices, reliability_table
from reviewer.classifier.train import Progress, data_hash, read_all
from reviewer.language.threads import one_thread

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """Figures with intervals, and where the plots were written.

    Parameters
    ----------
    slices : tuple of dict
        ``slice``, ``n_cases``, ``figures`` (name to value, low, high); the slices are languages and their sectors.
    baselines : dict
        Per language ``majority right``, ``majority brier`` and the AUC of each surface cue.
    pairs : dict
        Per language the share of twins in the right order; nan without twins.
    reliability : dict
        Per language ``(mean probability, share substantiated, n)`` by bins.
    plots : tuple of pathlib.Path
    remarks : tuple of str
    """

    slices: tuple[dict[str, Any], ...] = ()
    baselines: dict[str, dict[str, float]] = field(default_factory=dict)
    pairs: dict[str, float] = field(default_factory=dict)
    reliability: dict[str, list[tuple[float, float, int]]] = field(default_factory=dict)
    plots: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()

    def as_text(self) -> str:
        """Return the report as lines for a terminal."""
        lines = []
        for row in self.slices:
            shown = ", ".join(
                f"{name} {v:.3f} ({low:.3f}-{high:.3f})" for name, (v, low, high) in row["figures"].items()
            )
            lines.append(f"{row['slice']}: {row['n_cases']} decided cases; {shown}")
        for language, figures in self.baselines.items():
            lines.append(
                f"{language} baselines: " + ", ".join(f"{name} {value:.2f}" for name, value in figures.items())
            )
        for language, share in self.pairs.items():
            lines.append(f"{language}: twins in the right order {share:.2f}")
        for language, table in self.reliability.items():
            points = ", ".join(f"{said:.2f}→{found:.2f} ({count})" for said, found, count in table)
            lines.append(f"{language}: said→found {points}")
        return "\n".join([*lines, *self.remarks, *(f"plot: {path}" for path in self.plots)])


def evaluate(
    model_dir: Path,
    cases_path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    plots_dir: Path | None = None,
    random_state: int = 0,
    progress: Progress | None = None,
) -> EvaluationReport:
    """Measure a model on a table of labelled complaints; plots go to ``plots_dir`` where it is given.

    Where the table is the one the model was trained on, only the frozen hold-out is measured, with the twin of the
    model that has not seen it.

    Raises
    ------
    InputError
        E320 to E323 for the table.
    ModelError
        E500 to E505 for the model.
    """
    tell = progress or (lambda _what, _share: None)
    manifest = read_manifest(model_dir)
    table = read_cases(cases_path, columns=columns)
    cases = table.cases
    remarks = list(table.remarks)
    trial = data_hash(cases) == manifest.data_sha256
    if trial:
        cases = tuple(case for case, held in zip(cases, holdout(cases, link_groups(cases)), strict=True) if held)
        remarks.append(
            "this is the training table: measured on its frozen hold-out, which the measured twin has not seen"
        )
    if manifest.proxy_label:
        remarks.append("the labels the model learnt from are a proxy, no verdicts")
    slices: list[dict[str, Any]] = []
    parts: dict[str, tuple[list[LabelledCase], Array]] = {}
    for language in sorted({case.language for case in cases} & set(manifest.languages)):
        own = [case for case in cases if case.language == language]
        said = estimate_cases(model_dir, own, language, trial=trial, progress=tell)
        parts[language] = own, said
        slices += _slices(own, said, manifest.languages[language].band, language, random_state)
    plots = tuple(_plots(plots_dir, parts, slices)) if plots_dir else ()
    tell("done", 1.0)
    return EvaluationReport(
        tuple(slices),
        {language: _baselines(*part) for language, part in parts.items()},
        {language: _pairs(*part) for language, part in parts.items()},
        {language: reliability_table(*_known(*part)) for language, part in parts.items() if len(_known(*part)[0])},
        plots,
        (*remarks, *_untested(cases, manifest)),
    )


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
    model = load(model_dir, language, trial=trial)
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
    for name, inside in [
        (language, known),
        *((f"{language} {one}", known & (sectors == one)) for one in sorted(set(sectors))),
    ]:
        if inside.any():
            figures = binary_figures(
                truth[inside], said[inside], band, groups=groups[inside], random_state=random_state
            )
            yield {"slice": name, "n_cases": int(inside.sum()), "figures": figures}


def _baselines(cases: Sequence[LabelledCase], said: Array) -> dict[str, float]:
    truth, _ = _known(cases, said)
    right, brier = majority(truth)
    texts = [case.complaint for case in cases if case.label != "unclear"]
    return {"majority right": right, "majority brier": brier, **surface_aucs(texts, truth)}


def _pairs(cases: Sequence[LabelledCase], said: Array) -> float:
    rows = [
        AnnotatedEstimate(
            case.label, float(one), "", frozenset({case.group}) if case.group and case.pair == "minimal" else None
        )
        for case, one in zip(cases, said, strict=True)
    ]
    return pairs_in_order(rows)


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


def _untested(cases: Sequence[LabelledCase], manifest: Manifest) -> tuple[str, ...]:
    missing = sorted({case.language for case in cases} - set(manifest.languages))
    return tuple(f"{language}: the model has no part for it" for language in missing)
