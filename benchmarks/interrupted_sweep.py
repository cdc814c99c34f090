"""A sweep killed at twenty random moments, and Dask workers killed under it: nothing lost, not a bit different.

python -m benchmarks.interrupted_sweep [--kills N] [--draws N] [--seed N] [--json]

A process with two workers sweeps into a folder and is killed with SIGKILL at a moment drawn at random, while it still
loads or well into its share of the chunks; another goes on, until the last is let through. Then a sweep runs on a
Dask cluster of two workers, one of which is killed thrice. Both answers are compared with that of an undisturbed sweep
in one process, bit for bit; one that differs ends the run. The ratio is chunks begun over chunks needed: what the kills
cost in work done twice.
"""

import argparse
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import pandas as pd

from benchmarks._walks import CHUNK, PAUSE, Walks
from deals.uncertainty.sweeping.progress import Progress
from deals.uncertainty.sweeping.running import sweep

WORKERS = 2
DASK_KILLS = 3
EARLY = 0.2
"""Chance that a kill falls before the process has finished a chunk of its own."""
CHILD = "from benchmarks.interrupted_sweep import go_on; go_on()"
CALM = {"PYTHONWARNINGS": "ignore:resource_tracker:UserWarning"}
"""Python tells of each kill that semaphores were left behind."""
PATIENCE = {"DASK_DISTRIBUTED__DEPLOY__LOST_WORKER_TIMEOUT": "300s"}
"""A cluster of one machine gives up a worker that takes longer to come back; a busy machine may take its time."""


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two frames agree in every bit of every number."""
    numbers = one.select_dtypes("number").columns
    bits = (one[name].to_numpy().tobytes() == other[name].to_numpy().tobytes() for name in numbers)
    return one.equals(other) and list(one.dtypes) == list(other.dtypes) and all(bits)


def started(folder: Path, calls: Path, draws: int) -> "subprocess.Popen[bytes]":
    """A process of its own that goes on with the sweep in a folder."""
    return subprocess.Popen([sys.executable, "-c", CHILD, str(folder), str(calls), str(draws)], env=os.environ | CALM)


def go_on() -> None:
    """Go on with a sweep: what the process that is killed does."""
    folder, calls, draws = sys.argv[1:]
    sweep(Walks(Path(calls)), int(draws), folder=folder, resume=True, workers=WORKERS)


def files(folder: Path, pattern: str = "chunk-*") -> int:
    """Files in the folder of a sweep."""
    return len(list(folder.glob(pattern)))


def killed_at_random(place: Path, draws: int, kills: int, random: Random) -> tuple[pd.DataFrame, float]:
    """Kill a sweep again and again, let the last one through, and say what came out and what it cost."""
    folder, work = place / "killed", Walks(place / "calls")
    needed = -(-draws // CHUNK)
    share = PAUSE * needed / kills / WORKERS
    loading = 1.0
    print(f"{needed} chunks of {CHUNK} draws")
    print(f"{'kill':>4} {'after, s':>9} {'finished before':>16} {'after':>6} {'left unfinished':>16}")
    for kill in range(1, kills + 1):
        before, began = files(folder), time.perf_counter()
        with started(folder, work.calls, draws) as process:
            if random.random() < EARLY:
                time.sleep(random.uniform(0, loading))
            else:
                while files(folder) == before and process.poll() is None:
                    time.sleep(0.01)
                loading = time.perf_counter() - began
                time.sleep(random.uniform(0, 1.5 * share))
            process.kill()
            if process.wait() != -signal.SIGKILL:
                raise SystemExit("the sweep ended before it was killed: ask for more draws")
        after, unfinished = files(folder), files(folder, ".*.unfinished")
        seconds = time.perf_counter() - began
        print(f"{kill:>4} {seconds:>9.2f} {before:>16} {after:>6} {unfinished:>16}", flush=True)
    with started(folder, work.calls, draws) as process:
        if process.wait() != 0:
            raise SystemExit("the last process did not get through")
    if files(folder, ".*.unfinished"):
        raise SystemExit("something was left unfinished")
    return sweep(work, draws, folder=folder, resume=True), work.begun() / needed


def killed_workers(place: Path, draws: int, random: Random) -> tuple[pd.DataFrame, float]:
    """Kill workers of a Dask cluster at random moments of a sweep."""
    work, needed = Walks(place / "dask calls"), -(-draws // CHUNK)
    moments = sorted(random.sample(range(CHUNK, draws - 4 * CHUNK), DASK_KILLS), reverse=True)
    os.environ |= PATIENCE
    from distributed import Client, LocalCluster  # heavy, and reads its settings when it is imported

    cluster = LocalCluster(
        n_workers=WORKERS, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
    )
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
    options = parser.parse_args()
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
