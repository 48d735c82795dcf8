"""What is kept: each reviewed case with its review, in one SQLite file on this computer; listed, exported, erased.

Nothing is kept unless a store is named. The file holds the letters themselves, so it belongs where letters may be.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from reviewer.case import OUTCOMES, Case
from reviewer.errors import StoreError
from reviewer.findings import Review
from reviewer.language.morphology import READERS
from reviewer.review import detect_language
from reviewer.text import fold_word

# One entry a version of the schema, in order: a store of version n is brought up by running entries n, n+1, …
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE reviews (
            record_id INTEGER PRIMARY KEY,
            kept_at TEXT NOT NULL,
            case_id TEXT NOT NULL,
            language TEXT NOT NULL,
            sector TEXT NOT NULL,
            agent TEXT NOT NULL,
            team TEXT NOT NULL,
            verdict TEXT NOT NULL,
            decision TEXT,
            overall INTEGER,
            pack_id TEXT NOT NULL,
            model_id TEXT,
            version TEXT NOT NULL,
            case_json TEXT NOT NULL,
            review_json TEXT NOT NULL
        )
        """,
        "CREATE INDEX reviews_by_case ON reviews (case_id)",
        """
        CREATE TABLE labels (
            label_id INTEGER PRIMARY KEY,
            labelled_at TEXT NOT NULL,
            labelled_by TEXT NOT NULL,
            case_id TEXT NOT NULL,
            language TEXT NOT NULL,
            sector TEXT NOT NULL,
            complaint TEXT NOT NULL,
            label TEXT NOT NULL
        )
        """,
    ),
    (
        "ALTER TABLE labels ADD COLUMN why TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE labels ADD COLUMN case_group TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE labels ADD COLUMN source TEXT NOT NULL DEFAULT ''",
    ),
)
_LABELS = (*OUTCOMES, "unclear")
INVESTIGATION = "investigation"
"""Source of a label that is the outcome of an investigation, kept with a review."""
# Project judgement: first name, patronymic and surname may stand in any order with a word or two between them.
_NAME_WINDOW = 4


@dataclass(frozen=True, slots=True)
class Record:
    """One kept review."""

    record_id: int
    kept_at: datetime
    case: Case
    review: Review


@dataclass(frozen=True, slots=True)
class Label:
    """What a person said of a complaint: a row for ``reviewer train``.

    Parameters
    ----------
    label : {"substantiated", "unsubstantiated", "unclear"}
    why : str
        In the person's own words.
    group : str
        Complaints of one group stay on one side of a split.
    source : str
        Where it was said: a page, a table, ``investigation``.
    """

    case_id: str
    language: str
    sector: str
    complaint: str
    label: str
    labelled_by: str
    labelled_at: datetime
    why: str = ""
    group: str = ""
    source: str = ""


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
        if must_exist and not path.is_file():
            raise StoreError("E603", "there is no store", where=str(path), cure="check the path given to --store")
        try:
            self._base = sqlite3.connect(path)
        except sqlite3.OperationalError as error:
            raise StoreError("E603", str(error), where=str(path), cure="check the folder") from None
        try:
            # Erased words must not linger in free pages.
            self._base.execute("PRAGMA secure_delete = ON")
            self._migrate()
        except sqlite3.OperationalError as error:
            self._base.close()
            if _is_held(error):
                raise _unavailable(path, error) from None
            raise _no_store(path, error) from None
        except sqlite3.DatabaseError as error:
            self._base.close()
            raise _no_store(path, error) from None
        except StoreError:
            self._base.close()
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()

    def _migrate(self) -> None:
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        if version > len(_MIGRATIONS):
            what = f"the store has schema {version}, this program knows {len(_MIGRATIONS)}"
            raise StoreError("E602", what, where=str(self.path), cure="use the newer program")
        if version == len(_MIGRATIONS):
            return
        with self._base:
            # Two programs may make a store at once: the second waits here, and finds the work done.
            self._base.execute("BEGIN IMMEDIATE")
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
            for number, statements in enumerate(_MIGRATIONS[version:], start=version + 1):
                for statement in statements:
                    self._base.execute(statement)
                self._base.execute(f"PRAGMA user_version = {number}")

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Change all or nothing; a store that another program holds, or a full disk, is told in one line."""
        try:
            with self._base:
                yield
        except sqlite3.OperationalError as error:
            raise _unavailable(self.path, error) from None

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
            raise _unavailable(self.path, error) from None

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
            or any(_is_same_name(by, name) for name in (person, labelled_by) if name)
            or (person and any(names_person(text, person) for text in (complaint, why)))
        ]


def _no_store(path: Path, error: sqlite3.Error) -> StoreError:
    what = f"this is no store of reviews ({error})"
    return StoreError("E601", what, where=str(path), cure="name another file with --store")


def _unavailable(path: Path, error: sqlite3.Error) -> StoreError:
    cure = "close the program that holds it, make room, or try again"
    return StoreError("E606", f"the store cannot be used now ({error})", where=str(path), cure=cure)


def _is_held(error: sqlite3.OperationalError) -> bool:
    # The low byte is the kind of error, the rest its detail.
    return error.sqlite_errorcode & 0xFF in {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
    }


def as_json(record: Record) -> str:
    """Return a record as one line of JSON: when it was kept, the case, the review."""
    return json.dumps(
        {
            "record_id": record.record_id,
            "kept_at": record.kept_at.isoformat(timespec="seconds"),
            "case": record.case.model_dump(mode="json"),
            "review": record.review.model_dump(mode="json", by_alias=True),
        },
        ensure_ascii=False,
    )


def _is_about(case: Case, person: str) -> bool:
    if _is_same_name(case.agent, person):
        return True
    return any(names_person(text, person) for text in (case.complaint, case.reply, case.agent))


def _is_same_name(name: str, person: str) -> bool:
    return bool(name.strip()) and fold_word(name.strip()) == fold_word(person.strip())


def names_person(text: str, person: str) -> bool:
    """Return whether a text names a person, in any grammatical case and order of the names.

    Examples
    --------
    >>> names_person("Ответ Анне Сергеевне Петровой направлен.", "Петрова Анна")
    True
    >>> names_person("Ответ Петру Петрову направлен.", "Петрова Анна")
    False
    """
    wanted = [_normal_forms(word, as_given=True) for word in person.split()]
    if not wanted:
        return False
    words = [_normal_forms(word) for word in text.split()]
    for start in range(len(words)):
        window = words[start : start + _NAME_WINDOW]
        if any(name & window[0] for name in wanted) and all(any(name & word for word in window) for name in wanted):
            return True
    return False


def _normal_forms(word: str, *, as_given: bool = False) -> frozenset[str]:
    """Return what a word may be a form of; a name as given is in the nominative where it can be.

    «Петров» is asked for as the surname, though it is the genitive plural of «Пётр» too: nobody else's records go.
    """
    form = fold_word(word.strip(" \t\r\n.,;:!?…()\"'«»“”"))
    if not form:
        return frozenset()
    readings = READERS[detect_language(form)](form)
    if as_given:
        readings = tuple(one for one in readings if {"nomn", "sing"} <= one.grammemes) or readings
    return frozenset({form, *(reading.lemma for reading in readings)})
