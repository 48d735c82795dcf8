"""Which model is in use: ``in-use.json`` beside the model folders, the last name of a language counts."""

from __future__ import annotations

import json
import os
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

import reviewer
from reviewer.classifier.artifact import is_plain_name
from reviewer.errors import ModelError

IN_USE = "in-use.json"
_PLACE = "REVIEWER_MODELS"


def models_root() -> Path:
    """Return the folder of the models: ``REVIEWER_MODELS``, else the one shipped, else the one of the checkout."""
    if os.environ.get(_PLACE):
        return Path(os.environ[_PLACE])
    package = Path(reviewer.__file__).parent
    shipped = package / "models"
    return shipped if shipped.is_dir() else package.parent / "models"


def in_use(root: Path) -> dict[str, list[str]]:
    """Return per language the names of the models, oldest first; the last one is in use.

    Raises
    ------
    ModelError
        E507 if the file cannot be read, or names something that is no folder beside it.
    """
    path = root / IN_USE
    if not path.is_file():
        return {}
    cure = 'write {"ru": ["NAME"], "en": ["NAME"]}'
    try:
        table = TypeAdapter(dict[str, list[str]]).validate_json(path.read_bytes(), strict=True)
    except (OSError, ValidationError):
        raise ModelError("E507", "the list of models in use is unreadable", where=IN_USE, cure=cure) from None
    for name in (name for names in table.values() for name in names):
        if not is_plain_name(name):
            what = f"'{name:.60}' is no name of a model folder beside it"
            raise ModelError("E507", what, where=IN_USE, cure=cure)
    return table


def put_in_use(root: Path, language: str, names: list[str]) -> None:
    """Write the models of a language, oldest first."""
    table = {**in_use(root), language: names}
    (root / IN_USE).write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", "utf-8")


def champion(root: Path, language: str) -> Path | None:
    """Return the folder of the model in use; None where there is none."""
    names = in_use(root).get(language, [])
    return root / names[-1] if names else None
