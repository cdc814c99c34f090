"""A sweep gives the same bits whoever does the work, keeps what is finished, and holds few chunks at once."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from deals.kit.errors import InputError
from deals.uncertainty.sweeping.executors import AHEAD
from deals.uncertainty.sweeping.progress import Progress
from deals.uncertainty.sweeping.running import sweep
from deals.uncertainty.sweeping.store import read
from tests.house.tree import ROOT
from tests.uncertainty.sweeping.toy import ODD, Broken, Counted, Toy, bits

COUNT = 45


@pytest.fixture(scope="module")
def undisturbed() -> pd.DataFrame:
    return sweep(Toy(), COUNT)


def test_a_row_a_draw_in_their_order_and_a_failed_draw_says_why(undisturbed: pd.DataFrame) -> None:
    assert list(undisturbed.columns[:3]) == ["draw", "status", "reason"]
    assert list(undisturbed["draw"]) == list(range(COUNT))
    failed = undisturbed["draw"] % 7 == 3
    assert (undisturbed["status"] == np.where(failed, "failed", "ok")).all()
    assert (undisturbed["reason"] == np.where(failed, "no optimum", "")).all()
    assert undisturbed["gain"].isna().equals(failed)
    kinds = {"draw": "int64", "gain": "float64", "odd": "float64", "deals": "int64", "who": "str"}
    assert {name: str(undisturbed[name].dtype) for name in kinds} == kinds


def test_odd_floats_come_back_from_a_file_bit_by_bit(tmp_path: Path) -> None:
    frame = sweep(Toy(chunk=50), 50, folder=tmp_path / "sweep")
    fine = frame[frame["status"] == "ok"]
    wanted = np.array([ODD[number % len(ODD)] for number in fine["draw"]])
    assert fine["odd"].to_numpy().tobytes() == wanted.tobytes()


@pytest.mark.parametrize("chunk", [1, 7, 44, 45, 1000])
def test_how_draws_are_cut_does_not_show(undisturbed: pd.DataFrame, chunk: int) -> None:
    assert bits(sweep(Toy(chunk=chunk), COUNT)) == bits(undisturbed)


def test_two_threads_give_the_same_bits_in_a_folder(undisturbed: pd.DataFrame, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        frame = sweep(Toy(), COUNT, folder=tmp_path / "sweep", executor=threads)
    assert bits(frame) == bits(read(tmp_path / "sweep")) == bits(undisturbed)


def test_workers_load_no_tables() -> None:
    """A worker that needs NumPy alone is there in a moment, on a machine that has no more."""
    script = "import sys, deals.uncertainty.sweeping.work, deals.uncertainty.sweeping.executors; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"pandas", "pyarrow", "pydantic"} & set(answer.stdout.split())


def test_two_processes_give_the_same_bits(undisturbed: pd.DataFrame) -> None:
    assert bits(sweep(Toy(), COUNT, workers=2)) == bits(undisturbed)


def test_the_order_of_hashes_does_not_show(undisturbed: pd.DataFrame) -> None:
    command = [sys.executable, "-m", "tests.uncertainty.sweeping.alone", str(COUNT)]
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    answer = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
    )
    assert answer.stdout == bits(undisturbed)


class Noting(Executor):
    """One thread, and the most that lay before it at once."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(1)
        self.flying = self.most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.flying += 1
        self.most = max(self.most, self.flying)
        future = self.pool.submit(fn, *args, **kwargs)
        future.add_done_callback(self._landed)
        return future

    def _landed(self, future: Future[Any]) -> None:
        self.flying -= 1


def test_few_chunks_are_in_flight_however_many_there_are() -> None:
    executor = Noting()
    sweep(Toy(chunk=1), 200, executor=executor, workers=3)
    executor.pool.shutdown()
    assert 1 < executor.most <= AHEAD * max(3, os.cpu_count() or 1)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_the_work_ends_the_sweep_keeps_what_is_done_and_says_how_to_go_on(
    undisturbed: pd.DataFrame, tmp_path: Path, workers: int
) -> None:
    with pytest.raises(RuntimeError, match="the work is broken") as caught:
        sweep(Broken(at=22), COUNT, folder=tmp_path / "sweep", workers=workers)
    kept = read(tmp_path / "sweep")
    assert set(range(20)) - set(range(22 - AHEAD * workers * 4, 20)) <= set(kept["draw"])
    assert caught.value.__notes__ == [
        f"{len(kept)} of {COUNT} draws are kept in {tmp_path / 'sweep'}; sweep with resume=True to go on."
    ]
    assert bits(sweep(Toy(), COUNT, folder=tmp_path / "sweep", resume=True)) == bits(undisturbed)


