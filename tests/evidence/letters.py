"""The invented letters of ``tests/letters/<xx>/elements-*.toml``, read and analysed."""

import tomllib
from datetime import date
from pathlib import Path

from reviewer.case import read_case
from reviewer.exchange import Exchange
from reviewer.language import analyse

FOLDER = Path(__file__).parents[1] / "letters"
FILES = {f"{file.parent.name}-{file.stem}": file for file in sorted(FOLDER.glob("*/elements-*.toml"))}
_FIELDS = ("sector", "channel", "received_on", "reply_on", "complaint", "reply")


def read_letter(name):
    return tomllib.loads(FILES[name].read_text("utf-8"))


def exchange_of(name):
    letter = read_letter(name)
    language = FILES[name].parent.name
    case = read_case({key: letter[key] for key in _FIELDS} | {"language": language})
    return Exchange(
        case,
        language,
        {"ru": "ru", "en": "uk"}[language],
        date.fromisoformat(letter["received_on"]),
        analyse(letter["complaint"], language),
        analyse(letter["reply"], language),
        letter["decision"],
        letter["label"],
    )
