"""The main job: a complaint and a draft in, a review out."""

from datetime import date

import pytest

from reviewer import Case, Review, review, review_many
from reviewer.demo import demo_cases
from reviewer.errors import InputError
from reviewer.findings import at_least
from reviewer.report.text import render

TODAY = date(2026, 7, 1)
GOOD = {"ru": demo_cases("ru")[1].case, "en": demo_cases("en")[1].case}


def put_in(case, sentence, before):
    return case.model_copy(update={"reply": case.reply.replace(before, f"{sentence} {before}", 1)})


def kinds(result):
    return {one.kind for one in result.findings}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_good_reply_may_be_sent(language):
    result = review(GOOD[language], today=TODAY)
    assert result.verdict == "send"
    assert [one for one in result.findings if at_least(one.severity, "warning")] == []


@pytest.mark.parametrize(
    ("language", "sentence", "before"),
    [
        ("ru", "Признаём, что ошибка произошла по нашей вине.", "Предлагаем два выхода"),
        ("en", "We admit that the mistake was our fault.", "I can offer"),
    ],
    ids=["ru", "en"],
)
def test_one_admission_blocks_it_and_is_pointed_at(language, sentence, before):
    case = put_in(GOOD[language], sentence, before)
    result = review(case, today=TODAY)
    assert result.verdict == "block"
    admissions = [one for one in result.findings if one.kind == "fault_admission"]
    assert [one.quote for one in admissions] == [sentence.rstrip(".")]
    assert case.reply[admissions[0].start : admissions[0].end] == admissions[0].quote


@pytest.mark.parametrize(
    ("language", "sentence", "before"),
    [
        ("ru", "Мы не признаём, что ошибка произошла по нашей вине.", "Предлагаем два выхода"),
        ("ru", "Вы пишете, что ошибка произошла по нашей вине.", "Предлагаем два выхода"),
        ("en", "We do not admit that the mistake was our fault.", "I can offer"),
        ("en", "You write that the mistake was our fault.", "I can offer"),
    ],
    ids=["ru-negated", "ru-attributed", "en-negated", "en-attributed"],
)
def test_a_denied_or_reported_admission_is_none(language, sentence, before):
    result = review(put_in(GOOD[language], sentence, before), today=TODAY)
    assert "fault_admission" not in kinds(result)
    assert result.verdict != "block"


def test_the_articles_sample_lacks_what_the_article_asks():
    result = review(demo_cases("ru")[0].case, today=TODAY)
    assert {"no_reference", "issue_not_restated", "no_deadline", "officialese"} <= kinds(result)
    assert not {"fault_admission", "fault_apology", "liability_acceptance", "concession"} & kinds(result)


def test_owning_a_fault_is_right_where_the_complaint_holds():
    result = review(demo_cases("ru")[6].case, today=TODAY)
    assert result.verdict == "send"
    assert {one.severity for one in result.findings if one.aspect == "admissions"} <= {"note"}


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("number", range(len(demo_cases("ru"))))
def test_quotes_stand_where_they_say_and_json_round_trips(language, number):
    case = demo_cases(language)[number].case
    result = review(case, today=TODAY)
    for one in result.findings:
        assert (one.start is None) == (one.quote is None)
        if one.quote is not None:
            assert case.reply[one.start : one.end] == one.quote
    assert Review.model_validate_json(result.model_dump_json(by_alias=True)) == result


def test_a_batch_says_what_single_reviews_say():
    cases = [demo.case for demo in demo_cases("ru")[:3]]
    assert list(review_many(cases, today=TODAY)) == [review(case, today=TODAY) for case in cases]


def test_a_complaint_alone_is_only_assessed():
    result = review(Case(complaint="Дважды списали 1 870 рублей, чек один."), today=TODAY)
    assert result.findings == ()
    assert result.scores.overall is None
    assert result.substantiation is not None


def test_a_decision_given_without_a_reply_decides_nothing():
    """The form and the table may name a decision before the reply is written: there is nothing to send yet."""
    result = review(Case(complaint="Дважды списали 1 870 рублей, чек один.", decision="refuse"), today=TODAY)
    assert result.decision is None
    assert "Ready to send" not in render(result, language="en")


def test_two_empty_texts_are_refused():
    with pytest.raises(InputError, match="E306"):
        review(Case(complaint=" ", reply="\n"), today=TODAY)


def test_a_reply_without_letters_speaks_the_complaints_language():
    assert review(Case(complaint="Верните деньги за чайник.", reply="..."), today=TODAY).language == "ru"


def test_where_only_a_greeting_was_read_words_decide():
    assert review(Case(reply="Уважаемая Анна Петровна Иванова! Вернули."), today=TODAY).decision == "satisfy"
