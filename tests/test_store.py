"""What is kept comes back unchanged; what is erased is gone from the file."""

import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest

from reviewer import Case, review
from reviewer.errors import StoreError
from reviewer.store import Store, names_person
from reviewer.store.base import MIGRATIONS

NOON = datetime(2026, 3, 9, 12)
CASES = [
    Case(
        case_id="1",
        agent="Ольга Тарасова",
        team="Север",
        complaint="Петров Иван: верните деньги.",
        reply="Это наша вина.",
    ),
    Case(case_id="2", agent="Пётр Ким", team="Юг", complaint="The kettle is dead.", reply="We will look into it."),
]


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "kept.sqlite") as opened:
        for case in CASES:
            opened.keep(case, review(case, today=date(2026, 3, 9)), kept_at=NOON)
        yield opened


def test_store_gives_case_and_review_back_unchanged(store):
    records = list(store.records())
    assert [record.case for record in records] == CASES
    assert [record.review for record in records] == [review(case, today=date(2026, 3, 9)) for case in CASES]
    assert {record.kept_at for record in records} == {NOON}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["1", "2"]),
        ({"case_id": "2"}, ["2"]),
        ({"team": "Север"}, ["1"]),
        ({"agent": "Пётр Ким"}, ["2"]),
        ({"person": "петр ким"}, ["2"]),
        ({"person": "Иван Петров"}, ["1"]),
        ({"person": "Сидоров"}, []),
    ],
    ids=["all", "case", "team", "agent", "person-agent", "person-letter", "nobody"],
)
def test_store_finds_records(store, filters, expected):
    assert [record.case.case_id for record in store.records(**filters)] == expected


def test_store_erases_words_and_labels(store):
    store.keep_label(CASES[0], "unclear", language="ru", labelled_by="А. Б.", labelled_at=NOON)
    assert store.erase(list(store.records(person="Петров"))) == 1
    assert [record.case.case_id for record in store.records()] == ["2"]
    assert list(store.labels()) == []
    assert "верните деньги".encode() not in store.path.read_bytes()


def test_store_keeps_labels_for_training(store):
    store.keep_label(CASES[1], "substantiated", language="en", labelled_by="A. B.", labelled_at=NOON)
    (label,) = store.labels()
    assert (label.complaint, label.label, label.language, label.labelled_at) == (
        "The kettle is dead.",
        "substantiated",
        "en",
        NOON,
    )


def test_store_keeps_every_label_and_counts_each_persons_last_word(store):
    for by, label in [("A.", "unclear"), ("B.", "unsubstantiated"), ("A.", "substantiated")]:
        store.keep_label(CASES[1], label, language="en", labelled_by=by, labelled_at=NOON, why="x", source="reply page")
    assert [label.label for label in store.labels()] == ["unclear", "unsubstantiated", "substantiated"]
    current = [(one.labelled_by, one.label, one.why, one.source) for one in store.current_labels()]
    assert current == [("B.", "unsubstantiated", "x", "reply page"), ("A.", "substantiated", "x", "reply page")]


def test_store_counts_an_investigation_as_a_label(store):
    case = Case(case_id="3", complaint="You took it twice.", investigation="substantiated", sector="bank")
    store.keep(case, review(case, today=date(2026, 3, 9)), kept_at=NOON)
    store.keep_label(case, "unclear", language="en", labelled_by="", labelled_at=NOON)
    current = [(one.case_id, one.sector, one.label, one.source) for one in store.current_labels()]
    assert current == [("3", "bank", "substantiated", "investigation"), ("3", "bank", "unclear", "")]


@pytest.mark.parametrize(
    ("whose", "left"),
    [
        ({"person": "Иван Петров"}, ["unclear"]),
        ({"person": "ольга тарасова"}, ["substantiated"]),
        ({"labelled_by": "Ольга Тарасова"}, ["substantiated"]),
        ({"case_id": "1"}, ["unclear"]),
        ({"person": "Сидоров"}, ["substantiated", "unclear"]),
    ],
    ids=["named", "given", "given-only", "case", "nobody"],
)
def test_store_erases_the_labels_of_a_person(store, whose, left):
    store.keep_label(CASES[0], "substantiated", language="ru", labelled_by="А. Б.", labelled_at=NOON)
    store.keep_label(CASES[1], "unclear", language="en", labelled_by="Ольга Тарасова", labelled_at=NOON)
    assert store.n_labels(**whose) == 2 - len(left)
    assert store.erase_labels(**whose) == 2 - len(left)
    assert [label.label for label in store.labels()] == left


def test_store_of_the_first_schema_keeps_its_labels(tmp_path):
    with sqlite3.connect(tmp_path / "old.sqlite") as base:
        for statement in MIGRATIONS[0]:
            base.execute(statement)
        row = (1, NOON.isoformat(), "A. B.", "7", "en", "bank", "Odd.", "unclear")
        base.execute("INSERT INTO labels VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        base.execute("PRAGMA user_version = 1")
    base.close()
    with Store(tmp_path / "old.sqlite") as opened:
        (label,) = opened.labels()
    assert (label.case_id, label.label, label.labelled_at, label.why, label.group) == ("7", "unclear", NOON, "", "")


def test_store_refuses_a_label_of_no_complaint(store):
    with pytest.raises(StoreError, match=r"^E605 label: there is no complaint to label"):
        store.keep_label(Case(reply="Hello."), "unclear", language="en", labelled_by="", labelled_at=NOON)


def test_store_refuses_a_label_of_another_list(store):
    with pytest.raises(
        StoreError, match=r"^E604 label: 'true' is no label; use substantiated, unsubstantiated, unclear$"
    ):
        store.keep_label(CASES[1], "true", language="en", labelled_by="", labelled_at=NOON)


def test_store_of_a_newer_program_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / "new.sqlite") as base:
        base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(
        StoreError, match=r"^E602 .*the store has schema 99, this program knows 2; use the newer program$"
    ):
        Store(tmp_path / "new.sqlite")


def test_store_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("Добрый день! " * 100, "utf-8")
    with pytest.raises(StoreError, match=r"^E601 .*this is no store of reviews"):
        Store(tmp_path / "letter.txt")


def test_store_in_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(StoreError, match=r"^E603 "):
        Store(tmp_path / "none" / "kept.sqlite")


def test_store_of_an_older_schema_is_brought_up(tmp_path):
    sqlite3.connect(tmp_path / "old.sqlite").close()
    with Store(tmp_path / "old.sqlite") as opened:
        assert list(opened.records()) == []


@pytest.mark.parametrize(
    ("text", "person", "found"),
    [
        ("Ответ Анне Сергеевне Петровой направлен.", "Петрова Анна", True),
        ("Уважаемая госпожа Петрова!", "Петрова", True),
        ("Dear Ms Carter,", "carter", True),
        ("Dear Ms Carter,", "John Carter", False),
        ("Петров. Обращение рассмотрено. Ответ подписала Анна.", "Анна Петрова", False),
        ("Петрова", "", False),
    ],
    ids=["cases", "alone", "english", "other-first-name", "far-apart", "nobody"],
)
def test_names_person(text, person, found):
    assert names_person(text, person) is found


def test_store_path_is_kept_as_given():
    with Store(Path(":memory:")) as opened:
        assert opened.path == Path(":memory:")
