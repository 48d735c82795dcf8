"""From a table of labelled complaints to a model in a folder."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reviewer.classifier import artifact
from reviewer.classifier.band import choose_band
from reviewer.classifier.builders import build
from reviewer.classifier.card import render_card
from reviewer.classifier.cases import LabelledCase
from reviewer.classifier.checks import check_labels, leaks, suspected_errors
from reviewer.classifier.groups import group_folds, holdout, link_groups
from reviewer.classifier.metrics import Figure, binary_figures
from reviewer.classifier.reading import ComplaintReading, bare_reading, read_text
from reviewer.classifier.remarks import Remark
from reviewer.classifier.seen import write_seen
from reviewer.classifier.sources import Reading, read_labelled
from reviewer.errors import InputError
from reviewer.language.threads import one_thread

Array = npt.NDArray[Any]
Progress = Callable[[str, float], None]
"""Called with what is being done and the share done, 0 to 1."""

PROXY_REMARK = "the labels are a proxy: what the companies chose to do, no verdict on the complaints"
LARGE_TABLE = 12_000
"""Cases from which the fast builder is chosen: reading the clauses of a text costs some 20 ms."""
LEAST_CASES = 40
LEAST_CUES = 200
_NAMED_SOURCES = 30


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What a training run found in the table, made of it and wrote.

    Parameters
    ----------
    model_dir : pathlib.Path
        Folder with model files, ``manifest.json`` and ``card.md``.
    n_cases : dict of str to int
        Cases used, per language.
    remarks : tuple of str
        What a person should look at: rows left out, duplicates, conflicting labels, leaks, balance.
    figures : dict
        Per language, figure names to ``(value, low, high)`` out of group cross-validation.
    suspected : dict
        Per language, ``(case_id, label, probability)`` of suspected label errors, worst first.
    is_proxy : bool
        Whether the labels are outcomes that stand for verdicts.
    """

    model_dir: Path
    n_cases: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    figures: dict[str, dict[str, Figure]] = field(default_factory=dict)
    suspected: dict[str, tuple[tuple[str, str, float], ...]] = field(default_factory=dict)
    is_proxy: bool = False

    def as_text(self) -> str:
        """Return the report as lines for a terminal."""
        lines = [f"model: {self.model_dir.name}"]
        if self.is_proxy:
            lines.append(PROXY_REMARK)
        for language, figures in sorted(self.figures.items()):
            shown = ", ".join(
                f"{name} {value:.3f} ({low:.3f}-{high:.3f})" for name, (value, low, high) in figures.items()
            )
            lines.append(f"{language}: {self.n_cases[language]} cases; on cases not seen: {shown}")
            worst = "; ".join(f"{case_id} ({label}, {p:.2f})" for case_id, label, p in self.suspected[language][:10])
            if worst:
                lines.append(f"{language}: labels to look at again, {len(self.suspected[language])} in all: {worst}")
        return "\n".join([*lines, *self.remarks])


@dataclass(frozen=True, slots=True)
class _Trained:
    row: artifact.ModelFile
    suspected: tuple[tuple[str, str, float], ...]
    remarks: tuple[str, ...]
    learnt: tuple[tuple[LabelledCase, bool], ...]


def train(
    cases_path: Path,
    out_dir: Path,
    *,
    reading: Reading | None = None,
    builder: str = "auto",
    random_state: int = 0,
    progress: Progress | None = None,
) -> TrainingReport:
    """Train a model on a table (or a folder of tables) of labelled complaints and write it to ``out_dir``.

    Parameters
    ----------
    cases_path : pathlib.Path
        See ``reviewer.classifier.sources.read_labelled``.
    out_dir : pathlib.Path
        Folder of the model; its name becomes the model's.
    reading : Reading, optional
        Format, columns and words of the table; by its own names if not given.
    builder : str, default="auto"
        A module of ``reviewer.classifier.builders``; chosen by the table if ``auto``.
    random_state : int, default=0
    progress : callable, optional

    Raises
    ------
    InputError
        E320 to E326 for the table, E324 if there are too few cases or only one label in every language.

    Notes
    -----
    Of the CFPB's table whole companies are held out, and the fast builder is the usual one: 100,000 rows take about
    two minutes and one gigabyte on one core.
    """
    tell = progress or (lambda _what, _share: None)
    tell("reading the table", 0.0)
    table = read_labelled(cases_path, reading)
    is_download = reading is not None and reading.form == "cfpb"
    return train_cases(
        table.cases,
        out_dir,
        builder="large" if is_download and builder == "auto" else builder,
        random_state=random_state,
        remarks=table.remarks,
        progress=tell,
    )


