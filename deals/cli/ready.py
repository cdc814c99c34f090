"""Folders of output, checked before anything long is begun for them."""

from collections.abc import Callable
from pathlib import Path

from deals.kit.errors import InputError, Problem


def ready(out: Path, check: Callable[[Path], object]) -> None:
    """Check the folder that ``--out`` names.

    Raises
    ------
    InputError
        If it is none, or `check` finds what is in the way there.
    """
    if out.exists() and not out.is_dir():
        raise InputError(Problem("", "--out", str(out), "is no folder", "name a folder; it is made if missing"))
    check(out)
