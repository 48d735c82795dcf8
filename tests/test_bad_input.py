"""What nobody should hand in: each gets one clear line (code, what, where, cure) or is shown as plain text."""

import csv
import io
import itertools
import json
import random
import shutil
import sqlite3
import zipfile

import openpyxl
import pyarrow
import pytest
from pyarrow import parquet

from reviewer.cli import run
from reviewer.store import Store
from reviewer.text import MAX_CHARS

REPLY = "Уважаемая Анна Петровна!\n\nПризнаём, что ошибка произошла по нашей вине.\n\nС уважением,\nОльга Тарасова"
DATED = " ".join(f"Вернём деньги по заказу № {number} до {number % 28 + 1} мая." for number in range(300))
TODAY = ["--today", "2026-03-09"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(folder, reply, capsys, *options, encoding="utf-8"):
    (folder / "reply.txt").write_bytes(reply.encode(encoding, "surrogatepass"))
    code = run(["check", "", "reply.txt", "--format", "json", *options, *TODAY])
    return code, capsys.readouterr()


@pytest.mark.parametrize("reply", ["", "   \n\t ", "\ufeff"], ids=["empty", "blank", "mark-only"])
def test_empty_text_is_one_line(folder, capsys, reply):
    code, shown = check(folder, reply, capsys)
    assert code == 65
    assert shown.err == "E306 complaint, reply: there is no text; give a complaint or a reply\n"


def test_megabyte_of_text_is_one_line(folder, capsys):
    code, shown = check(folder, "Мы проверим. " * 80_000, capsys)
    assert code == 65
    assert shown.err.startswith(f"E301 reply: the text has 1,040,000 characters, more than the {MAX_CHARS:,} that one ")
    assert shown.err.count("\n") == 1


@pytest.mark.parametrize(
    "noise",
    ["\x00", "\x07\x1b[31m", "\u202e", "\u200b", "\ufffd", "\x85"],
    ids=["zero", "escape", "right-to-left", "zero-width", "replacement", "next-line"],
)
def test_control_characters_move_no_offset(folder, capsys, noise):
    reply = noise + REPLY.replace("\n\n", f"\n{noise}\n")
    code, shown = check(folder, reply, capsys)
    assert code in {0, 1, 2}
    found = [one for one in json.loads(shown.out)["findings"] if one["kind"] == "fault_admission"]
    assert found
    assert all(one["quote"] == reply[one["start"] : one["end"]] for one in found)


def test_html_and_script_are_plain_text(folder, capsys):
    reply = "<script>alert('x')</script><b>Это наша вина</b>, &lt;i&gt; {{config}} ${7*7} %s\n<!-- -->"
    code, shown = check(folder, reply, capsys)
    assert code in {1, 2}
    for one in json.loads(shown.out)["findings"]:
        assert one["quote"] is None or one["quote"] == reply[one["start"] : one["end"]]


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_file_in_another_encoding_is_read(folder, capsys, encoding):
    code, shown = check(folder, REPLY, capsys, encoding=encoding)
    assert any(one["kind"] == "fault_admission" for one in json.loads(shown.out)["findings"])
    assert code in {1, 2}


@pytest.mark.parametrize(
    ("name", "raw", "what"),
    [
        ("reply.docx", b"PK\x03\x04....", "this is a ZIP file (Word, Excel), not text"),
        ("reply.pdf", b"%PDF-1.7 ....", "this is a PDF file, not text"),
        ("reply.rtf", b"{\\rtf1 ....}", "this is an RTF file, not text"),
    ],
)
def test_file_that_is_no_text_is_one_line(folder, capsys, name, raw, what):
    (folder / name).write_bytes(raw)
    assert run(["check", "", name, *TODAY]) == 65
    assert capsys.readouterr().err == f"E310 {name}: {what}; save it as plain text in UTF-8\n"


def test_random_bytes_do_not_stop_the_program(folder, capsys):
    draw = random.Random(11)
    for size in (1, 2, 3, 50, 999, 5000):
        (folder / "reply.txt").write_bytes(draw.randbytes(size))
        code = run(["check", "", "reply.txt", "--format", "json", *TODAY])
        shown = capsys.readouterr()
        assert code in {0, 1, 2, 65}, shown.err
        assert code != 65 or shown.err.count("\n") == 1


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"reply": "а", "sector": "banking"},
            "E303 case.json, field 'sector': 'banking' is not in the list; use one of: ",
        ),
        ({"reply": "а", "received_on": "2026-02-30"}, "E304 case.json, field 'received_on': '2026-02-30' is no date; "),
        ({"reply": "а", "received_on": 46083}, "E304 case.json, field 'received_on': '46083' is no date; "),
        (
            {"reply": "а", "received_on": "9999-12-31"},
            "E304 case.json, field 'received_on': '9999-12-31' is too far away; give a year from 1990 to 2089",
        ),
        ({"reply": "а", "reply_on": "0001-01-01"}, "E304 case.json, field 'reply_on': '0001-01-01' is too far away; "),
        ({"reply": "а", "draft": "б"}, "E302 case.json, field 'draft': this name is not known; use one of: case_id, "),
        ({"reply": ["а"]}, "E305 case.json, field 'reply': '['а']' does not fit: "),
        ({"reply": "\ud800"}, "E306 complaint, reply: there is no text; give a complaint or a reply"),
        ({}, "E306 complaint, reply: there is no text; give a complaint or a reply"),
    ],
    ids=["sector", "date", "serial-day", "year-9999", "year-1", "key", "type", "surrogate", "nothing"],
)
def test_bad_case_file_is_one_line(folder, capsys, fields, line):
    (folder / "case.json").write_text(json.dumps(fields), "utf-8")
    assert run(["check", "--case", "case.json", *TODAY]) == 65
    shown = capsys.readouterr()
    assert shown.err.startswith(line)
    assert (shown.err.count("\n"), shown.out) == (1, "")


