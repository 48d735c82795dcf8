"""``reviewer store``: what is kept, listed, exported, erased."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.inputs import refuse_overwriting
from reviewer.errors import InputError

if TYPE_CHECKING:
    from reviewer.store import Store

app = typer.Typer(
    help="What is kept: list it, export it, erase one person's records.", no_args_is_help=True, rich_markup_mode=None
)

StorePath = Annotated[Path, typer.Option("--store", help="The store.", envvar="REVIEWER_STORE")]
CaseId = Annotated[str | None, typer.Option(help="Only this case.")]
Agent = Annotated[str | None, typer.Option(help="Only replies of this agent.")]
Team = Annotated[str | None, typer.Option(help="Only replies of this team.")]
Person = Annotated[str | None, typer.Option(help="Only records of this person: agent, or named in the letters.")]
DEFAULT_STORE = Path("reviewer.sqlite")


@app.command("list")
def list_records(
    store: StorePath = DEFAULT_STORE,
    case_id: CaseId = None,
    agent: Agent = None,
    team: Team = None,
    verdict: Annotated[str | None, typer.Option(help="send, revise or block.")] = None,
    person: Person = None,
) -> int:
    """List what is kept, one line a record.

    \b
    Example:
      reviewer store list --store reviews.sqlite --verdict block
    """
    from reviewer.store import Store

    with Store(store, must_exist=True) as kept:
        n = 0
        for record in kept.records(case_id=case_id, agent=agent, team=team, verdict=verdict, person=person):
            n += 1
            found = record.review
            score = "" if found.scores.overall is None else str(found.scores.overall)
            cells = (record.record_id, f"{record.kept_at:%Y-%m-%d %H:%M}", found.case_id, found.verdict, score)
            typer.echo("\t".join(map(str, (*cells, found.sector, record.case.team, record.case.agent))))
        typer.echo(f"{n} records", err=True)
    return 0


@app.command("export")
def export_records(
    store: StorePath = DEFAULT_STORE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to write; standard output if not given.")
    ] = None,
    case_id: CaseId = None,
    agent: Agent = None,
    team: Team = None,
    person: Person = None,
    labels: Annotated[bool, typer.Option("--labels", help="Labelled complaints as CSV, for 'reviewer train'.")] = False,
) -> int:
    """Export records as JSON lines (case and review together), or collected labels as a table.

    \b
    Examples:
      reviewer store export -o reviews.jsonl --person "Анна Петрова"
      reviewer store export --labels -o labels.csv
    """
    from reviewer.store import Store, as_json

    refuse_overwriting(output, store)
    with Store(store, must_exist=True) as kept:
        if labels:
            _write_labels(kept, output)
            return 0
        found = kept.records(case_id=case_id, agent=agent, team=team, person=person)
        lines = [as_json(record) + "\n" for record in found]
    if output is None:
        sys.stdout.write("".join(lines))
        return 0
    try:
        output.write_text("".join(lines), "utf-8")
    except OSError as error:
        cure = "choose another place with -o"
        raise InputError("E317", f"cannot write: {error.strerror}", where=str(output), cure=cure) from None
    return 0


@app.command("labels")
def export_labels(
    store: StorePath = DEFAULT_STORE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="CSV, XLSX, JSONL or Parquet (default: CSV to the screen).")
    ] = None,
) -> int:
    """Write the labelled complaints as a table that 'reviewer train' takes as it is.

    Labels given on the page and outcomes of investigations; of each person the last word on a complaint.

    \b
    Example:
      reviewer store labels -o cases.csv
    """
    from reviewer.store import Store

    refuse_overwriting(output, store)
    with Store(store, must_exist=True) as kept:
        _write_labels(kept, output)
    return 0


@app.command("erase")
def erase_records(
    store: StorePath = DEFAULT_STORE,
    case_id: CaseId = None,
    agent: Agent = None,
    person: Person = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> int:
    """Erase records and labels for good: the words leave the file.

    \b
    Example:
      reviewer store erase --person "Анна Петрова"
    """
    from reviewer.store import Store

    if not (case_id or agent or person):
        cure = "give --person, --case-id or --agent"
        raise InputError("E704", "nothing says what to erase", where="store erase", cure=cure)
    with Store(store, must_exist=True) as kept:
        found = list(kept.records(case_id=case_id, agent=agent, person=person))
        for record in found:
            typer.echo(f"{record.record_id}\t{record.kept_at:%Y-%m-%d %H:%M}\t{record.review.case_id}")
        theirs = {"person": person, "labelled_by": agent, "case_id": case_id}
        n_theirs = kept.n_labels(**theirs)
        asked = f"Erase {len(found)} records with the labels of their complaints, and {n_theirs} labels more?"
        if (found or n_theirs) and not yes and not typer.confirm(asked, err=True):
            return 0
        n_before = kept.n_labels()
        n_erased = kept.erase(found)
        kept.erase_labels(**theirs)
        n_labels = n_before - kept.n_labels()
    typer.echo(f"{n_erased} records and {n_labels} labelled complaints erased", err=True)
    return 0


def _write_labels(kept: Store, output: Path | None) -> None:
    from reviewer.store import INVESTIGATION
    from reviewer.tables.labels import LABEL_COLUMNS, kind_of, label_rows, open_table

    current = kept.current_labels()
    with open_table(output or sys.stdout.buffer, kind_of(output), LABEL_COLUMNS) as write:
        for row in label_rows(current):
            write(row)
    n_earlier = kept.n_labels() - sum(one.source != INVESTIGATION for one in current)
    more = f"; {n_earlier} earlier words of the same people on the same complaints stay in the store" * bool(n_earlier)
    typer.echo(f"{len(current)} labels{more}", err=True)
