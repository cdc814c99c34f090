"""`deals backtest`: what cannot be read or written is told before the plan is made."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from deals.cli.app import app


@pytest.fixture
def unsolved(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line where no plan may be made."""

    def solve(*_: Any, **__: Any) -> Any:
        raise AssertionError("a plan was made")

    monkeypatch.setattr(import_module("deals.cli.backtest"), "solve", solve)
    return CliRunner()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--deals", "/dev/zero"), "/dev/zero: cannot be read: is a pipe or a device, no plain file"),
        (("--deals", "nowhere.csv"), "nowhere.csv: cannot be read: No such file or directory"),
        (("--until", "2020-01-01"), "until: no deal after 13 May 2025 that can be weighed is on record"),
        (("--out", "/proc/x"), "--out: cannot be written: the folder /proc takes no files"),
        (("--out", str(Path(__file__))), "--out: is there already"),
    ],
)
def test_it_is_refused_in_one_message(unsolved: CliRunner, asked: tuple[str, ...], told: str) -> None:
    done = unsolved.invoke(app, ["backtest", *asked])
    assert done.exit_code == 2
    assert done.output.startswith(told)
