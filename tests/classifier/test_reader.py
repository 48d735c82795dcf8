import numpy as np
import pytest

from reviewer.classifier import reader as second
from reviewer.classifier.reader import RuleMark, read_sentences, second_codes, with_doubts
from reviewer.classifier.reader_card import KindFigures, render_reader_card
from reviewer.classifier.reader_features import FAMILIES, read_reply, read_text
from reviewer.classifier.reader_model import SentenceReader, log_odds, smoothed
from reviewer.classifier.reader_train import NEVER, Example, _threshold, train_reader
from reviewer.findings import Hit
from reviewer.language import analyse
from reviewer.rules.load import load_pack

KINDS = ("sarcasm", "fault_admission")
FLAWED = {
    "sarcasm": ["Какая тонкая наблюдательность у вас", "Какое счастье читать ваши письма", "Ах, какая трагедия"],
    "fault_admission": ["Мы потеряли ваш чемодан", "Мы перепутали ваши коробки", "Мы забыли ваш заказ"],
}
CLEAN = ["Акт № 5 составлен 3 мая", "Чек приложен к письму", "Заказ ждёт вас в пункте", "Срок ответа десять дней"]


def examples():
    texts = [(text, kind) for kind, own in FLAWED.items() for text in own] + [(text, "") for text in CLEAN]
    return [
        Example(read_text(f"{text} {word}.", "ru"), frozenset({kind} - {""}), (), f"{text}", is_unseen=True)
        for word in ("сегодня", "вчера", "снова")
        for text, kind in texts
    ]


@pytest.fixture(scope="module")
def model():
    rows = examples()
    targets = np.array([[kind in one.kinds for kind in KINDS] for one in rows], dtype=float)
    fitted = SentenceReader()
    scores = fitted.fit_across([one.reading for one in rows], targets, KINDS, np.arange(len(rows)) % 3)
    evidence = fitted.evidence("ru", [one.marks for one in rows])
    fitted.calibration_["ru"] = fitted.calibrate(scores, evidence, targets)
    fitted.thresholds_["ru sarcasm"] = 0.4
    fitted.trusted_["ru TON121"] = 0.5
    return fitted


@pytest.fixture
def in_use(model, monkeypatch):
    monkeypatch.setattr(second, "_model", lambda language: model if language == "ru" else None)


def test_features_mask_figures_and_name_the_doer():
    terms = read_text("Мы перепутали 12 коробок.", "ru").terms
    assert set(terms) == set(FAMILIES)
    assert "перепутать #" in terms["words"]
    assert "t:we past" in terms["doings"]
    assert not any("12" in term for family in terms.values() for term in family)


def test_features_read_each_sentence_at_its_place():
    text = "Здравствуйте! Чек приложен. Акт составлен."
    assert [text[one.start : one.end] for one in read_reply(analyse(text, "ru"))] == [
        "Здравствуйте!",
        "Чек приложен.",
        "Акт составлен.",
    ]


def test_reader_finds_a_paraphrase_and_says_what_is_near(in_use):
    text = "Чек приложен к письму. Какая тонкая наблюдательность у вас!"
    hits, doubts = read_sentences(analyse(text, "ru"), [], {"sarcasm": "TON903"})
    assert [(one.code, text[one.start : one.end]) for one in hits] == [
        ("TON903", "Какая тонкая наблюдательность у вас!")
    ]
    assert hits[0].trace["origin"] == "model"
    assert any("наблюдательность" in near for near in hits[0].trace["near"])
    assert doubts == {}


def test_reader_says_nothing_twice(in_use):
    text = "Какая тонкая наблюдательность у вас!"
    mark = RuleMark("TON122", "sarcasm", 0, 10)
    assert read_sentences(analyse(text, "ru"), [mark], {"sarcasm": "TON903"})[0] == []


def test_reader_says_nothing_without_a_code_or_a_model(in_use):
    text = "Какая тонкая наблюдательность у вас!"
    assert read_sentences(analyse(text, "ru"), [], {})[0] == []
    assert read_sentences(analyse("How observant of you!", "en"), [], {"sarcasm": "TON903"}) == ([], {})


def test_reader_doubts_a_weak_rule_and_keeps_the_finding_as_a_note(in_use):
    text = "Срок ответа десять дней."
    mark = RuleMark("TON121", "sarcasm", 0, len(text))
    _, doubts = read_sentences(analyse(text, "ru"), [mark], {})
    judged = with_doubts([Hit("TON121", 0, len(text), trace={"rule": "x"})], doubts)
    assert judged[0].severity == "note"
    assert judged[0].trace["rule"] == "x"
    assert judged[0].trace["second_reader"]["rule_right"] == 0.5


def test_reader_does_not_doubt_a_trusted_rule(in_use, model, monkeypatch):
    monkeypatch.setitem(model.trusted_, "ru TON121", 0.9)
    mark = RuleMark("TON121", "sarcasm", 0, 23)
    assert read_sentences(analyse("Срок ответа десять дней.", "ru"), [mark], {})[1] == {}


def test_second_codes_are_one_a_kind_in_both_languages():
    found = {
        language: second_codes({code: one.kind for code, one in load_pack(language).rules.items()})
        for language in ("ru", "en")
    }
    assert found["ru"] == found["en"]
    assert found["ru"]["sarcasm"] == "TON903"
    assert {load_pack("ru")[code].code.severity for code in found["ru"].values()} <= {"warning", "error"}


def test_threshold_is_the_lowest_that_is_right_often_enough():
    chances = np.linspace(0.99, 0.5, 20)
    truth = np.array([1.0] * 12 + [0.0] * 8)
    assert _threshold(chances, truth, 0.85) == pytest.approx(chances[13], abs=1e-3)
    assert _threshold(chances, np.zeros(20), 0.85) == NEVER


def test_trust_starts_at_two_of_three():
    assert smoothed(0, 0) == pytest.approx(2 / 3)
    assert log_odds(0.5) == 0
    assert log_odds(1.0) == log_odds(0.95)


def test_card_names_kinds_and_what_it_does_not_see(tmp_path):
    figures = train_reader(examples(), KINDS, tmp_path / "reader")
    assert {one.kind for one in figures} == set(KINDS)
    card = (tmp_path / "reader" / "card.md").read_text("utf-8")
    assert "| sarcasm |" in card
    assert "does not see" in card
    assert isinstance(figures[0], KindFigures)
    assert callable(render_reader_card)
