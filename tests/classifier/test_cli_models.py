"""The analyst's life on the command line: tables in, models, samples and labels out."""

import csv
import io
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from reviewer import Case
from reviewer.classifier import shelf
from reviewer.classifier.artifact import read_manifest
from reviewer.classifier.cases import read_cases
from reviewer.cli import run
from reviewer.store import Store

THINGS = ["mortgage", "card", "loan", "transfer", "account", "deposit", "cheque", "fee", "wallet", "lease"]
PAID = "They took the {} charge from me twice and their clerk agreed that it was an error."
UNPAID = "I want the {} for nothing because my neighbour got a better one somewhere."
HEAD = [
    "Date received",
    "Product",
    "Consumer complaint narrative",
    "Company",
    "Company response to consumer",
    "Complaint ID",
]
PROXY = "the labels are a proxy: what the companies chose to do, no verdict on the complaints"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def corpus():
    """Two sectors of the invented corpora."""
    folder = Path(__file__).parents[2] / "data" / "complaints"
    return [case for sector in ("bank", "goods") for case in read_cases(folder / f"en-{sector}.jsonl").cases]


@pytest.fixture(scope="module")
def download(home):
    """A tiny invented table with the CFPB's columns: twenty companies, ten complaints each."""
    path = home / "complaints.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEAD)
        for number in range(200):
            is_paid = number % 2
            text = (PAID if is_paid else UNPAID).format(THINGS[number % 10])
            response = "Closed with monetary relief" if is_paid else "Closed with explanation"
            rows.writerow(["2026-01-15", "Mortgage", f"{text} No. {number}", f"Bank {number // 10}", response, number])
        rows.writerow(["2026-01-15", "Credit reporting", "A wrong entry.", "Bureau", "Closed with explanation", 900])
        rows.writerow(["2026-01-15", "Mortgage", "Still open.", "Bank 1", "In progress", 901])
    return path


@pytest.fixture(scope="module")
def proxy_model(home, download):
    folder = home / "models" / "proxy"
    arguments = ["train", str(download), "-o", str(folder), "--format", "cfpb", "--without-credit-reporting"]
    assert run(arguments) == 0
    return folder


def test_train_on_the_cfpb_table_calls_its_label_a_proxy(proxy_model):
    manifest = read_manifest(proxy_model)
    assert manifest.proxy_label
    assert manifest.builder == "large"
    assert (manifest.origins, manifest.sources) == ({"proxy": 200}, {"complaints.csv": 200})
    assert "**The labels are a proxy**" in (proxy_model / "card.md").read_text("utf-8")
    assert "invented" not in (proxy_model / "card.md").read_text("utf-8")


def test_evaluate_on_the_cfpb_table_measures_companies_held_out_and_says_proxy(proxy_model, download, tmp_path, capsys):
    arguments = ["evaluate", str(download), "--model", str(proxy_model), "--format", "cfpb", "--plots", str(tmp_path)]
    assert run(arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    assert f"training: {PROXY}" in lines
    assert f"this table: {PROXY}" in lines
    assert any(line.startswith("200 of the 201 cases were in the training table") for line in lines)
    assert f"plot: {tmp_path / 'said-and-found.svg'}" in lines


def test_promote_puts_a_proxy_in_use_only_with_a_reason(proxy_model, monkeypatch, capsys):
    monkeypatch.setenv("REVIEWER_MODELS", str(proxy_model.parent))
    assert run(["promote", str(proxy_model)]) == 1
    assert f"en: proxy not put in use; {PROXY}; say why it is to be used" in capsys.readouterr().out
    assert run(["promote", str(proxy_model), "--reason", "trial week"]) == 0
    assert shelf.in_use(proxy_model.parent) == {"en": ["proxy"]}


def test_train_on_the_cfpb_table_without_saying_so_names_the_cure(download, tmp_path, capsys):
    assert run(["train", str(download), "-o", str(tmp_path / "model")]) == 65
    assert "the CFPB's table is read with --format cfpb" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["train", "{table}", "--format", "sheet"], 64, "E703 --format: 'sheet' is no format; use table, cfpb"),
        (
            ["train", "{table}", "--labels", "yes=right"],
            64,
            "E703 --labels: 'right' is no label; write word=label with",
        ),
        (["sample"], 64, "E704 reviewer sample: one place to choose from is needed"),
        (["sample", "none.csv"], 65, "E311 none.csv: there is no such file or folder"),
        (["sample", "{table}", "-o", "out.doc"], 64, "E703 out.doc: 'doc' is no format of a table"),
    ],
    ids=["format", "labels", "sample-nothing", "sample-missing", "sample-format"],
)
def test_what_cannot_be_is_refused_in_one_line(download, arguments, code, said, capsys):
    assert run([one.format(table=download) for one in arguments]) == code
    assert capsys.readouterr().err.startswith(said)