def train_cases(
    cases: Sequence[LabelledCase],
    out_dir: Path,
    *,
    builder: str = "auto",
    random_state: int = 0,
    remarks: Sequence[str] = (),
    progress: Progress | None = None,
) -> TrainingReport:
    """Train on cases already read; see ``train``."""
    tell = progress or (lambda _what, _share: None)
    remarks = [*remarks, *check_labels(cases)]
    languages = [one for one in ("ru", "en") if _is_enough([case for case in cases if case.language == one])]
    left_out = sorted({case.language for case in cases} - set(languages))
    remarks += [Remark("no_model", of=one, least=LEAST_CASES) for one in left_out]
    if not languages:
        raise InputError("E324", "too few cases of both labels", cure=f"label at least {LEAST_CASES} of each")
    trained: dict[str, _Trained] = {}
    chosen = ""
    for number, language in enumerate(languages):
        own = [case for case in cases if case.language == language]
        chosen = _builder_for(own) if builder == "auto" else builder
        share = _part(tell, number, len(languages))
        with one_thread():
            trained[language] = _train_language(own, out_dir, language, chosen, random_state, share)
    origins = dict(sorted(Counter(case.origin for case in cases).items()))
    manifest = artifact.Manifest(
        name=out_dir.name,
        builder=chosen,
        data_sha256=data_hash(cases),
        random_state=random_state,
        languages={language: one.row for language, one in trained.items()},
        proxy_label="proxy" in origins,
        origins=origins,  # type: ignore[arg-type]
        sources=dict(Counter(case.source for case in cases).most_common(_NAMED_SOURCES)),
        remarks=(*remarks, *(remark for one in trained.values() for remark in one.remarks)),
    )
    write_seen(out_dir, (row for one in trained.values() for row in one.learnt))
    artifact.write_manifest(out_dir, manifest)
    (out_dir / "card.md").write_text(render_card(manifest), "utf-8")
    tell("done", 1.0)
    return TrainingReport(
        out_dir,
        {language: sum(one.row.n_cases.values()) for language, one in trained.items()},
        manifest.remarks,
        {language: one.row.figures for language, one in trained.items()},
        {language: one.suspected for language, one in trained.items()},
        manifest.proxy_label,
    )


def read_all(cases: Sequence[LabelledCase], *, with_clauses: bool, progress: Progress) -> list[ComplaintReading]:
    """Return the readings of cases; only texts where the model asks for no clauses."""
    readings = []
    for number, case in enumerate(cases):
        if number % 50 == 0:
            progress("reading the complaints", number / len(cases))
        read = read_text if with_clauses else bare_reading
        readings.append(read(case.complaint, case.language, sector=case.sector))
    return readings


def _train_language(
    cases: list[LabelledCase], out_dir: Path, language: str, builder: str, random_state: int, progress: Progress
) -> _Trained:
    model, trial = build(builder, random_state=random_state), build(builder, random_state=random_state)
    progress(f"{language}: looking for twins", 0.0)
    groups = link_groups(cases)
    held = holdout(cases, groups)
    readings = read_all(cases, with_clauses=model.needs_clauses, progress=_part(progress, 0, 2))
    labels = np.array([case.target for case in cases])
    cues = [case.cues for case in cases]
    progress(f"{language}: fitting", 0.5)
    held_texts = {case.folded for case, inside in zip(cases, held, strict=True) if inside}
    seen = np.array([index for index, case in enumerate(cases) if not held[index] and case.folded not in held_texts])
    set_of_seen = set(seen.tolist())
    if len({cases[index].label for index in seen} - {"unclear"}) < 2:
        what = f"{language}: beside the hold-out no cases of both labels are left"
        raise InputError("E324", what, cure="are all cases of one group? give the column group other values")
    inner = _folds(cases, groups, seen, model.fits_once, random_state)
    trial.fit_across([readings[i] for i in seen], labels[seen], inner, [cues[i] for i in seen])
    trial_file = f"trial-{language}.skops"
    trial_hash = artifact.save(trial, out_dir / trial_file)
    if model.fits_once:
        # A large table: one fit is dear and the hold-out is large enough for every figure.
        file, file_hash, measured = trial_file, trial_hash, np.flatnonzero(held)
        across = trial.probabilities([readings[i] for i in measured])
    else:
        progress(f"{language}: fitting on all", 0.75)
        folds = group_folds([case.label for case in cases], groups, random_state=random_state)
        across, measured = model.fit_across(readings, labels, folds, cues), np.arange(len(cases))
        file = f"model-{language}.skops"
        file_hash = artifact.save(model, out_dir / file)
    truth = labels[measured]
    known = ~np.isnan(truth)
    band = choose_band(across[known], truth[known])
    row = artifact.ModelFile(
        file=file,
        sha256=file_hash,
        band=band,
        n_cases=dict(sorted(Counter(case.label for case in cases).items())),
        figures=binary_figures(
            truth[known], across[known], band, groups=groups[measured][known], random_state=random_state
        ),
        trial_file=trial_file,
        trial_sha256=trial_hash,
    )
    suspected = suspected_errors([cases[i] for i in measured], across)
    learnt = tuple((case, index in set_of_seen) for index, case in enumerate(cases))
    return _Trained(row, suspected, leaks(groups, held, cases), learnt)


def _folds(
    cases: Sequence[LabelledCase], groups: Array, seen: Array, fits_once: bool, random_state: int
) -> list[tuple[Array, Array]]:
    if fits_once:
        return []
    return group_folds([cases[i].label for i in seen], groups[seen], random_state=random_state)


def _builder_for(cases: Sequence[LabelledCase]) -> str:
    if len(cases) > LARGE_TABLE:
        return "large"
    return "clauses" if sum(len(case.cues) for case in cases) >= LEAST_CUES else "words"


def _is_enough(cases: Sequence[LabelledCase]) -> bool:
    counts = Counter(case.label for case in cases)
    return min(counts["substantiated"], counts["unsubstantiated"]) >= LEAST_CASES


def data_hash(cases: Sequence[LabelledCase]) -> str:
    """Return a hash of texts and labels that does not depend on the order of rows."""
    digest = hashlib.sha256()
    for line in sorted(f"{case.language}\t{case.label}\t{case.folded}" for case in cases):
        digest.update(line.encode())
    return digest.hexdigest()


def _part(progress: Progress, number: int, of: int) -> Progress:
    return lambda what, share: progress(what, (number + share) / of)
