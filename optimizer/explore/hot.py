"""Many linear programmes of one shape in one live solver, each begun from the same basis.

What comes out for a programme depends on its own numbers and on that basis alone: not on which others were solved
before it, how many there are, or where.
"""

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizer.build.arrays import Arrays, Floats, Integers
from optimizer.solve.engine import Engine
from optimizer.solve.outcome import Settings
from optimizer.status import Status


@dataclass(frozen=True, slots=True, eq=False)
class Hot:
    """How one programme ended: its status, and where it is optimal the objective and the point; NaN where not."""

    status: Status
    objective: float
    point: Floats


class HotStack:
    """A solver for programmes like one that is solved first.

    Parameters
    ----------
    base : Arrays
        The programme whose optimal basis all others begin from.

    Notes
    -----
    It can be sent to other processes, and used in threads: each has a live solver of its own, built on first use.
    """

    def __init__(self, base: Arrays) -> None:
        engine = Engine(base, Settings())
        engine.run()
        basis = engine.basis()
        self._data = (
            base,
            np.array([int(status) for status in basis.col_status], dtype=np.int8),
            np.array([int(status) for status in basis.row_status], dtype=np.int8),
        )
        self._own = threading.local()

    def __getstate__(self) -> Any:
        return self._data

    def __setstate__(self, state: Any) -> None:
        self._data = state
        self._own = threading.local()

    def solve(self, arrays: Arrays) -> Hot:
        """Solve another programme of the same shape from the base's basis."""
        engine = self._engine
        engine.load(arrays)
        engine.start_from(self._own.basis)
        return self._run(arrays.columns)

    def solve_within(self, columns: Integers, lower: Floats, upper: Floats) -> Hot:
        """Solve the last programme again with other bounds of some variables, from where it ended."""
        self._engine.set_columns(columns, lower, upper)
        return self._run(self._data[0].columns)

    @property
    def _engine(self) -> Engine:
        if not hasattr(self._own, "engine"):
            base, columns, rows = self._data
            self._own.engine = Engine(base, Settings())
            self._own.basis = self._own.engine.basis_of(columns, rows)
        engine: Engine = self._own.engine
        return engine

    def _run(self, columns: int) -> Hot:
        status, objective, point = self._engine.run_hot()
        if status is not Status.OPTIMAL:
            return Hot(status, float("nan"), np.full(columns, np.nan))
        return Hot(status, objective, point)
