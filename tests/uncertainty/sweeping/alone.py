"""Sweeps of the toy work in a process of their own."""

import sys
from pathlib import Path

from deals.uncertainty.sweeping.running import sweep
from tests.uncertainty.sweeping.toy import Toy, bits


def resumed(folder: Path, count: int, workers: int = 1) -> None:
    """Begin a sweep in a folder, or go on with it, slowly enough to be killed on the way."""
    sweep(Toy(pause=0.05), count, folder=folder, resume=True, workers=workers)


if __name__ == "__main__":
    sys.stdout.write(bits(sweep(Toy(), int(sys.argv[1]))))
