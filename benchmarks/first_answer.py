"""How soon there is something to see: a scenario loaded in a fresh process, and the files beside the plan.

    python benchmarks/first_answer.py [--pairs N] [--scenario NAME] [--json]

Loading is measured beside importing pandas and reading the same tables with it unchecked, in fresh processes in turn;
writing all files of a proposal beside making that proposal, in one process. CPU seconds, with compiled files in place.
A ratio is the other's time over ours: above one, ours is faster.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

import deals
from deals.proposal.exporting import export
from deals.world.load import data_folder

LOAD = "import deals; deals.load({!r})"
READ = "import pandas, pathlib; [pandas.read_csv(path) for path in pathlib.Path({!r}).glob('*.csv')]"
SPENT = "; import time; print(time.process_time())"
LOADED, WRITTEN = 0.8, 6.0
"""Goals, in seconds: a scenario loaded with all imports, and all files of a proposal written."""


def spent(script: str, cache: str) -> float:
    """CPU seconds of a fresh process that runs this, the start of Python included."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    answer = subprocess.run(
        [sys.executable, "-c", script + SPENT],
        cwd=Path(deals.__file__).parents[1],
        env=kept | {"PYTHONPYCACHEPREFIX": cache},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(answer.stdout)


def loading(scenario: str, pairs: int) -> tuple[list[float], list[float]]:
    """CPU seconds of loading a scenario and of reading its tables with pandas, in turn."""
    scripts = LOAD.format(scenario), READ.format(str(data_folder()))
    with TemporaryDirectory() as cache:
        for script in scripts:
            spent(script, cache)  # compiles what it imports
        found = [[spent(script, cache) for script in scripts] for _ in range(pairs)]
    return [ours for ours, _ in found], [plain for _, plain in found]


def writing(scenario: str) -> tuple[float, float]:
    """CPU seconds of proposing, and of writing the files of the proposal."""
    start = process_time()
    proposal = deals.propose(deals.load(scenario))
    proposed = process_time()
    with TemporaryDirectory() as folder:
        export(proposal, Path(folder) / "out")
    return proposed - start, process_time() - proposed


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
