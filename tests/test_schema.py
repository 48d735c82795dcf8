"""The published JSON Schema is fresh, and what the product reads and writes fits it."""

import json
from datetime import date

import jsonschema
import pytest

from reviewer import review
from reviewer.case import LANGUAGES
from reviewer.demo import demo_cases
from reviewer.devtools.schema import FOLDER, schema_texts

DEMOS = [demo for language in LANGUAGES for demo in demo_cases(language)[:3]]


def load(name):
    return json.loads((FOLDER / name).read_text("utf-8"))


@pytest.mark.parametrize("name", ["case.schema.json", "review.schema.json"])
def test_schema_file_is_fresh(name):
    assert (FOLDER / name).read_text("utf-8") == schema_texts()[name], "run: python -m reviewer.devtools.schema"


@pytest.mark.parametrize("name", ["case.schema.json", "review.schema.json"])
def test_schema_file_is_a_schema(name):
    jsonschema.Draft202012Validator.check_schema(load(name))


@pytest.mark.parametrize("demo", DEMOS, ids=range(len(DEMOS)))
def test_review_fits_its_schema(demo):
    found = review(demo.case, today=date(2026, 6, 1))
    jsonschema.validate(json.loads(found.model_dump_json(by_alias=True)), load("review.schema.json"))


@pytest.mark.parametrize(
    "fields",
    [{"reply": "a"}, {"reply": "a", "sector": "", "received_on": "", "decision": ""}, {"reply": "a", "language": None}],
    ids=["least", "empty", "null"],
)
def test_case_fits_its_schema(fields):
    jsonschema.validate(fields, load("case.schema.json"))


@pytest.mark.parametrize("fields", [{"reply": 3}, {"draft": "a"}, {"sector": "banking"}], ids=["type", "key", "sector"])
def test_case_that_is_refused_does_not_fit_the_schema(fields):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(fields, load("case.schema.json"))
