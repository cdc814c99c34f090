"""One live solver: edit a number, re-solve from the last basis."""

from dataclasses import replace
from typing import Any

import numpy as np

from optimizer.build.arrays import Arrays, Floats
from optimizer.build.edits import bounds_at, cost_at, limits_at
from optimizer.build.snapshot import Snapshot
from optimizer.errors import ModelError
from optimizer.explained import Key
from optimizer.solution import Solution, conclude
from optimizer.solve.engine import Engine
from optimizer.solve.outcome import Settings


class Session:
    """A programme in a live solver.

    Edits change single numbers; each ``solve()`` starts from the last basis, so that a re-solve
    costs milliseconds where a rebuild costs seconds. Solutions keep what they were solved with.
    """

    def __init__(self, snapshot: Snapshot, settings: Settings) -> None:
        arrays = snapshot.arrays
        self._snapshot = snapshot
        self._settings = settings
        self._arrays = replace(
            arrays,
            cost=arrays.cost.copy(),
            lower=arrays.lower.copy(),
            upper=arrays.upper.copy(),
            row_lower=arrays.row_lower.copy(),
            row_upper=arrays.row_upper.copy(),
        )
        self._engine = Engine(arrays, settings)
        self._base: Any = None
        self._last: Solution | None = None

    def limit(self, family: str, key: Key, value: float) -> None:
        """Move the limit of a constraint (both sides of an equation).

        An infinite value on the loose side drops an inequality.

        Raises
        ------
        UnknownKeyError
            If there is no such constraint.
        ModelError
            If the value is not a number, or infinite where it cannot be.
        """
        row = self._snapshot.rows.position(family, key)
        low, high = limits_at(self._snapshot, row, value)
        self._arrays.row_lower[row], self._arrays.row_upper[row] = low, high
        self._engine.set_row(row, low, high)

    def cost(self, name: str, key: Key, value: float) -> None:
        """Change the coefficient of a variable in the objective."""
        column = self._snapshot.columns.position(name, key)
        self._arrays.cost[column] = cost_at(self._snapshot.columns, column, value)
        self._engine.set_costs(np.array([column], dtype=np.int32), np.array([float(value)]))

    def costs(self, name: str, values: Floats) -> None:
        """Change the coefficients of all variables of a family, in the order they were added.

        Raises
        ------
        ModelError
            If there are not as many values as variables, or one is not finite.
        """
        columns = self._snapshot.columns.positions(name)
        if len(values) != len(columns):
            raise ModelError(f'"{name}" has {len(columns)} variables, and {len(values)} costs are given')
        for column, value in zip(columns.tolist(), values.tolist(), strict=True):
            self._arrays.cost[column] = cost_at(self._snapshot.columns, column, value)
        self._engine.set_costs(columns, self._arrays.cost[columns])

    def bound(self, name: str, key: Key, *, lower: float | None = None, upper: float | None = None) -> None:
        """Change bounds of a variable; a bound not given stays as it is."""
        column = self._snapshot.columns.position(name, key)
        low = float(self._arrays.lower[column] if lower is None else lower)
        high = float(self._arrays.upper[column] if upper is None else upper)
        low, high = bounds_at(self._snapshot.columns, column, low, high)
        self._arrays.lower[column], self._arrays.upper[column] = low, high
        self._engine.set_columns(np.array([column], dtype=np.int32), np.array([low]), np.array([high]))

    def fix_integers(self, at: Solution | None = None) -> None:
        """Fix every integer where a solution has it; what remains is a linear programme.

        Parameters
        ----------
        at
            The solution; by default the last of this session, solved for now if there is none.
        """
        whole = self._arrays.integer
        if not whole.any():
            return
        point = (at or self._last or self.solve()).point
        columns = np.flatnonzero(whole).astype(np.int32)
        self._arrays.lower[columns] = self._arrays.upper[columns] = point[columns]
        self._engine.set_columns(columns, point[columns], point[columns])
        self._engine.set_continuous(columns)
        self._arrays = replace(self._arrays, integer=np.zeros_like(whole))
        self._snapshot = replace(self._snapshot, integers_fixed=True)
        self._base = self._last = None

    def solve(self, *, from_base: bool = False) -> Solution:
        """Solve with the edits so far.

        Parameters
        ----------
        from_base
            Start from the basis of the first solve instead of the last: right where each edit is a
            fresh change of the same base case.

        Raises
        ------
        NoOptimumError
            As for ``Program.solve``; the session goes on all the same.
        """
        if from_base and self._base is not None:
            self._engine.start_from(self._base)
        outcome = self._engine.run(interruptible=self._base is None)
        self._last = None
        solution = conclude(replace(self._snapshot, arrays=self._frozen()), outcome)
        if self._base is None and not self._arrays.integer.any():
            self._base = outcome.basis
        self._last = solution
        return solution

    def _frozen(self) -> Arrays:
        arrays = self._arrays
        return replace(
            arrays,
            cost=arrays.cost.copy(),
            lower=arrays.lower.copy(),
            upper=arrays.upper.copy(),
            row_lower=arrays.row_lower.copy(),
            row_upper=arrays.row_upper.copy(),
        )
