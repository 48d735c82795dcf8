import json

import pytest

from reviewer.classifier.cases import read_cases
from reviewer.errors import InputError


def write(path, rows):
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def test_read_cases_names_each_unusable_row(tmp_path):
    rows = [
        {"complaint": "It broke.", "label": "substantiated"},
        {"complaint": " ", "label": "substantiated"},
        {"complaint": "It broke.", "label": "yes"},
        {"complaint": "It broke.", "label": "unclear", "sector": "moon"},
        {"complaint": "It broke.", "label": "unclear", "cues": [["not there", "for", "defect"]]},
    ]
    table = read_cases(write(tmp_path / "cases.jsonl", rows))
    assert len(table.cases) == 1
    assert table.remarks == (
        "rows left out: 4 (cases.jsonl row 2: the complaint is empty; "
        "cases.jsonl row 3: label 'yes' is none of substantiated, unsubstantiated, unclear; "
        "cases.jsonl row 4: sector 'moon' is not known; "
        "cases.jsonl row 5: cue 'not there' does not stand in the complaint)",
    )


def test_read_cases_maps_columns_and_finds_the_language(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("Текст,Итог\nЧайник не работает.,substantiated\n", "utf-8")
    [case] = read_cases(path, columns={"complaint": "Текст", "label": "Итог"}).cases
    assert (case.complaint, case.label, case.language) == ("Чайник не работает.", "substantiated", "ru")


def test_read_cases_keeps_places_of_cues(tmp_path):
    row = {
        "complaint": "Well, I dropped it.",
        "label": "unsubstantiated",
        "cues": [["I dropped it", "against", "own_fault"]],
    }
    [case] = read_cases(write(tmp_path / "cases.jsonl", [row])).cases
    assert case.cues == ((6, 18, "against", "own_fault"),)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("cases.txt", "x", "E321"),
        ("cases.csv", "text,label\na,b\n", "E322"),
        ("cases.csv", "complaint,label\na,b\n", "E323"),
        ("cases.jsonl", "{", "E325"),
    ],
)
def test_read_cases_refuses_with_a_code(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        read_cases(path)
    assert caught.value.code == code


def test_read_cases_refuses_a_missing_file(tmp_path):
    with pytest.raises(InputError, match="E320"):
        read_cases(tmp_path / "none.csv")


def test_remarks_are_told_in_both_languages(tmp_path):
    rows = [{"complaint": "It broke.", "label": "substantiated"}, {"complaint": " ", "label": "unclear"}]
    [remark] = read_cases(write(tmp_path / "cases.jsonl", rows)).remarks
    assert remark == "rows left out: 1 (cases.jsonl row 2: the complaint is empty)"
    assert remark.told("ru") == "пропущено строк: 1 (cases.jsonl row 2: жалоба пуста)"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("complaint;label\r\nЧайник сломан, увы.;unclear\r\n".encode("cp1251"), "Чайник сломан, увы."),
        ("complaint;label\r\nЧайник сломан, увы.;unclear\r\n".encode("koi8-r"), "Чайник сломан, увы."),
        ("complaint;label\r\nЧайник сломан, увы.;unclear\r\n".encode("cp866"), "Чайник сломан, увы."),
        ("complaint|label\r\nЧайник сломан, увы.|unclear\r\n".encode("utf-16"), "Чайник сломан, увы."),
        ("complaint,label\n'- It broke.,unclear\n".encode("utf-8-sig"), "- It broke."),
        (b"complaint\tlabel\nIt broke.\tunclear\n", "It broke."),
    ],
    ids=["excel-russian", "koi8-r", "dos", "utf-16-bars", "shielded", "tabs"],
)
def test_read_cases_takes_what_programs_write(tmp_path, content, expected):
    (tmp_path / "cases.csv").write_bytes(content)
    [case] = read_cases(tmp_path / "cases.csv").cases
    assert case.complaint == expected


def test_read_cases_takes_the_tables_own_words_and_rows_without_a_label(tmp_path):
    path = write(tmp_path / "cases.jsonl", [{"complaint": "A.", "label": "Upheld"}, {"complaint": "B.", "label": None}])
    read = read_cases(path, label_words={"upheld": "substantiated"}, is_labelled=False)
    assert [case.label for case in read.cases] == ["substantiated", ""]
    assert len(read_cases(path, label_words={"upheld": "substantiated"}).cases) == 1


def test_a_folder_says_what_its_cases_are(tmp_path):
    write(tmp_path / "cases.jsonl", [{"complaint": "A.", "label": "unclear"}])
    (tmp_path / "corpus.toml").write_text('origin = "invented"', "utf-8")
    assert read_cases(tmp_path).cases[0].origin == "invented"
    (tmp_path / "corpus.toml").write_text('origin = "dreamt"', "utf-8")
    with pytest.raises(InputError, match=r"^E326 corpus.toml: origin 'dreamt' is not known"):
        read_cases(tmp_path)
