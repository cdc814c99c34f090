"""A proven answer, by label."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from optimizer.build.arrays import Floats, Size, weighted_sum
from optimizer.build.expressions import Expression, weights
from optimizer.build.snapshot import Snapshot
from optimizer.errors import PricesUnavailableError, SolverError, TimeLimitError, UnboundedError
from optimizer.explained import Key
from optimizer.price.tables import cost_table, price_table
from optimizer.prove.certificate import Certificate, certify, certify_incumbent
from optimizer.prove.infeasible import infeasible
from optimizer.solve.live import Live
from optimizer.solve.outcome import Outcome
from optimizer.solve.stopped import with_whole_numbers
from optimizer.solve.ties import Ties, choose, find_ties
from optimizer.status import Status

if TYPE_CHECKING:
    import pandas as pd

# A difference between solution and bound this small, or this small a share, is rounding, not a gap.
_ROUNDING = 1e-6
_ROUNDING_SHARE = 1e-9


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

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs, of a programme kept as numbers alone; a live solver stays and is opened anew."""
        return {**self.__dict__, "_outcome": self._outcome.portable(), "live": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take up what was sent."""
        self.__dict__.update(state)
        del self.__dict__["live"]

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
        # Adding zero turns -0.0 into 0.0.
        return point + 0.0

    def values(self, name: str, keys: Sequence[Key] | None = None) -> "pd.Series[float]":
        """Values of a family of variables, by key."""
        import pandas as pd  # heavy

        columns = self._snapshot.columns
        return pd.Series(self.point[columns.positions(name, keys)], index=columns.index(name, keys), name=name)

    def mapping(self, name: str) -> dict[Key, float]:
        """Values of a family as a plain mapping: at once, where `values` first makes an index of the keys."""
        columns = self._snapshot.columns
        return dict(zip(columns.keys(name), self.point[columns.positions(name)].tolist(), strict=True))

    def value(self, name: str, key: Key) -> float:
        """Value of one variable."""
        return float(self.point[self._snapshot.columns.position(name, key)])

    def value_of(self, expression: Expression) -> float:
        """Value of a linear expression in the variables of the programme.

        Raises
        ------
        ModelError
            If it is no linear expression, or has variables of another programme.
        """
        vector, constant = weights(self._snapshot, "the expression", expression)
        return float(weighted_sum(vector, self.point)) + constant + 0.0

    def activity(self, family: str, keys: Sequence[Key] | None = None) -> "pd.Series[float]":
        """Left-hand sides of a family of constraints at the solution, by key."""
        import pandas as pd  # heavy

        rows = self._snapshot.rows
        return pd.Series(self._activity[rows.positions(family, keys)], index=rows.index(family, keys), name=family)

    def slack(self, family: str, keys: Sequence[Key] | None = None) -> "pd.Series[float]":
        """How far a family of constraints is from its limits, by key: the nearer of two, infinite without a limit.

        At the solution of the linear programme that prices rest on; a row that has slack has no price. Raises what
        :meth:`prices` does, and takes no solve for a row.
        """
        import pandas as pd  # heavy

        at = self._snapshot.rows.positions(family, keys)
        arrays, activity = self.live.arrays, self.live.activity[at]
        left = np.minimum(arrays.row_upper[at] - activity, activity - arrays.row_lower[at])
        return pd.Series(left, index=self._snapshot.rows.index(family, keys), name=family)

    def row(self, family: str, key: Key) -> int:
        """Where the matrix has this constraint."""
        return self._snapshot.rows.position(family, key)

    def column(self, name: str, key: Key) -> int:
        """Where the matrix has this variable."""
        return self._snapshot.columns.position(name, key)

    @property
    def snapshot(self) -> Snapshot:
        """The programme this is a solution of, as it stood."""
        return self._snapshot

    @property
    def prices_are(self) -> str:
        """What prices are prices of: the ``"linear programme"``, or it with the ``"integers fixed"``."""
        fixed = self.is_mixed or self._snapshot.integers_fixed
        return "integers fixed" if fixed else "linear programme"

    def prices(self, family: str, keys: Sequence[Key] | None = None, *, intervals: bool = True) -> "pd.DataFrame":
        """Two-sided prices of the limits of a family of constraints.

        A price is the change of the objective per unit of the limit. ``price_down`` is its value as
        the limit falls from where it stands, ``price_up`` as it rises; they differ where the optimum
        is degenerate, and are infinite where the programme becomes infeasible at once. The prices
        hold between ``holds_from`` and the limit, and between the limit and ``holds_to``: there the
        optimum is a straight line, whichever basis reaches it.

        Parameters
        ----------
        family
            Name of the family.
        keys
            Only these; all by default.
        intervals
            Whether to find ``holds_from`` and ``holds_to``, at some re-solves a row; NaN otherwise.

        Returns
        -------
        pandas.DataFrame
            activity, limit, slack, price_down, price_up, holds_from, holds_to, basis_from, basis_to,
            by key; for a programme with integers, of it with the integers fixed (see ``prices_are``).
            The last two are the limits between which the solver's final basis stays optimal, as
            textbooks print them: the same range where the optimum is not degenerate, else they lie
            within it and hang on the basis. NaN without ``intervals``.

        Raises
        ------
        PricesUnavailableError
            If the linear programme that prices rest on has no proven optimum. A search over whole numbers that time
            stopped has prices too: those with its integers fixed.
        """
        return price_table(self._snapshot, self.live, family, keys, intervals=intervals)

    def costs(self, name: str, keys: Sequence[Key] | None = None) -> "pd.DataFrame":
        """Ranges of the costs of a family of variables over which this solution stays optimal.

        Returns
        -------
        pandas.DataFrame
            value, cost, reduced_cost, holds_from, holds_to, basis_from, basis_to, by key. A reduced
            cost is the change of the objective per unit by which the variable is forced off its
            bound. The last two are the costs between which the solver's final basis stays optimal,
            as textbooks print them; they lie within the others. For a programme with integers the
            others are fixed, and the integers themselves have no range (NaN).

        Raises
        ------
        PricesUnavailableError
            If the solution is not proven optimal.
        """
        return cost_table(self._snapshot, self.live, name, keys)

    def net_costs(self, free: Sequence[str] = ()) -> Floats:
        """Cost of every variable less what a unit of it uses up of limits, each at one of its prices.

        Parameters
        ----------
        free
            Families of constraints that charge nothing; one the programme does not have is passed over.

        Returns
        -------
        array
            By column. With nothing free these are the reduced costs: 0 between the bounds of a variable.

        Raises
        ------
        PricesUnavailableError
            If the solution is not proven optimal.
        """
        arrays, rows, matrix = self._snapshot.arrays, self._snapshot.rows, self._snapshot.arrays.matrix
        prices = self.live.row_prices.copy()
        for family in free:
            if family in rows:
                prices[rows.positions(family)] = 0.0
        charges = matrix.value * prices[matrix.rows_of_entries()]
        return arrays.cost - np.bincount(matrix.index, weights=charges, minlength=arrays.columns) + 0.0

    @cached_property
    def ties(self) -> Ties:
        """Whether other solutions are as good, and which variables differ in them."""
        if not self.status.proven:
            return Ties(None, (), f"not looked for: the search ended by its {self.status.value}")
        return find_ties(self.live, self._snapshot.columns, integers_fixed=self.prices_are == "integers fixed")

    @property
    def unique(self) -> bool | None:
        """Whether this is the only optimal solution; None where other integers are not excluded."""
        return self.ties.unique

    @cached_property
    def certificate(self) -> Certificate:
        """Proof of the optimum in exact fractions, computed apart from the solver.

        For a programme with integers the point is checked, and the bound is the solver's.
        """
        if self.is_mixed:
            return certify_incumbent(self._snapshot.arrays, self.point, self.bound)
        return certify(self.live)

    def chosen(self) -> "Solution":
        """The one among the optimal solutions (with these integers) that the labels alone pick.

        Solvers differ, and so do orders of rows, in which of several optimal solutions they end at;
        this choice does not (see ``optimizer.solve.ties``).
        """
        outcome = choose(self.live, self._snapshot.columns)
        return Solution(self._snapshot, replace(self._outcome, solution=outcome.solution, basis=outcome.basis))

    @property
    def basis(self) -> Any:
        """The basis the solver ended with, for a like programme to start from."""
        return self._outcome.basis

    @cached_property
    def live(self) -> Live:
        """The linear programme at this solution, in a solver of its own; integers are fixed."""
        arrays = self._snapshot.arrays
        if self.is_mixed:
            return Live(with_whole_numbers(arrays, self.point))
        if not self.status.proven:
            raise PricesUnavailableError(f"prices need a proven optimum, and this is one of a {self.status.value}")
        return Live(arrays, self._outcome.basis)

    @cached_property
    def _activity(self) -> Floats:
        return self._snapshot.arrays.activity(self.point) + 0.0

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
            raise infeasible(name, snapshot.arrays, snapshot.rows, snapshot.columns, outcome.multipliers)
        case Status.UNBOUNDED:
            raise UnboundedError(f"{name} is unbounded: its objective improves without end")
        case Status.TIME_LIMIT:
            raise TimeLimitError(f"{name}: {outcome.seconds:.1f} s passed before a first solution was found")
        case Status.UNDECIDED:
            raise SolverError(
                f"{name}: not decided. Nothing that the solver says of it is proven, by any of several ways; numbers "
                "that are nearer to each other in size would help",
                Status.UNDECIDED,
            )
        case _:
            raise SolverError(f"{name}: the solver stopped without an answer ({outcome.message})")
