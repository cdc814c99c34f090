"""What holds of a programme that a run of the solver found no optimum of.

A solver that says "infeasible" or "unbounded" rests on tolerances, and is at times wrong where numbers are far apart.
So its word is checked in fractions by the ray it gives for it; a small programme is decided in fractions where that
fails; a larger one is run again by other ways; and where none of them is proven nothing is said to hold. Each further
run may take so many steps and what is left of the time, so that a solver that goes round in circles ends undecided.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import highspy
import numpy as np

from optimizer.build.arrays import Arrays, Floats
from optimizer.exact.branching import decide_whole
from optimizer.exact.checks import contradiction, holds, improves_for_ever
from optimizer.exact.simplex import Budget, Decided, TooLongError
from optimizer.solve.handle import Handle, Option
from optimizer.status import Status

_Ended = highspy.HighsModelStatus
ENDINGS = {
    _Ended.kOptimal: Status.OPTIMAL,
    _Ended.kInfeasible: Status.INFEASIBLE,
    _Ended.kUnbounded: Status.UNBOUNDED,
    _Ended.kTimeLimit: Status.TIME_LIMIT,
    _Ended.kUnknown: Status.UNDECIDED,
    _Ended.kSolveError: Status.UNDECIDED,
    _Ended.kUnboundedOrInfeasible: Status.UNDECIDED,
    _Ended.kModelEmpty: Status.UNDECIDED,
}
_CLAIMS = (Status.INFEASIBLE, Status.UNBOUNDED, Status.UNDECIDED)
# Another way each, all without presolve: as it is; numbers scaled by powers of two; the primal simplex method as well;
# an interior point.
_WAYS: tuple[Mapping[str, Option], ...] = (
    {},
    {"simplex_scale_strategy": 4},
    {"simplex_scale_strategy": 4, "simplex_strategy": 4},
    {"solver": "ipm"},
)
# Of whole numbers: another order of the search as well.
_WAYS_WHOLE: tuple[Mapping[str, Option], ...] = (
    {"random_seed": 11},
    {"random_seed": 11, "mip_feasibility_tolerance": 1e-9},
)
# What is decided in fractions takes some seconds at most.
_ENTRIES = 3_000
_OPERATIONS = 300_000
_CLOSE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """How a run ends after all.

    Attributes
    ----------
    status : Status
        UNDECIDED where nothing is proven.
    multipliers : mapping
        Of rows, where they prove that there is no point.
    ray : array, optional
        Where it is unbounded, a direction that shows it.
    exact : Decided, optional
        The optimum, where fractions found it and the solver did not.
    """

    status: Status
    multipliers: Mapping[int, Fraction] = field(default_factory=dict)
    ray: Floats | None = None
    exact: Decided | None = None


def settle(handle: Handle, ended: Any) -> Verdict:
    """Check how a run ended that found no optimum; where it cannot be right, find out what is."""
    status = ENDINGS.get(ended, Status.FAILED)
    if status not in _CLAIMS:
        return Verdict(status)
    return _settle_whole(handle, status) if handle.mixed else _settle_linear(handle, status)


def _settle_linear(handle: Handle, status: Status) -> Verdict:
    known = _confirmed(handle, status)
    if known is not None:
        return known
    arrays = handle.present()
    decided = _decided(arrays)
    if decided is not None and decided.status is not Status.OPTIMAL:
        ray = np.array([float(step) for step in decided.ray]) if decided.ray else None
        return Verdict(decided.status, decided.multipliers, ray)
    if decided is not None and decided.rows:
        basis = handle.basis_of(np.array(decided.columns, dtype=np.int32), np.array(decided.rows, dtype=np.int32))
        if _found(handle, handle.run_so(handle.bounded(), basis), arrays, decided):
            return Verdict(Status.OPTIMAL)
    for way in _WAYS:
        ended = handle.run_so({**handle.bounded(), **way})
        if _found(handle, ended, arrays, decided):
            return Verdict(Status.OPTIMAL)
        status = ENDINGS.get(ended, Status.FAILED)
        known = _confirmed(handle, status) if decided is None else None
        if known is not None:
            return known
        if status is Status.TIME_LIMIT:
            return Verdict(status)
    return Verdict(Status.UNDECIDED) if decided is None else Verdict(Status.OPTIMAL, exact=decided)


def _settle_whole(handle: Handle, status: Status) -> Verdict:
    arrays, bounded = handle.present(), handle.bounded()
    relaxed = _alone(handle, replace(arrays, integer=np.zeros_like(arrays.integer), cost=np.zeros(arrays.columns)))
    if relaxed.status is Status.INFEASIBLE:
        return relaxed
    decided = _decided(arrays)
    if decided is not None:
        optimal = decided.status is Status.OPTIMAL
        ray = np.array([float(step) for step in decided.ray]) if decided.ray else None
        return Verdict(decided.status, {} if optimal else decided.multipliers, ray, decided if optimal else None)
    if status is Status.UNBOUNDED and arrays.cost.any():
        some = _alone(handle, replace(arrays, cost=np.zeros(arrays.columns)))
        ray = _steepest(handle, arrays)
        if some.status is Status.OPTIMAL and improves_for_ever(arrays, ray):
            return Verdict(Status.UNBOUNDED, ray=ray)
        return Verdict(some.status if some.status is Status.INFEASIBLE else Status.UNDECIDED)
    for way in _WAYS_WHOLE:
        ended = ENDINGS.get(handle.run_so({**bounded, **way}), Status.FAILED)
        if ended is Status.INFEASIBLE and status is Status.INFEASIBLE:
            # No multipliers prove what rests on whole numbers: two searches that differ have to agree.
            return Verdict(ended)
        if ended is Status.TIME_LIMIT or (ended is Status.OPTIMAL and _is_whole(handle, arrays)):
            return Verdict(ended)
    return Verdict(Status.UNDECIDED)


def _alone(handle: Handle, arrays: Arrays) -> Verdict:
    """How another programme ends, in a solver of its own."""
    other, ended = _run(handle, arrays)
    return Verdict(Status.OPTIMAL) if ended == _Ended.kOptimal else settle(other, ended)


def _run(handle: Handle, arrays: Arrays) -> tuple[Handle, Any]:
    """A solver of its own for another programme, run in the time that is left, and how that ended."""
    other = Handle(arrays, handle.left())
    return other, other.run_so(other.bounded())


def contradicting(handle: Handle) -> Mapping[int, Fraction] | None:
    """Multipliers of rows that prove the last run infeasible, if the ray the solver has for it gives them."""
    ray = handle.ray_of_infeasibility()
    return None if ray is None else contradiction(*handle.touched(ray))


def _confirmed(handle: Handle, status: Status) -> Verdict | None:
    """The solver's word, if the ray it has for it proves it."""
    if status is Status.INFEASIBLE:
        found = contradicting(handle)
        return None if found is None else Verdict(status, found)
    if status is Status.UNBOUNDED:
        arrays, point = handle.present(), handle.point()
        if not holds(arrays, point):
            return None
        for way in (handle.ray_of_improvement, lambda: _steepest(handle, arrays)):
            ray = way()
            if ray is not None and improves_for_ever(arrays, ray):
                return Verdict(status, ray=ray)
    return None


