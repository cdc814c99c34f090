"""What can go wrong, and how it is said.

    DealsError
    ├── InputError            bad input: every problem found, each with file, field, value and fix
    │   └── UnknownNameError  a name nobody knows, with the nearest that somebody does
    ├── NotInstalledError     a package that a plain set-up leaves out, and how to get it
    ├── NotWrittenError       a file or folder that the disk would not take
    └── WorkersError          processes that were to share the work and could not

A message is for the person who wrote the input. It says where, what, and what to write instead.
A programme without a proven optimum is the optimiser's matter and raises errors of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from importlib.util import find_spec

from deals.kit.visible import visible

WHOLE = 1e15
"""Below it whole numbers are written out."""
NEARLY = 0.1
"""How much less like a misspelt name another may be than the nearest and be offered too."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field of one file.

    Parameters
    ----------
    file
        Where it stands: a path, ``path:line`` when the line is known, or "" for input given in Python.
    field
        Dotted path of the field ("goals.control", "caps.MYS", "must_sign.1": lists are counted from one), or "" for
        the file as a whole.
    value
        What was found there. ``None`` where nothing was.
    message
        What is wrong, in a few words, without a full stop.
    fix
        What to write instead, in a few words, without a full stop; "" where nothing can be said.
    """

    file: str
    field: str
    value: object
    message: str
    fix: str = ""

    def __str__(self) -> str:
        where = ": ".join(part for part in (self.file, self.field) if part)
        found = "" if self.value is None else f" (found {shown(self.value)})"
        advice = f"; {self.fix}" if self.fix else ""
        return visible(f"{where}: {self.message}{found}{advice}" if where else f"{self.message}{found}{advice}")


class DealsError(Exception):
    """Anything this package raises on purpose."""


class InputError(DealsError):
    """Input that cannot be used, with every problem found in it.

    Parameters
    ----------
    problems
        One :class:`Problem`, or several. None at all is a mistake of the caller.

    Raises
    ------
    ValueError
        Without a problem there is nothing to report.
    """

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        if not self.problems:
            raise ValueError("an InputError needs at least one problem")
        super().__init__(self.problems)

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return str(self.problems[0])
        lines = [f"{len(self.problems)} problems:", *(f"  - {problem}" for problem in self.problems)]
        return "\n".join(lines)


class UnknownNameError(InputError):
    """A misspelt country, parameter, regime or scenario; the fix names the nearest valid one."""

    @classmethod
    def of(cls, kind: str, name: str, known: Iterable[str], *, file: str = "", field: str = "") -> "UnknownNameError":
        """Make the error for one unknown name.

        Parameters
        ----------
        kind
            What the name should name: "country", "parameter", "scenario" ...
        name
            The name as it was written.
        known
            Every valid name.
        file, field
            Where it was written, as in :class:`Problem`.
        """
        return cls(unknown(kind, name, known, file=file, field=field))


def unknown(kind: str, name: str, known: Iterable[str], *, file: str = "", field: str = "") -> Problem:
    """Make the problem of one unknown name, to be collected with others; see :meth:`UnknownNameError.of`."""
    return Problem(file, field, name, f"unknown {kind}", suggestion(name, known))


def suggestion(name: str, known: Iterable[str]) -> str:
    """Give advice on a misspelt name.

    Examples
    --------
    >>> suggestion("MYZ", ["MYS", "SGP", "ARE"])
    'did you mean MYS?'
    >>> suggestion("qqq", ["MYS", "SGP", "ARE"])
    'valid names are ARE, MYS, SGP'
    """
    name, names = str(name), sorted(set(known))
    folded: dict[str, str] = {}
    for candidate in names:
        folded.setdefault(candidate.casefold(), candidate)
    near = get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.6)
    if near:
        likeness = {key: SequenceMatcher(None, name.casefold(), key).ratio() for key in near}
        nearest = [folded[key] for key in near if likeness[key] > likeness[near[0]] - NEARLY]
        return f"did you mean {' or '.join(nearest)}?"
    if not names:
        return ""
    few = 8
    rest = f" and {len(names) - few} more" if len(names) > few else ""
    return f"valid names are {', '.join(names[:few])}{rest}"


def shown(value: object) -> str:
    """Write a value as messages show it: quoted where it is text, cut where it is long."""
    text = repr(value) if isinstance(value, str) else _whole(value)
    limit = 60
    return text if len(text) <= limit else text[: limit - 3] + "..."


def _whole(value: object) -> str:
    """A number as it would be written: whole ones without a point."""
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() and abs(value) < WHOLE else str(value)


class NotInstalledError(DealsError):
    """A package that a plain set-up leaves out, asked for where it is needed, and the extra that brings it."""

    def __init__(self, package: str, extra: str = "odds") -> None:
        self.package, self.extra = package, extra
        super().__init__(package, extra)

    def __str__(self) -> str:
        return (
            f"{self.package} is not installed, and this needs it: run 'python3 run.py install lab' in a clone, "
            f"or 'pip install chip-deals[{self.extra}]' elsewhere"
        )


class NotWrittenError(DealsError):
    """A file or folder that the system refused while it was written; what stood there is as it was."""

    def __init__(self, path: str, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(path, why)

    def __str__(self) -> str:
        return visible(f"{self.path}: could not be written: {self.why}; make room, or name another place")


class WorkersError(DealsError):
    """Processes that were to share the work and could not, with what to do about it."""


def need(package: str, extra: str = "odds") -> None:
    """Refuse what cannot be done for want of a package of an extra, before anything is computed for it.

    Raises
    ------
    NotInstalledError
        If the package is missing.
    """
    if find_spec(package) is None:
        raise NotInstalledError(package, extra)
