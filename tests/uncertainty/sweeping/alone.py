"""Sweeps of the toy work in a process of their own."""

import os
import sys
from pathlib import Path

from deals.uncertainty.sweeping.running import sweep
from tests.uncertainty.sweeping.toy import Toy, bits


def resumed(folder: Path, work: Toy, count: int, workers: int = 1) -> None:
    """Begin a sweep in a folder, or go on with it."""
    folder.mkdir(exist_ok=True)
    sweep(work, count, folder=folder, resume=True, workers=workers)


def noted(folder: Path, work: Toy, count: int, note: Path) -> None:
    """The same in a group of processes of its own, with what an interruption says written down."""
    os.setsid()
    try:
        resumed(folder, work, count, workers=2)
    except KeyboardInterrupt as stop:
        note.write_text("".join(stop.__notes__), encoding="utf-8")


if __name__ == "__main__":
    sys.stdout.write(bits(sweep(Toy(), int(sys.argv[1]))))
