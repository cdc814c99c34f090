"""A counter-offer as somebody wrote it: checked, and every mistake told at once."""

import math
from collections.abc import Mapping
from numbers import Real

from deals.division.bilateral import Point
from deals.division.domain import Domain
from deals.kit.errors import InputError, Problem, UnknownNameError, unknown
from deals.world.instrument import SHORT_NAMES
from optimizer import Floats

CLOSE = 1e-9


def read_amounts(domain: Domain, named: Mapping[str, float], standing: Point, weights: Floats) -> Point:
    """The package that a counter-offer describes; what it does not name stays as in `standing`, as far as it can.

    Raises
    ------
    UnknownNameError
        If the only mistakes are instruments that are not on the table.
    InputError
        With every mistake: nothing named, unknown instruments, amounts that are no numbers, below nothing or above
        their limit; or amounts that cannot be combined.
    """
    problems: list[Problem] = []
    named = {SHORT_NAMES.get(name, name): amount for name, amount in _amounts_in(named).items()}
    strangers = [name for name in named if name not in domain.issues]
    problems += [unknown("instrument on the table", str(name), domain.issues, field="counter") for name in strangers]
    for name, amount in named.items():
        if name in domain.issues:
            problems += _misfit(name, amount, domain)
    if not named:
        problems.append(Problem("", "counter", None, "names nothing", "name an instrument, or record accepted()"))
    if problems:
        raise (UnknownNameError if len(strangers) == len(problems) else InputError)(problems)
    limits = domain.deal.limits
    wanted = {name: min(float(amount), limits[name]) for name, amount in named.items()}
    package = domain.with_amounts(wanted, standing, weights)
    if package is None:
        near = ", ".join(f"{name} {amount:.4g}" for name, amount in domain.nearest_amounts(wanted).items())
        fix = f"the nearest that can be: {near}"
        raise InputError(Problem("", "counter", dict(named), "these amounts cannot be combined", fix))
    return package


def _amounts_in(given: object) -> Mapping[str, float]:
    if not isinstance(given, Mapping):
        fix = 'give amounts by instrument, such as {"investment": 20}'
        raise InputError(Problem("", "counter", given, "is no package", fix))
    return given


def _misfit(name: str, amount: object, domain: Domain) -> list[Problem]:
    limit = domain.deal.limits[name]
    _, unit = domain.labels[name]
    if isinstance(amount, bool) or not isinstance(amount, Real) or math.isnan(float(amount)):
        return [Problem("", name, amount, "not a number", f"give an amount from 0 to {limit:.4g} ({unit})")]
    if not 0 <= float(amount) <= limit * (1 + CLOSE):
        return [Problem("", name, amount, f"must lie between 0 and {limit:.4g} ({unit})", "stay within its limits")]
    return []
