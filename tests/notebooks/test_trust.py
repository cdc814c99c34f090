"""JupyterLab is told to trust the project's own notebooks, and none that anybody has changed or added."""

import subprocess
from pathlib import Path

import run


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_only_notebooks_as_committed_are_trusted(tmp_path: Path) -> None:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name in ("kept", "changed", "staged", "gone"):
        (folder / f"{name}.ipynb").write_text("{}", encoding="utf-8")
    (folder / "text.py").write_text("", encoding="utf-8")
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "Notebooks")
    (folder / "changed.ipynb").write_text("{} ", encoding="utf-8")
    (folder / "staged.ipynb").write_text("{}  ", encoding="utf-8")
    git(tmp_path, "add", "notebooks/staged.ipynb")
    (folder / "gone.ipynb").unlink()
    (folder / "own.ipynb").write_text("{}", encoding="utf-8")
    assert run.as_committed(tmp_path) == ["notebooks/kept.ipynb"]


def test_where_nothing_tells_what_was_committed_nothing_is_trusted(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "own.ipynb").write_text("{}", encoding="utf-8")
    assert run.as_committed(tmp_path) == []
