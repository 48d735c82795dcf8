"""Tables in whatever encoding and shape people keep them."""

import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pyarrow
import pytest
from pyarrow import parquet

from reviewer.errors import InputError
from reviewer.report.table import COLUMNS
from reviewer.tables import CaseTable, decode, open_writer, parse_columns

RUSSIAN = "Чайник не включается, верните 2 300 рублей срочно."
ENGLISH = "The kettle is dead — refund £23, please."
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_decode_reads_russian(encoding):
    assert decode(RUSSIAN.encode(encoding), where="letter.txt") == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_decode_reads_english(encoding):
    assert decode(ENGLISH.encode(encoding), where="letter.txt") == ENGLISH


SHORT = [
    "Да, верните.",
    "Это наша вина.",
    "это не дефект, а норма",
    "РАЗБЕРЁМСЯ С ЗАКАЗОМ",
    "«Ёлка» № 7",
    "Здравствуйте!",
    "reply;team\nПроверим;Север\n",
    "Dear Анна, your заказ is lost",
]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "cp866", "koi8-r"])
@pytest.mark.parametrize("text", SHORT)
def test_decode_reads_a_few_russian_words(text, encoding):
    raw = text.encode(encoding, "ignore")  # cp866 and KOI8-R have no «»
    assert decode(raw, where="letter.txt") == raw.decode(encoding)


@pytest.mark.parametrize("text", ["café", "£20", "It’s “fine” — really", "Zoë, the résumé is here", "20 € each"])
def test_decode_reads_a_few_english_words(text):
    assert decode(text.encode("cp1252"), where="letter.txt") == text


def test_decode_finds_the_russian_line_in_much_english():
    text = "The kettle is dead.\n" * 5000 + "Верните деньги.\n"
    assert decode(text.encode("koi8-r"), where="letter.txt") == text


@pytest.mark.parametrize("size", [7, 8, 9, 10])
def test_table_is_read_though_its_sample_ends_within_a_letter(monkeypatch, size):
    monkeypatch.setattr("reviewer.tables.rows._SAMPLE_BYTES", size)
    (row,) = CaseTable("reply\nПроверим\n".encode(), name="cases.csv")
    assert row.case.reply == "Проверим"


def test_decode_makes_line_breaks_one():
    assert decode(b"a\r\nb\rc\n", where="letter.txt") == "a\nb\nc\n"


