"""A complaint splits into what it demands, asks and claims."""

import pytest

from reviewer.evidence.coverage import cover_points
from reviewer.evidence.cues import check_cue_examples
from reviewer.evidence.points import find_points
from reviewer.language import analyse


def points(text, language, *kinds):
    return [one.span.of(text) for one in find_points(analyse(text, language)) if one.kind in kinds]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Прошу отменить комиссию и пересчитать проценты за май.",
            "ru",
            ["Прошу отменить комиссию", "пересчитать проценты за май"],
        ),
        ("здрасте верните 500 рублей за билет", "ru", ["верните 500 рублей за билет"]),
        (
            "Требую:\n1) заменить счётчик;\n2) прислать акт поверки.",
            "ru",
            ["заменить счётчик", "прислать акт поверки"],
        ),
        (
            "Please cancel the contract and refund my deposit.",
            "en",
            ["Please cancel the contract", "refund my deposit"],
        ),
        (
            "I want three things: the £40, a new filter, and an apology in writing.",
            "en",
            ["the £40", "a new filter", "an apology in writing"],
        ),
        ("The lift has been broken since May.", "en", []),
        ("Здравствуйте, лифт стоит с мая.", "ru", []),
    ],
    ids=["two", "chat", "list", "two-en", "colon-en", "none-en", "none"],
)
def test_points_split_demands(text, language, expected):
    assert points(text, language, "demand") == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Кто выдал ключи соседу по площадке?", "ru", ["Кто выдал ключи соседу по площадке?"]),
        ("Сколько можно ждать? Вы вообще люди?", "ru", []),
        ("Who signed for the parcel at my door?", "en", ["Who signed for the parcel at my door?"]),
        ("Are you kidding me? How hard can it be?", "en", []),
    ],
    ids=["question", "rhetoric", "question-en", "rhetoric-en"],
)
def test_points_tell_questions_from_rhetoric(text, language, expected):
    assert points(text, language, "question") == expected


def test_coverage_shows_the_words_that_answer():
    complaint = analyse("Прошу заменить фильтр в кувшине и вернуть 300 рублей.", "ru")
    reply = analyse("Новый фильтр для кувшина вышлем 5 мая. По деньгам ответим отдельно.", "ru")
    first, second = cover_points(find_points(complaint), complaint, reply, decision="partial")
    assert first.state == "covered"
    assert first.by is not None
    assert first.by.of(reply.text) == "Новый фильтр для кувшина вышлем 5 мая."
    assert second.state != "covered"


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", ["demands", "wholesale", "restating", "findings", "grounds"])
def test_cue_files_prove_their_examples(language, name):
    assert check_cue_examples(language, name) == []
