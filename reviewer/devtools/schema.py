"""The published JSON Schema of Case and Review: ``python -m reviewer.devtools.schema`` writes it anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import reviewer
from reviewer.case import Case
from reviewer.findings import Review

FOLDER = Path(reviewer.__file__).parent / "schema"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema of a case; where the contract allows "or empty", an empty text stands for unknown."""
    schema = Case.model_json_schema(mode="validation")
    for name, field in schema["properties"].items():
        nullable = any(option.get("type") == "null" for option in field.get("anyOf", ()))
        if nullable:
            field["anyOf"].append({"const": ""})
        elif name in {"sector", "channel"}:
            field["anyOf"] = [{"type": field.pop("type"), "enum": field.pop("enum")}, {"const": ""}, {"type": "null"}]
    return {"$schema": _DIALECT, **schema, "description": "One complaint and the draft reply to it."}


def review_schema() -> dict[str, Any]:
    """Return the JSON Schema of a review."""
    schema = Review.model_json_schema(mode="serialization", by_alias=True)
    return {"$schema": _DIALECT, **schema, "description": "Everything the product has to say about one case."}


def schema_texts() -> dict[str, str]:
    """Return file names with what they should hold."""
    schemas = {"case.schema.json": case_schema(), "review.schema.json": review_schema()}
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in schemas.items()}


def main() -> None:
    """Write the schema files."""
    for name, text in schema_texts().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
