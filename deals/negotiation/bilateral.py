"""One partner's deal with everything else in the plan fixed: a small linear programme in two currencies.

Dates, the set of deals, standards and the terms of everybody else stay where the plan has them; what is left are this
partner's concessions and chips, and what follows from them at home. Every point has a worth to the United States and
a worth to the partner, both over having no deal between the two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deals.errors import UnknownNameError
from deals.model.objective import displacement_cost
from deals.model.participation import partner_pairs
from deals.model.variables import Rows
from deals.negotiation.plan import FAMILIES, Plan
from optimizer import Program, Session

type Floats = NDArray[np.float64]

CHIPS, PREVENTED = "chip_access", "diversion_prevented"
SAME = 1e-7
"""Share of the size of a frontier below which two points on it are one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A limit on a weighted sum of columns."""

    columns: NDArray[np.int64]
    weights: Floats
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Point:
    """A package: its worth to each side over no deal (USD bn, present value), and the terms behind it."""

    us: float
    partner: float
    terms: Floats


@dataclass(frozen=True, eq=False)
class Bilateral:
    """The programme of one deal.

    Attributes
    ----------
    issues : tuple of str
        Instrument that each column is a step of; empty for columns that only follow from others. How strictly the
        security standard is kept counts as one: thousand H100e of diversion prevented over the horizon.
    dates : tuple of int or None
        Period to which a column belongs; None for what is agreed once and then stays in force.
    amounts : array
        Units of the instrument, as on a term sheet, in one unit of the column.
    us, own : array
        Worth of a unit of each column to the United States and to the partner, USD bn.
    us_fixed, own_fixed : float
        Worth of what is fixed: talks, adoption of the standard, the political cost of a deal.
    """

    plan: Plan
    partner: str
    issues: tuple[str, ...]
    dates: tuple[int | None, ...]
    amounts: Floats
    us: Floats
    own: Floats
    us_fixed: float
    own_fixed: float
    lower: Floats
    upper: Floats
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, plan: Plan, partner: str) -> "Bilateral":
        """The deal with `partner` in `plan`.

        Raises
        ------
        UnknownNameError
            If the plan has no deal with that partner.
        """
        if partner not in plan.signed:
            raise UnknownNameError.of("signed partner", partner, list(plan.signed))
        return _project(plan, partner)

    def program(self) -> tuple[Program, Mapping[Any, Any]]:
        """The programme without an objective, and its columns by number."""
        program = Program(f"deal with {self.partner}", maximise=True)
        keys = [(i,) for i in range(len(self.us))]
        low = {key: float(self.lower[key[0]]) for key in keys}
        high = {key: float(self.upper[key[0]]) for key in keys}
        x = program.variables("term", keys, lower=low, upper=high)
        above: Rows = {}
        below: Rows = {}
        for number, row in enumerate(self.rows):
            left = [(x[int(c),], float(w)) for c, w in zip(row.columns, row.weights, strict=True)]
            if np.isfinite(row.high):
                below[number,] = program.linear(left) <= row.high
            if np.isfinite(row.low):
                above[number,] = program.linear(left) >= row.low
        program.constraints("at most", below)
        program.constraints("at least", above)
        return program, x

    def at(self, terms: Floats) -> Point:
        """A package from its terms."""
        return Point(self.us_fixed + float(self.us @ terms), self.own_fixed + float(self.own @ terms), terms)

    def totals(self, terms: Floats) -> dict[str, float]:
        """Amount of each instrument in a package, as on a term sheet (chips in thousand H100e, 8-bit)."""
        found: dict[str, float] = {}
        for issue, amount in zip(self.issues, self.amounts * terms, strict=True):
            if issue:
                found[issue] = found.get(issue, 0.0) + float(amount)
        return found

    @cached_property
    def limits(self) -> dict[str, float]:
        """Most of each instrument that could be agreed at all."""
        return self.totals(self.upper)

    @cached_property
    def _session(self) -> Session:
        program, x = self.program()
        program.objective(program.linear([(x[0,], 0.0)]))
        return program.open()

    def best(self, us_weight: float, own_weight: float) -> Point:
        """The package with the greatest weighted sum of the two worths."""
        session = self._session
        for i, cost in enumerate((us_weight * self.us + own_weight * self.own).tolist()):
            session.cost("term", (i,), cost)
        return self.at(np.asarray(session.solve().values("term"), dtype=np.float64))

    @cached_property
    def frontier(self) -> tuple[Point, ...]:
        """Every corner of what the two can have, from the best for the United States to the best for the partner.

        Exact: between two corners the frontier is looked for in the direction that favours both equally, and where
        nothing lies beyond their chord it is straight. Each corner costs about two linear programmes.
        """
        tiny = 1e-7
        ends = [self.best(1.0, tiny), self.best(tiny, 1.0)]
        found = [ends[0]]
        open_ends = [ends[1]]
        size = max(abs(ends[0].us - ends[1].us), abs(ends[1].partner - ends[0].partner), tiny)
        while open_ends:
            left, right = found[-1], open_ends[-1]
            drop, rise = left.us - right.us, right.partner - left.partner
            if drop <= SAME * size or rise <= SAME * size:
                found.append(open_ends.pop())
                continue
            middle = self.best(rise / size, drop / size)
            beyond = rise * (middle.us - left.us) + drop * (middle.partner - left.partner)
            inside = left.partner < middle.partner < right.partner
            if beyond <= SAME * size * max(rise, drop) or not inside:
                found.append(open_ends.pop())
            else:
                open_ends.append(middle)
        return tuple(found)

    def on_frontier(self, partner_gain: float) -> Point:
        """The frontier package that gives the partner this much, mixed from the two corners around it."""
        corners = self.frontier
        for left, right in pairwise(corners):
            if left.partner <= partner_gain <= right.partner and right.partner > left.partner:
                share = (partner_gain - left.partner) / (right.partner - left.partner)
                return self.at(left.terms + share * (right.terms - left.terms))
        return min(corners, key=lambda p: abs(p.partner - partner_gain))


def _project(plan: Plan, partner: str) -> Bilateral:
    choices = plan.choices
    snapshot = choices.program.snapshot()
    arrays, labels, point = snapshot.arrays, snapshot.columns, plan.solution.point
    owner = {e: p.code for p in choices.question.partners for e in p.jurisdictions}
    terms = {(t.partner, t.instrument): t for t in choices.question.terms}
    own_all = np.zeros(arrays.columns)
    position = {
        id(variable): labels.position(family, key)
        for family in FAMILIES
        for key, variable in getattr(choices, family).items()
    }
    for variable, weight in partner_pairs(choices, partner):
        own_all[position[id(variable)]] += weight
    free = ~arrays.integer
    mine = np.zeros(arrays.columns, dtype=bool)
    issue: dict[int, tuple[str, float]] = {}
    dated: dict[int, int] = {}
    for family in ("sign", "standard", "promoted", "ask", "saved", "grant", "counted"):
        for key in getattr(choices, family):
            column = labels.position(family, key)
            mine[column] = (owner[key[0]] if family in ("grant", "counted") else key[0]) == partner
            free[column] &= mine[column]
            if mine[column] and family == "ask":
                term = terms[partner, key[1]]
                issue[column] = (key[1], _shown(term.instrument, term.segments[key[2]].points, term.limit))
            elif mine[column] and family == "grant":
                issue[column], dated[column] = (CHIPS, 1.0), key[1]
            elif mine[column] and family == "saved":
                issue[column], dated[column] = (PREVENTED, 1.0), key[1]
    lower, upper = arrays.lower.copy(), arrays.upper.copy()
    own_row = snapshot.rows.position("participation", partner)
    rows = []
    for i in range(arrays.rows):
        columns, weights = arrays.matrix.row(i)
        here = free[columns]
        if i == own_row or not here.any():
            continue
        settled = float(weights[~here] @ point[columns[~here]])
        low, high = float(arrays.row_lower[i]) - settled, float(arrays.row_upper[i]) - settled
        if here.sum() > 1:
            rows.append(Row(columns[here].astype(np.int64), weights[here], low, high))
        else:
            column, weight = int(columns[here][0]), float(weights[here][0])
            ends = sorted((low / weight, high / weight))
            lower[column], upper[column] = max(lower[column], ends[0]), min(upper[column], ends[1])
    upper = np.maximum(np.where(np.abs(upper) < 1e-12, 0.0, upper), lower)
    at_stake = (arrays.cost != 0) | (own_all != 0)
    for row in rows:
        at_stake[row.columns[_loosening(row)]] = True
    kept = np.flatnonzero(free & (upper > lower) & at_stake)
    rows = _over(rows, kept, lower)
    gone = np.setdiff1d(np.flatnonzero(free), kept)
    settled_at = np.where(free, lower, point)
    fixed = np.union1d(np.flatnonzero(~free), gone)
    without = _without(plan, arrays.cost, np.where(mine, 0.0, point), partner, labels)
    return Bilateral(
        plan=plan,
        partner=partner,
        issues=tuple(issue.get(int(c), ("", 0.0))[0] for c in kept),
        dates=tuple(dated.get(int(c)) for c in kept),
        amounts=np.array([issue.get(int(c), ("", 0.0))[1] for c in kept]),
        us=arrays.cost[kept],
        own=own_all[kept],
        us_fixed=float(arrays.cost[fixed] @ settled_at[fixed]) - without,
        own_fixed=float(own_all[fixed] @ settled_at[fixed]),
        lower=lower[kept],
        upper=upper[kept],
        rows=tuple(rows),
    )


def _loosening(row: Row) -> NDArray[np.bool_]:
    """Columns that may have to grow for the row to hold; any other that is worth nothing stays as small as it can."""
    found: NDArray[np.bool_] = ((row.weights < 0) & np.isfinite(row.high)) | ((row.weights > 0) & np.isfinite(row.low))
    return found


def _over(rows: Sequence[Row], kept: NDArray[np.int64], lower: Floats) -> list[Row]:
    """The rows over the columns that can move, the others being where they must be."""
    place = {int(column): number for number, column in enumerate(kept)}
    found = []
    for row in rows:
        moving = np.array([int(c) in place for c in row.columns])
        if not moving.any():
            continue
        settled = float(row.weights[~moving] @ lower[row.columns[~moving]])
        columns = np.array([place[int(c)] for c in row.columns[moving]])
        found.append(Row(columns, row.weights[moving], row.low - settled, row.high - settled))
    return found


def _shown(instrument: str, points: float, limit: float) -> float:
    """Amount on a term sheet of one unit of a term: points for a country tariff, a share for sector duties."""
    if instrument == "tariff_relief":
        return points
    return 1 / limit if instrument == "sector_tariff_relief" else 1.0


def _without(plan: Plan, cost: Floats, point: Floats, partner: str, labels: Any) -> float:
    """The United States' gain if this deal falls through and the others stand: fewer chips are then displaced."""
    gain = float(cost @ point)
    for period in plan.question.timeline.periods:
        freed = sum(plan.granted(g) for g in plan.choices.grants(partner) if g.period == period.index)
        steps = [key for key in plan.choices.displaced if key[0] == period.index]
        for key in sorted(steps, key=lambda k: -displacement_cost(plan.choices.question, *k)):
            column = labels.position("displaced", key)
            back = min(freed, float(point[column]))
            gain -= back * float(cost[column])
            freed -= back
    return gain
