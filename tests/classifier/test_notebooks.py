"""The notebooks run, on a part of the corpora."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Jupyter's own deprecations are not ours to mend
@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_notebook_runs(path, tmp_path, monkeypatch):
    jupytext = pytest.importorskip("jupytext")
    nbclient = pytest.importorskip("nbclient")
    for sector in ("bank", "goods", "delivery"):
        (tmp_path / f"en-{sector}.jsonl").write_bytes(
            (ROOT / "data" / "complaints" / f"en-{sector}.jsonl").read_bytes()
        )
    monkeypatch.setenv("CASES", str(tmp_path))
    monkeypatch.setenv("BUILDERS", "words")
    monkeypatch.setenv("MPLBACKEND", "agg")
    notebook = jupytext.read(path)
    nbclient.NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(path.parent)}}).execute()


def test_there_are_three_notebooks():
    assert len(NOTEBOOKS) == 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_notebook_defines_no_function(path):
    assert not any(line.startswith(("def ", "class ")) for line in path.read_text("utf-8").splitlines())
