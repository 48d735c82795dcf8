"""Enclosures named but not listed, listed but not named; a reply without a list is left alone."""

import pytest

from reviewer.evidence.enclosures import find_stray_enclosures
from reviewer.language import analyse


@pytest.mark.parametrize(
    ("language", "reply", "expected"),
    [
        ("ru", "Прилагаем акт и фотографию.\n\nПриложения: акт.", [("фотографию", False)]),
        ("ru", "Прилагаем акт.\n\nПриложения:\n1. Акт\n2. Выписка по счёту", [("Выписка по счёту", True)]),
        ("ru", "Прилагаем акт и фотографию.", []),
        ("ru", "Спасибо за приложенные Вами фотографии. Акт прилагаем.\n\nПриложение: акт на 1 л.", []),
        ("ru", "Расчёт пеней ниже.\n\nПриложение: расчёт пеней", []),
        ("en", "I enclose the report and a photograph.\n\nEnclosures: report", [("photograph", False)]),
        ("en", "I enclose the report.\n\nEnclosures:\n- Report\n- Bank statement", [("Bank statement", True)]),
        ("en", "I enclose the report and a photograph.", []),
        ("en", "Thank you for the photographs you attached. I enclose the report.\n\nEncl.: report", []),
        ("en", "The tariff is set out above.\n\nAttachments: tariff", []),
    ],
    ids=[
        f"{language}-{case}"
        for language in ("ru", "en")
        for case in ("unlisted", "unnamed", "no-list", "theirs", "words")
    ],
)
def test_stray_enclosures(language, reply, expected):
    strays = find_stray_enclosures(analyse(reply, language))
    assert [(one.span.of(reply), one.is_listed) for one in strays] == expected
