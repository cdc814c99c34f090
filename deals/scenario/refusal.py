"""How refused input becomes problems in plain words: pydantic's findings, collected once and translated."""

import copy
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from deals.kit.errors import InputError, Problem, suggestion

_OUTERMOST = ContextVar("_OUTERMOST", default=True)
_UNKNOWN_KEY = {"extra_forbidden", "unexpected_keyword_argument"}
_MISSING = {"missing", "missing_argument"}

Fields = Mapping[str, str]
"""Names of the fields a record has, each with what to write there."""


More = Callable[[list[ErrorDetails]], list[Problem]]


def collected(validate: Callable[[], Any], fields: Mapping[str, Fields], more: More | None = None) -> Any:
    """Run a validation and raise everything it finds as one :class:`InputError`.

    A record inside another leaves its findings to the outer one, so that a file's problems come all at once.

    Parameters
    ----------
    validate
        The validation to run; its answer is returned.
    fields
        What to write in each field of the record ("") and of the records in it (by the field that holds them).
    more
        Called with pydantic's findings, for problems that only show across fields.

    Raises
    ------
    InputError
        With every problem found.
    """
    if not _OUTERMOST.get():
        return validate()
    token = _OUTERMOST.set(False)
    try:
        return validate()
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems = [_problem(detail, fields) for detail in details]
        raise InputError([*problems, *(more(details) if more else ())]) from None
    finally:
        _OUTERMOST.reset(token)


def pruned(data: Mapping[str, Any], details: Iterable[ErrorDetails]) -> tuple[dict[str, Any], set[str]]:
    """Take out of raw data what was found at fault, so that the rest can be checked all the same.

    Returns
    -------
    tuple
        The data without the faulty entries of its mappings, and the fields that had to go as a whole.
    """
    kept, gone = copy.deepcopy(dict(data)), set[str]()
    for detail in details:
        *holders, last = [part for part in detail["loc"] if part != "[key]"]
        place: Any = kept
        for part in holders:
            inside = isinstance(place, dict) and part in place
            inside = inside or (isinstance(place, list) and isinstance(part, int) and part < len(place))
            place = place[part] if inside else None
        if holders and isinstance(place, dict) and last in place:
            del place[last]
        else:
            field = str(detail["loc"][0])
            kept.pop(field, None)
            gone.add(field)
    return kept, gone


def relocated(problems: tuple[Problem, ...], file: str, lines: Mapping[str, int]) -> Iterator[Problem]:
    """Say of each problem in which file, and where it is known in which line, its field stands."""
    for problem in problems:
        line = _line(problem.field, lines)
        place = file if problem.file == "" else problem.file
        if problem.file == "" and line:
            place = f"{file}:{line}"
        yield Problem(place, problem.field, problem.value, problem.message, problem.fix)


def beside(problems: Iterable[Problem], known: Iterable[Problem]) -> Iterator[Problem]:
    """Leave out problems of fields that are known to be at fault already: one mistake is told once."""
    faulty = {problem.field for problem in known}
    for problem in problems:
        parts = problem.field.split(".")
        if not faulty & {".".join(parts[: end + 1]) for end in range(len(parts))}:
            yield problem


def _line(field: str, lines: Mapping[str, int]) -> int | None:
    while field:
        if field in lines:
            return lines[field]
        field = field.rpartition(".")[0]
    return None


def _problem(detail: ErrorDetails, fields: Mapping[str, Fields]) -> Problem:
    location = [str(part) for part in detail["loc"] if part != "[key]"]
    if location and isinstance(detail["loc"][0], int):
        location[0] = list(fields[""])[detail["loc"][0]]
    path, kind, value = ".".join(location), detail["type"], detail["input"]
    holder = location[0] if len(location) > 1 and location[0] in fields else ""
    known = fields[holder]
    wanted = known.get(location[-1] if holder else location[0] if location else "", "")
    if kind in _UNKNOWN_KEY:
        return Problem("", path, None, "unknown key", suggestion(location[-1], known))
    if kind in _MISSING:
        return Problem("", path, None, "is missing", f"write {wanted}" if wanted else "")
    message = detail["msg"].removeprefix("Value error, ")
    message = message.removeprefix("Input ")
    message = message[:1].lower() + message[1:]
    if kind == "string_pattern_mismatch":
        message = "is not written as it should be"
    if kind == "float_type" and isinstance(value, str) and _is_number(value):
        return Problem("", path, value, "is text, not a number", f"write {float(value)!r}, without quotes")
    fix = f"write {wanted}" if wanted else ""
    if kind == "string_type" and isinstance(value, (int, float)):
        fix = f"put it in quotes if it is meant{f', or {fix}' if fix else ''}"
    return Problem("", path, value, message, fix)


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
