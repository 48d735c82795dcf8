"""The store itself: keep, list, label, erase."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from reviewer.case import OUTCOMES, Case
from reviewer.errors import StoreError
from reviewer.findings import Review
from reviewer.review import detect_language
from reviewer.store.base import open_base, unavailable
from reviewer.store.people import is_same_name, names_person
from reviewer.store.records import INVESTIGATION, Label, Record

_LABELS = (*OUTCOMES, "unclear")


class Store:
    """A store of reviews; a context manager.

    Parameters
    ----------
    path : Path
        SQLite file; made where it is not there.
    must_exist : bool, default=False
        Refuse to make a new one.

    Raises
    ------
    StoreError
        E601 if the file is no store, E602 if it was made by a newer version, E603 if it cannot be opened, E606 if it
        cannot be read or written at the moment: another program holds it, or the disk is full.

    Examples
    --------
    >>> from datetime import date
    >>> from reviewer import review
    >>> case = Case(case_id="A-1", reply="Добрый день!", language="ru")
    >>> with Store(Path(":memory:")) as store:
    ...     _ = store.keep(case, review(case, today=date(2026, 3, 2)), kept_at=datetime(2026, 3, 2, 9))
    ...     [record.case.case_id for record in store.records()]
    ['A-1']
    """

    def __init__(self, path: Path, *, must_exist: bool = False) -> None:
        self.path = path
        self._base = open_base(path, must_exist=must_exist)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Change all or nothing; a store that another program holds, or a full disk, is told in one line."""
        try:
            with self._base:
                yield
        except sqlite3.OperationalError as error:
            raise unavailable(self.path, error) from None

    def keep(self, case: Case, review: Review, *, kept_at: datetime) -> int:
        """Keep a case with its review; return the number of the record."""
        row = {
            "kept_at": kept_at.isoformat(timespec="seconds"),
            "case_id": review.case_id,
            "language": review.language,
            "sector": review.sector,
            "agent": case.agent,
            "team": case.team,
            "verdict": review.verdict,
            "decision": review.decision,
            "overall": review.scores.overall,
            "pack_id": review.pack_id,
            "model_id": review.substantiation.model_id if review.substantiation else None,
            "version": review.version,
            "case_json": case.model_dump_json(),
            "review_json": review.model_dump_json(by_alias=True),
        }
        return self._insert("reviews", row)

    def keep_label(
        self,
        case: Case,
        label: str,
        *,
        language: str,
        labelled_by: str,
        labelled_at: datetime,
        why: str = "",
        group: str = "",
        source: str = "",
    ) -> int:
        """Keep what a person said of a complaint; what was said before stays too.

        Raises
        ------
        StoreError
            E604 for a label that is none of ours, E605 for a case without a complaint.
        """
        if label not in _LABELS:
            raise StoreError("E604", f"'{label}' is no label", where="label", cure=f"use {', '.join(_LABELS)}")
        if not case.complaint.strip():
            raise StoreError("E605", "there is no complaint to label", where="label", cure="give the complaint")
        row = {
            "labelled_at": labelled_at.isoformat(timespec="seconds"),
            "labelled_by": labelled_by.strip(),
            "case_id": case.case_id,
            "language": language,
            "sector": case.sector,
            "complaint": case.complaint,
            "label": label,
            "why": why.strip(),
            "case_group": group,
            "source": source,
        }
        return self._insert("labels", row)

    def _insert(self, table: str, row: dict[str, Any]) -> int:
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        with self._changing():
            cursor = self._base.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)
        return int(cursor.lastrowid or 0)

    def records(
        self,
        *,
        case_id: str | None = None,
        agent: str | None = None,
        team: str | None = None,
        verdict: str | None = None,
        person: str | None = None,
    ) -> Iterator[Record]:
        """Yield the records that fit all that is given, oldest first.

        Parameters
        ----------
        case_id, agent, team, verdict : str, optional
            Exactly this.
        person : str, optional
            A name: records whose agent it is, or whose letters name the person, in any grammatical case.
        """
        wanted = {"case_id": case_id, "agent": agent, "team": team, "verdict": verdict}
        given = {name: value for name, value in wanted.items() if value is not None}
        where = " AND ".join(f"{name} = :{name}" for name in given) or "1"
        query = f"SELECT record_id, kept_at, case_json, review_json FROM reviews WHERE {where} ORDER BY record_id"
        for record_id, kept_at, case_json, review_json in self._base.execute(query, given):
            record = Record(
                record_id,
                datetime.fromisoformat(kept_at),
                Case.model_validate_json(case_json),
                Review.model_validate_json(review_json),
            )
            if person is None or _is_about(record.case, person):
                yield record

    def labels(self) -> Iterator[Label]:
        """Yield all that people said of complaints, oldest first."""
        query = """SELECT case_id, language, sector, complaint, label, labelled_by, labelled_at, why, case_group, source
                   FROM labels ORDER BY label_id"""
        for case_id, language, sector, complaint, label, by, at, why, group, source in self._base.execute(query):
            when = datetime.fromisoformat(at)
            yield Label(case_id, language, sector, complaint, label, by, when, why, group, source)

    def current_labels(self) -> list[Label]:
        """Return what counts today: of each complaint each person's last word, and what investigations found.

        Two people who differ both stay; so does an investigation beside them. A person who has said nothing of who
        they are counts as one.
        """
        last: dict[tuple[str, str, str], Label] = {}
        for label in (*self._investigations(), *self.labels()):
            key = (label.complaint, label.labelled_by, INVESTIGATION if label.source == INVESTIGATION else "")
            last.pop(key, None)
            last[key] = label
        return sorted(last.values(), key=lambda one: one.labelled_at)

    def _investigations(self) -> Iterator[Label]:
        for record in self.records():
            case = record.case
            if case.investigation and case.complaint.strip():
                yield Label(
                    record.review.case_id,
                    detect_language(case.complaint),
                    case.sector,
                    case.complaint,
                    case.investigation,
                    "",
                    record.kept_at,
                    source=INVESTIGATION,
                )

    def erase(self, records: Sequence[Record]) -> int:
        """Erase records and the labels of their complaints, words and all; return how many records went."""
        with self._changing():
            for record in records:
                self._base.execute("DELETE FROM reviews WHERE record_id = ?", (record.record_id,))
                if record.case.complaint.strip():
                    self._base.execute("DELETE FROM labels WHERE complaint = ?", (record.case.complaint,))
        self._tidy()
        return len(records)

    def _tidy(self) -> None:
        # Outside a transaction, as SQLite asks; what was erased leaves the file.
        try:
            self._base.execute("VACUUM")
        except sqlite3.OperationalError as error:
            raise unavailable(self.path, error) from None

    def n_labels(self, *, person: str | None = None, labelled_by: str | None = None, case_id: str | None = None) -> int:
        """Return how many labels are kept: all, or those that ``erase_labels`` would erase."""
        if person or labelled_by or case_id:
            return len(self._label_ids(person, labelled_by, case_id))
        return sum(1 for _ in self.labels())

    def erase_labels(
        self, *, person: str | None = None, labelled_by: str | None = None, case_id: str | None = None
    ) -> int:
        """Erase labels; return how many went.

        Parameters
        ----------
        person : str, optional
            Those that this person gave, and those whose words name the person.
        labelled_by : str, optional
            Those that this person gave.
        case_id : str, optional
            Those of this case.
        """
        found = self._label_ids(person, labelled_by, case_id)
        with self._changing():
            self._base.executemany("DELETE FROM labels WHERE label_id = ?", [(number,) for number in found])
        self._tidy()
        return len(found)

    def _label_ids(self, person: str | None, labelled_by: str | None, case_id: str | None) -> list[int]:
        rows = self._base.execute("SELECT label_id, case_id, labelled_by, complaint, why FROM labels").fetchall()
        return [
            label_id
            for label_id, own_case, by, complaint, why in rows
            if (case_id and own_case == case_id)
            or any(is_same_name(by, name) for name in (person, labelled_by) if name)
            or (person and any(names_person(text, person) for text in (complaint, why)))
        ]


def _is_about(case: Case, person: str) -> bool:
    if is_same_name(case.agent, person):
        return True
    return any(names_person(text, person) for text in (case.complaint, case.reply, case.agent))