@pytest.mark.parametrize("raw", [b"PK\x03\x04rest", b"%PDF-1.7", b"\x89PNG\r\n"], ids=["zip", "pdf", "png"])
def test_decode_refuses_what_is_no_text(raw):
    with pytest.raises(InputError, match=r"^E310 letter\.txt: this is .* not text; save it as plain text in UTF-8$"):
        decode(raw, where="letter.txt")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("mark", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_csv_is_read_in_each_encoding_and_with_each_separator(encoding, mark):
    text = f'case_id{mark}complaint{mark}reply\r\nA-1{mark}"Чайник; сломан, совсем"{mark}"Добрый\nдень"\r\n'
    (row,) = CaseTable(text.encode(encoding), name="cases.csv")
    assert (row.number, row.case.case_id, row.case.complaint, row.case.reply) == (
        2,
        "A-1",
        "Чайник; сломан, совсем",
        "Добрый\nдень",
    )


def test_csv_bad_row_is_named_and_the_rest_read():
    raw = "reply,received_on\nДа,2026-03-02\nНет,31.02.2026\nХорошо,\n".encode()
    rows = list(CaseTable(raw, name="cases.csv"))
    assert [row.number for row in rows] == [2, 3, 4]
    assert [row.case.reply if row.case else str(row.error) for row in rows] == [
        "Да",
        "E304 cases.csv row 3, field 'received_on': '31.02.2026' is no date; write the day as YYYY-MM-DD",
        "Хорошо",
    ]


def test_csv_missing_columns_name_the_cure():
    with pytest.raises(InputError) as caught:
        CaseTable("Текст;Номер\nа;1\n".encode("cp1251"), name="cases.csv")
    assert str(caught.value) == (
        "E314 cases.csv: no column is called complaint or reply; the columns are: Текст, Номер; "
        "name them with --columns complaint=COLUMN,reply=COLUMN"
    )


def test_csv_columns_of_other_names_are_mapped_not_guessed():
    raw = "Ответ,Reply_text,Sector\nДа,Нет,bank\n".encode()
    table = CaseTable(raw, name="cases.csv", columns={"reply": "Ответ"})
    (row,) = table
    assert (row.case.reply, row.case.sector) == ("Да", "bank")
    assert table.ignored == ("Reply_text",)


def test_csv_near_miss_is_asked_about():
    table = CaseTable(b"reply,recieved_on\nYes,2026-03-02\n", name="cases.csv")
    assert table.near_misses == {"recieved_on": "received_on"}


def test_csv_surplus_cells_are_an_error_of_their_row():
    rows = list(CaseTable(b"case_id,reply\n1,a,b\n2,c\n", name="cases.csv"))
    assert rows[0].error.code == "E316"
    assert rows[1].case.reply == "c"


def test_csv_zero_bytes_do_not_stop_it():
    (row,) = CaseTable(b"case_id,reply\n1,a\0b\n", name="cases.csv")
    assert row.case.reply == "a b"


def test_csv_case_id_is_the_row_number_where_there_is_none():
    rows = list(CaseTable(b"reply\na\n\nb\n", name="cases.csv"))
    assert [(row.number, row.case.case_id) for row in rows] == [(2, "2"), (4, "4")]


@pytest.mark.parametrize(
    ("dates", "cell", "expected"),
    [("dmy", "02.03.2026", date(2026, 3, 2)), ("mdy", "02/03/2026", date(2026, 2, 3))],
    ids=["dmy", "mdy"],
)
def test_csv_dates_are_read_as_told(dates, cell, expected):
    (row,) = CaseTable(f"reply,received_on\na,{cell}\n".encode(), name="cases.csv", dates=dates)
    assert row.case.received_on == expected


def test_xlsx_dates_and_numbers_are_cells_not_text(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["case_id", "reply", "received_on"])
    book.active.append([118, "Да", datetime(2026, 3, 2)])
    book.save(tmp_path / "cases.xlsx")
    (row,) = CaseTable(tmp_path / "cases.xlsx")
    assert (row.case.case_id, row.case.received_on) == ("118", date(2026, 3, 2))


def test_xlsx_damaged_file_names_the_cure():
    with pytest.raises(InputError, match=r"^E312 cases\.xlsx: the workbook cannot be read"):
        CaseTable(b"PK\x03\x04 nothing more", name="cases.xlsx")


def test_jsonl_bad_line_is_named():
    rows = list(CaseTable('{"reply": "Да"}\n{"reply": \n{"reply": "Нет"}\n'.encode(), name="cases.jsonl"))
    assert [row.number for row in rows if row.error] == [2]
    assert str(rows[1].error).startswith("E312 cases.jsonl row 2: this line is no JSON")


def test_jsonl_key_that_is_no_field_is_ignored_and_named():
    table = CaseTable('{"reply": "Да", "note": "x"}\n'.encode(), name="cases.jsonl")
    assert table.ignored == ("note",)
    assert [row.case.reply for row in table] == ["Да"]


def test_parquet_is_read(tmp_path):
    parquet.write_table(pyarrow.table({"reply": ["Да"], "received_on": [date(2026, 3, 2)]}), tmp_path / "cases.parquet")
    (row,) = CaseTable(tmp_path / "cases.parquet")
    assert row.case.received_on == date(2026, 3, 2)


def test_table_of_unknown_ending_is_refused():
    with pytest.raises(InputError, match=r"^E313 cases\.doc: '\.doc' is no kind of table; use \.csv"):
        CaseTable(b"", name="cases.doc")


def test_table_unknown_sector_is_an_error_of_its_row():
    (row,) = CaseTable(b"reply,sector\na,banking\n", name="cases.csv")
    assert str(row.error).startswith("E303 cases.csv row 2, field 'sector': 'banking' is not in the list; use one of:")


@pytest.mark.parametrize("given", ["complaint=Жалоба, reply=Ответ", "columns.toml", "columns.json"])
def test_parse_columns_reads_each_form(tmp_path, monkeypatch, given):
    mapping = {"complaint": "Жалоба", "reply": "Ответ"}
    (tmp_path / "columns.toml").write_text('complaint = "Жалоба"\nreply = "Ответ"\n', "utf-8")
    (tmp_path / "columns.json").write_text(json.dumps(mapping), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert parse_columns(given) == mapping


def test_mapping_to_a_column_that_is_not_there_lists_the_columns():
    with pytest.raises(InputError, match=r"^E315 cases\.csv: there is no column 'Текст'; the columns are: Ответ$"):
        CaseTable("Ответ\nа\n".encode(), name="cases.csv", columns={"reply": "Текст"})


DANGEROUS = ['=HYPERLINK("http://x")', "+1", "-1+2", "@SUM(A1)", "\t=1", " =1"]


@pytest.mark.parametrize("words", DANGEROUS)
def test_csv_cells_are_never_formulas(words):
    stream = io.BytesIO()
    with open_writer(stream, "csv", {"findings": str}) as table:
        table.write({"findings": words})
    (cell,) = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"))))[1]
    assert cell[0] == "'"


@pytest.mark.parametrize("words", DANGEROUS)
def test_xlsx_cells_are_never_formulas(words):
    stream = io.BytesIO()
    with open_writer(stream, "xlsx", {"findings": str}) as table:
        table.write({"findings": words})
    cell = openpyxl.load_workbook(stream).active["A2"]
    assert cell.data_type == "s"
    assert cell.value[0] == "'"


def test_xlsx_takes_control_characters_and_long_cells():
    stream = io.BytesIO()
    with open_writer(stream, "xlsx", {"findings": str}) as table:
        table.write({"findings": "a\x07b" + "x" * 40_000})
    value = openpyxl.load_workbook(stream).active["A2"].value
    assert (value[:3], len(value)) == ("a b", 32_767)


def test_parquet_keeps_the_types_of_its_columns():
    stream = io.BytesIO()
    with open_writer(stream, "parquet", COLUMNS) as table:
        table.write({"row": 2, "overall": 78, "probability": 0.25, "case_id": "=A"})
        table.write({"row": 3})
    (first, second) = parquet.read_table(pyarrow.BufferReader(stream.getvalue())).to_pylist()
    assert (first["overall"], first["probability"], first["case_id"]) == (78, 0.25, "=A")
    assert second["overall"] is None


def test_writer_says_where_it_cannot_write(tmp_path):
    with (
        pytest.raises(InputError, match=r"^E317 .*: cannot write: "),
        open_writer(tmp_path / "no" / "out.csv", "csv", {"a": str}),
    ):
        pass
