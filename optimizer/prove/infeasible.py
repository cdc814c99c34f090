"""Why a programme has no feasible point, and the least that would give it one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from optimizer.build.arrays import Arrays, Floats
from optimizer.build.labels import Labels
from optimizer.errors import InfeasibleError, SolverError
from optimizer.explained import Change, Conflict, Proof, Repair
from optimizer.prove.conflict import explain
from optimizer.prove.elastic import elastic
from optimizer.prove.proof import prove
from optimizer.solve.engine import Engine
from optimizer.solve.outcome import Settings
from optimizer.status import Status

_NOTHING = 1e-7


def infeasible(
    name: str, arrays: Arrays, rows: Labels, columns: Labels, multipliers: Mapping[int, Fraction]
) -> InfeasibleError:
    """The error for a programme without a feasible point, which explains itself when asked.

    The multipliers of rows are those that prove it; none where it rests on whole numbers.
    """

    def conflict() -> Conflict:
        return explain(arrays, rows, columns, multipliers)

    def repair(families: Sequence[str] | None = None) -> Repair:
        return cheapest_repair(name, arrays, rows, columns, families)

    def proof() -> Proof:
        return prove(arrays, rows, columns, multipliers)

    return InfeasibleError(f"{name} is infeasible: its constraints cannot all hold", conflict, repair, proof)


def cheapest_repair(name: str, arrays: Arrays, rows: Labels, columns: Labels, families: Sequence[str] | None) -> Repair:
    """Let limits move at a cost and find the cheapest way to feasibility.

    A move costs its share of the limit (of 1 for limits below 1), so that units do not matter.

    Parameters
    ----------
    name
        Of the programme, for the message.
    arrays, rows, columns
        The programme.
    families
        The constraints whose limits may move; all by default. Identities are better left out.

    Raises
    ------
    InfeasibleError
        If no move of those limits makes the programme feasible.
    """
    movable = np.ones(arrays.rows, dtype=np.bool_)
    if families is not None:
        movable[:] = False
        for family in families:
            movable[rows.positions(family)] = True
    outcome = Engine(elastic(arrays, movable), Settings()).run(interruptible=True)
    if outcome.status is Status.INFEASIBLE:
        rest = replace(
            arrays,
            row_lower=np.where(movable, -np.inf, arrays.row_lower),
            row_upper=np.where(movable, np.inf, arrays.row_upper),
        )
        raise infeasible(f"{name} without the limits that may move", rest, rows, columns, outcome.multipliers)
    if outcome.status is not Status.OPTIMAL:
        raise SolverError(f"{name}: the search for a repair ended so: {outcome.message}", outcome.status)
    point = np.array(outcome.solution.col_value, dtype=np.float64)[: arrays.columns]
    # A whole number that is off by a rounding would hide what it misses.
    activity = arrays.activity(np.where(arrays.integer, np.round(point), point))
    # Where all that is missed is less than the solver can tell from nothing, that is what there is to say.
    changes = _changes(arrays, rows, activity, _NOTHING) or _changes(arrays, rows, activity, 0.0)
    if not changes:
        raise SolverError(f"{name}: its limits are missed by less than the solver can tell from nothing")
    return Repair(tuple(changes))


def _changes(arrays: Arrays, rows: Labels, activity: Floats, nothing: float) -> list[Change]:
    """Limits that the activities miss by more than a share of them."""
    changes = []
    for row in range(arrays.rows):
        low, high = float(arrays.row_lower[row]), float(arrays.row_upper[row])
        needed = min(max(low, float(activity[row])), high)
        missed = float(activity[row]) - needed
        if abs(missed) > nothing * max(1.0, abs(needed)):
            family, key = rows.all[row]
            changes.append(Change(family, key, needed + 0.0, float(activity[row]) + 0.0))
    return changes
