import numpy as np
import pytest

from reviewer.classifier import reader as second
from reviewer.classifier import reader_model
from reviewer.classifier.reader import RuleMark, read_sentences, second_codes, whole_words, with_doubts
from reviewer.classifier.reader_card import KindFigures
from reviewer.classifier.reader_model import Impression, SentenceReader, log_odds, read_reply, smoothed, surroundings
from reviewer.classifier.reader_train import Example, train_reader
from reviewer.errors import ModelError
from reviewer.findings import Hit
from reviewer.language import analyse
from reviewer.language.encoder import weights
from reviewer.rules.load import load_pack
from reviewer.text import TextSpan

KINDS = ("sarcasm", "fault_admission")
MOCKED = "Какая тонкая наблюдательность у вас!"
PLAIN = "Срок ответа десять дней."


class Said:
    """A model that finds sarcasm wherever somebody is called observant."""

    def __init__(self):
        self.inner = fresh()

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def read(self, texts):
        return [self._impression(text) for text in texts]

    def _impression(self, text):
        at = text.find("тонкая наблюдательность")
        places = tuple(TextSpan(one, one + 1) for one in range(len(text)))
        marks = np.full((len(text), 2), -1.0)
        if at >= 0:
            marks[at : at + 20, 0] = 2.0
        return Impression(np.array([4.0 if at >= 0 else -4.0, -5.0]), np.zeros(0), places, marks)


def fresh():
    model = SentenceReader(1)
    width = weights().width
    model.set_learned(KINDS, (), {}, np.zeros((2 * width + 1, 2)), np.zeros((width + 1, 2)))
    # Score, rule fired, how far it is trusted; the other inputs count for nothing.
    model.calibration_["ru"] = np.array([6.0, 1.0, 1.0, *[0] * 9, -1.0])
    model.trusted_["ru TON121"] = 0.5
    return model


@pytest.fixture(scope="module")
def model():
    return Said()


@pytest.fixture
def in_use(model, monkeypatch):
    monkeypatch.setattr(second, "_model", lambda language: model if language == "ru" else None)


def test_each_sentence_is_read_at_its_place():
    text = "Возврат денег. Чек к письму приложен. Акт составлен вчера."
    assert [text[one.start : one.end] for one in read_reply(analyse(text, "ru"))] == [
        "Чек к письму приложен.",
        "Акт составлен вчера.",
    ]


def test_reader_finds_a_paraphrase_and_marks_its_words(in_use):
    text = f"Чек приложен к письму. {MOCKED}"
    hits, doubts = read_sentences(analyse(text, "ru"), [], {"sarcasm": "TON903"})
    assert [(one.code, text[one.start : one.end]) for one in hits] == [("TON903", MOCKED)]
    assert hits[0].trace["origin"] == "model"
    assert 0.9 < hits[0].trace["probability"] <= 1
    assert doubts == {}


@pytest.mark.parametrize(
    ("weights", "expected"),
    [((3.0, -1.0), (0, 2)), ((-1.0, 3.0), (4, 9)), ((3.0, 2.9), (0, 9))],
    ids=["first clause", "second clause", "both"],
)
def test_the_clause_that_carries_a_kind_is_marked(weights, expected):
    clauses = (TextSpan(0, 2), TextSpan(4, 9))
    found = Impression(np.zeros(1), np.zeros(0), clauses, np.array([[one] for one in weights])).words_of(0, clauses)
    assert found == TextSpan(*expected)


def test_reader_says_nothing_twice(in_use):
    text = MOCKED
    mark = RuleMark("TON122", "sarcasm", 0, 10)
    assert read_sentences(analyse(text, "ru"), [mark], {"sarcasm": "TON903"})[0] == []


def test_reader_says_nothing_without_a_code_or_a_model(in_use):
    text = MOCKED
    assert read_sentences(analyse(text, "ru"), [], {})[0] == []
    assert read_sentences(analyse("How observant of you!", "en"), [], {"sarcasm": "TON903"}) == ([], {})


