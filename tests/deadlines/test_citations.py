"""Citations: each trap has a letter that walks into it, and one that cites rightly and is left alone."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from reviewer import Case, review
from reviewer.case import JURISDICTIONS
from reviewer.sectors.law import load_law

TODAY = date(2026, 11, 20)
TRAPS = tomllib.loads(Path(__file__).with_name("traps.toml").read_text("utf-8"))


def cited(reply, *, sector, jurisdiction="ru", language="ru"):
    case = Case(reply=reply, sector=sector, jurisdiction=jurisdiction, language=language, reply_on=TODAY)
    found = review(case, today=TODAY).findings
    return [one for one in found if one.code in {"DDL121", "DDL122"}]


def test_every_trap_has_its_letter():
    assert set(TRAPS) == {trap.id for code in JURISDICTIONS for trap in load_law(code).traps}


@pytest.mark.parametrize("trap", TRAPS)
def test_trap_is_found_and_the_right_citation_is_not(trap):
    row = TRAPS[trap]
    where = {"sector": row["sector"], "jurisdiction": trap[:2], "language": "ru" if trap.startswith("ru") else "en"}
    found = cited(row["wrong"], **where)
    assert [one.trace["trap"] for one in found] == [trap]
    assert found[0].quote
    assert cited(row["right"], **where) == []


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("Закон от 02.05.2007 № 59-ФЗ «О порядке рассмотрения обращений граждан РФ» соблюдён.", "DDL122"),
        ("По статье 70 Закона о защите прав потребителей отвечаем отказом.", "DDL121"),
        ("По ст. 99 ЗоЗПП отвечаем отказом.", "DDL121"),
    ],
    ids=["day-of-another-act", "article-beyond-the-last", "short-name"],
)  # fmt: skip
def test_act_or_article_that_does_not_exist_is_asked_about(reply, code):
    assert [one.code for one in cited(reply, sector="government")] == [code]


@pytest.mark.parametrize(
    "reply",
    [
        "По Федеральному закону от 02.05.2006 № 59-ФЗ «О порядке рассмотрения обращений граждан РФ» ответ дан.",
        "По статье 26.1 Закона о защите прав потребителей деньги возвращены 3 ноября.",
        "По ст. 18 и ст. 22 ЗоЗПП деньги возвращены 3 ноября.",
    ],
)
def test_acts_and_articles_that_exist_are_left_alone(reply):
    assert cited(reply, sector="government") == []


def test_a_term_over_the_limit_is_not_told_twice():
    case = Case(
        reply="Деньги вернём в течение 45 дней после экспертизы.", complaint="Верните деньги.", sector="goods",
        language="ru", received_on=date(2026, 11, 9), reply_on=date(2026, 11, 10),
    )  # fmt: skip
    codes = [one.code for one in review(case, today=TODAY).findings if one.code.startswith("DDL1")]
    assert codes == ["DDL103"]
