"""A solution that was found before, taken up without solving: checked against every row."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from optimizer.build.arrays import weighted_sum
from optimizer.build.variation import varied
from optimizer.errors import ModelError
from optimizer.explained import Key, Label
from optimizer.program import Program
from optimizer.solution import Solution
from optimizer.solve.outcome import Outcome, Vectors
from optimizer.status import Status

_MISSED = 1e-5
"""Most by which a row, a bound or a whole number may be missed: ten times what the solver allows itself."""
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Ended:
    """How the search for a solution ended: its objective, the bound on any other, status, seconds and nodes."""

    objective: float
    bound: float
    status: Status
    seconds: float
    nodes: int

    @classmethod
    def of(cls, solution: Solution) -> "Ended":
        """Of a solution."""
        return cls(solution.objective, solution.bound, solution.status, solution.seconds, solution.nodes)


def restored(
    program: Program,
    values: Mapping[str, Mapping[Key, float]],
    ended: Ended,
    held: Mapping[Label, tuple[float, float]] | None = None,
) -> Solution:
    """Take up a solution that was found before.

    That the point keeps all rows and has the objective told is checked; that none is better is what was found then.

    Parameters
    ----------
    program
        As it was.
    values
        Variables by family and key; nought where one is not named.
    ended
        How the search ended.
    held
        Bounds within which some variables were held, by label.

    Raises
    ------
    UnknownKeyError
        If the programme has no such variable.
    ModelError
        If the point misses a row, a bound or a whole number, its objective is another one, or it beats its bound.
    """
    snapshot = varied(program.snapshot(), held or {}, relaxed=False)
    arrays, columns = snapshot.arrays, snapshot.columns
    point = np.zeros(len(columns.all))
    for family, of_key in values.items():
        point[columns.positions(family, list(of_key))] = list(of_key.values())
    activity = arrays.activity(point)
    within = ((arrays.lower, point, arrays.upper), (arrays.row_lower, activity, arrays.row_upper))
    missed = max(float(np.max(np.maximum(low - at, at - high), initial=0.0)) for low, at, high in within)
    fractions = np.abs(point - np.round(point))[arrays.integer]
    missed = max(missed, float(np.max(fractions, initial=0.0)))
    if not missed <= _MISSED:
        raise ModelError(f"{program.name}: the point misses a row, a bound or a whole number by {missed:.3g}")
    objective = float(weighted_sum(arrays.cost, point)) + arrays.offset
    scale = max(1.0, abs(objective))
    if not abs(objective - ended.objective) <= _SAME * scale:
        raise ModelError(f"{program.name}: the point brings {objective:.10g}, and not {ended.objective:.10g}")
    lead = objective - ended.bound if arrays.maximise else ended.bound - objective
    if not lead <= _MISSED * scale:
        raise ModelError(f"{program.name}: the point brings {objective:.10g}, beyond its bound of {ended.bound:.10g}")
    raw = Status.TIME_LIMIT if ended.status is Status.TIME_LIMIT else Status.OPTIMAL
    vectors = Vectors.at(arrays, point, np.zeros(len(activity)))
    outcome = Outcome(raw, "", ended.objective, ended.bound, ended.seconds, ended.nodes, True, vectors, None)
    return Solution(snapshot, outcome)
