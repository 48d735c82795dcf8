"""A table of cases in, reviews out: a bad row is reported with its number and stops nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Protocol

from reviewer.case import Case
from reviewer.errors import InputError, LawError, ProgramFault, ReviewerError
from reviewer.findings import Review, Verdict, at_least
from reviewer.report.table import COLUMNS, as_row
from reviewer.review import review
from reviewer.rules.load import RulePack
from reviewer.tables.read import CaseRow
from reviewer.tables.write import TableKind, open_writer

VERDICTS: tuple[Verdict, ...] = ("send", "revise", "block")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: a review, or the error that kept it from one."""

    number: int
    case: Case | None
    review: Review | None = None
    error: ReviewerError | None = None


def audit(rows: Iterable[CaseRow], *, today: date, pack: Mapping[str, RulePack] | None = None) -> Iterator[Outcome]:
    """Yield the outcome of each row, in order, one at a time.

    Parameters
    ----------
    rows : iterable of CaseRow
        Such as a ``CaseTable``.
    today : datetime.date
        Stands for an unknown day of a reply.
    pack : mapping of str to RulePack, optional
        A team's own rules by language.
    """
    for row in rows:
        if row.case is None:
            yield Outcome(row.number, None, error=row.error)
            continue
        try:
            yield Outcome(row.number, row.case, review(row.case, today=today, pack=pack))
        except (InputError, LawError) as error:
            where = f"row {row.number}, {error.where}".rstrip(", ")
            yield Outcome(row.number, row.case, error=InputError(error.code, error.what, where=where, cure=error.cure))
        except ReviewerError:
            # Rules, a model or the store are broken: so they are for every row.
            raise
        except Exception as error:
            # One letter that the program stumbles on is no reason to throw the others away.
            yield Outcome(row.number, row.case, error=ProgramFault(error, where=f"row {row.number}"))


@dataclass
class Group:
    """Figures of one team or agent."""

    n_letters: int = 0
    n_blocked: int = 0
    points: list[int] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def mean_overall(self) -> float | None:
        """Mean score; None where no letter has one."""
        return sum(self.points) / len(self.points) if self.points else None


@dataclass
class Summary:
    """Figures of a whole table, added row by row. Kinds count letters, not findings, and only above ``note``.

    ``n_bad_rows`` are all rows without a review, ``n_faults`` those among them where the program itself failed.
    """

    n_reviews: int = 0
    n_bad_rows: int = 0
    n_faults: int = 0
    is_cut_short: bool = False
    verdicts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    points: list[int] = field(default_factory=list)
    teams: dict[str, Group] = field(default_factory=lambda: defaultdict(Group))
    agents: dict[str, Group] = field(default_factory=lambda: defaultdict(Group))

    @property
    def mean_overall(self) -> float | None:
        """Mean score; None where no letter has one."""
        return sum(self.points) / len(self.points) if self.points else None

    def add(self, outcome: Outcome) -> None:
        """Count one row."""
        if outcome.review is None:
            self.n_bad_rows += 1
            self.n_faults += isinstance(outcome.error, ProgramFault)
            return
        found = outcome.review
        kinds = {one.kind for one in found.findings if at_least(one.severity, "warning")}
        self.n_reviews += 1
        self.verdicts[found.verdict] += 1
        self.languages[found.language] += 1
        self.kinds.update(kinds)
        if found.scores.overall is not None:
            self.points.append(found.scores.overall)
        for table, name in ((self.teams, _of(outcome, "team")), (self.agents, _of(outcome, "agent"))):
            if name:
                _add_to_group(table[name], found, kinds)


def _of(outcome: Outcome, name: str) -> str:
    return str(getattr(outcome.case, name)).strip() if outcome.case else ""


def _add_to_group(group: Group, found: Review, kinds: set[str]) -> None:
    group.n_letters += 1
    group.n_blocked += found.verdict == "block"
    group.kinds.update(kinds)
    if found.scores.overall is not None:
        group.points.append(found.scores.overall)


class OutcomeWriter(Protocol):
    """What takes outcomes."""

    def write(self, outcome: Outcome) -> None:
        """Add one outcome."""


class _JsonLines:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, outcome: Outcome) -> None:
        if outcome.review is not None:
            self._file.write(outcome.review.model_dump_json(by_alias=True).encode() + b"\n")


class _Rows:
    def __init__(self, table: object) -> None:
        self._table = table

    def write(self, outcome: Outcome) -> None:
        cells = as_row(outcome.number, case=outcome.case, review=outcome.review, error=outcome.error)
        self._table.write(cells)  # type: ignore[attr-defined]


@contextmanager
def open_outcomes(target: Path | IO[bytes], kind: TableKind) -> Iterator[OutcomeWriter]:
    """Open a file for outcomes.

    ``jsonl`` holds one Review a line and leaves bad rows out; the tables keep them, with their error.

    Raises
    ------
    InputError
        E317 if the file cannot be written.
    """
    if kind != "jsonl":
        with open_writer(target, kind, COLUMNS) as table:
            yield _Rows(table)
    elif isinstance(target, Path):
        try:
            with target.open("wb") as file:
                yield _JsonLines(file)
        except OSError as error:
            cure = "choose another place with -o"
            raise InputError("E317", f"cannot write: {error.strerror}", where=str(target), cure=cure) from None
    else:
        yield _JsonLines(target)
