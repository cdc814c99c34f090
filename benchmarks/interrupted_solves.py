"""Ctrl-C at random moments of ``deals propose``: how long until it has ended, and what it leaves.

python -m benchmarks.interrupted_solves [--count N] [--within SECONDS] [--seed S] [--json]

Nothing may be written where a run is interrupted before it has written all, and none may print a traceback.
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

START = 1.0
"""Seconds that Python needs to have loaded what it runs."""


def ended(folder: Path, after: float) -> tuple[float, str]:
    """Seconds from Ctrl-C to the end of a run, and what is amiss."""
    command = [sys.executable, "-m", "deals", "propose", "--quiet", "--out", str(folder)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(after)
        began = time.perf_counter()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate()
        seconds = time.perf_counter() - began
    if process.returncode == 0:
        return 0.0, ""
    amiss = "a traceback" if "Traceback" in told else ""
    return seconds, amiss or ("something written" if any(folder.parent.iterdir()) else "")


def main() -> None:
    """Interrupt runs, and print how long each took to end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--within", type=float, default=25.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    random, took = Random(asked.seed), []
    for _ in range(asked.count):
        after = random.uniform(START, asked.within)
        with tempfile.TemporaryDirectory() as place:
            seconds, amiss = ended(Path(place) / "out", after)
        took.append(seconds)
        print(f"interrupted after {after:5.1f} s: ended in {seconds:.2f} s{amiss and ', ' + amiss}", flush=True)
    print(f"{asked.count} interruptions, the slowest ended in {max(took):.2f} s")
    if asked.json:
        print(json.dumps({"name": "interrupted_solves", "ratios": {"slowest_seconds": max(took)}}))


if __name__ == "__main__":
    main()
