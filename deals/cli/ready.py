"""Places that options name for output, checked together before anything long is begun for them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from deals.kit.errors import InputError, Problem

type Check = Callable[[Path], object]
"""Raises an InputError of what is in the way at a path."""

OF_ARGUMENT = frozenset({"path", "folder"})
"""What a check calls the path that it is given; here it came by an option."""


def ready(*wanted: tuple[str, Path | None, Check]) -> None:
    """Check every place: the option that names it, its path, None where it was not given, and how it is checked.

    Raises
    ------
    InputError
        With all that is in the way, by option.
    """
    problems = [
        problem for option, path, check in wanted if path is not None for problem in _found(option, path, check)
    ]
    if problems:
        raise InputError(problems)


def folder(check: Check) -> Check:
    """A check of a folder that first sees whether the path is one."""

    def checked(path: Path) -> None:
        if path.exists() and not path.is_dir():
            raise InputError(Problem("", "folder", str(path), "is no folder", "name a folder; it is made if missing"))
        check(path)

    return checked


def _found(option: str, path: Path, check: Check) -> tuple[Problem, ...]:
    try:
        check(path)
    except InputError as error:
        return tuple(_by_option(problem, option, str(path)) for problem in error.problems)
    return ()


def _by_option(problem: Problem, option: str, path: str) -> Problem:
    """A problem of the path as a whole, told of the option that names it; others stand where they are."""
    of_the_path = problem.field in OF_ARGUMENT or (problem.file, problem.field) == (path, "")
    return replace(problem, file="", field=option, value=path) if of_the_path else problem
