"""The plan as a linear programme: deals, dates and standards fixed, everything else free.

All prices of a plan are prices of this programme. Its matrix and one set of multipliers are read here once.
"""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from deals.model.families import names, one_variable
from deals.model.family import Kind
from deals.model.rows.participation import partner_pairs
from deals.plan.plan import FAMILIES, SMALLEST, Plan
from optimizer import Floats, InfeasibleError, Session, Solution

OF_ONE_RATE = ("rate under threat", "rate bought")
"""Rows by which parts of a country rate add up to one: what they are worth belongs to the term itself."""
NEARBY = 1e-2
"""Share of the way to its nearer bound by which a variable is held off its place."""


@dataclass(frozen=True)
class PlanAsLinear:
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

    def column(self, family: str, key: Hashable) -> int:
        """Where the matrix has a variable."""
        return self.solution.column(family, key)

    def to_partner(self, partner: str) -> Floats:
        """Worth of a unit of every variable to `partner`, USD bn present value."""
        program = self.plan.choices.program
        return program.weights(program.linear(partner_pairs(self.plan.choices, partner)))

    @cached_property
    def to_us(self) -> Floats:
        """Worth of a unit of every variable to the United States by itself, USD bn present value."""
        return self.solution.snapshot.arrays.cost

    @cached_property
    def to_us_at_the_margin(self) -> Floats:
        """The same less what the unit uses up of limits that partners share or that tie terms together.

        Each such limit (chip supply, diversion budgets, capacity to invest ...) is charged at its price; limits on one
        variable alone and what partners must gain are not, so that what remains is the United States' side of a trade.
        """
        return self.solution.net_costs((*one_variable(), *OF_ONE_RATE, *names(Kind.GAIN)))

    @cached_property
    def reduced(self) -> Floats:
        """Worth of a unit of every variable after all it uses up: nothing between the bounds of a variable.

        Of a country rate whole parts are meant, whatever part of another rate makes way.
        """
        return self.solution.net_costs((*one_variable(), *OF_ONE_RATE))

    def is_tied(self, family: str, key: Hashable) -> bool:
        """Whether equally good plans use a limit differently: something moves in it, and it is not at its price."""
        entries, _ = self.solution.snapshot.arrays.matrix.row(self.solution.row(family, key))
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
        changes, session, base = {}, self.session(), self.solution.live.objective
        arrays, labels = self.solution.snapshot.arrays, self.solution.snapshot.columns.all
        for column in columns:
            at = float(self.reduced[column])
            changes[column] = (at, -at)
            value = float(self.solution.live.point[column])
            low, high = float(arrays.lower[column]), self._tops.get(column, float(arrays.upper[column]))
            step = NEARBY * min(1.0, high - value, value - low)
            if step > NEARBY * SMALLEST:
                family, key = labels[column]
                slopes = []
                for held in (value + step, value - step):
                    session.bound(family, key, lower=held, upper=held)
                    slopes.append(min((_optimum(session) - base) / step, 0.0))
                session.bound(family, key, lower=low, upper=float(arrays.upper[column]))
                changes[column] = (slopes[0], slopes[1])
        return changes

    def if_moved(self, changes: Mapping[int, float]) -> float:
        """Change of the gain for a move of some variables together, all else adapting; minus infinity if it cannot be.

        They are held a little on their way, as :meth:`if_forced` holds one; those whose change is nothing, in place.
        """
        arrays, labels, session = self.solution.snapshot.arrays, self.solution.snapshot.columns.all, self.session()
        here = {column: float(self.solution.live.point[column]) for column in changes}
        ways = [(here[c] if by < 0 else float(arrays.upper[c]) - here[c]) / abs(by) for c, by in changes.items() if by]
        step = NEARBY * min(1.0, *ways)
        if step <= NEARBY * SMALLEST:
            return -math.inf
        for column, by in changes.items():
            family, key = labels[column]
            session.bound(family, key, lower=here[column] + step * by, upper=here[column] + step * by)
        return min((_optimum(session) - self.solution.live.objective) / step, 0.0)

    @cached_property
    def _tops(self) -> dict[int, float]:
        """The most that rows on one variable let it be, deals as decided, by its column."""
        snapshot, point, tops = self.plan.choices.program.snapshot(), self.solution.point, {}
        arrays, rows = snapshot.arrays, snapshot.rows
        settled = arrays.integer.copy()
        settled[[variable.id for variable in self.plan.choices.permitted.values()]] = True
        for family in one_variable():
            for row in rows.positions(family).tolist() if family in rows else []:
                columns, values = arrays.matrix.row(row)
                whole = settled[columns]
                (column,) = columns[~whole].tolist()
                tops[column] = float(arrays.row_upper[row] - values[whole] @ point[columns[whole]])
        return tops

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
