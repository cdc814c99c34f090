"""The plan as a linear programme: deals, dates and standards fixed, everything else free.

All prices of a plan are prices of this programme. Its matrix and one set of multipliers are read here once.
"""

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deals.model.participation import partner_pairs
from deals.negotiation.plan import FAMILIES, SMALLEST, Plan
from optimizer import InfeasibleError, Session, Solution

type Floats = NDArray[np.float64]

BINDING_TERMS = ("terms under a deal", "access under a deal")
"""Families whose rows only hold one variable back: their price belongs to the bound of that variable."""
NEARBY = 1e-2
"""Share of the way to its nearer bound by which a variable is held off its place."""
TRACKS = ("participation", "gain on trade", "gain on chips")
"""Families that say what a partner must gain before it signs."""


@dataclass(frozen=True)
class FixedPlan:
    """A plan whose deals, dates and standards stay as they are.

    Attributes
    ----------
    plan : Plan
        The optimal plan.
    """

    plan: Plan

    @property
    def solution(self) -> Solution:
        """What the solver proved of the plan."""
        return self.plan.solution

    @cached_property
    def position(self) -> dict[int, int]:
        """Column of every variable of the plan, by identity of the variable."""
        labels = self.plan.choices.program.snapshot().columns
        return {
            id(variable): labels.position(family, key)
            for family in FAMILIES
            for key, variable in getattr(self.plan.choices, family).items()
        }

    def column(self, family: str, key: Hashable) -> int:
        """Where the matrix has a variable."""
        return self.solution.column(family, key)

    def weights(self, pairs: Iterable[tuple[Any, float]]) -> Floats:
        """A weighted sum of variables as a vector over the columns."""
        found = np.zeros(len(self.solution.point))
        for variable, weight in pairs:
            found[self.position[id(variable)]] += weight
        return found

    def to_partner(self, partner: str) -> Floats:
        """Worth of a unit of every variable to `partner`, USD bn present value."""
        return self.weights(partner_pairs(self.plan.choices, partner))

    @cached_property
    def to_us(self) -> Floats:
        """Worth of a unit of every variable to the United States by itself, USD bn present value."""
        return self.plan.choices.program.snapshot().arrays.cost

    @cached_property
    def to_us_at_the_margin(self) -> Floats:
        """The same less what the unit uses up of limits that partners share or that tie terms together.

        Each such limit (chip supply, diversion budgets, capacity to invest ...) is charged at its price; limits on one
        variable alone and what partners must gain are not, so that what remains is the United States' side of a trade.
        """
        return self._less_used((*BINDING_TERMS, *TRACKS))

    @cached_property
    def reduced(self) -> Floats:
        """Worth of a unit of every variable after all it uses up: nothing between the bounds of a variable."""
        return self._less_used(BINDING_TERMS)

    def is_tied(self, family: str, key: Hashable) -> bool:
        """Whether equally good plans use a limit differently: something moves in it, and it is not at its price."""
        entries, _ = self.plan.choices.program.snapshot().arrays.matrix.row(self.solution.row(family, key))
        priced = abs(self.solution.live.row_prices[self.solution.row(family, key)]) > self.solution.live.zero
        return not priced and not self._moving.isdisjoint(entries.tolist())

    @cached_property
    def _moving(self) -> frozenset[int]:
        moving = self.solution.ties.moving
        return frozenset(self.column(family, key) for family, key in moving if family in FAMILIES)

    def if_forced(self, columns: Iterable[int]) -> dict[int, tuple[float, float]]:
        """Change of the gain for a unit more, and for a unit less, of each variable by itself, all else adapting.

        At a bound it is the price of the bound. A variable between its bounds stands at a corner of the optimum, so
        that a unit either way loses: it is held a little off its place, and all else solved again. Minus infinity
        where it cannot move.
        """
        found, session, base = {}, self.session(), self.solution.live.objective
        arrays, basic = self.plan.choices.program.snapshot().arrays, set(self.solution.live.engine.basic().tolist())
        labels = self.plan.choices.program.snapshot().columns.all
        for column in columns:
            at = float(self.reduced[column])
            found[column] = (at, -at)
            value = float(self.solution.live.point[column])
            low, high = float(arrays.lower[column]), float(arrays.upper[column])
            step = NEARBY * min(1.0, high - value, value - low)
            if column in basic and step > NEARBY * SMALLEST:
                family, key = labels[column]
                slopes = []
                for held in (value + step, value - step):
                    session.bound(family, key, lower=held, upper=held)
                    slopes.append(min((_optimum(session) - base) / step, 0.0))
                session.bound(family, key, lower=low, upper=high)
                found[column] = (slopes[0], slopes[1])
        return found

    def _less_used(self, uncharged: tuple[str, ...]) -> Floats:
        snapshot = self.plan.choices.program.snapshot()
        arrays, rows, matrix = snapshot.arrays, snapshot.rows, snapshot.arrays.matrix
        prices = self.solution.live.row_prices.copy()
        for family in uncharged:
            if family in rows:
                prices[rows.positions(family)] = 0.0
        charges = matrix.value * prices[matrix.rows_of_entries()]
        left: Floats = arrays.cost - np.bincount(matrix.index, weights=charges, minlength=arrays.columns)
        return left

    def session(self) -> Session:
        """A live solver on the plan with its integers fixed: edit a limit, solve, read."""
        session = self.plan.choices.program.open()
        session.fix_integers(self.solution)
        return session


def _optimum(session: Session) -> float:
    """Optimum from the first basis; minus infinity where there is none."""
    try:
        return session.solve(from_base=True).objective
    except InfeasibleError:
        return -math.inf