@pytest.mark.parametrize(
    "content",
    ["[1, 2]", '{"reply": ', "", "null", "[" * 100_000, '{"reply": ' + "1" * 5000 + "}"],
    ids=["list", "cut-off", "empty", "null", "deep", "long-number"],
)
def test_case_file_that_is_no_object_is_one_line(folder, capsys, content):
    (folder / "case.json").write_text(content, "utf-8")
    assert run(["check", "--case", "case.json", *TODAY]) == 65
    assert capsys.readouterr().err.startswith("E318 case.json")


@pytest.mark.parametrize(
    "reply",
    [
        "а" * 20_000,
        "(" * 3_000,
        "« " * 3_000,
        "1" * 20_000,
        "!" * 20_000,
        "не " * 5_000,
        "\n" * 20_000 + "а",
        "🙂" * 3_000,
    ],
    ids=["one-word", "brackets", "quotes", "digits", "marks", "negations", "lines", "emoji"],
)
def test_strange_text_is_reviewed(folder, capsys, reply):
    code, shown = check(folder, reply, capsys)
    assert code in {0, 1, 2}, shown.err


def test_table_with_a_bad_row_of_each_sort_goes_on(folder, capsys):
    (folder / "cases.csv").write_bytes(
        (
            "case_id;reply;sector;received_on\n"
            "1;Проверим до 12 марта 2026 года.;bank;2026-03-02\n"
            "2;Ответ;banking;\n"
            "3;Ответ;;31.02.2026\n"
            "4;;;\n"
            "5;Ответ;bank;2026-03-02;лишнее\n"
            "6;=cmd|' /C calc'!A0;;\n"
        ).encode("cp1251")
    )
    assert run(["audit", "cases.csv", "-o", "out.csv", *TODAY]) == 0
    shown = capsys.readouterr().err
    assert [line[:4] for line in shown.splitlines() if line.startswith("E3")] == ["E303", "E304", "E306", "E316"]
    assert "E306 row 5, complaint, reply: there is no text" in shown
    rows = (folder / "out.csv").read_text("utf-8-sig")
    assert rows.count("\n2,") + rows.count("\n3,") == 2


def test_damaged_model_is_one_line(folder, capsys, monkeypatch):
    from reviewer.classifier import shelf

    models = folder / "models"
    shutil.copytree(shelf.models_root(), models)
    for path in models.rglob("model-ru.skops"):
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 1
        path.write_bytes(raw)
    monkeypatch.setattr("reviewer.classifier.estimate.models_root", lambda: models)
    (folder / "complaint.txt").write_text("Чайник сломан, верните 2 300 рублей.", "utf-8")
    assert run(["check", "complaint.txt", *TODAY]) == 78
    shown = capsys.readouterr()
    assert shown.err.startswith("E504 model-ru.skops: the hash is not the manifest's; ")
    assert (shown.err.count("\n"), shown.out) == (1, "")


def test_half_a_pair_is_shown_and_kept_as_a_space(folder, capsys):
    (folder / "case.json").write_text('{"reply": "Это \\ud800 наша вина, признаём."}', "utf-8")
    assert run(["check", "--case", "case.json", "--format", "json", "--store", "kept.sqlite", *TODAY]) in {1, 2}
    reply = "Это   наша вина, признаём."
    found = [one for one in json.loads(capsys.readouterr().out)["findings"] if one["quote"] is not None]
    assert all(one["quote"] == reply[one["start"] : one["end"]] for one in found)