def _steepest(handle: Handle, arrays: Arrays) -> Floats:
    """The best direction without an end, no longer than 1: the programme with every limit at 0."""
    cone = replace(
        arrays,
        integer=np.zeros_like(arrays.integer),
        lower=-1.0 * np.isinf(arrays.lower),
        upper=1.0 * np.isinf(arrays.upper),
        row_lower=np.where(np.isinf(arrays.row_lower), -np.inf, 0.0),
        row_upper=np.where(np.isinf(arrays.row_upper), np.inf, 0.0),
    )
    return _run(handle, cone)[0].point()


def _decided(arrays: Arrays) -> Decided | None:
    """What fractions say of a programme that is small enough for them."""
    if len(arrays.matrix.value) > _ENTRIES:
        return None
    try:
        return decide_whole(arrays, Budget(_OPERATIONS))
    except TooLongError:
        return None


def _found(handle: Handle, ended: Any, arrays: Arrays, decided: Decided | None) -> bool:
    """Whether a run ended at an optimum: that of fractions, where they have one."""
    if ended != _Ended.kOptimal or decided is None:
        return bool(ended == _Ended.kOptimal)
    known = float(decided.objective(arrays))
    return abs(handle.highs.getObjectiveValue() - known) <= _CLOSE * max(1.0, abs(known)) and holds(
        arrays, handle.point()
    )


def _is_whole(handle: Handle, arrays: Arrays) -> bool:
    """Whether the whole numbers a search ended with allow a point, with the same objective, when they are just that."""
    whole = np.where(arrays.integer, np.round(handle.point()), 0.0)
    lower, upper = (np.where(arrays.integer, whole, bounds) for bounds in (arrays.lower, arrays.upper))
    fixed = replace(arrays, lower=lower, upper=upper, integer=np.zeros_like(arrays.integer))
    other, ended = _run(handle, fixed)
    if ended != _Ended.kOptimal or not holds(fixed, other.point()):
        return False
    known = handle.highs.getObjectiveValue()
    return bool(abs(other.highs.getObjectiveValue() - known) <= _CLOSE * max(1.0, abs(known)))
