"""``reviewer audit``: a table of cases in, a table of reviews out."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, get_args

import typer

from reviewer.cli.inputs import read_day, read_rulebook, refuse_overwriting, show_traceback
from reviewer.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from reviewer.batch import Group, Summary
    from reviewer.tables import CaseTable

_FORMATS = ("jsonl", "csv", "xlsx", "parquet")
# Project judgement: a screen holds so many lines beside the rest.
_MOST_KINDS = 12
_MOST_GROUPS = 20


def audit_table(
    table: Annotated[Path, typer.Argument(metavar="IN", help="CSV, XLSX, JSONL or Parquet file with cases.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where the reviews go.")] = None,
    format_: Annotated[
        str | None, typer.Option("--format", help="jsonl, csv, xlsx, parquet (default: by OUT).")
    ] = None,
    columns: Annotated[str | None, typer.Option(help="field=column,… or a TOML or JSON file with them.")] = None,
    dates: Annotated[str, typer.Option(help="How days are written: iso, dmy or mdy.")] = "iso",
    today: Annotated[str | None, typer.Option(help="Day that stands for today, YYYY-MM-DD.")] = None,
    rulebook: Annotated[Path | None, typer.Option(help="A team's reviewer.toml (default: beside the table).")] = None,
    store: Annotated[Path | None, typer.Option(help="Keep cases and reviews here.", envvar="REVIEWER_STORE")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 65 or 70 if a row was left out.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar and no summary.")] = False,
) -> int:
    """Review a table of cases.

    A row that cannot be read, or that the program fails on, is named with its number (the header is row 1) and stops
    nothing. jsonl holds one Review a line; the other formats hold one row a case. Progress and summary go to standard
    error. Ctrl-C ends it early: OUT then holds the rows read so far.

    \b
    Examples:
      reviewer audit cases.xlsx -o reviews.xlsx
      reviewer audit letters.csv -o reviews.jsonl --columns "complaint=Текст жалобы,reply=Ответ" --dates dmy
    """
    from reviewer.tables import CaseTable, parse_columns

    kind = _kind(output, format_)
    if dates not in ("iso", "dmy", "mdy"):
        raise InputError("E703", f"'{dates}' is no way of writing days", where="--dates", cure="use iso, dmy or mdy")
    day = read_day(today, "--today") or date.today()
    cases = CaseTable(table, columns=parse_columns(columns) if columns else None, dates=dates)  # type: ignore[arg-type]
    refuse_overwriting(output, table, rulebook, store)
    _tell_ignored(cases)
    book = read_rulebook(rulebook, beside=table)
    summary = _run(cases, output or sys.stdout.buffer, kind, day, book, store, quiet=quiet)
    if not quiet:
        _show(summary, output)
    if summary.is_cut_short:
        raise typer.Abort
    if not summary.n_bad_rows or (summary.n_reviews and not strict):
        return 0
    return 70 if summary.n_faults else 65


def _kind(output: Path | None, given: str | None) -> Any:
    kind = given or (output.suffix.lower().lstrip(".") if output else "jsonl")
    if kind not in _FORMATS:
        cure = f"use --format {', '.join(_FORMATS)}"
        raise InputError("E703", f"'{kind}' is no format of an audit", where=str(output or "--format"), cure=cure)
    if output is None and kind in {"xlsx", "parquet"}:
        raise InputError("E703", f"{kind} cannot go to standard output", where="--format", cure="name a file with -o")
    return kind


def _tell_ignored(cases: CaseTable) -> None:
    if cases.ignored:
        near = cases.near_misses
        names = [f"{name} (meant as {near[name]}?)" if name in near else name for name in cases.ignored]
        typer.echo(f"columns not read: {', '.join(names)}; name them with --columns field=column", err=True)


def _run(
    cases: CaseTable, target: Path | IO[bytes], kind: Any, today: date, book: Any, store: Path | None, *, quiet: bool
) -> Summary:
    from rich.console import Console
    from rich.progress import track

    from reviewer.batch import Summary, audit, open_outcomes
    from reviewer.store import Store

    summary = Summary()
    console = Console(stderr=True)
    with ExitStack() as stack:
        writer = stack.enter_context(open_outcomes(target, kind))
        kept = stack.enter_context(Store(store)) if store else None
        outcomes = audit(cases, today=today, pack=book)
        total = None if quiet else cases.count()
        shown = track(outcomes, "", total=total, console=console, disable=quiet or not console.is_terminal)
        try:
            for outcome in shown:
                writer.write(outcome)
                summary.add(outcome)
                if outcome.error:
                    console.print(str(outcome.error), markup=False, highlight=False, soft_wrap=True)
                    show_traceback(outcome.error.__cause__)
                elif kept and outcome.case and outcome.review:
                    kept.keep(outcome.case, outcome.review, kept_at=datetime.now())
        except KeyboardInterrupt:
            # Hours of work are not thrown away: the writer still closes its file, with the rows read so far.
            summary.is_cut_short = True
    return summary


def _show(summary: Summary, output: Path | None) -> None:
    from rich.console import Console

    from reviewer.findings import Verdict
    from reviewer.language.messages import messages

    language = summary.languages.most_common(1)[0][0] if summary.languages else "en"
    say = messages(language)
    console = Console(stderr=True, highlight=False)
    console.print(f"\n{say('cli.summary')}" + (f": {output}" if output else ""), style="bold", markup=False)
    faults = f" ({say('cli.n_faults', n=summary.n_faults)})" if summary.n_faults else ""
    console.print(
        f"{say('cli.n_reviews')}: {summary.n_reviews}; {say('cli.n_bad_rows')}: {summary.n_bad_rows}{faults}",
        soft_wrap=True,
    )
    if not summary.n_reviews:
        return
    if summary.mean_overall is not None:
        console.print(f"{say('cli.mean_overall')}: {summary.mean_overall:.0f}")
    table = _table(console, ["", say("cli.letters"), say("cli.share")])
    for verdict in get_args(Verdict):
        n = summary.verdicts[verdict]
        table.add_row(say(f"report.verdict.{verdict}"), str(n), f"{n / summary.n_reviews:.0%}")
    console.print(table)
    if summary.kinds:
        table = _table(console, [say("cli.kinds"), say("cli.letters"), say("cli.share")])
        for kind, n in summary.kinds.most_common(_MOST_KINDS):
            table.add_row(say(f"report.kind.{kind}"), str(n), f"{n / summary.n_reviews:.0%}")
        console.print(table)
    _show_groups(console, say("cli.by_team"), summary.teams, say)
    _show_groups(console, say("cli.by_agent"), summary.agents, say)


def _show_groups(console: Console, title: str, groups: dict[str, Group], say: Any) -> None:
    if not groups:
        return
    heads = [title, say("cli.letters"), say("cli.overall"), say("report.verdict.block"), say("cli.most_frequent")]
    table = _table(console, heads)
    for name, group in sorted(groups.items(), key=lambda pair: pair[1].mean_overall or 0)[:_MOST_GROUPS]:
        mean = "" if group.mean_overall is None else f"{group.mean_overall:.0f}"
        often = "; ".join(say(f"report.kind.{kind}") for kind, _ in group.kinds.most_common(2))
        table.add_row(name, str(group.n_letters), mean, str(group.n_blocked), often)
    console.print(table)


def _table(console: Console, heads: list[str]) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    class PlainTable(Table):
        """A table whose cells are text, never markup: names come out of the user's own sheet."""

        def add_row(self, *cells: Any, **options: Any) -> None:
            super().add_row(*(Text(cell) for cell in cells), **options)

    table = PlainTable(box=box.SIMPLE, show_edge=False, pad_edge=False)
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if 0 < number < 4 else "left")
    return table
