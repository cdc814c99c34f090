"""One writer of a folder at a time, and none in a folder that is itself about to be replaced."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Hold `target`, or the folder that it will be made in, alone, and those above together with others.

    What was waited for may have been replaced meanwhile: then what stands there now is waited for.
    """
    while True:
        with ExitStack() as held:
            first, *above = [path for path in (target, *target.parents) if path.is_dir()]
            same = [held.enter_context(_hold(path, alone=False)) for path in reversed(above)]
            same.append(held.enter_context(_hold(first, alone=True)))
            if all(same):
                yield
                return


@contextmanager
def held_alone(folder: Path) -> Iterator[bool]:
    """Hold a folder, and say whether nobody else does; False at once where somebody does, or it cannot be known."""
    if sys.platform == "win32":
        yield False
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
    finally:
        os.close(handle)


@contextmanager
def _hold(folder: Path, *, alone: bool) -> Iterator[bool]:
    """Wait for a folder and hold it; say whether it still stands where it did. Disks without locks hold nothing."""
    if sys.platform == "win32":
        yield True
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # may be passed through, not read
        yield True
        return
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield folder.exists() and os.path.samestat(os.fstat(handle), folder.stat())
    finally:
        os.close(handle)