@pytest.mark.parametrize(
    "command",
    [
        ["audit", "cases.csv", "-o", "cases.csv"],
        ["audit", "cases.csv", "-o", "link.csv"],
        ["check", "", "cases.csv", "-o", "cases.csv"],
        ["sample", "cases.csv", "-o", "link.csv"],
        ["store", "export", "--store", "cases.csv", "-o", "cases.csv"],
        ["store", "labels", "--store", "cases.csv", "-o", "cases.csv"],
    ],
    ids=" ".join,
)
def test_nothing_overwrites_what_it_is_made_from(folder, capsys, command):
    cases = "reply,complaint\nПроверим до 12 марта 2026 года.,Где заказ?\n"
    (folder / "cases.csv").write_text(cases, "utf-8")
    (folder / "link.csv").symlink_to("cases.csv")
    assert run(command) == 65
    line = f"E317 {command[-1]}: this would overwrite what is read; give -o another name\n"
    assert capsys.readouterr().err == line
    assert (folder / "cases.csv").read_text("utf-8") == cases


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl", "parquet"])
def test_audit_that_is_stopped_keeps_what_it_has(folder, capsys, monkeypatch, kind):
    from reviewer import batch

    def stopped(rows, **given):
        yield from itertools.islice(batch_audit(rows, **given), 2)
        raise KeyboardInterrupt

    batch_audit = batch.audit
    monkeypatch.setattr(batch, "audit", stopped)
    (folder / "cases.csv").write_text("reply\n" + "Проверим до 12 марта 2026 года.\n" * 5, "utf-8")
    assert run(["audit", "cases.csv", "-o", f"out.{kind}", "--store", "kept.sqlite", "--quiet", *TODAY]) == 130
    assert capsys.readouterr().err == "E702 stopped\n"
    assert _n_rows(folder / f"out.{kind}") == 2
    with Store(folder / "kept.sqlite") as store:
        assert sum(1 for _ in store.records()) == 2


def _n_rows(path):
    if path.suffix == ".jsonl":
        return len(path.read_text("utf-8").splitlines())
    if path.suffix == ".parquet":
        return parquet.read_table(path).num_rows
    if path.suffix == ".xlsx":
        return openpyxl.load_workbook(path).active.max_row - 1
    return len(list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))))


def test_store_that_another_program_holds_is_one_line(folder, capsys, monkeypatch):
    connect = sqlite3.connect
    monkeypatch.setattr("reviewer.store.base.sqlite3.connect", lambda path: connect(path, timeout=0))
    (folder / "reply.txt").write_text("Проверим до 12 марта 2026 года.", "utf-8")
    keep = ["check", "", "reply.txt", "--store", "kept.sqlite", *TODAY]
    assert run(keep) in {0, 1}
    other = connect("kept.sqlite")
    other.execute("BEGIN EXCLUSIVE")
    capsys.readouterr()
    assert run(keep) == 74
    assert capsys.readouterr().err.startswith("E606 kept.sqlite: the store cannot be used now (database is locked); ")
    other.rollback()
    assert run(keep) in {0, 1}


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"),
        ("xl/workbook.xml", b"<a"),
        ("[Content_Types].xml", b""),
        ("xl/worksheets/sheet1.xml", b" " * (1 << 27)),
    ],
    ids=["sheet", "book", "types", "bomb"],
)
def test_damaged_workbook_is_one_line(folder, capsys, part, content):
    book = openpyxl.Workbook()
    book.active.append(["reply"])
    book.save("good.xlsx")
    with zipfile.ZipFile("good.xlsx") as good, zipfile.ZipFile("bad.xlsx", "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, content if name == part else good.read(name))
    assert run(["audit", "bad.xlsx", *TODAY]) == 65
    shown = capsys.readouterr()
    assert shown.err.startswith("E312 bad.xlsx: the workbook ")
    assert (shown.err.count("\n"), shown.out) == (1, "")


def test_parquet_with_damaged_pages_is_one_line(folder, capsys):
    parquet.write_table(pyarrow.table({"reply": [f"Проверим заказ {number}." for number in range(99)]}), "a.parquet")
    raw = bytearray((folder / "a.parquet").read_bytes())
    raw[40:140] = bytes(byte ^ 0xFF for byte in raw[40:140])
    (folder / "a.parquet").write_bytes(raw)
    assert run(["audit", "a.parquet", "--quiet", *TODAY]) == 65
    shown = capsys.readouterr()
    assert shown.err.startswith("E312 a.parquet: the Parquet file cannot be read: ")
    assert (shown.err.count("\n"), shown.out) == (1, "")


@pytest.mark.parametrize("option", ["--kind", "--aspect"])
def test_rules_of_an_unknown_kind_are_one_line(folder, capsys, option):
    assert run(["rules", "list", option, "mistake"]) == 65
    assert capsys.readouterr().err.startswith(f"E303 {option}: 'mistake' is not in the list; use one of: ")
