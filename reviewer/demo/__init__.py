"""Teaching cases that come with the product; invented, and used by page, tests and bench alike."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reviewer.case import Case, read_case


@dataclass(frozen=True, slots=True)
class DemoCase:
    """A case with what it is meant to show."""

    title: str
    shows: str
    case: Case


@cache
def demo_cases(language: str) -> tuple[DemoCase, ...]:
    """Return the teaching cases of a language in order.

    Parameters
    ----------
    language : {"ru", "en"}
    """
    name = f"{language}.toml"
    rows = tomllib.loads(files("reviewer").joinpath("demo", name).read_text("utf-8"))["case"]
    return tuple(_demo_case(row, number, language, name) for number, row in enumerate(rows, start=1))


def _demo_case(row: dict[str, str], number: int, language: str, name: str) -> DemoCase:
    fields = {key: value.strip("\n") for key, value in row.items() if key not in {"title", "shows"}}
    case = read_case({"case_id": f"demo-{number}", "language": language, **fields}, where=f"demo/{name} case {number}")
    return DemoCase(row["title"], row["shows"], case)
