"""``reviewer train``, ``evaluate``, ``promote``: the life of the estimate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from reviewer.errors import InputError

Columns = Annotated[str | None, typer.Option(help="field=column,… or a TOML or JSON file, where names differ.")]
Seed = Annotated[int, typer.Option("--random-state", help="Seed: the same seed gives the same model.")]


def train_model(
    cases: Annotated[Path, typer.Argument(help="Table (or folder of tables) with columns complaint, label …")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the model.")] = Path("models/candidate"),
    columns: Columns = None,
    builder: Annotated[str, typer.Option(help="Kind of model; auto compares them.")] = "auto",
    random_state: Seed = 0,
) -> int:
    """Train a model on labelled complaints, with a report of what is wrong with the table.

    \b
    Example:
      reviewer train cases.csv -o models/ours --columns "complaint=Текст,label=Итог"
    """
    from reviewer.classifier.train import train

    _must_exist(cases)
    with _progress() as progress:
        report = train(
            cases, output, columns=_columns(columns), builder=builder, random_state=random_state, progress=progress
        )
    typer.echo(report.as_text())
    return 0


def evaluate_model(
    cases: Annotated[Path, typer.Argument(help="Table (or folder of tables) with columns complaint, label …")],
    model: Annotated[Path, typer.Option("--model", "-m", help="Folder of the model.")] = Path("models/candidate"),
    columns: Columns = None,
    plots: Annotated[Path | None, typer.Option(help="Folder for plots.")] = None,
    random_state: Seed = 0,
) -> int:
    """Measure a model on labelled complaints: figures with intervals, by language and sector.

    \b
    Example:
      reviewer evaluate cases.csv --model models/ours --plots plots
    """
    from reviewer.classifier.evaluate import evaluate

    _must_exist(cases)
    with _progress() as progress:
        report = evaluate(
            model, cases, columns=_columns(columns), plots_dir=plots, random_state=random_state, progress=progress
        )
    typer.echo(report.as_text())
    return 0


def promote_model(
    model: Annotated[Path | None, typer.Argument(help="Folder of the model to put in use.")] = None,
    cases: Annotated[Path | None, typer.Option(help="Frozen hold-out (default: the product's).")] = None,
    reason: Annotated[str, typer.Option(help="Why, where the model is not better.")] = "",
    rollback: Annotated[str | None, typer.Option(metavar="LANGUAGE", help="Put the model before back in use.")] = None,
    random_state: Seed = 0,
) -> int:
    """Put a model in use where it is better than the present one; the old one is kept.

    \b
    Examples:
      reviewer promote models/ours
      reviewer promote --rollback ru
    """
    from reviewer.classifier.promote import promote
    from reviewer.classifier.promote import rollback as roll_back

    if rollback is not None:
        typer.echo(f"{rollback}: {roll_back(language=rollback)}")
        return 0
    if model is None:
        cure = "write: reviewer promote MODEL, or --rollback LANGUAGE"
        raise InputError("E704", "there is no model named", where="reviewer promote", cure=cure)
    _must_exist(model)
    decisions = promote(model, cases_path=cases, reason=reason, random_state=random_state)
    for one in decisions:
        verdict = "in use now" if one.promoted else "not put in use"
        shown = [f"{name} {value:.3f} ({low:.3f}-{high:.3f})" for name, (value, low, high) in one.figures.items()]
        typer.echo(
            f"{one.language}: {one.challenger} {verdict}; {one.reason}" + (f" [{', '.join(shown)}]" if shown else "")
        )
    return 0 if any(one.promoted for one in decisions) else 1


def _columns(given: str | None) -> dict[str, str] | None:
    if not given:
        return None
    from reviewer.tables import parse_columns

    return parse_columns(given)


def _must_exist(path: Path) -> None:
    if not path.exists():
        raise InputError("E311", "there is no such file or folder", where=str(path), cure="check the path")


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)
