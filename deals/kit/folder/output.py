"""A folder of output: all of it or nothing, and never a file lost that it did not write itself."""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from secrets import token_hex
from typing import Any

from deals.kit.errors import InputError, Problem
from deals.kit.folder.guard import guarded, tidy
from deals.kit.folder.locked import held_alone, locked
from deals.kit.folder.manifest import FIX, NAME, Manifest
from deals.kit.folder.place import ELSEWHERE, closed, nearest, no_name, path_of
from deals.kit.folder.swap import replaced
from deals.kit.folder.whole import refused_by_the_disk

ENDING = ".unfinished"


def check_folder(folder: str | Path, made_by: str, names: Collection[str] = ()) -> Path:
    """Check that files may be written to a folder, before anything long is begun for them; nothing is changed.

    What the same command wrote there and nobody changed since may be replaced. Whatever else is there stays: it is in
    the way only where it has the name of a file that is to be written.

    Parameters
    ----------
    folder : path
        It need not exist.
    made_by : str
        What is to write the files.
    names : collection of str
        Files that are to be written, by their path in the folder, as far as they are known.

    Returns
    -------
    Path
        The folder, absolute.

    Raises
    ------
    InputError
        With every problem: the folder is a file, a link or the one that this process works in; nothing can be written
        where it is to stand; it holds output of something else; a file in it is in the way.
    """
    target = path_of(folder, "folder").absolute()
    problems = list(_unfit(target, str(folder)))
    if not problems and target.is_dir():
        problems = list(_in_the_way(target, made_by, {NAME, *names}))
    if problems:
        raise InputError(problems)
    return target


def write_folder(folder: str | Path, made_by: str, about: Mapping[str, Any], files: Mapping[str, bytes]) -> Path:
    """Write files into a folder, with a manifest of them; see :func:`check_folder` for what is there already.

    A reader finds the old files or the new ones, never some of both, also where the process is killed on the way; what
    others keep in the folder stays. Where the system cannot exchange two folders in one step (Windows) there is none
    for a moment.

    Raises
    ------
    InputError
        As for :func:`check_folder`.
    NotWrittenError
        If the disk refuses. The folder is then as it was.
    """
    target = check_folder(folder, made_by, files)
    with refused_by_the_disk(target):
        _write(folder, target, made_by, about, files)
    return target


def _write(
    folder: str | Path, target: Path, made_by: str, about: Mapping[str, Any], files: Mapping[str, bytes]
) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    manifest = Manifest.of(made_by, about, files)
    with locked(target):
        check_folder(folder, made_by, files)
        _sweep_away(target)
        before = Manifest.read(target) if target.is_dir() else None
        workshop = target.with_name(f".{target.name}.{token_hex(8)}{ENDING}")
        with guarded(workshop, target), held_alone(workshop):
            fresh = workshop / "fresh"
            fresh.mkdir()
            for name, content in {**files, NAME: manifest.text.encode()}.items():
                path = fresh / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            replaced(workshop, fresh, target, {NAME, *files, *(before.files if before else ())})


def _unfit(target: Path, named: str) -> Iterator[Problem]:
    if why := no_name(target):
        yield Problem("", "folder", named, f"cannot be written: {why}", ELSEWHERE)
        return
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        yield Problem("", "folder", named, "is no folder of its own", "name a folder; it is made if missing")
    elif target.is_dir() and Path.cwd().is_relative_to(target.resolve()):
        fix = "name one in it or beside it: a folder of output is replaced as a whole"
        yield Problem("", "folder", named, "is the folder that this runs in", fix)
    elif os.path.ismount(target):
        fix = "name one in it: a folder of output is replaced as a whole"
        yield Problem("", "folder", named, "is where a disk is mounted", fix)
    above = nearest(target)
    if not above.is_dir():
        yield Problem("", "folder", named, f"cannot be made: {above.name} is no folder", "name another place")
    elif why := closed(above):
        yield Problem("", "folder", named, f"cannot be written: {why}", ELSEWHERE)


def _in_the_way(target: Path, made_by: str, names: Collection[str]) -> Iterator[Problem]:
    try:
        before = Manifest.read(target)
    except InputError as error:
        yield from error.problems
        return
    if before is not None and before.made_by != made_by:
        yield Problem(str(target), "", None, f"holds what {before.made_by} wrote", "name another folder")
        return
    written = before.files if before else {}
    for name in sorted({*names, *written} - {NAME}):
        path = target / name
        if os.path.lexists(path) and not (before and before.unchanged(target, name)):
            message = "was changed since it was written" if name in written else "would be overwritten"
            yield Problem(str(path), "", None, message, FIX)
        elif stump := next(
            (p for p in path.parents if p != target and p.is_relative_to(target) and _no_folder(p)), None
        ):
            yield Problem(str(stump), "", None, "is in the way of a folder", FIX)


def _no_folder(path: Path) -> bool:
    return path.is_symlink() or (path.exists() and not path.is_dir())


def _sweep_away(target: Path) -> None:
    """Tidy up after a writer that was killed together with its guard."""
    left = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{16}}{re.escape(ENDING)}")
    for path in list(target.parent.iterdir()):
        if left.fullmatch(path.name) and path.is_dir():
            with held_alone(path) as abandoned:
                if abandoned:
                    tidy(path, target)
