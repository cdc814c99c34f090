"""The notebooks are part of the product: each runs from top to bottom and is committed as it ran."""

import json
import re
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

from tests.house.tree import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
VERSION = nbformat.NO_CONVERT
FETCHING = re.compile(r"<script|<iframe|\bsrc\s*=\s*[\"']?(https?:)?//|@import|url\(\s*[\"']?(https?:)?//")


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def complaints(notebook: nbformat.NotebookNode) -> list[str]:
    """What cells wrote to standard error, and the errors in which they ended."""
    found = outputs(notebook)
    raised = [f"{output.ename}: {output.evalue}" for output in found if output.output_type == "error"]
    return raised + [output.text for output in found if output.get("name") == "stderr"]


@pytest.fixture
def private_jupyter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings and kernels of whoever runs the tests out of it."""
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "1")


@pytest.mark.long
@pytest.mark.usefixtures("private_jupyter")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_without_errors_or_warnings(path: Path, tmp_path: Path) -> None:
    """It runs in an empty folder, so it leans on the package and not on the place it is kept."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    assert not complaints(notebook)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_as_it_ran(path: Path) -> None:
    """Cells were run once each, in order, with something to show and nothing to complain of."""
    notebook = nbformat.read(path, as_version=VERSION)
    nbformat.validate(notebook)
    counts = [cell.execution_count for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))
    assert outputs(notebook)
    assert not complaints(notebook)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_displays_in_a_notebook_fetch_nothing(path: Path) -> None:
    """Every display holds all it shows: no script, style or picture is loaded from elsewhere."""
    for output in outputs(nbformat.read(path, as_version=VERSION)):
        shown = output.get("data", {})
        assert not FETCHING.search(shown.get("text/html", ""))
        for kind in (kind for kind in shown if kind.endswith("+json")):
            assert not re.search(r'"url": "(?!data:)', json.dumps(shown[kind]))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_and_its_text_say_the_same(path: Path) -> None:
    text = jupytext.read(path.parent / "text" / f"{path.stem}.py")
    notebook = nbformat.read(path, as_version=VERSION)
    assert [(cell.cell_type, cell.source) for cell in text.cells] == [
        (cell.cell_type, cell.source) for cell in notebook.cells
    ]
