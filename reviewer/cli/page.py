"""``reviewer app``: opens the page."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

import reviewer
from reviewer.errors import InputError

_PACKAGE = Path(reviewer.__file__).parent
# In a checkout the page list stands beside the package; a wheel carries it inside.
_ENTRIES = (_PACKAGE.parent / "app.py", _PACKAGE / "app.py")


def open_page(
    port: Annotated[int, typer.Option(help="Port on this computer.")] = 8501,
    headless: Annotated[bool, typer.Option("--headless", help="Do not open a browser.")] = False,
    store: Annotated[
        Path | None, typer.Option(help="Where labels given on the page are kept.", envvar="REVIEWER_STORE")
    ] = None,
) -> int:
    """Open the page in a browser. It listens on this computer only and sends nothing anywhere.

    Nothing is kept but the labels people give on it, with their complaints: in reviewer.sqlite unless named otherwise.

    \b
    Example:
      reviewer app --port 8600
    """
    entry = next((path for path in _ENTRIES if path.is_file()), None)
    if entry is None or importlib.util.find_spec("streamlit") is None:
        raise InputError("E705", "the page is not installed", where="reviewer app", cure="run 'make venv'")
    options = {
        "server.port": str(port),
        "server.address": "localhost",
        "server.headless": str(headless).lower(),
        "browser.gatherUsageStats": "false",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    named = {"REVIEWER_STORE": str(store.absolute())} if store else {}
    command = [sys.executable, "-m", "streamlit", "run", str(entry), *flags]
    return subprocess.run(command, check=False, env={**os.environ, **named}).returncode
