"""How soon there is something to see: a scenario loaded in a fresh process, and the files beside the plan.

    python benchmarks/first_answer.py [--pairs N] [--scenario NAME] [--json]

Loading is measured beside importing pandas and reading the same tables with it unchecked, in fresh processes in turn,
in CPU seconds; writing all files of a proposal beside making that proposal, in one fresh process, by the clock, since
two threads share the work. Compiled files are in place. A ratio is the other's time over ours: above one, ours is
faster.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import deals
from deals.world.load import data_folder

LOAD = "import deals; deals.load({!r})"
READ = "import pandas, pathlib; [pandas.read_csv(path) for path in pathlib.Path({!r}).glob('*.csv')]"
SPENT = "; import time; print(time.process_time())"
DRAW = "import altair, vl_convert, deals.proposal.exporting"
WRITE = """
import pathlib, tempfile, time
import deals
from deals.proposal.exporting import export
start = time.perf_counter()
proposal = deals.propose(deals.load({!r}))
proposed = time.perf_counter()
with tempfile.TemporaryDirectory() as folder:
    export(proposal, pathlib.Path(folder) / "out")
    print(proposed - start, time.perf_counter() - proposed)
"""
LOADED, WRITTEN = 0.8, 6.0
"""Goals, in seconds: a scenario loaded with all imports, and all files of a proposal written."""


def said(script: str, cache: str) -> list[float]:
    """The numbers that a fresh process prints which runs this."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    answer = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(deals.__file__).parents[1],
        env=kept | {"PYTHONPYCACHEPREFIX": cache},
        capture_output=True,
        text=True,
        check=True,
    )
    return [float(number) for number in answer.stdout.split()]


def loading(scenario: str, pairs: int) -> tuple[list[float], list[float]]:
    """CPU seconds of loading a scenario and of reading its tables with pandas, in turn."""
    scripts = LOAD.format(scenario), READ.format(str(data_folder()))
    with TemporaryDirectory() as cache:
        for script in scripts:
            said(script, cache)  # compiles what it imports
        found = [[said(script + SPENT, cache)[0] for script in scripts] for _ in range(pairs)]
    return [ours for ours, _ in found], [plain for _, plain in found]


def writing(scenario: str) -> tuple[float, float]:
    """Seconds of proposing, and of writing the files of the proposal."""
    with TemporaryDirectory() as cache:
        said(DRAW, cache)
        proposed, written = said(WRITE.format(scenario), cache)
    return proposed, written


def against(goal: float, seconds: float) -> str:
    """Say whether a goal is met."""
    return f"goal: under {goal:g} s" + ("" if seconds < goal else "   MISSED")


def main() -> None:
    """Run both and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--scenario", default="leverage-2025")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    ours, plain = loading(options.scenario, options.pairs)
    load, read = median(ours), median(plain)
    print(f"{'import deals, load a scenario':<34} {load:>6.2f} s   {against(LOADED, load)}")
    print(f"{'import pandas, read the tables':<34} {read:>6.2f} s   ratio {read / load:.2f}", flush=True)
    proposed, written = writing(options.scenario)
    print(f"{'write all files of a proposal':<34} {written:>6.2f} s   {against(WRITTEN, written)}")
    print(f"{'make that proposal':<34} {proposed:>6.2f} s   ratio {proposed / written:.2f}")
    if options.json:
        ratios = {"load": read / load, "files": proposed / written}
        print(json.dumps({"name": "first_answer", "ratios": ratios}))


if __name__ == "__main__":
    main()
