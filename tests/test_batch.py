"""Tables of cases: each row by itself, in order, with figures that add up."""

from datetime import date

import pytest

from reviewer import batch, review, review_many
from reviewer.batch import Summary, audit
from reviewer.cli import run
from reviewer.errors import ModelError
from reviewer.rules.rulebook import RuleBook
from reviewer.tables import CaseTable

TODAY = date(2026, 3, 9)
TABLE = (
    "case_id,reply,team,agent\n"
    "1,Это наша вина.,Север,Ким\n"
    "2,This is our fault.,Север,Лор\n"
    "3,,Юг,Ким\n"
    "4,Проверим до 12 марта 2026 года.,Юг,Ким\n"
).encode()


def outcomes(**options):
    return list(audit(CaseTable(TABLE, name="cases.csv"), today=TODAY, **options))


def test_batch_review_equals_the_single_one():
    done = [one for one in outcomes() if one.review]
    assert [one.review for one in done] == [review(one.case, today=TODAY) for one in done]
    assert [one.review for one in done] == list(review_many([one.case for one in done], today=TODAY))


def test_batch_keeps_the_order_and_names_the_empty_row():
    assert [one.number for one in outcomes()] == [2, 3, 4, 5]
    assert [str(one.error) for one in outcomes() if one.error] == [
        "E306 row 4, complaint, reply: there is no text; give a complaint or a reply"
    ]


def test_batch_of_two_languages_takes_the_rule_book_of_each():
    book = RuleBook('off = ["fault_admission"]')
    kinds = {kind.kind for one in outcomes(pack=book) if one.review for kind in one.review.findings}
    assert "fault_admission" not in kinds


def _fail_on(monkeypatch, word):
    def stumble(case, **given):
        if word in case.reply:
            raise ZeroDivisionError("half a letter\nand more")
        return review(case, **given)

    monkeypatch.setattr(batch, "review", stumble)


def test_fault_of_the_program_in_a_row_is_reported_and_the_rest_goes_on(monkeypatch):
    _fail_on(monkeypatch, "This")
    done = outcomes()
    assert [one.number for one in done if one.review] == [2, 5]
    assert str(done[1].error) == (
        "E799 row 3: this is a fault of the program (ZeroDivisionError: half a letter); "
        "set REVIEWER_TRACEBACK=1 and report what it prints"
    )
    summary = Summary()
    for one in done:
        summary.add(one)
    assert (summary.n_reviews, summary.n_bad_rows, summary.n_faults) == (2, 2, 1)


def test_refused_model_stops_the_audit(monkeypatch):
    def refuse(case, **given):
        raise ModelError("E504", "the model file is missing")

    monkeypatch.setattr(batch, "review", refuse)
    with pytest.raises(ModelError):
        outcomes()


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--strict"], 70)])
def test_audit_tells_of_a_fault_in_its_summary(tmp_path, monkeypatch, capsys, options, code):
    _fail_on(monkeypatch, "Это")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cases.csv").write_bytes(TABLE)
    assert run(["audit", "cases.csv", "-o", "out.csv", "--today", "2026-03-09", *options]) == code
    shown = capsys.readouterr().err
    assert "E799 row 2: this is a fault of the program (ZeroDivisionError" in shown
    assert ": 2; " in shown
    assert "2 (из них по вине программы: 1)" in shown or "2 (a fault of the program in 1 of them)" in shown
    assert "E799 row 2" in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_summary_adds_up():
    summary = Summary()
    for one in outcomes():
        summary.add(one)
    assert (summary.n_reviews, summary.n_bad_rows) == (3, 1)
    assert sum(summary.verdicts.values()) == 3
    assert summary.languages == {"ru": 2, "en": 1}
    assert summary.kinds["fault_admission"] == 2
    assert {name: group.n_letters for name, group in summary.teams.items()} == {"Север": 2, "Юг": 1}
    assert {name: group.n_letters for name, group in summary.agents.items()} == {"Ким": 2, "Лор": 1}
    assert summary.mean_overall == sum(summary.points) / 3