def test_reader_doubts_a_weak_rule_and_keeps_the_finding_as_a_note(in_use, model, monkeypatch):
    monkeypatch.setitem(model.calibration_, "ru", np.array([2.6, *[0] * 12]))
    text = PLAIN
    mark = RuleMark("TON121", "sarcasm", 0, len(text))
    _, doubts = read_sentences(analyse(text, "ru"), [mark], {})
    judged = with_doubts([Hit("TON121", 0, len(text), trace={"rule": "x"})], doubts)
    assert judged[0].severity == "note"
    assert judged[0].trace["rule"] == "x"
    assert judged[0].trace["second_reader"]["rule_right"] == 0.5


def test_reader_leaves_out_what_is_almost_surely_wrong():
    hit = Hit("TON121", 0, 5)
    assert with_doubts([hit], {("TON121", 0, 5): {"probability": 0.02}}) == []
    assert with_doubts([hit], {("TON121", 6, 9): {"probability": 0.02}}) == [hit]


def test_what_is_only_likely_is_a_note(in_use, model, monkeypatch):
    monkeypatch.setitem(model.calibration_, "ru", np.array([2.0, 1, 1, *[0] * 9, -0.9]))
    hits, _ = read_sentences(analyse(MOCKED, "ru"), [], {"sarcasm": "TON903"})
    assert [one.severity for one in hits] == ["note"]


@pytest.mark.parametrize(
    ("text", "n_found"),
    [("Вещь испортили вы сами.", 1), ("Вещь испортили вы сами, акт № 5 от 3 мая 2026 г.", 0)],
    ids=["bare", "with a record"],
)
def test_a_ground_in_the_sentence_settles_it(in_use, model, monkeypatch, text, n_found):
    sure = Impression(np.array([-5.0, 6.0]), np.zeros(0), (TextSpan(0, len(text)),), np.array([[-1.0, 1.0]]))
    monkeypatch.setattr(model, "read", lambda texts: [sure], raising=False)
    monkeypatch.setattr(model, "kind_names", lambda: ["sarcasm", "unsupported_claim"], raising=False)
    assert len(read_sentences(analyse(text, "ru"), [], {"unsupported_claim": "EVD901"})[0]) == n_found


def test_of_a_letter_full_of_officialese_the_worst_is_shown(in_use, model, monkeypatch):
    sentences = ["Первая фраза тут.", "Вторая фраза тут.", "Третья фраза тут."]
    scores = dict(zip(sentences, (2.0, 4.0, 3.0), strict=True))
    shown = [
        Impression(np.array([scores[one], -5.0]), np.zeros(0), (TextSpan(0, 17),), np.ones((1, 2))) for one in sentences
    ]
    monkeypatch.setattr(model, "read", lambda texts: shown, raising=False)
    monkeypatch.setattr(model, "kind_names", lambda: ["officialese", "sarcasm"], raising=False)
    document, codes = analyse(" ".join(sentences), "ru"), {"officialese": "TON907"}
    places = [document.text[one.start : one.end] for one in read_sentences(document, [], codes)[0]]
    assert places == ["Вторая фраза тут", "Третья фраза тут"]
    marks = [RuleMark("TON172", "officialese", 0, 17)]
    assert [one.start for one in read_sentences(document, marks, codes)[0]] == [18]


def test_a_reader_of_another_kind_is_refused(tmp_path, monkeypatch):
    train_reader(
        fresh(),
        [Example(read_reply(analyse(MOCKED, "ru"))[0], frozenset(), (), True, True)] * 2
        + [Example(read_reply(analyse(MOCKED, "ru"))[0], frozenset({"sarcasm"}), (), True, True)],
        tmp_path / "reader",
    )
    manifest = tmp_path / "reader" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(f'"{second.BUILDER}"', '"reader"'), "utf-8")
    monkeypatch.setattr(second, "models_root", lambda: tmp_path)
    with pytest.raises(ModelError, match="E501"):
        read_sentences(analyse(MOCKED, "ru"), [], {})


