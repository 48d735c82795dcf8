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
