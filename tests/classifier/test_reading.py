import pytest

from reviewer.classifier.reading import doings_of, read_clauses, signed_doings_of, terms_of
from reviewer.classifier.signs import expand, signs_of
from reviewer.errors import ReviewerError
from reviewer.language import analyse


def clauses(text, language):
    return read_clauses(analyse(text, language))


@pytest.mark.parametrize(
    ("text", "language", "doing"),
    [
        ("Я сам разбил экран.", "ru", "1:разбить"),
        ("Вы не вернули деньги.", "ru", "2:not вернуть"),
        ("Списали деньги дважды.", "ru", "they:списать"),
        ("Мастер приехал и обещал прийти.", "ru", "noun:приехать"),
        ("I dropped it.", "en", "1:drop"),
        ("You never called back.", "en", "2:not call"),
        ("She said it works.", "en", "3:say"),
    ],
)
def test_reading_who_does_what(text, language, doing):
    assert doing in [one for clause in clauses(text, language) for one in doings_of(clause)]


def test_reading_places_are_exact():
    text = "Привезли стол; он сломан, 3 000 руб. на ветер!"
    for clause in clauses(text, "ru"):
        assert text[clause.start : clause.end] == clause.text


def test_reading_leaves_figures_and_marks_out():
    [clause] = clauses("Заплатил 3 000 р.!!!", "ru")
    assert not any(character.isdigit() or character == "!" for term in terms_of(clause) for character in term)


def test_reading_marks_what_is_quoted():
    found = clauses("Ответ: «Вы сами виноваты».", "ru")
    assert [clause.is_quoted for clause in found] == [False, True]


@pytest.mark.parametrize(
    ("text", "language", "sign"),
    [
        ("Я перепутала номер.", "ru", "1@slip"),
        ("Вы обещали вернуть.", "ru", "2@promised"),
        ("I dropped the phone.", "en", "1@broke"),
        ("You promised a refund.", "en", "2@promised"),
    ],
)
def test_reading_whose_sign(text, language, sign):
    assert sign in [one for clause in clauses(text, language) for one in signed_doings_of(clause)]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_signs_every_pattern_parses(language):
    try:
        assert signs_of(language)
    except ReviewerError as error:
        pytest.fail(str(error))


def test_signs_have_the_same_names_in_both_languages():
    import tomllib
    from importlib.resources import files

    folder = files("reviewer.classifier.signs")
    russian, english = (set(tomllib.loads(folder.joinpath(f"{one}.toml").read_text("utf-8"))) for one in ("ru", "en"))
    assert russian == english


def test_signs_expand_underscores():
    assert expand("a|b_c d") == ["a d", "b c d"]
