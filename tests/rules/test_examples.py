"""Every rule file proves itself: flags, passes, guards, corrections."""

import pytest

from reviewer.case import LANGUAGES
from reviewer.rules.examples import check_corrections, check_examples
from reviewer.rules.load import load_pack

RULES = [(language, code) for language in LANGUAGES for code in sorted(load_pack(language).rules)]


@pytest.mark.parametrize(("language", "code"), RULES, ids=[f"{language}-{code}" for language, code in RULES])
def test_rule_examples_hold(language, code):
    loaded = load_pack(language)[code]
    assert list(check_examples(loaded, language)) == []


@pytest.mark.parametrize(("language", "code"), RULES, ids=[f"{language}-{code}" for language, code in RULES])
def test_rule_corrections_are_clean(language, code):
    pack = load_pack(language)
    assert list(check_corrections(pack[code], pack)) == []
