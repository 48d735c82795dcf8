"""The command line: commands parse, call and print; nothing is judged here."""

from reviewer.cli.main import main, run

__all__ = ["main", "run"]
