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
