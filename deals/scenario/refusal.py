"""How refused input becomes problems in plain words: pydantic's findings, collected once and translated."""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from deals.kit.errors import InputError, Problem, suggestion
from deals.scenario.faults.kinds import fix_of, message_of

_OUTERMOST = ContextVar("_OUTERMOST", default=True)
_UNKNOWN_KEY = {"extra_forbidden", "unexpected_keyword_argument"}
_MISSING = {"missing", "missing_argument"}
NUMBERED = 2
"""Parts of the path of a record in a list: the list, and the record's number in it."""
STAND_INS: Mapping[str, Any] = {"limits": {}, "reforms": {"title": "at fault", "patches": {}}}
"""Records of lists in place of one at fault, while the others are checked."""
NO_NAME = "?"
"""Any other entry of a list, likewise."""

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

    Entries of lists keep their places: something that says nothing stands there instead.

    Returns
    -------
    tuple
        The data without what is at fault in it, and the fields that had to go as a whole.
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
        elif holders and isinstance(place, list) and isinstance(last, int) and last < len(place):
            place[last] = copy.deepcopy(STAND_INS.get(str(holders[0]), NO_NAME)) if len(holders) == 1 else NO_NAME
        elif detail["type"] in _MISSING and isinstance(place, dict) and holders:
            pass  # stands in below
        else:
            field = str(detail["loc"][0])
            kept.pop(field, None)
            gone.add(field)
    for field, whole in STAND_INS.items():
        if isinstance(entries := kept.get(field), list):
            kept[field] = [{**copy.deepcopy(whole), **entry} if isinstance(entry, dict) else entry for entry in entries]
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


def path_to(detail: ErrorDetails) -> list[str]:
    """Where a finding is, part by part; entries of lists are counted from one."""
    parts = [part for part in detail["loc"] if part != "[key]"]
    return [str(part + 1) if isinstance(part, int) else part for part in parts]


def _line(field: str, lines: Mapping[str, int]) -> int | None:
    while field:
        if field in lines:
            return lines[field]
        field = field.rpartition(".")[0]
    return None


def _problem(detail: ErrorDetails, fields: Mapping[str, Fields]) -> Problem:
    location = path_to(detail)
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
    names = list(known) if holder and len(location) == NUMBERED else ()
    return Problem("", path, value, message_of(detail), fix_of(detail, wanted, names))
