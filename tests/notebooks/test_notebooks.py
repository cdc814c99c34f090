"""The notebooks are part of the product: each runs from top to bottom and is committed as it ran."""

import ast
import importlib
import json
import re
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

from tests.house.tree import ROOT
from tests.notebooks.lab import browser
from tests.notebooks.renew import needless_among
from tests.notebooks.test_in_jupyterlab import FIRST

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
UNSEEN = [path for path in NOTEBOOKS if path.stem not in (FIRST if browser() else ())]
"""Those that the test in JupyterLab does not run."""
VERSION = nbformat.NO_CONVERT
LARGEST = 600_000
"""Bytes of a notebook in git."""
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
@pytest.mark.parametrize("path", UNSEEN, ids=lambda path: path.stem)
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
def test_a_notebook_is_small_and_keeps_every_picture_once(path: Path) -> None:
    assert path.stat().st_size < LARGEST
    shown = [output.get("data", {}) for output in outputs(nbformat.read(path, as_version=VERSION))]
    assert not [needless for data in shown if (needless := needless_among(data) & set(data))]
    pictures = [data["image/png"] for data in shown if "image/png" in data]
    assert pictures
    assert len(pictures) == len(set(pictures))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_sentence_in_a_notebook_is_cut_short(path: Path) -> None:
    """Neither cells of tables nor printed text end in dots; nor are rows or columns left out in the middle."""
    shown = "\n".join(map(visible, outputs(nbformat.read(path, as_version=VERSION))))
    assert not re.findall(r".{0,60}(?:\.\.\.|…)", shown)


def visible(output: nbformat.NotebookNode) -> str:
    """The text of an output in the form in which it is shown."""
    data = output.get("data", {})
    kind = next((kind for kind in ("text/html", "image/png", "text/markdown", "text/plain") if kind in data), None)
    return str(output.get("text", "") if kind in (None, "image/png") else data[kind])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_uses_what_the_project_offers(path: Path) -> None:
    """It imports the project, or what one of its parts lists as its own, and reaches no deeper."""
    cells = code_cells(nbformat.read(path, as_version=VERSION))
    trees = [ast.parse(cell.source) for cell in cells]
    named = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    whole = [alias.name for node in named if isinstance(node, ast.Import) for alias in node.names]
    assert not [name for name in whole if name.startswith(("deals.", "optimizer"))]
    for node in named:
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in {"deals", "optimizer"}:
            assert (node.module or "").count(".") <= 1
            assert {alias.name for alias in node.names} <= set(importlib.import_module(node.module or "").__all__)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_says_what_it_answers_how_long_it_takes_and_where_to_go_next(path: Path) -> None:
    told = [cell.source for cell in nbformat.read(path, as_version=VERSION).cells if cell.cell_type == "markdown"]
    assert "?**" in told[0]
    assert "*Takes " in told[0]
    assert "To know before:" in told[0]
    assert "## What to do next" in told[-1]
    links = re.findall(r"\]\(([^)#]+)", "\n".join(told))
    assert links
    assert not [link for link in links if not (path.parent / link).exists()]


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