def test_train_takes_other_words_for_labels_and_what_excel_writes(tmp_path, corpus):
    words = {"substantiated": "Да", "unsubstantiated": "нет", "unclear": "unclear"}
    rows = [case.complaint.replace('"', "'").replace("£", "") for case in corpus]
    lines = ["Текст;Итог", *(f'"{text}";{words[case.label]}' for text, case in zip(rows, corpus, strict=True))]
    (tmp_path / "cases.csv").write_bytes("\r\n".join(lines).encode("cp1251", errors="replace"))
    arguments = ["train", str(tmp_path / "cases.csv"), "-o", str(tmp_path / "ours"), "--builder", "large"]
    mapping = ["--columns", "complaint=Текст,label=Итог", "--labels", "да=substantiated,нет=unsubstantiated"]
    assert run([*arguments, *mapping]) == 0
    assert read_manifest(tmp_path / "ours").origin == "own"


def test_sample_chooses_into_a_table_that_train_reads_when_filled_in(proxy_model, tmp_path, capsys):
    rows = [{"complaint": PAID.format(thing), "sector": "bank", "case_id": thing, "group": "g"} for thing in THINGS]
    rows += [
        {"complaint": "-UNKNOWN- is what I was told.", "case_id": "dash"},
        {"complaint": "Odd.", "label": "unclear"},
    ]
    (tmp_path / "pool.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    target = tmp_path / "to-label.csv"
    arguments = ["sample", str(tmp_path / "pool.jsonl"), "-n", "11", "-o", str(target), "-m", str(proxy_model)]
    assert run(arguments) == 0
    assert "1 passed over: labelled already" in capsys.readouterr().err
    chosen = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"))))
    assert {"case_id", "complaint", "label", "why", "sector", "group", "probability"} <= set(chosen[0])
    assert "dash" in {row["case_id"] for row in chosen}
    assert all(0 < float(row["probability"]) < 1 and not row["label"] for row in chosen)
    target.write_text(target.read_text("utf-8-sig").replace(",,,", ",unclear,,", 1), "utf-8")
    texts = {case.complaint for case in read_cases(target, is_labelled=False).cases}
    assert texts <= {row["complaint"] for row in rows}


def test_store_labels_come_out_as_a_table_that_train_takes(tmp_path, corpus, capsys):
    path = tmp_path / "kept.sqlite"
    with Store(path) as store:
        for number, case in enumerate(corpus):
            labelled = Case(case_id=case.case_id, complaint=case.complaint, sector=case.sector)
            keep = {"language": "en", "labelled_by": "A. B.", "labelled_at": store_day(number)}
            store.keep_label(labelled, case.label, **keep, why="seen", group=case.group, source="reply page")
        odd = Case(complaint="- this one begins like a formula")
        store.keep_label(odd, "unclear", language="en", labelled_by="A. B.", labelled_at=store_day(0))
        store.keep_label(odd, "unsubstantiated", language="en", labelled_by="A. B.", labelled_at=store_day(1))
    target = tmp_path / "cases.csv"
    assert run(["store", "labels", "--store", str(path), "-o", str(target)]) == 0
    assert f"{len(corpus) + 1} labels; 1 earlier words" in capsys.readouterr().err
    table = read_cases(target)
    assert table.remarks == ()
    found = {(case.complaint, case.label, case.group, case.source) for case in table.cases}
    assert found == {(one.complaint, one.label, one.group, "reply page") for one in corpus} | {
        (odd.complaint, "unsubstantiated", "", "cases.csv")
    }
    assert run(["train", str(target), "-o", str(tmp_path / "ours"), "--builder", "large"]) == 0
    assert read_manifest(tmp_path / "ours").sources == {"reply page": len(corpus), "cases.csv": 1}


def store_day(number):
    return datetime(2026, 3, 9) + timedelta(minutes=number)


def test_store_erase_takes_the_labels_of_a_person_with_it(tmp_path, capsys):
    path = tmp_path / "kept.sqlite"
    with Store(path) as store:
        named = Case(case_id="1", complaint="Петрова Анна просит вернуть деньги.")
        store.keep_label(named, "unclear", language="ru", labelled_by="", labelled_at=store_day(0))
        other = Case(case_id="2", complaint="Чайник сломан.")
        store.keep_label(other, "unclear", language="ru", labelled_by="", labelled_at=store_day(0))
    assert run(["store", "erase", "--store", str(path), "--person", "Анна Петрова", "--yes"]) == 0
    assert "0 records and 1 labelled complaints erased" in capsys.readouterr().err
    with Store(path) as store:
        assert [label.case_id for label in store.labels()] == ["2"]
    assert "Петрова".encode() not in path.read_bytes()
