"""The smallest set of limits that cannot hold together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from optimizer.build.arrays import Arrays
from optimizer.build.labels import Labels
from optimizer.errors import SolverError
from optimizer.explained import Conflict, Part, Side
from optimizer.prove.limits import fewest
from optimizer.solve.engine import Engine
from optimizer.solve.outcome import Settings
from optimizer.status import Status

# Multipliers below this share of the largest are rounding.
_ROUNDING = 1e-9


def explain(arrays: Arrays, rows: Labels, columns: Labels, multipliers: Mapping[int, Fraction]) -> Conflict:
    """Find limits of an infeasible programme that cannot hold together, none of them needlessly.

    Parameters
    ----------
    arrays, rows, columns
        The programme.
    multipliers
        Of rows, that prove it infeasible; none where it rests on whole numbers.

    Raises
    ------
    SolverError
        If the programme is feasible after all, or the search fails.
    """
    relaxed = replace(arrays, integer=np.zeros(arrays.columns, dtype=np.bool_), cost=np.zeros(arrays.columns))
    known = Engine(relaxed, Settings()).run(interruptible=True).multipliers or multipliers
    if known:
        return _linear(relaxed, rows, columns, known)
    for column in np.flatnonzero(arrays.integer).tolist():
        low, high = float(arrays.lower[column]), float(arrays.upper[column])
        if np.ceil(low) > np.floor(high):
            family, key = columns.all[column]
            return Conflict((Part("variable", family, key, "a whole number between", low + 0.0),))
    return _mixed(replace(arrays, cost=np.zeros(arrays.columns)), rows)


def used_in_ray(arrays: Arrays) -> Arrays | None:
    """An infeasible linear programme with only the limits that the solver's own proof uses.

    They are few, and with the bounds cannot hold together either; None if the solver gives no proof.
    """
    engine = Engine(arrays, Settings())
    if engine.run(interruptible=True).status is not Status.INFEASIBLE:
        return None
    ray = engine.ray_of_infeasibility()
    if ray is None:
        return None
    kept = np.abs(ray) > _ROUNDING * np.abs(ray).max(initial=0.0)
    fewer = replace(
        arrays,
        row_lower=np.where(kept, arrays.row_lower, -np.inf),
        row_upper=np.where(kept, arrays.row_upper, np.inf),
    )
    infeasible = Engine(fewer, Settings()).run(interruptible=True).status is Status.INFEASIBLE
    return fewer if infeasible else None


def _linear(arrays: Arrays, rows: Labels, columns: Labels, multipliers: Mapping[int, Fraction]) -> Conflict:
    found = fewest(arrays, multipliers)
    parts = [_row_part(arrays, rows, row) for row in found.rows]
    for column, at_lower in found.ends:
        family, key = columns.all[column]
        limit = float(arrays.lower[column] if at_lower else arrays.upper[column]) + 0.0
        parts.append(Part("variable", family, key, "at least" if at_lower else "at most", limit))
    return Conflict(tuple(parts))


def _mixed(arrays: Arrays, rows: Labels) -> Conflict:
    """Divide and conquer over the constraints (Junker 2004, "QuickXplain")."""
    engine = Engine(arrays, Settings())
    every = np.arange(arrays.rows, dtype=np.int32)

    def feasible(kept: Sequence[int]) -> bool:
        chosen = np.zeros(arrays.rows, dtype=np.bool_)
        chosen[list(kept)] = True
        engine.set_rows(
            every,
            np.where(chosen, arrays.row_lower, -np.inf),
            np.where(chosen, arrays.row_upper, np.inf),
        )
        status = engine.run(interruptible=True).status
        if status not in {Status.OPTIMAL, Status.INFEASIBLE}:
            raise SolverError(f"the search for a conflict ended early: {status.value}")
        return status is Status.OPTIMAL

    def needed(background: list[int], fresh: bool, candidates: list[int]) -> list[int]:
        if fresh and not feasible(background):
            return []
        if len(candidates) == 1:
            return candidates
        half = len(candidates) // 2
        first, second = candidates[:half], candidates[half:]
        from_second = needed([*background, *first], bool(first), second)
        return [*needed([*background, *from_second], bool(from_second), first), *from_second]

    if feasible(range(arrays.rows)):
        raise SolverError("the programme is feasible: there is no conflict to find")
    found = needed([], False, list(range(arrays.rows)))
    return Conflict(tuple(_row_part(arrays, rows, row) for row in found), needs_whole_numbers=True)


def _row_part(arrays: Arrays, rows: Labels, row: int) -> Part:
    low, high = float(arrays.row_lower[row]), float(arrays.row_upper[row])
    side: Side = "exactly" if low == high else "at most" if np.isfinite(high) else "at least"
    family, key = rows.all[row]
    return Part("constraint", family, key, side, (high if np.isfinite(high) else low) + 0.0)
