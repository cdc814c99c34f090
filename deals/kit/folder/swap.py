"""Put a fresh folder in the place of an old one in one step, with whatever others keep in the old one."""

import ctypes
import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from deals.kit.folder.guard import OLD

_HERE, _EXCHANGE = -100, 2
"""The kernel's words for paths as they are, and for an exchange of two names: Linux; macOS has the same 2."""


def replaced(workshop: Path, fresh: Path, target: Path, ours: Collection[str]) -> None:
    """Let a fresh folder stand where `target` does, at any moment the old one or the new one whole.

    Parameters
    ----------
    workshop : Path
        A folder beside the target, for what is in between.
    fresh, target : Path
        The new folder, in the workshop, and where it is to stand.
    ours : collection of str
        Files in the target that may go, by their path in it. All others are carried over.

    Raises
    ------
    OSError
        If the disk refuses. The target is then as it was.
    """
    if not target.exists():
        fresh.rename(target)
        return
    shutil.copymode(target, fresh)
    for name in _others(target, ours):
        _carry(target / name, fresh / name)
    if exchanged(fresh, target):
        old = fresh
    else:
        old = workshop / OLD
        target.rename(old)
        try:
            fresh.rename(target)
        except BaseException:
            old.rename(target)
            raise
    for name in _others(old, ours):
        _bring(old / name, target / name)


def exchanged(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in one step; False where the system cannot."""
    if os.name != "posix":
        return False
    library = ctypes.CDLL(None)
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
    if hasattr(library, "renamex_np"):
        return bool(library.renamex_np(*names, _EXCHANGE) == 0)
    return False


def _others(folder: Path, ours: Collection[str]) -> Iterator[str]:
    """Paths in a folder of what is not ours: files, and folders that hold nothing of ours."""
    holding = {str(parent) for name in ours for parent in Path(name).parents}
    for place, folders, files in folder.walk():
        for name in (*files, *(name for name in folders if (place / name).is_symlink())):
            path = (place / name).relative_to(folder).as_posix()
            if path not in ours:
                yield path
        for name in folders:
            path = (place / name).relative_to(folder).as_posix()
            if path not in holding and not (place / name).is_symlink():
                yield path


def _carry(path: Path, to: Path) -> None:
    """Give a file of somebody else's a second name in the fresh folder; a folder is made there."""
    if path.is_dir() and not path.is_symlink():
        to.mkdir(parents=True, exist_ok=True)
        shutil.copymode(path, to)
        return
    to.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, to, follow_symlinks=False)
    except OSError:  # the disk knows no second names
        shutil.copy2(path, to, follow_symlinks=False)


def _bring(path: Path, to: Path) -> None:
    """Let a file that somebody saved while folders changed places follow, or one that had to be copied."""
    if path.is_dir() and not path.is_symlink():
        to.mkdir(parents=True, exist_ok=True)
    elif not os.path.lexists(to) or not os.path.samestat(path.lstat(), to.lstat()):
        to.parent.mkdir(parents=True, exist_ok=True)
        path.replace(to)
