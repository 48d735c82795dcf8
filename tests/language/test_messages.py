"""The interface speaks of the same things in every language."""

import re

import pytest

from reviewer.case import DECISIONS, LANGUAGES
from reviewer.errors import RuleError
from reviewer.findings import ASPECTS, ELEMENTS, SEVERITIES, kinds
from reviewer.language.messages import messages

_NAME = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_have_the_same_keys_as_english(language):
    assert messages(language).names == messages("en").names


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_fill_in_the_same_names_as_english(language):
    for key in sorted(messages("en").names):
        assert sorted(_NAME.findall(messages(language)(key))) == sorted(_NAME.findall(messages("en")(key))), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("kind", kinds()),
        ("element", ELEMENTS),
        ("severity", SEVERITIES),
        ("aspect", ASPECTS),
        ("decision_name", DECISIONS),
    ],
    ids=["kinds", "elements", "severities", "aspects", "decisions"],
)
def test_messages_name_everything_in_the_closed_lists(language, table, names):
    words = messages(language)
    assert [name for name in names if f"report.{table}.{name}" not in words] == []


def test_messages_fill_values():
    assert messages("en")("report.case", case_id="A-7") == "Case A-7"


def test_messages_unknown_key_says_where_to_add_it():
    with pytest.raises(RuleError, match=r"^E113 en/messages\.toml: no message 'report\.nothing_here'; add the key$"):
        messages("en")("report.nothing_here")
