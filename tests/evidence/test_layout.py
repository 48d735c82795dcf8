"""Signatures in their many forms: posts, initials, acting heads, the line of who typed the letter."""

import pytest

from reviewer.evidence.layout import layout_of
from reviewer.language import analyse

LETTER = "Уважаемый Игорь Львович!\n\nВаше обращение получено 13 апреля.\n\nСправку выдаёт касса, 31-00-09.\n\n"


@pytest.mark.parametrize(
    "signature",
    [
        "Заведующая кабинетом\nТ. В. Рогожина",
        "Заведующая приёмной Н. Б. Рогожина",
        "И. о. начальника отдела Р. Ф. Крот",
        "Заместитель главы П. Р. Дубов\nисп. Громова, 2-14-30",
        "Сорока Н. В.",
    ],
)
def test_a_name_with_initials_signs(signature):
    document = analyse(LETTER + signature, "ru")
    found = layout_of(document).signature
    assert found is not None
    assert found.of(document.text) == signature


def test_a_last_line_that_tells_something_is_no_signature():
    document = analyse(LETTER + "Решение о плате примет Н. Б. Рогожина 5 мая.", "ru")
    assert layout_of(document).signature is None


@pytest.mark.parametrize(
    ("ending", "language"),
    [
        ("Деталь придёт 9 марта. Анна, «Пелл»", "ru"),
        ("Деталь придёт 9 марта. — Иван", "ru"),
        ("The part comes on 9 March. Ann Dow, Pell Boilers", "en"),
        ("The part comes on 9 March.\n-Tom", "en"),
        ("The part comes on 9 March.\n\nAnn Dow\nHead of Care\n0117 400 000\nwww.pell.example", "en"),
    ],
)
def test_a_bare_name_at_the_end_signs(ending, language):
    assert layout_of(analyse("По журналу визит был. " * 2 + ending, language)).signature is not None


@pytest.mark.parametrize(
    "ending", ["Open Monday to Friday, 9 to 5.", "Terms on page 4 apply", "The Leeds desk is open 24 hours"]
)
def test_a_last_sentence_is_no_name(ending):
    assert layout_of(analyse("The log shows a visit on 4 March. " + ending, "en")).signature is None
