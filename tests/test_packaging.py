"""A wheel carries everything that is data: rules, language, law, models, the page list."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
DATA = {".toml", ".txt", ".json"}


@pytest.mark.slow
def test_wheel_carries_the_data(tmp_path):
    pytest.importorskip("hatchling", reason="the wheel is built with what 'make venv' installs")
    command = [
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(ZipFile(wheel).namelist())
    package = ROOT / "reviewer"
    data = {path.relative_to(ROOT).as_posix() for path in package.rglob("*") if path.suffix in DATA}
    assert data - inside == set()
    assert {"reviewer/app.py", "reviewer/models/in-use.json"} <= inside
