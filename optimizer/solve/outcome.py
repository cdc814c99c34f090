"""What a solver is asked for, and what a run of it ends with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from optimizer.build.arrays import Arrays, Floats
from optimizer.status import Status


@dataclass(frozen=True, slots=True)
class Settings:
    """How hard to try.

    Attributes
    ----------
    gap
        Relative gap between solution and bound at which a mixed-integer search may stop.
    absolute_gap
        The same in units of the objective; the search stops at whichever is met first.
    time_limit
        Seconds, or None.
    threads
        Threads of the solver; 0 leaves the number to it.
    """

    gap: float = 0.0
    absolute_gap: float = 1e-6
    time_limit: float | None = None
    threads: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What one run of the solver ended with; vectors are read only when asked for.

    Where it ended infeasible, ``multipliers`` of rows prove that (see ``optimizer.exact.checks``): there are none where
    it rests on whole numbers.
    """

    status: Status
    message: str
    objective: float
    bound: float
    seconds: float
    nodes: int
    has_solution: bool
    solution: Any
    basis: Any
    multipliers: Mapping[int, Fraction] = field(default_factory=dict)

    def portable(self) -> "Outcome":
        """The same with its vectors as data, which another process can read; the basis, a mere help, is left out."""
        return replace(self, solution=Vectors.of(self.solution), basis=None)


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """What others read of the solver's own object, under its names."""

    col_value: Floats
    col_dual: Floats
    row_value: Floats
    row_dual: Floats

    @classmethod
    def of(cls, solution: Any) -> "Vectors":
        """Copy the vectors of a solution."""
        names = ("col_value", "col_dual", "row_value", "row_dual")
        return cls(*(np.array(getattr(solution, name), dtype=np.float64) for name in names))

    @classmethod
    def at(cls, arrays: Arrays, point: Floats, prices: Floats) -> "Vectors":
        """The vectors at a point of a programme, with prices of its rows."""
        matrix = arrays.matrix
        charges = matrix.value * prices[matrix.rows_of_entries()]
        reduced = arrays.cost - np.bincount(matrix.index, weights=charges, minlength=arrays.columns)
        return cls(point, reduced, arrays.activity(point), prices)
