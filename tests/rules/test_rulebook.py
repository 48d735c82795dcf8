"""A team's own rule book: what it changes, and that its faults are seen and stop nothing."""

from datetime import date

import pytest

from reviewer import Case, review
from reviewer.errors import RuleError
from reviewer.rules.load import codes
from reviewer.rules.rulebook import RuleBook, find_rulebook, load_rulebook

TODAY = date(2026, 3, 9)
SHOUT = "Мы всё проверили!!! Ответ придёт 12 марта 2026 года."
PHRASE = """
[[phrase]]
code = "OWN001"
language = "ru"
kind = "officialese"
any = ["проверять|проверить"]
title = "Наше слово"
why = "Слово занято другим отделом."
fix = "Напишите иначе."
"""
RULE = """
[codes.OWN101]
name = "house-word"
kind = "officialese"
severity = "warning"
weight = 5

[[rule]]
language = "ru"
code = "OWN101"
title = "Слово отдела"
why = "Так пишет другой отдел."
fix = "Напишите иначе."
source = { type = "practice" }
span = "match"
any = ["всё проверить"]
unless = ["negated"]

[[rule.flag]]
text = "Мы {всё проверили}."
"""


def codes_in(text, book):
    return [one.code for one in review(Case(reply=text, language="ru"), today=TODAY, pack=book).findings]


def test_rulebook_switches_a_rule_off_by_code_name_or_kind():
    for name in ("TON152", "shouting"):
        assert "TON152" not in codes_in(SHOUT, RuleBook(f'off = ["{name}"]'))
    assert "TON152" in codes_in(SHOUT, RuleBook(""))


def test_rulebook_changes_severity_and_weight():
    book = RuleBook('[change.TON152]\nseverity = "blocker"\nweight = 77\n')
    found = review(Case(reply=SHOUT, language="ru"), today=TODAY, pack=book)
    assert [one.severity for one in found.findings if one.code == "TON152"] == ["blocker"]
    assert book["ru"]["TON152"].code.weight == 77
    assert found.verdict == "block"


def test_rulebook_severity_stands_against_the_case():
    admissions = [code for code, row in codes().items() if row.kind == "fault_admission"]
    book = RuleBook("\n".join(f'[change.{code}]\nseverity = "note"' for code in admissions))
    case = Case(reply="Мы признаём свою вину.", language="ru", decision="refuse", investigation="unsubstantiated")
    found = review(case, today=TODAY, pack=book).findings
    assert {one.severity for one in found if one.kind == "fault_admission"} == {"note"}


def test_rulebook_allows_words():
    assert "TON152" not in codes_in(SHOUT, RuleBook('allow = ["!!!"]'))


def test_rulebook_adds_a_phrase():
    found = review(Case(reply=SHOUT, language="ru"), today=TODAY, pack=RuleBook(PHRASE)).findings
    assert [one.quote for one in found if one.code == "OWN001"] == ["проверили"]


def test_rulebook_adds_a_rule_in_the_product_s_format():
    found = review(Case(reply=SHOUT, language="ru"), today=TODAY, pack=RuleBook(RULE)).findings
    assert [one.quote for one in found if one.code == "OWN101"] == ["всё проверили"]


def test_rulebook_gives_the_pack_another_id():
    assert RuleBook("")["ru"].pack_id != RuleBook('off = ["TON152"]')["ru"].pack_id


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("off = [", "E111 reviewer.toml: Invalid value (at end of document); mend the TOML syntax"),
        ('of = ["TON152"]', "E121 reviewer.toml line 1: unknown key 'of'; did you mean 'off'?"),
        ('\noff = ["TON999"]', "E124 reviewer.toml line 2: off: there is no rule 'TON999'; did you mean 'TON"),
        ('[change.TON152]\nseverity = "loud"', "E121 reviewer.toml line 1: change.TON152, severity: Input should be"),
        (PHRASE.replace("OWN001", "TON001"), "E121 reviewer.toml line 2: phrase, code: String should match pattern"),
        (
            PHRASE.replace("officialese", "officialeze"),
            "E120 reviewer.toml line 2 [OWN001]: unknown kind 'officialeze'",
        ),
        (RULE.replace("any =", "anny ="), "E121 reviewer.toml line 16: unknown key 'anny'; did you mean 'any'?"),
        (RULE.replace('"negated"', '"negatd"'), "E121 reviewer.toml line 17: unknown unless 'negatd'"),
        (RULE.replace('"всё проверить"', '"@nothing"'), "E102 reviewer.toml line 16: no lexicon is called 'nothing'"),
        (RULE.replace('"ru"', '"fr"'), "E121 reviewer.toml line 8: rule: language 'fr' is not known; use ru or en"),
        (RULE.replace("[codes.OWN101]", "[codes.OWN1]"), "E121 reviewer.toml line 2: 'OWN1' is no own code"),
        ('\n[[level]]\nname = "Наш"\ndayz = 3', "E211 reviewer.toml line 2: level, days: Field required"),
        ('[[level]]\nname = "Наш"\ndays = 3\nunit = "day"', "E211 reviewer.toml line 1: level, unit: Input should be"),
    ],
    ids=[
        "syntax",
        "unknown-key",
        "no-such-rule",
        "severity",
        "phrase-code",
        "phrase-kind",
        "rule-key",
        "rule-status",
        "lexicon",
        "language",
        "code",
        "level-key",
        "level-unit",
    ],
)
def test_rulebook_fault_is_named_and_the_rest_runs(text, problem):
    book = RuleBook(text)
    assert str(book.problems[0]).startswith(problem)
    assert "TON152" in codes_in(SHOUT, book)
    assert book["ru"].problems == book.problems


def test_rulebook_one_bad_rule_leaves_the_good_one():
    book = RuleBook(PHRASE + RULE.replace("any =", "anny ="))
    assert len(book.problems) == 1
    assert "OWN001" in codes_in(SHOUT, book)


def test_rulebook_is_found_beside_the_letter(tmp_path):
    (tmp_path / "reviewer.toml").write_text(PHRASE, "utf-8")
    found = find_rulebook(tmp_path / "elsewhere", tmp_path)
    assert found == tmp_path / "reviewer.toml"
    assert load_rulebook(found).own["ru"][0].rule.code == "OWN001"


def test_rulebook_missing_file_is_an_error(tmp_path):
    with pytest.raises(RuleError, match=r"^E125 .*none\.toml: cannot read: No such file"):
        load_rulebook(tmp_path / "none.toml")
