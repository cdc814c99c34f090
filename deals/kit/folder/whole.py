"""Files that are there whole or not at all, whatever stops the process or the machine while they are written."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from deals.kit.errors import NotWrittenError

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
    NotWrittenError
        If the disk refuses. What stood at `path` is then as it was.
    """
    unfinished = path.with_name(unfinished_name(path))
    with refused_by_the_disk(path):
        try:
            write(unfinished)
            _flush(unfinished)
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        if os.name == "posix":  # elsewhere a folder cannot be opened
            _flush(path.parent)


@contextmanager
def refused_by_the_disk(path: Path) -> Iterator[None]:
    """Say of what the system refuses within that it kept `path` from being written.

    Raises
    ------
    NotWrittenError
        In place of an OSError.
    """
    try:
        yield
    except OSError as error:
        raise NotWrittenError(str(path), error.strerror or str(error)) from error


def unfinished_name(path: Path) -> str:
    """What a file is called while it is written."""
    return f".{path.name}.{token_hex(8)}.unfinished"


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
