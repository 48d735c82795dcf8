"""Plots as files: reliability, and figures per slice with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
N_BINS = 8


def reliability_table(truth: Array, probabilities: Array, *, n_bins: int = N_BINS) -> list[tuple[float, float, int]]:
    """Return ``(mean probability, share substantiated, n)`` for bins of equal numbers of cases."""
    order = np.argsort(probabilities, kind="stable")
    bins = [part for part in np.array_split(order, min(n_bins, len(order))) if len(part)]
    return [(float(probabilities[part].mean()), float(truth[part].mean()), len(part)) for part in bins]


def plot_reliability(truth: Array, probabilities: Array, path: Path, *, title: str) -> Path:
    """Draw said against found shares, with the number of cases at each point."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.5, 4.5), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], linestyle=":", color="grey")
    table = reliability_table(truth, probabilities)
    axes.plot([row[0] for row in table], [row[1] for row in table], marker="o")
    for said, found, count in table:
        axes.annotate(str(count), (said, found), textcoords="offset points", xytext=(4, -10), fontsize=7)
    axes.set(xlabel="probability said", ylabel="share substantiated", title=title, xlim=(0, 1), ylim=(0, 1))
    figure.savefig(path)
    return path


def plot_slices(slices: Sequence[Mapping[str, Any]], path: Path, *, figure_name: str = "auc") -> Path:
    """Draw one figure per slice with its interval."""
    from matplotlib.figure import Figure

    rows = [row for row in slices if not np.isnan(row["figures"][figure_name][0])]
    figure = Figure(figsize=(6, 1 + 0.28 * max(1, len(rows))), layout="constrained")
    axes = figure.add_subplot()
    for place, row in enumerate(reversed(rows)):
        value, low, high = row["figures"][figure_name]
        axes.plot([low, high], [place, place], color="grey")
        axes.plot([value], [place], marker="o", color="black")
    axes.set_yticks(range(len(rows)), [f"{row['slice']} ({row['n_cases']})" for row in reversed(rows)], fontsize=8)
    axes.axvline(0.5, linestyle=":", color="grey")
    axes.set(xlabel=f"{figure_name}, 95 %", xlim=(0, 1))
    figure.savefig(path)
    return path


def plot_sectors(slices: Sequence[Mapping[str, Any]], path: Path) -> Path:
    """Draw per slice the mean probability said beside the share found, with the error of the share."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 1.2 + 0.28 * max(1, len(slices))), layout="constrained")
    axes = figure.add_subplot()
    for place, row in enumerate(reversed(slices)):
        # Two standard errors of a share.
        reach = 2 * float(np.sqrt(row["found"] * (1 - row["found"]) / row["n_cases"]))
        axes.plot([row["found"] - reach, row["found"] + reach], [place, place], color="grey")
        axes.plot([row["found"]], [place], marker="o", color="black", label="share found" if not place else None)
        axes.plot([row["said"]], [place], marker="x", color="tab:red", label="probability said" if not place else None)
    axes.set_yticks(range(len(slices)), [f"{row['slice']} ({row['n_cases']})" for row in reversed(slices)], fontsize=8)
    axes.set(xlabel="substantiated, 95 %", xlim=(0, 1))
    axes.legend(fontsize=7, loc="best")
    figure.savefig(path)
    return path
