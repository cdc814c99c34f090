"""Style, types and documentation are tests like any other: a finding fails the run, and its closing line says so."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import CODE, ROOT


@pytest.mark.parametrize("arguments", [["ruff", "check"], ["ruff", "format", "--diff"]], ids=["lint", "format"])
def test_style(arguments: list[str]) -> None:
    checked_by(*arguments, "--quiet", ".")


@pytest.mark.long
def test_types() -> None:
    rooms = [room for room in CODE if (ROOT / room).is_dir()]
    checked_by("mypy", "--strict", *rooms, "run.py")


def checked_by(*command: str) -> None:
    answer = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.long
def test_the_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    checked_by("sphinx", "-W", "--keep-going", "-q", "-c", "docs", "-b", "html", ".", str(tmp_path))
