"""A complaint splits into what it demands, asks and claims."""

import pytest

from reviewer.evidence.coverage import cover_points
from reviewer.evidence.cues import check_cue_examples
from reviewer.evidence.pairing import PAIR, pair_up
from reviewer.evidence.points import find_points
from reviewer.exchange import ACTS, Said
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
        ("I want it repaired, and £180 for the mattress.", "en", ["I want it repaired", "180 for the mattress"]),
        (
            "Прошу оплатить ремонт 57 300 рублей и оценку 4 000.",
            "ru",
            ["Прошу оплатить ремонт 57 300 рублей", "оценку 4 000"],
        ),
        ("Хочу новую крышку и гарантийный талон.", "ru", ["Хочу новую крышку", "гарантийный талон"]),
        ("Верните 570 и больше мне его не назначайте.", "ru", ["Верните 570", "больше мне его не назначайте"]),
        ("Прошу перерасчёт за май и июнь.", "ru", ["Прошу перерасчёт за май и июнь"]),
        ("Прошу вернуть деньги и проценты за май.", "ru", ["Прошу вернуть деньги и проценты за май"]),
        ("The lift has been broken since May.", "en", []),
        ("Здравствуйте, лифт стоит с мая.", "ru", []),
    ],
    ids=[
        "two",
        "chat",
        "list",
        "two-en",
        "colon-en",
        "one-word-and-sum",
        "two-sums",
        "two-things",
        "far-verb",
        "two-months",
        "two-objects",
        "none-en",
        "none",
    ],
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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Лежанка для собаки, за которую доплатили, не нашлась.", "ru"),
        ("Камера, которую вы обещали, показывала чужой вольер.", "ru"),
        ("The dog bed, which we had paid for, was never brought to us.", "en"),
    ],
    ids=["preposition", "resumed", "resumed-en"],
)
def test_a_relative_clause_does_not_part_a_claim_from_its_verb(text, language):
    assert points(text, language, "claim") == [text.rstrip(".")]


def test_coverage_shows_the_words_that_answer():
    complaint = analyse("Прошу заменить фильтр в кувшине и вернуть 300 рублей.", "ru")
    reply = analyse("Новый фильтр для кувшина вышлем 5 мая. По деньгам ответим отдельно.", "ru")
    first, second = cover_points(find_points(complaint), complaint, reply, decision="partial")
    assert first.state == "covered"
    assert first.by is not None
    assert first.by.of(reply.text) == "Новый фильтр для кувшина вышлем 5 мая."
    assert second.state != "covered"


def said(reply, **acts):
    """Return what a reader would say: each sentence that opens with a word does the act of that name."""
    return tuple(
        Said(
            one.start,
            one.end,
            {act: 4.0 if reply.text[one.start :].startswith(acts.get(act, "§")) else -4.0 for act in ACTS},
        )
        for one in reply.sentences
    )


def test_a_sentence_that_repeats_a_demand_does_not_answer_it():
    complaint = analyse("The gate is broken. Please refund the £40 delivery fee.", "en")
    reply = analyse("You ask us to refund the £40 delivery fee. We will credit the fee on 5 May.", "en")
    points = find_points(complaint)
    *_, heard = cover_points(points, complaint, reply, decision="satisfy", said=said(reply, restate="You", grant="We"))
    *_, unheard = cover_points(points, complaint, reply, decision="satisfy")
    assert heard.by.of(reply.text) == "We will credit the fee on 5 May."
    assert unheard.by.of(reply.text) == "You ask us to refund the £40 delivery fee."


def test_numbers_of_a_pair_tell_the_answering_line():
    complaint = analyse("Please replace the filter. Please refund £30.", "en")
    reply = analyse("A new filter leaves us on 5 May. The £30 went back today.", "en")
    pairs = pair_up(find_points(complaint), complaint, reply)
    assert pairs.values.shape == (2, 2, len(PAIR))
    assert not pairs.is_heard
    number = pairs.values[..., PAIR.index("number")]
    assert number.tolist() == [[0.0, 0.0], [0.0, 1.0]]
    own_words = pairs.values[..., PAIR.index("own_words")]
    assert own_words[0, 0] > 0 > own_words[1, 0]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", ["demands", "wholesale", "restating", "findings", "grounds"])
def test_cue_files_prove_their_examples(language, name):
    assert check_cue_examples(language, name) == []


def test_points_beyond_measure_are_left_unsure():
    complaint = analyse("Please replace filter 7. " * 201, "en")
    reply = analyse("A new filter leaves us on 5 May.", "en")
    covered = cover_points(find_points(complaint), complaint, reply, decision="satisfy")
    assert len(covered) == 201
    assert (covered[-1].state, covered[-1].by) == ("unsure", None)