def test_an_interruption_leaves_finished_chunks(undisturbed: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt) as caught:
        sweep(Broken(at=22, error=KeyboardInterrupt), COUNT, folder=tmp_path / "sweep")
    assert "20 of 45 draws are kept" in caught.value.__notes__[0]
    assert len(read(tmp_path / "sweep")) == 20
    work = Counted()
    assert bits(sweep(work, COUNT, folder=tmp_path / "sweep", resume=True)) == bits(undisturbed)
    assert work.asked == list(range(20, COUNT))


def test_without_a_folder_nothing_is_promised() -> None:
    with pytest.raises(RuntimeError) as caught:
        sweep(Broken(at=22), COUNT)
    assert not hasattr(caught.value, "__notes__")


def test_what_is_left_is_cancelled_when_one_call_fails() -> None:
    submitted: list[Future[Any]] = []

    class Stuck(Executor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            if len(submitted) == 1:
                submitted[0].cancel()
                submitted[0].set_running_or_notify_cancel()
            submitted.append(future)
            return future

    with pytest.raises(CancelledError):
        sweep(Toy(), COUNT, executor=Stuck())
    assert len(submitted) > 1
    assert all(future.cancelled() for future in submitted)


def test_progress_is_told_from_the_start_to_the_end(tmp_path: Path) -> None:
    told: list[Progress] = []
    with pytest.raises(RuntimeError):
        sweep(Broken(at=22), COUNT, folder=tmp_path / "sweep", progress=told.append)
    assert [one.done for one in told] == [0, 4, 8, 12, 16, 20]
    assert (told[0].rate, told[0].remaining) == (0, np.inf)
    told.clear()
    sweep(Toy(), COUNT, folder=tmp_path / "sweep", resume=True, progress=told.append)
    assert [one.done for one in told] == [20, 24, 28, 32, 36, 40, 44, 45]
    assert [one.failed for one in told] == [3, 3, 4, 5, 5, 6, 6, 6]
    assert all(one.count == COUNT and one.before == 20 for one in told)
    middle = told[3]
    assert middle.rate == 12 / middle.seconds
    assert middle.remaining == pytest.approx((COUNT - 32) / middle.rate)
    assert told[-1].remaining == 0


def test_a_finished_sweep_is_resumed_without_any_work(undisturbed: pd.DataFrame, tmp_path: Path) -> None:
    sweep(Toy(), COUNT, folder=tmp_path / "sweep")
    assert bits(sweep(Broken(at=0), COUNT, folder=tmp_path / "sweep", resume=True)) == bits(undisturbed)


@dataclass(frozen=True)
class Wrong(Toy):
    """Answers with something other than it says."""

    column: str = "draw"
    values: tuple[Any, ...] = ()

    def __call__(self, numbers: Sequence[int]) -> Mapping[str, Sequence[Any]]:
        return {**super().__call__(numbers), self.column: self.values}


@pytest.mark.parametrize(
    ("column", "values", "error", "message"),
    [
        ("draw", (0, 1, 3, 2), ValueError, "asked for draws 0 to 3"),
        ("gain", (1.0, 2.0, 3.0), ValueError, "asked for draws 0 to 3"),
        ("more", (1.0, 2.0, 3.0, 4.0), ValueError, "other columns than it says: more"),
        ("status", ("ok", "ok", "bad", "ok"), ValueError, "ok or failed, not bad"),
        ("deals", (1.5, 2.0, 3.0, 4.0), TypeError, "Cannot cast"),
        ("who", ("a", None, "b", "c"), TypeError, "column who holds something other than text"),
    ],
)
def test_work_that_does_not_keep_its_word_is_refused(
    column: str, values: tuple[Any, ...], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        sweep(Wrong(column=column, values=values), 8)


def test_arguments_that_make_no_sense_are_refused_all_at_once() -> None:
    with ThreadPoolExecutor(1) as threads, pytest.raises(InputError) as caught:
        sweep(Toy(), 0, workers=0, executor=threads, client=object(), resume=True)
    assert [problem.field for problem in caught.value.problems] == ["count", "workers", "executor", "resume"]
    assert all(problem.fix for problem in caught.value.problems)
