"""Places that files are read from or written to, looked at before anything long is begun; nothing is made there."""

import errno
import os
import stat
import tempfile
from pathlib import Path

from deals.kit.errors import InputError, Problem
from deals.kit.folder.whole import unfinished_name

PIPE = "is a pipe or a device, no plain file"
ELSEWHERE = "name a place where you may write"


def path_of(given: object, field: str = "path") -> Path:
    """A path as it was given.

    Raises
    ------
    InputError
        If it is none.
    """
    named = os.fspath(given) if isinstance(given, str | os.PathLike) else None
    if isinstance(named, str) and named and "\0" not in named:
        return Path(named)
    raise InputError(Problem("", field, given, "is no path", "give the name of a file or folder, in quotes"))


def plain_file(path: Path) -> Path:
    """The path of what is there, which a reader may take for a file that ends.

    Raises
    ------
    OSError
        If nothing is there, or a pipe or a device: these may keep a reader waiting for ever.
    """
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.EINVAL, PIPE)
    return path


def place_for_file(given: object, field: str = "path") -> Path:
    """Check that a file may be put to a path, whatever is to be in it.

    Raises
    ------
    InputError
        If it is no path, a folder, a pipe or a device is there, or there is no folder to hold it, or one that takes
        nothing.
    """
    target, named = path_of(given, field), str(given)
    if why := no_name(target):
        raise InputError(Problem("", field, named, f"cannot be written: {why}", ELSEWHERE))
    if target.is_dir():
        raise InputError(Problem("", field, named, "is a folder", "name a file"))
    if target.exists() and not target.is_file():
        raise InputError(Problem("", field, named, PIPE, "name a new file"))
    if not target.parent.is_dir():
        fix = "make it first, or name another"
        raise InputError(Problem("", field, named, f"there is no folder {target.parent}", fix))
    if why := closed(target.parent):
        raise InputError(Problem("", field, named, f"cannot be written: {why}", ELSEWHERE))
    return target


def closed(folder: Path) -> str:
    """Why no file can be made in a folder that is there, in words; nothing where one can.

    Rights alone do not tell: some folders refuse whoever asks.
    """
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return f"the folder {folder} takes no files ({error.strerror or error})"


def nearest(path: Path) -> Path:
    """What is there of the folders above a path: the innermost; the path itself where none is above it."""
    return next((above for above in path.absolute().parents if os.path.lexists(above)), path)


def no_name(target: Path) -> str:
    """Why nothing can be called so, with what is added to a name while it is written; nothing where it can."""
    try:
        target.with_name(unfinished_name(target)).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        return error.strerror or str(error)
    except ValueError:
        return "it names no file and no folder"
    return ""
