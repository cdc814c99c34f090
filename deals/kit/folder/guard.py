"""A second process that tidies up after this one should it be killed while it writes a folder.

Run as a script, with the paths of a workshop and of the folder it is for: it waits until its standard input ends, as
it does whenever the process at the other end does, and puts right what is left. It needs nothing but Python.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OLD = "old"
"""Where in a workshop a folder waits that is to be replaced, where the system cannot swap two in one step."""


def tidy(workshop: Path, target: Path) -> None:
    """Remove a workshop; a folder that was moved into it to make room, and not replaced yet, goes back first."""
    old = workshop / OLD
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(workshop, ignore_errors=True)


@contextmanager
def guarded(workshop: Path, target: Path) -> Iterator[None]:
    """Make a workshop and have it tidied up at the end, by another process if this one is killed before."""
    command = [sys.executable, "-I", "-S", __file__, str(workshop), str(target)]
    guard = None
    with suppress(OSError):  # without a guard the next writer of the folder finds what is left
        guard = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    try:
        workshop.mkdir(mode=0o700)
        yield
    finally:
        tidy(workshop, target)
        if guard is not None and guard.stdin is not None:
            guard.stdin.close()
            guard.wait()


if __name__ == "__main__":
    sys.stdin.buffer.read()
    tidy(Path(sys.argv[1]), Path(sys.argv[2]))
