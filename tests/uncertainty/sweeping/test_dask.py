"""Sweeps on Dask's workers: the same bits, also when one of them is killed on the way."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

from deals.uncertainty.sweeping.progress import Progress
from deals.uncertainty.sweeping.running import sweep
from tests.uncertainty.sweeping.toy import Broken, Toy, bits

COUNT = 60


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
    with cluster, Client(cluster) as client:
        yield client


def test_two_workers_give_the_same_bits(client: Any, tmp_path: Path) -> None:
    assert bits(sweep(Toy(), COUNT, folder=tmp_path / "sweep", client=client)) == bits(sweep(Toy(), COUNT))


def test_a_killed_worker_is_not_noticed_in_the_answer(client: Any, tmp_path: Path) -> None:
    victims = list(client.run(os.getpid).values())
    assert len(victims) == 2

    def kill(progress: Progress) -> None:
        if progress.done >= 12 and victims:
            os.kill(victims.pop(), signal.SIGKILL)
            victims.clear()

    work = Toy(pause=0.05)
    frame = sweep(work, COUNT, folder=tmp_path / "sweep", client=client, progress=kill)
    assert not victims
    assert bits(frame) == bits(sweep(Toy(), COUNT))


def test_an_error_on_a_worker_is_raised_here(client: Any, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="the work is broken") as caught:
        sweep(Broken(at=30), COUNT, folder=tmp_path / "sweep", client=client)
    assert "sweep with resume=True" in caught.value.__notes__[-1]
    assert bits(sweep(Toy(), COUNT, folder=tmp_path / "sweep", client=client, resume=True)) == bits(sweep(Toy(), COUNT))
