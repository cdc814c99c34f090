"""A sweep killed at twenty random moments, and Dask workers killed under it: nothing lost, not a bit different.

python -m benchmarks.interrupted_sweep [--kills N] [--draws N] [--seed N] [--json]

A process with two workers sweeps into a folder and is killed with SIGKILL at a moment drawn at random, from while it
still loads to well into its share of the chunks; another goes on, until the last is let through. Then a sweep runs on a
Dask cluster of two workers, one of which is killed thrice. Both answers are compared with that of an undisturbed sweep
in one process, bit for bit; one that differs ends the run. The ratio is chunks begun over chunks needed: what the kills
cost in work done twice.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
from distributed import Client, LocalCluster

from deals.uncertainty.sweeping.progress import Progress
from deals.uncertainty.sweeping.running import sweep

CHUNK = 8
PAUSE = 0.04
"""Seconds that a chunk takes beside its numbers: so long that most kills fall into one."""
WORKERS = 2
DASK_KILLS = 3


@dataclass(frozen=True)
class Walks:
    """Where random walks end; some draws fail. Each call leaves a byte in a file, so that calls can be counted."""

    calls: Path
    chunk: int = CHUNK

    @property
    def columns(self) -> Mapping[str, str]:
        """Where the walk ended, how far it went, and in how many steps up."""
        return {"end": "float", "widest": "float", "up": "int"}

    def fingerprint(self) -> Mapping[str, str]:
        """One thing alone."""
        return {"walks": "of a thousand steps"}

    def __call__(self, numbers: Sequence[int]) -> Mapping[str, Sequence[Any]]:
        """A row a draw."""
        with self.calls.open("ab") as file:
            file.write(b".")
        time.sleep(PAUSE)
        rows = [_walk(number) for number in numbers]
        return {name: [row[name] for row in rows] for name in rows[0]}

    def begun(self) -> int:
        """Chunks begun so far."""
        return self.calls.stat().st_size if self.calls.exists() else 0


def _walk(number: int) -> dict[str, Any]:
    steps = np.random.default_rng([7, number]).normal(size=1000)
    path = np.cumsum(np.exp(steps) - np.exp(-steps))
    row: dict[str, Any] = {"draw": number, "up": int((steps > 0).sum())}
    if number % 13 == 5:
        return row | {"status": "failed", "reason": "the walk left the map", "end": np.nan, "widest": np.nan, "up": 0}
    return row | {"status": "ok", "reason": "", "end": path[-1], "widest": np.abs(path).max()}


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two frames agree in every bit of every number."""
    numbers = one.select_dtypes("number").columns
    bits = (one[name].to_numpy().tobytes() == other[name].to_numpy().tobytes() for name in numbers)
    return one.equals(other) and list(one.dtypes) == list(other.dtypes) and all(bits)


def started(folder: Path, calls: Path, draws: int) -> "subprocess.Popen[bytes]":
    """A process of its own that goes on with the sweep in a folder."""
    options = ["--into", str(folder), "--calls", str(calls), "--draws", str(draws)]
    return subprocess.Popen([sys.executable, "-m", "benchmarks.interrupted_sweep", *options])


def files(folder: Path, pattern: str) -> int:
    """Files in the folder of a sweep."""
    return len(list(folder.glob(pattern)))


def killed_at_random(place: Path, draws: int, kills: int, random: Random) -> tuple[pd.DataFrame, float]:
    """Kill a sweep again and again, let the last one through, and say what came out and what it cost."""
    folder, work = place / "killed", Walks(place / "calls")
    needed = -(-draws // CHUNK)
    loading = time_to_load(place)
    share = PAUSE * needed / kills / WORKERS
    print(f"a process loads for {loading:.1f} s; {needed} chunks of {CHUNK} draws")
    print(f"{'kill':>4} {'after, s':>9} {'finished before':>16} {'after':>6} {'left unfinished':>16}")
    for kill in range(1, kills + 1):
        before, moment = files(folder, "chunk-*"), random.uniform(0.7 * loading, loading + 2 * share)
        with started(folder, work.calls, draws) as process:
            time.sleep(moment)
            process.kill()
            if process.wait() != -signal.SIGKILL:
                raise SystemExit("the sweep ended before it was killed: ask for more draws")
        after, unfinished = files(folder, "chunk-*"), files(folder, ".*.unfinished")
        print(f"{kill:>4} {moment:>9.2f} {before:>16} {after:>6} {unfinished:>16}", flush=True)
    with started(folder, work.calls, draws) as process:
        if process.wait() != 0:
            raise SystemExit("the last process did not get through")
    left = files(folder, ".*.unfinished")
    if left:
        raise SystemExit(f"{left} files were left unfinished")
    return sweep(work, draws, folder=folder, resume=True), work.begun() / needed


def time_to_load(place: Path) -> float:
    """Seconds from the start of a process to its first finished chunk."""
    began = time.perf_counter()
    with started(place / "first", place / "first calls", CHUNK) as process:
        process.wait()
    return time.perf_counter() - began


def killed_workers(place: Path, draws: int, random: Random) -> tuple[pd.DataFrame, float]:
    """Kill workers of a Dask cluster at random moments of a sweep."""
    work, needed = Walks(place / "dask calls"), -(-draws // CHUNK)
    moments = sorted(random.sample(range(CHUNK, draws - 4 * CHUNK), DASK_KILLS), reverse=True)
    cluster = LocalCluster(n_workers=WORKERS, threads_per_worker=1, processes=True, dashboard_address=None)
    with cluster, Client(cluster) as client:

        def kill(progress: Progress) -> None:
            if moments and progress.done >= moments[-1]:
                moments.pop()
                workers = client.run(os.getpid)
                os.kill(random.choice(list(workers.values())), signal.SIGKILL)
                print(f"a Dask worker of {len(workers)} killed at {progress.done:,} of {draws:,} draws", flush=True)

        frame = sweep(work, draws, folder=place / "dask", client=client, progress=kill)
    if moments:
        raise SystemExit("not every kill took place")
    return frame, work.begun() / needed


def main() -> None:
    """Kill, go on, compare, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--draws", type=int, default=8000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--calls", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.into is not None:  # the process that is killed
        sweep(Walks(options.calls), options.draws, folder=options.into, resume=True, workers=WORKERS)
        return
    random = Random(options.seed)
    ratios = {}
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        undisturbed = sweep(Walks(place / "plain calls"), options.draws)
        for kind, (frame, cost) in {
            "killed": killed_at_random(place, options.draws, options.kills, random),
            "dask": killed_workers(place, options.draws, random),
        }.items():
            if not same(frame, undisturbed):
                raise SystemExit(f"{kind}: another answer than the undisturbed sweep's")
            ratios[f"{kind}_work_over_needed"] = cost
            print(f"{kind:<8} the same bits in {len(frame):,} rows; {cost:.3f} times the chunks needed were begun")
    if options.json:
        print(json.dumps({"name": "interrupted_sweep", "ratios": ratios}))


if __name__ == "__main__":
    main()
