"""The SQLite file of a store: its tables by version, opening and bringing up, errors in one line."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from reviewer.errors import StoreError

# One entry a version of the schema, in order: a store of version n is brought up by running entries n, n+1, …
MIGRATIONS: tuple[tuple[str, ...], ...] = (
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


def open_base(path: Path, *, must_exist: bool) -> sqlite3.Connection:
    """Open a store, or make it, with the newest schema.

    Raises
    ------
    StoreError
        E601, E602, E603 or E606: see ``Store``.
    """
    if must_exist and not path.is_file():
        raise StoreError("E603", "there is no store", where=str(path), cure="check the path given to --store")
    try:
        base = sqlite3.connect(path)
    except sqlite3.OperationalError as error:
        raise StoreError("E603", str(error), where=str(path), cure="check the folder") from None
    try:
        # Erased words must not linger in free pages.
        base.execute("PRAGMA secure_delete = ON")
        _migrate(base, path)
    except sqlite3.OperationalError as error:
        base.close()
        if _is_held(error):
            raise unavailable(path, error) from None
        raise _no_store(path, error) from None
    except sqlite3.DatabaseError as error:
        base.close()
        raise _no_store(path, error) from None
    except StoreError:
        base.close()
        raise
    return base


def _migrate(base: sqlite3.Connection, path: Path) -> None:
    (version,) = base.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        what = f"the store has schema {version}, this program knows {len(MIGRATIONS)}"
        raise StoreError("E602", what, where=str(path), cure="use the newer program")
    if version == len(MIGRATIONS):
        return
    with base:
        # Two programs may make a store at once: the second waits here, and finds the work done.
        base.execute("BEGIN IMMEDIATE")
        (version,) = base.execute("PRAGMA user_version").fetchone()
        for number, statements in enumerate(MIGRATIONS[version:], start=version + 1):
            for statement in statements:
                base.execute(statement)
            base.execute(f"PRAGMA user_version = {number}")


def unavailable(path: Path, error: sqlite3.Error) -> StoreError:
    """Return the error of a store that cannot be used at the moment."""
    cure = "close the program that holds it, make room, or try again"
    return StoreError("E606", f"the store cannot be used now ({error})", where=str(path), cure=cure)


def _no_store(path: Path, error: sqlite3.Error) -> StoreError:
    what = f"this is no store of reviews ({error})"
    return StoreError("E601", what, where=str(path), cure="name another file with --store")


def _is_held(error: sqlite3.OperationalError) -> bool:
    # The low byte is the kind of error, the rest its detail.
    return error.sqlite_errorcode & 0xFF in {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
    }
