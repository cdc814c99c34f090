"""A folder written over and over by a process that is killed or interrupted at random moments: what is lost.

python -m benchmarks.killed_writer [--count N] [--seed S] [--json]

The folder holds somebody's notes too, some of them in folders of ours. After each end the old version or the new one
must be there whole, every note as it was, and nothing beside the folder; otherwise the run ends and names it.
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

from tests.kit.folder.writing import amiss, write

NOTES = {"notes.md": b"years of work", "sheets/mine.md": b"mine", "own/deep/table.csv": b"a,b\n"}


def ended(folder: Path, first: int, how: signal.Signals, after: float) -> None:
    """Start a writer and end it after some seconds."""
    command = [sys.executable, "-m", "tests.kit.folder.writing", str(folder), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        if process.stdout is not None:
            process.stdout.readline()
        time.sleep(after)
        process.send_signal(how)
        process.wait()


def main() -> None:
    """End writers, and count what is amiss."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    random, versions = Random(asked.seed), 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "place" / "out"
        write(folder, 0)
        for name, content in NOTES.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        for turn in range(asked.count):
            how, after = random.choice([signal.SIGKILL, signal.SIGINT]), random.uniform(0, 0.3)
            ended(folder, turn * 1_000, how, after)
            if wrong := amiss(folder, NOTES):
                raise SystemExit(f"after {how.name} at {after:.4f} s (turn {turn}, seed {asked.seed}): {wrong}")
            versions = int(json.loads((folder / "manifest.json").read_text())["number"])
    print(f"{asked.count} writers ended, the last at version {versions}: nothing lost, nothing left, always whole")
    if asked.json:
        print(json.dumps({"name": "killed_writer", "ratios": {"amiss": 0.0}}))


if __name__ == "__main__":
    main()
