"""The generated parts of the README: ``python -m reviewer.devtools.readme`` writes them anew between their marks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

import reviewer
from reviewer.cli.main import app
from reviewer.sectors.table import terms_table

README = Path(reviewer.__file__).parent.parent / "README.md"


def commands_table() -> str:
    """Return the commands with the first line of their help."""
    rows = [f"| `reviewer {name}` | {does} |" for name, does in _commands(app, ())]
    return "\n".join(["| command | does |", "|---|---|", *rows])


def _commands(group: typer.Typer, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for command in group.registered_commands:
        does = (command.callback.__doc__ or "").strip().splitlines()[0] if command.callback else ""
        yield " ".join((*path, str(command.name))), does
    for child in group.registered_groups:
        if child.typer_instance:
            yield from _commands(child.typer_instance, (*path, str(child.name)))


def known_terms() -> str:
    """Return the table of legal terms, folded away: it is long."""
    return f"<details><summary>All terms, by country and sector</summary>\n\n{terms_table()}\n\n</details>"


def blocks() -> dict[str, str]:
    """Return the generated parts by the name of their marks."""
    return {"commands": commands_table(), "terms": known_terms()}


def refreshed(text: str) -> str:
    """Return a README with its generated parts made anew.

    Examples
    --------
    >>> refreshed("a <!-- commands:begin -->old<!-- commands:end --> b").startswith("a <!-- commands:begin -->")
    True
    """
    for name, block in blocks().items():
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        if begin in text and end in text:
            before, _, rest = text.partition(begin)
            _, _, after = rest.partition(end)
            text = f"{before}{begin}\n{block}\n{end}{after}"
    return text


def main() -> None:
    """Write the README anew."""
    README.write_text(refreshed(README.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
