"""The pages as a user meets them, through Streamlit's own test driver."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from reviewer import Case, review
from reviewer.classifier.cases import read_cases
from reviewer.classifier.shelf import in_use, put_in_use
from reviewer.demo import demo_cases
from reviewer.store import Store
from reviewer.tables.columns import FIELDS
from reviewer.ui.words import words

TIMEOUT = 60
UNSURE = [
    "Чайник перестал греть через месяц. Верните деньги.",
    "Мастер пришёл поздно, и я отказалась платить за вызов.",
    "The parcel came on Friday, I wanted it on Monday.",
]


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
    assert page.error[0].value.startswith("E301 ответ: в тексте 360,000 знаков, а одна проверка читает не больше ")


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


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """A place of its own for models and labels, with the shipped model and two sectors of the invented corpora."""
    root = Path(__file__).parents[2]
    shutil.copytree(root / "models", tmp_path / "models")
    corpus = tmp_path / "data" / "complaints"
    corpus.mkdir(parents=True)
    for name in ("corpus.toml", "en-bank.jsonl", "en-goods.jsonl"):
        shutil.copy(root / "data" / "complaints" / name, corpus / name)
    monkeypatch.setenv("REVIEWER_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("REVIEWER_STORE", str(tmp_path / "labels.sqlite"))
    return tmp_path


@pytest.fixture
def models(workshop):
    def page():
        from reviewer.ui import models_page

        models_page.render()

    return AppTest.from_function(page, default_timeout=300).run()


def press(page, text):
    return next(button for button in page.button if button.label == text).click().run()


def test_reply_page_keeps_what_a_person_says_of_the_complaint(workshop, page):
    said = words("ru")
    press(page, said["label_keep"])
    assert said["label_none"] in [warning.value for warning in page.warning]
    next(radio for radio in page.radio if radio.label == said["label_ask"]).set_value("unsubstantiated")
    next(field for field in page.text_input if field.label == said["label_why"]).set_value("срок вышел")
    next(field for field in page.text_input if field.label == said["label_by"]).set_value("О. Т.")
    press(page, said["label_keep"])
    assert not page.exception
    assert said["label_kept"].format(n=1) in [success.value for success in page.success]
    with Store(workshop / "labels.sqlite") as store:
        [label] = store.labels()
    assert (label.complaint, label.label, label.why, label.labelled_by, label.language, label.source) == (
        demo_cases("ru")[0].case.complaint,
        "unsubstantiated",
        "срок вышел",
        "О. Т.",
        "ru",
        "teaching case",
    )


def test_models_page_trains_on_labels_compares_puts_in_use_and_rolls_back(workshop, models):
    said = words("ru")
    with Store(workshop / "labels.sqlite") as store:
        for case in read_cases(workshop / "data" / "complaints").cases:
            labelled = Case(case_id=case.case_id, complaint=case.complaint, sector=case.sector)
            keep = {"language": "en", "labelled_by": "A.", "labelled_at": datetime(2026, 3, 9)}
            store.keep_label(labelled, case.label, **keep, group=case.group, source="reply page")
    models.radio(key="train_source-ru").set_value("labels").run()
    press(models, said["train"])
    assert not models.exception
    assert not models.error
    shown = " ".join(text.value for text in models.markdown)
    n_cases = len(read_cases(workshop / "data" / "complaints").cases)
    assert said["origin_own"].format(n=n_cases) in shown
    assert "reply page" in shown
    assert list(models.dataframe[1].value.columns) == [said["shipped"], said["challenger"]]
    next(field for field in models.text_input if field.label == said["promote_reason"]).set_value("проба")
    press(models, said["promote"])
    assert not models.exception
    assert [error.value[:4] for error in models.error] in ([], ["E509"])
    shipped = in_use(Path(__file__).parents[2] / "models")["en"][-1]
    shutil.copytree(workshop / "models" / shipped, workshop / "models" / "ours")
    put_in_use(workshop / "models", "en", [shipped, "ours"])
    models.run()
    press(models, said["rollback"].format(language=said["language_names"]["en"], model=shipped))
    assert in_use(workshop / "models")["en"] == [shipped]
    assert said["promoted"].format(model=shipped) in [success.value for success in models.success]


def test_models_page_chooses_what_to_label_and_keeps_the_labels(workshop, models):
    said = words("ru")
    cases = [Case(case_id=str(number), complaint=text) for number, text in enumerate(UNSURE)]
    with Store(workshop / "labels.sqlite") as store:
        for case in cases:
            store.keep(case, review(case, today=date(2026, 3, 9)), kept_at=datetime(2026, 3, 9))
    models.radio(key="sample_source-ru").set_value("store").run()
    press(models, said["sample_choose"])
    assert not models.exception
    overview = models.dataframe[-1].value
    assert len(overview) == len(UNSURE)
    first = overview[said["complaint"]].iloc[0]
    next(radio for radio in models.radio if radio.label == said["label_ask"]).set_value("unclear")
    press(models, said["label_keep"])
    assert not models.exception
    with Store(workshop / "labels.sqlite") as store:
        [label] = store.labels()
    assert (label.complaint, label.label, label.source) == (first, "unclear", "models page")
    assert models.dataframe[-1].value[said["label_column"]].iloc[0] == said["labels"]["unclear"]


def test_models_page_without_a_store_says_how_labels_come(workshop, models):
    said = words("ru")
    models.radio(key="train_source-ru").set_value("labels").run()
    assert said["labels_none"] in [info.value for info in models.info]
    assert not (workshop / "labels.sqlite").exists()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_column_that_can_be_mapped_has_a_name(language):
    assert set(words(language)["mapping_fields"]) >= set(FIELDS)


def test_reply_page_shows_ready_words_promises_and_means_in_russian(page):
    page.selectbox(key="demo_choice-ru").set_value(4).run()
    assert "Можно написать: «48 600 руб.»" in banner(page)
    assert any("82,5" in one.value for one in page.caption)
    promised = next(one.value for one in page.dataframe if words("ru")["promised_for"] in one.value.columns)
    assert set(promised[words("ru")["promised_for"]]) == {"возврат денег", "замена"}


def test_audit_page_names_sectors_and_shows_teams_before_single_scores(audit):
    audit.button[0].click().run()
    assert "Банк" in audit.multiselect[-1].options
    shown = list(audit.dataframe[0].value.columns)
    assert shown.index(words("ru")["col_team"]) < shown.index(words("ru")["tone"])
