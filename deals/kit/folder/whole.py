"""Files that are there whole or not at all, whatever stops the process or the machine while they are written."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

UNFINISHED = re.compile(r"\..+\.[0-9a-f]{16}\.unfinished")


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let something be written under a name of its own beside `path`, and give it that name once it is on disk.

    Parameters
    ----------
    path : Path
        Where the file is to stand; one that stands there is replaced.
    write : callable
        Writes a file at the path that it is given.

    Raises
    ------
    OSError
        If the disk refuses. What stood at `path` is then as it was.
    """
    unfinished = path.with_name(f".{path.name}.{token_hex(8)}.unfinished")
    try:
        write(unfinished)
        _flush(unfinished)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    if os.name == "posix":  # elsewhere a folder cannot be opened
        _flush(path.parent)


def sweep_away(folder: Path) -> None:
    """Remove what was left unfinished by a process that was stopped."""
    for path in folder.iterdir():
        if UNFINISHED.fullmatch(path.name):
            path.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
