"""The pages as a user meets them, through Streamlit's own test driver."""

import pytest
from streamlit.testing.v1 import AppTest

from reviewer.demo import demo_cases
from reviewer.ui.words import words

TIMEOUT = 60


@pytest.fixture
def page():
    return AppTest.from_file("../../app.py", default_timeout=TIMEOUT).run()


def banner(page):
    return " ".join(element.proto.body for element in page.get("html"))


def test_entry_page_opens_with_the_articles_sample(page):
    assert not page.exception
    assert words("ru")["review_title"] in page.title[0].value
    assert words("ru")["verdict_revise"] in banner(page)


def test_page_speaks_english_when_asked(page):
    page.segmented_control(key="page_language_choice").set_value("en").run()
    assert not page.exception
    assert page.title[0].value == words("en")["review_title"]
    assert page.text_area(key="form_reply-en").value == demo_cases("ru")[0].case.reply


@pytest.mark.parametrize("number", range(len(demo_cases("ru"))))
def test_every_demo_case_is_reviewed(page, number):
    page.selectbox(key="demo_choice-ru").set_value(number).run()
    assert not page.exception
    assert page.text_area(key="form_reply-ru").value == demo_cases("ru")[number].case.reply


def test_empty_texts_get_one_clear_line(page):
    page.text_area(key="form_complaint-ru").set_value("").run()
    page.text_area(key="form_reply-ru").set_value("  ").run()
    assert not page.exception
    assert [element.value for element in page.info] == [words("ru")["nothing_yet"]]


def test_a_text_too_long_is_refused_in_one_line(page):
    page.text_area(key="form_reply-ru").set_value("слово " * 60_000).run()
    assert not page.exception
    assert page.error[0].value.startswith("E301 reply")


def test_html_in_the_reply_is_shown_as_text(page):
    page.text_area(key="form_reply-ru").set_value("<script>alert(1)</script> Добрый день!").run()
    assert not page.exception
    assert "<script>" not in banner(page)
    assert "&lt;script&gt;" in banner(page)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_words_have_the_same_keys_in_both_languages(language):
    def keys(table, prefix=""):
        for name, value in table.items():
            yield from keys(value, f"{prefix}{name}.") if isinstance(value, dict) else [prefix + name]

    assert sorted(keys(words(language))) == sorted(keys(words("ru")))


@pytest.fixture
def audit():
    def page():
        from reviewer.ui import audit_page

        audit_page.render()

    return AppTest.from_function(page, default_timeout=TIMEOUT).run()


def test_audit_page_reviews_the_teaching_cases(audit):
    audit.button[0].click().run()
    assert not audit.exception
    letters = next(metric for metric in audit.metric if metric.label == words("ru")["letters"])
    assert letters.value == str(len(demo_cases("ru")) + len(demo_cases("en")))


def test_audit_page_filters_and_opens_a_letter(audit):
    audit.button[0].click().run()
    audit.multiselect[0].set_value(["block"]).run()
    assert not audit.exception
    shown = audit.dataframe[0].value
    assert set(shown[words("ru")["col_verdict"]]) == {words("ru")["verdict_block"]}
    audit.selectbox[-1].set_value(audit.selectbox[-1].options and int(shown["№"].iloc[0])).run()
    assert not audit.exception
    assert words("ru")["verdict_block"] in banner(audit)


def test_models_page_shows_the_model_in_use_with_its_errors():
    def page():
        from reviewer.ui import models_page

        models_page.render()

    shown = AppTest.from_function(page, default_timeout=TIMEOUT).run()
    assert not shown.exception
    assert not shown.error
    figures = shown.dataframe[0].value
    assert list(figures.columns) == ["Русский", "Английский"]
    assert figures.loc[words("ru")["figures"]["auc"]].str.contains(r"\[0\.\d+; 0\.\d+\]").all()
    assert any("вымышленных жалобах" in text.value for text in shown.markdown)
