"""Run notebooks as they are committed: each in step with its text, from the top, every output kept once.

    python -m tests.notebooks.renew [NAME ...]     all, or those whose names begin so

A display comes in several forms. A notebook in git keeps the one that every viewer can show, and the plain text: of a
page or table its HTML, of a chart the small picture (run the cell and it is interactive).
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import nbformat
from nbclient import NotebookClient

from deals.page.chart import MIME
from tests.house.tree import ROOT

FOLDER = ROOT / "notebooks"
PICTURE, HTML, MARKDOWN = "image/png", "text/html", "text/markdown"
NEEDLESS = {HTML: {MIME, PICTURE, MARKDOWN}, PICTURE: {MIME, MARKDOWN}}
"""Forms that are left out where another one is there."""
DRAWN_BY_LOT = re.compile(r"\bT_[0-9a-f]{5}(?=_|\b)")
"""What pandas calls a styled table: another name each time it is shown."""
LONGEST = 600
"""Seconds that a cell may take."""


def main(wanted: list[str]) -> int:
    """Renew the notebooks that are wanted, and say how long each took and how large it is."""
    names = sorted({path.stem for path in [*FOLDER.glob("*.ipynb"), *FOLDER.glob("text/*.py")]})
    chosen = [name for name in names if not wanted or name.startswith(tuple(wanted))]
    for name in chosen:
        seconds, size = renew(name)
        sys.stdout.write(f"{name:28} {seconds:4.0f} s {size / 1000:6.0f} kB\n")
        sys.stdout.flush()
    return 0 if chosen else 2


def renew(name: str) -> tuple[float, int]:
    """Bring a notebook and its text into step, run it in an empty folder, and keep it small: seconds, bytes.

    A cell that fails raises its error, and leaves the outputs as they were.
    """
    path = FOLDER / f"{name}.ipynb"
    in_step(name)
    notebook = nbformat.read(path, as_version=4)
    started = perf_counter()
    with TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=LONGEST,
            kernel_name="python3",
            record_timing=False,
            resources={"metadata": {"path": folder}},
        )
        client.execute()
    seconds = perf_counter() - started
    slim(notebook)
    nbformat.write(notebook, path)
    in_step(name)
    return seconds, path.stat().st_size


def in_step(name: str) -> None:
    """Write the newer of a notebook and its text over the older, outputs apart."""
    text = FOLDER / "text" / f"{name}.py"
    newest = text if text.exists() else FOLDER / f"{name}.ipynb"
    subprocess.run([sys.executable, "-m", "jupytext", "--quiet", "--sync", str(newest)], check=True)


def slim(notebook: nbformat.NotebookNode) -> None:
    """Keep one form of every display, none that is empty, and nothing that is another each time."""
    for number, cell in enumerate(notebook.cells):
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if any(output.get("data", {"": True}).values())]
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", ()):
            if "data" in output:
                output.data = nbformat.from_dict(kept(output.data))
                if HTML in output.data:
                    output.data[HTML] = DRAWN_BY_LOT.sub(f"T_{number}", output.data[HTML])


def kept(data: Mapping[str, Any]) -> dict[str, Any]:
    """The forms of a display that are not needless beside the others."""
    needless = needless_among(data)
    return {kind: shown for kind, shown in data.items() if kind not in needless}


def needless_among(kinds: Iterable[str]) -> set[str]:
    """Which of these forms of one display are left out."""
    return set().union(*(NEEDLESS.get(kind, set()) for kind in kinds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
