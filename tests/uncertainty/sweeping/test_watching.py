"""Who watches a sweep sees how far it is, in one line; where nobody does, nothing is written."""

import builtins
import io
import math

import pytest
from rich.console import Console

from deals.uncertainty.sweeping import watching as module
from deals.uncertainty.sweeping.progress import Progress
from deals.uncertainty.sweeping.watching import in_words, watching


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress(0, 10_000, 0, 0.0), "0 of 10,000 draws"),
        (Progress(2_048, 10_000, 3, 40.0), "2,048 of 10,000 draws, 3 failed; 51 a second, 0:02:36 left"),
        (Progress(6, 100, 0, 60.0, before=4), "6 of 100 draws; 2.0 a minute, 0:47:00 left"),
        (Progress(100, 100, 1, 59.5, before=4), "100 of 100 draws, 1 failed in 0:01:00"),
    ],
)
def test_progress_in_words(progress: Progress, words: str) -> None:
    assert in_words(progress) == words


def test_nothing_is_known_of_the_time_left_before_the_first_chunk() -> None:
    assert Progress(4, 100, 0, 3.0, before=4).remaining == math.inf


def steps() -> list[Progress]:
    return [Progress(done, 100, 0, done / 50 + 1e-9) for done in range(0, 101, 20)]


@pytest.mark.parametrize("silent", [False, True])
def test_nothing_is_written_where_nobody_watches(capsys: pytest.CaptureFixture[str], silent: bool) -> None:
    with watching(silent) as show:
        for progress in steps():
            show(progress)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_shows_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(module, "Console", lambda stderr: Console(file=screen, force_terminal=True, width=100))
    with watching(silent=False) as show:
        for progress in steps():
            show(progress)
    assert "100 of 100 draws in 0:00:03" in screen.getvalue()


class ZMQInteractiveShell:
    """What a notebook's kernel is called; its class's file is IPython's for those who ask."""

    kernel = None


def test_a_notebook_shows_one_line_that_changes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(builtins, "get_ipython", ZMQInteractiveShell, raising=False)
    with watching(silent=False) as show:
        for progress in steps():
            show(progress)
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count("\n") == 1
    assert out.endswith("\n")
    lines = [line.rstrip() for line in out.split("\r")[1:]]
    assert lines[0] == "0 of 100 draws"
    assert lines[-1] == "100 of 100 draws in 0:00:03"
    assert len(lines) == 2
