"""A linear programme at its optimum, held live: what prices, ranges and ties are read from."""

from dataclasses import replace
from typing import Any

import numpy as np

from optimizer.build.arrays import Arrays, Flags, limit_of
from optimizer.errors import PricesUnavailableError
from optimizer.solve.cone import Cone
from optimizer.solve.engine import Engine
from optimizer.solve.outcome import Outcome, Settings
from optimizer.status import Status

# Sharper than the solver's own 1e-7, for a price rests on what exactly is at its limit.
SHARP = 1e-9
# Multipliers below this, for costs of about 1, are zero.
ZERO = 1e-9


class Live:
    """A linear programme in a solver that stands at its optimum.

    Parameters
    ----------
    arrays
        The programme; integrality is ignored, so fix whole numbers by their bounds first.
    basis
        A basis to start from, if one is known.

    Raises
    ------
    PricesUnavailableError
        If the programme has no optimum.
    """

    def __init__(self, arrays: Arrays, basis: Any = None) -> None:
        self.arrays = arrays
        self.engine = Engine(replace(arrays, integer=np.zeros(arrays.columns, dtype=np.bool_)), Settings())
        self.engine.sharpen(SHARP)
        if basis is not None:
            self.engine.start_from(basis)
        outcome = self.engine.run()
        if outcome.status is not Status.OPTIMAL:
            raise PricesUnavailableError(f"the linear programme has no optimum to price: {outcome.message}")
        self.cost_scale = max(1.0, float(np.abs(arrays.cost).max(initial=0.0)))
        self.stand(outcome)

    def stand(self, outcome: Outcome) -> None:
        """Take the last run of the engine as the optimum to read from."""
        solution = outcome.solution
        self.last = self._present = outcome
        self._cone: Cone | None = None
        self.away = self._stale = False
        self.basis = outcome.basis
        self.objective = outcome.objective
        self.point = np.array(solution.col_value, dtype=np.float64)
        self.activity = np.array(solution.row_value, dtype=np.float64)
        self.row_prices = np.array(solution.row_dual, dtype=np.float64)
        self.reduced_costs = np.array(solution.col_dual, dtype=np.float64)

    @property
    def column_at_upper(self) -> Flags:
        """Which variables with a reduced cost stand at their upper bound: it gains there, were it looser."""
        return self.arrays.sign * self.reduced_costs > 0

    @property
    def row_at_upper(self) -> Flags:
        """Which rows with a price stand at their upper limit."""
        return (self.arrays.sign * self.row_prices > 0) & np.isfinite(self.arrays.row_upper)

    @property
    def zero(self) -> float:
        """Multipliers up to this are zero."""
        return ZERO * self.cost_scale

    @property
    def cone(self) -> Cone:
        """The directions from the optimum, made when first asked for."""
        if self._cone is None:
            multipliers = self.row_prices, self.reduced_costs
            self._cone = Cone(self.arrays, self.point, self.activity, *multipliers, self.basis, SHARP)
        return self._cone

    def limit(self, row: int) -> float:
        """The limit of a row; infinite for a row without one."""
        return limit_of(self.arrays, row)

    def settle(self) -> None:
        """Stand at the basis of the optimum again, with everything put back."""
        if self.away:
            self.engine.start_from(self.basis)
            self._present = self.engine.run()
            self.away = self._stale = False

    def settle_anew(self) -> None:
        """Settle even where it stands there: how the solver came by its basis shows in last digits."""
        self.away = self.away or self.basis is not None
        self.settle()

    def leave(self) -> None:
        """Note that the engine is about to be edited."""
        self.away = self._stale = True

    def present(self) -> Outcome:
        """Where the engine stands with everything put back: at this optimum, perhaps by another basis.

        That is much cheaper than settling, for the solver keeps what it learnt on the way.
        """
        if self._stale:
            self._present = self.engine.run()
            self._stale = False
        return self._present
