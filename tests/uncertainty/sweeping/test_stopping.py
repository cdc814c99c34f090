"""Processes that are killed or interrupted in the middle of a sweep, and what they leave."""

import os
import signal
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Listener
from pathlib import Path
from typing import Any

import pytest

from deals.uncertainty.sweeping.running import sweep
from deals.uncertainty.sweeping.store import read
from tests.uncertainty.sweeping.alone import noted, resumed
from tests.uncertainty.sweeping.toy import Connected, Counted, Toy, bits

COUNT = 30
SLOW = Toy(pause=0.05)


def finished(folder: Path) -> int:
    return len(list(folder.glob("chunk-*.parquet")))


def started(target: Callable[..., None], *arguments: Any) -> Any:
    """A process of its own, from one that has loaded already what it needs."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.uncertainty.sweeping.alone"])
    process = context.Process(target=target, args=arguments)
    process.start()
    return process


def wait_for(folder: Path, wanted: int, process: Any) -> None:
    """Wait until a sweep has finished some chunks."""
    end = time.monotonic() + 60
    while finished(folder) < wanted:
        assert process.is_alive()
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_sweep_killed_three_times_ends_as_if_undisturbed(tmp_path: Path) -> None:
    folder = tmp_path / "sweep"
    for wanted in (1, 3, 6):
        process = started(resumed, folder, SLOW, COUNT)
        wait_for(folder, wanted, process)
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        assert finished(folder) < 8
    work = Counted()
    before = set(read(folder)["draw"])
    assert bits(sweep(work, COUNT, folder=folder, resume=True)) == bits(sweep(Toy(), COUNT))
    assert set(work.asked) == set(range(COUNT)) - before


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_the_process_that_began_the_sweep(tmp_path: Path, how: int) -> None:
    with Listener() as listener:
        work = Connected(pause=0.05, address=str(listener.address))
        process = started(noted, tmp_path / "sweep", work, 100_000, tmp_path / "note")
        workers = [listener.accept() for _ in range(2)]
        wait_for(tmp_path / "sweep", 2, process)
        os.kill(process.pid, how)
        process.join(60)
        assert process.exitcode is not None
        for worker in workers:
            assert worker.poll(60)
            with worker, pytest.raises(EOFError):
                worker.recv()


def test_an_interruption_of_all_processes_says_how_to_go_on(tmp_path: Path) -> None:
    """Ctrl-C in a terminal reaches the workers too. It may come when a file is there and not yet counted."""
    folder = tmp_path / "sweep"
    process = started(noted, folder, SLOW, 100_000, tmp_path / "note")
    wait_for(folder, 2, process)
    os.killpg(process.pid, signal.SIGINT)
    process.join(60)
    assert process.exitcode == 0
    kept = len(read(folder))
    said, rest = (tmp_path / "note").read_text(encoding="utf-8").split(" ", 1)
    assert int(said) in (kept, kept - SLOW.chunk)
    assert rest == f"of 100,000 draws are kept in {folder}; sweep with resume=True to go on."
