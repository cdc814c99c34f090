"""Processes that share work, in a process of their own, to be stopped."""

import sys
import time
from pathlib import Path

from deals.kit.spread import spread


def nap(note: Path) -> None:
    """Say that the work has begun, and go on for longer than any test."""
    note.with_name(f"{note.name}-{time.monotonic_ns()}").touch()
    time.sleep(600)


if __name__ == "__main__":
    try:
        with spread(2, None) as over:
            list(over(nap, [Path(sys.argv[1]), Path(sys.argv[1])]))
    except KeyboardInterrupt:
        sys.exit(130)
