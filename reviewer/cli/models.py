"""``reviewer train``, ``evaluate``, ``promote``, ``sample``: the life of the estimate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.inputs import refuse_overwriting
from reviewer.errors import InputError

if TYPE_CHECKING:
    from reviewer.classifier.sources import Reading

Columns = Annotated[str | None, typer.Option(help="field=column,… or a TOML or JSON file, where names differ.")]
Format = Annotated[
    str, typer.Option("--format", help="table, or cfpb: the US CFPB's download, its outcome a proxy for a label.")
]
LabelWords = Annotated[str | None, typer.Option("--labels", help="word=label,… where the table has other words.")]
NoReports = Annotated[
    bool, typer.Option("--without-credit-reporting", help="Of cfpb: leave out complaints about credit reports.")
]
Seed = Annotated[int, typer.Option("--random-state", help="Seed: the same seed gives the same model.")]


def train_model(
    cases: Annotated[Path, typer.Argument(help="Table (or folder of tables) with columns complaint, label …")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the model.")] = Path("models/candidate"),
    format_: Format = "table",
    columns: Columns = None,
    labels: LabelWords = None,
    without_credit_reporting: NoReports = False,
    builder: Annotated[str, typer.Option(help="Kind of model; auto goes by the table.")] = "auto",
    random_state: Seed = 0,
) -> int:
    """Train a model on labelled complaints, with a report of what is wrong with the table.

    \b
    Examples:
      reviewer train cases.csv -o models/ours --columns "complaint=Текст,label=Итог"
      reviewer train cases.csv -o models/ours --labels "upheld=substantiated,rejected=unsubstantiated"
      reviewer train complaints.csv.gz -o models/cfpb --format cfpb       the label is a proxy: what the company did
    """
    from reviewer.classifier.train import train

    _must_exist(cases)
    with _progress() as progress:
        report = train(
            cases,
            output,
            reading=_reading(format_, columns, labels, without_credit_reporting),
            builder=builder,
            random_state=random_state,
            progress=progress,
        )
    typer.echo(report.as_text())
    return 0


def evaluate_model(
    cases: Annotated[Path, typer.Argument(help="Table (or folder of tables) with columns complaint, label …")],
    model: Annotated[Path, typer.Option("--model", "-m", help="Folder of the model.")] = Path("models/candidate"),
    format_: Format = "table",
    columns: Columns = None,
    labels: LabelWords = None,
    without_credit_reporting: NoReports = False,
    plots: Annotated[Path | None, typer.Option(help="Folder for plots.")] = None,
    random_state: Seed = 0,
) -> int:
    """Measure a model on labelled complaints: figures with intervals, by language and sector.

    Cases the model has learnt are never measured: of its training table only the frozen hold-out is.

    \b
    Examples:
      reviewer evaluate cases.csv --model models/ours --plots plots
      reviewer evaluate complaints.csv.gz --model models/cfpb --format cfpb
    """
    from reviewer.classifier.evaluate import evaluate

    _must_exist(cases)
    with _progress() as progress:
        report = evaluate(
            model,
            cases,
            reading=_reading(format_, columns, labels, without_credit_reporting),
            plots_dir=plots,
            random_state=random_state,
            progress=progress,
        )
    typer.echo(report.as_text())
    return 0


def promote_model(
    model: Annotated[Path | None, typer.Argument(help="Folder of the model to put in use.")] = None,
    cases: Annotated[Path | None, typer.Option(help="Frozen hold-out (default: the product's).")] = None,
    format_: Format = "table",
    columns: Columns = None,
    labels: LabelWords = None,
    reason: Annotated[str, typer.Option(help="Why, where the model is not better or learnt a proxy.")] = "",
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
    if cases is not None:
        _must_exist(cases)
    how = _reading(format_, columns, labels, False)
    decisions = promote(model, cases_path=cases, reading=how, reason=reason, random_state=random_state)
    for one in decisions:
        verdict = "in use now" if one.promoted else "not put in use"
        shown = [f"{name} {value:.3f} ({low:.3f}-{high:.3f})" for name, (value, low, high) in one.figures.items()]
        typer.echo(
            f"{one.language}: {one.challenger} {verdict}; {one.reason}" + (f" [{', '.join(shown)}]" if shown else "")
        )
    return 0 if any(one.promoted for one in decisions) else 1


def sample_cases(
    cases: Annotated[Path | None, typer.Argument(help="Table of complaints, labels not needed.")] = None,
    store: Annotated[Path | None, typer.Option(help="Or a store: its reviewed complaints without a label.")] = None,
    n_cases: Annotated[int, typer.Option("-n", min=1, help="How many are wanted.")] = 50,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="CSV, XLSX, JSONL or Parquet (default: CSV to the screen).")
    ] = None,
    model: Annotated[Path | None, typer.Option("--model", "-m", help="Folder of the model (default: in use).")] = None,
    columns: Columns = None,
    most: Annotated[int, typer.Option(min=1, help="Read at most so many, drawn at random.")] = 2000,
    random_state: Seed = 0,
) -> int:
    """Choose the complaints worth labelling next: where the model knows least, of all sectors, no two alike.

    The table has an empty column label: fill it in and give the table to 'reviewer train', beside the others.

    \b
    Examples:
      reviewer sample complaints.csv -n 50 -o to-label.xlsx
      reviewer sample --store reviewer.sqlite -n 20 -o to-label.csv
    """
    from reviewer.classifier.cases import read_cases
    from reviewer.classifier.sampling import choose_cases
    from reviewer.store import Store
    from reviewer.tables.labels import kind_of, unlabelled_cases, write_sample

    if (cases is None) == (store is None):
        cure = "write: reviewer sample CASES, or --store STORE"
        raise InputError("E704", "one place to choose from is needed", where="reviewer sample", cure=cure)
    kind_of(output)
    refuse_overwriting(output, cases, store)
    if cases is not None:
        _must_exist(cases)
        table = read_cases(cases, columns=_columns(columns), is_labelled=False)
        pool, remarks = table.cases, table.remarks
    else:
        assert store is not None
        with Store(store, must_exist=True) as kept:
            pool, remarks = unlabelled_cases(kept), ()
    with _progress() as progress:
        sample = choose_cases(
            pool, n_cases=n_cases, model_dir=model, most=most, random_state=random_state, progress=progress
        )
    write_sample(sample.chosen, output)
    for remark in (*remarks, *sample.remarks):
        typer.echo(remark, err=True)
    return 0


def _reading(form: str, columns: str | None, labels: str | None, without_credit_reporting: bool) -> Reading:
    from reviewer.classifier.sources import Reading

    return Reading(form, _columns(columns), _label_words(labels), not without_credit_reporting)


def _label_words(given: str | None) -> dict[str, str] | None:
    if not given:
        return None
    from reviewer.classifier.cases import LABELS

    pairs = [piece.rpartition("=") for piece in given.split(",") if piece.strip()]
    bad = next((label.strip() for _, _, label in pairs if label.strip() not in LABELS), None)
    if bad is not None:
        cure = f"write word=label with {', '.join(LABELS)}"
        raise InputError("E703", f"'{bad}' is no label", where="--labels", cure=cure)
    return {word.strip(): label.strip() for word, _, label in pairs}


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
