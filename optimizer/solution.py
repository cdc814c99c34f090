"""A proven answer, by label."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimizer.arrays import Arrays, Floats, Size
from optimizer.engine import Outcome
from optimizer.errors import InfeasibleError, SolverError, TimeLimitError, UnboundedError
from optimizer.labels import Key, Labels
from optimizer.status import Status

if TYPE_CHECKING:
    import pandas as pd

# A difference between solution and bound this small, or this small a share, is rounding, not a gap.
_ROUNDING = 1e-6
_ROUNDING_SHARE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A programme as it stood when it was solved."""

    name: str
    arrays: Arrays
    rows: Labels
    columns: Labels


class Solution:
    """The best point found, with how good it is proven to be.

    Attributes
    ----------
    status : Status
        OPTIMAL, WITHIN_GAP or TIME_LIMIT; anything else raises instead of giving a solution.
    objective : float
        Value of the objective here.
    bound : float
        No point can be better than this, as the solver has it.
    seconds : float
        Time in the solver.
    nodes : int
        Nodes of the mixed-integer search; 0 for a linear programme.
    """

    def __init__(self, snapshot: Snapshot, outcome: Outcome) -> None:
        self._snapshot = snapshot
        self._outcome = outcome
        self.objective = outcome.objective
        self.bound = outcome.bound
        self.seconds = outcome.seconds
        self.nodes = outcome.nodes
        self.status = outcome.status
        if self.status is Status.OPTIMAL and self.absolute_gap > _ROUNDING and self.gap > _ROUNDING_SHARE:
            self.status = Status.WITHIN_GAP

    @property
    def absolute_gap(self) -> float:
        """Distance between objective and bound, in units of the objective."""
        return abs(self.bound - self.objective)

    @property
    def gap(self) -> float:
        """Distance between objective and bound, as a share of the objective."""
        distance = self.absolute_gap
        return distance / abs(self.objective) if self.objective else (np.inf if distance else 0.0)

    @cached_property
    def size(self) -> Size:
        """Rows, columns and coefficients of the programme."""
        return Size.of(self._snapshot.arrays)

    @property
    def is_mixed(self) -> bool:
        """Whether some variables must be whole numbers."""
        return bool(self._snapshot.arrays.integer.any())

    @cached_property
    def point(self) -> Floats:
        """All variables, in the order they were added; whole numbers are exactly whole."""
        point = np.array(self._outcome.solution.col_value, dtype=np.float64)
        whole = self._snapshot.arrays.integer
        point[whole] = np.round(point[whole])
        return point

    def values(self, name: str, keys: Sequence[Key] | None = None) -> "pd.Series[float]":
        """Values of a family of variables, by key."""
        import pandas as pd

        columns = self._snapshot.columns
        return pd.Series(self.point[columns.positions(name, keys)], index=columns.index(name, keys), name=name)

    def value(self, name: str, key: Key) -> float:
        """Value of one variable."""
        return float(self.point[self._snapshot.columns.position(name, key)])

    def activity(self, family: str, keys: Sequence[Key] | None = None) -> "pd.Series[float]":
        """Left-hand sides of a family of constraints at the solution, by key."""
        import pandas as pd

        rows = self._snapshot.rows
        return pd.Series(self._activity[rows.positions(family, keys)], index=rows.index(family, keys), name=family)

    @cached_property
    def _activity(self) -> Floats:
        return self._snapshot.arrays.activity(self.point)

    def __repr__(self) -> str:
        gap = "" if self.status is Status.OPTIMAL else f", gap {self.gap:.2%}"
        return f"<Solution of {self._snapshot.name}: {self.objective:.10g}, {self.status.value}{gap}>"


def conclude(snapshot: Snapshot, outcome: Outcome) -> Solution:
    """Turn what the solver ended with into a solution, or into the error that says why there is none."""
    name = snapshot.name
    if outcome.has_solution:
        return Solution(snapshot, outcome)
    match outcome.status:
        case Status.INFEASIBLE:
            raise InfeasibleError(f"{name} is infeasible: its constraints cannot all hold")
        case Status.UNBOUNDED:
            raise UnboundedError(f"{name} is unbounded: its objective improves without end")
        case Status.TIME_LIMIT:
            raise TimeLimitError(f"{name}: {outcome.seconds:.1f} s passed before a first solution was found")
        case _:
            raise SolverError(f"{name}: the solver stopped without an answer ({outcome.message})")