def test_second_codes_are_one_a_kind_in_both_languages():
    found = {
        language: second_codes({code: one.kind for code, one in load_pack(language).rules.items()})
        for language in ("ru", "en")
    }
    assert found["ru"] == found["en"]
    assert found["ru"]["sarcasm"] == "TON903"
    assert {load_pack("ru")[code].code.severity for code in found["ru"].values()} <= {"warning", "error"}


def test_trust_starts_at_two_of_three():
    assert smoothed(0, 0) == pytest.approx(2 / 3)
    assert log_odds(0.5) == 0
    assert log_odds(1.0) == log_odds(0.95)


def test_training_measures_calibrates_and_writes_a_card(tmp_path):
    texts = [(MOCKED, {"sarcasm"}), (PLAIN, set()), ("Мы потеряли чемодан.", {"fault_admission"})] * 4
    examples = [
        Example(read_reply(analyse(text, "ru"))[0], frozenset(kinds), (), is_held_out=True, is_unseen=True)
        for text, kinds in texts
    ]
    figures = train_reader(fresh(), examples, tmp_path / "reader")
    assert {one.kind for one in figures} == set(KINDS)
    assert all(isinstance(one, KindFigures) and one.n_examples == 4 for one in figures)
    card = (tmp_path / "reader" / "card.md").read_text("utf-8")
    assert "| sarcasm |" in card
    assert "does not see" in card


def test_trained_reader_is_read_back_as_it_was(tmp_path):
    from reviewer.classifier.artifact import load

    examples = [
        Example(read_reply(analyse(MOCKED, "ru"))[0], frozenset({"sarcasm"}), (), True, True),
        Example(read_reply(analyse(PLAIN, "ru"))[0], frozenset(), (), True, True),
    ]
    made = fresh()
    train_reader(made, examples, tmp_path / "reader")
    again = load(tmp_path / "reader", "ru")
    np.testing.assert_allclose(again.read([MOCKED])[0].scores, made.read([MOCKED])[0].scores)
    assert again.kind_names() == list(KINDS)


def test_a_full_memory_is_not_taken_from_another_session(monkeypatch):
    """The page reads in several threads: one that makes room leaves the others what they are reading from."""
    monkeypatch.setattr(reader_model, "_KEPT", 0)
    model = fresh()
    model.read([MOCKED])
    held = vars(model)["_known"]
    model.read([PLAIN])
    assert list(held) == [MOCKED]
    assert list(vars(model)["_known"]) == [PLAIN]


def test_who_sneers_once_sneers_again():
    """The other sentences of a letter speak by their worst of the same aspect; alone, nothing does."""
    scores = np.array([[6.0, -6.0], [0.0, 3.0], [-6.0, -6.0]])
    found = surroundings(scores, ["a", "a", None], KINDS)
    assert found.in_letter[:, 0].tolist() == [1, 1, 0]
    assert found.others.tolist() == [[0.0, 0.5], [1.0, -1.0], [0.0, 0.0]]


def test_of_what_a_rule_gave_away_the_whole_clause_is_marked(in_use):
    """Only where the reader sees the kind there too, and only for kinds that a clause carries."""
    document = analyse(MOCKED, "ru")
    start = MOCKED.index("тонкая")
    mark = RuleMark("TON121", "sarcasm", start, start + 6)
    (place,) = whole_words(document, [mark]).values()
    assert place.of(MOCKED) == MOCKED
    assert whole_words(document, [RuleMark("ADM101", "fault_admission", start, start + 6)]) == {}
    assert whole_words(analyse(PLAIN, "ru"), [RuleMark("TON121", "sarcasm", 0, 4)]) == {}
