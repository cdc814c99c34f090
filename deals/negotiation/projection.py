"""What some deals can still choose while everything else in a plan stands: a piece cut from the whole programme.

The piece is cut once for a partner, or for several, and then laid on any point of the programme, so that the terms of
others may move and the piece follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from deals.model.objective import displacement_cost
from deals.model.participation import partner_pairs
from deals.negotiation.plan import FAMILIES, Plan

if TYPE_CHECKING:
    from deals.model.terms import Term

type Floats = NDArray[np.float64]
type Places = NDArray[np.int64]
type Flags = NDArray[np.bool_]

CHIPS, PREVENTED = "chip_access", "diversion_prevented"
OWN_FAMILIES = ("sign", "standard", "promoted", "ask", "saved", "grant", "counted")
SMALLEST = 1e-12


@dataclass(frozen=True, slots=True)
class Row:
    """A limit on a weighted sum of columns."""

    columns: Places
    weights: Floats
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Terms:
    """The columns that can move at a point of the programme, and the limits on them.

    Attributes
    ----------
    columns : array
        Where the programme has them.
    us_fixed : float
        Worth to the United States of what cannot move, over no deal with any of the partners, USD bn.
    own_fixed : array
        Worth of it to each partner, over its reservation value.
    rest : array
        The point of the whole programme but for these columns, which are zero in it.
    """

    columns: Places
    lower: Floats
    upper: Floats
    rows: tuple[Row, ...]
    us_fixed: float
    own_fixed: Floats
    rest: Floats

    def moved(self, terms: Floats) -> Floats:
        """The point of the whole programme with these terms, all that cannot move standing."""
        found = self.rest.copy()
        found[self.columns] = terms
        return found


@dataclass(frozen=True, eq=False)
class Projection:
    """The part of a plan's programme that is the deals with some partners.

    Attributes
    ----------
    mine : array
        Whether a column is a term with one of these partners.
    free : array
        Whether it can move while deals, dates and standards stand: their terms, and chips displaced at home.
    own : array
        Worth of a unit of every column, USD bn: one row a partner.
    issue : mapping
        Instrument of each column that is a step of one, and the units shown in one unit of the column.
    dates : mapping
        Period of each dated column.
    """

    plan: Plan
    partners: tuple[str, ...]
    mine: Flags
    free: Flags
    own: Floats
    issue: dict[int, tuple[str, float]]
    dates: dict[int, int]

    @classmethod
    def of(cls, plan: Plan, partners: Sequence[str]) -> "Projection":
        """The part of `plan` that is the deals with `partners`."""
        choices = plan.choices
        snapshot = choices.program.snapshot()
        labels, columns = snapshot.columns, snapshot.arrays.columns
        owner = {e: p.code for p in choices.question.partners for e in p.jurisdictions}
        terms = {(t.partner, t.instrument): t for t in choices.question.terms}
        mine, free = np.zeros(columns, dtype=bool), ~snapshot.arrays.integer
        issue: dict[int, tuple[str, float]] = {}
        dates: dict[int, int] = {}
        place: dict[int, int] = {}
        for family in FAMILIES:
            for key, variable in getattr(choices, family).items():
                column = labels.position(family, key)
                place[id(variable)] = column
                if family not in OWN_FAMILIES:
                    continue
                if (owner[key[0]] if family in ("grant", "counted") else key[0]) not in partners:
                    free[column] = False
                    continue
                mine[column] = True
                if family == "ask":
                    issue[column] = (key[1], _shown(terms[key[0], key[1]], key[2]))
                elif family == "grant":
                    issue[column], dates[column] = (CHIPS, 1.0), key[1]
                elif family == "saved":
                    issue[column], dates[column] = (PREVENTED, 1.0), key[1]
        own = np.zeros((len(partners), columns))
        for number, partner in enumerate(partners):
            for variable, weight in partner_pairs(choices, partner):
                own[number, place[id(variable)]] += weight
        return cls(plan, tuple(partners), mine, free, own, issue, dates)

    def at(self, point: Floats) -> Terms:
        """What the deals can choose while all that is not their own stands at `point`."""
        arrays, here = self.plan.choices.program.snapshot().arrays, self._columns
        settled = self.settled(point)
        low, high = arrays.row_lower[self._rows] - settled, arrays.row_upper[self._rows] - settled
        lower, upper = arrays.lower[here].copy(), arrays.upper[here].copy()
        alone, column, weight = self._alone
        ends = np.sort([low[alone] / weight, high[alone] / weight], axis=0)
        np.maximum.at(lower, column, ends[0])
        np.minimum.at(upper, column, ends[1])
        several = [Row(columns, values, float(low[i]), float(high[i])) for i, columns, values in self._several]
        upper = np.maximum(np.where(np.abs(upper) < SMALLEST, 0.0, upper), lower)
        at_stake = (arrays.cost[here] != 0) | (self.own[:, here] != 0).any(axis=0)
        for row in several:
            at_stake[row.columns[_loosening(row)]] = True
        kept = np.flatnonzero((upper > lower) & at_stake)
        rest = point.copy()
        rest[here] = lower
        rest[here[kept]] = 0.0
        return Terms(
            columns=here[kept],
            lower=lower[kept],
            upper=upper[kept],
            rows=tuple(_over(several, kept, lower)),
            us_fixed=float(arrays.cost @ rest) - self.without(point),
            own_fixed=self.own @ rest,
            rest=rest,
        )

    def settled(self, point: Floats) -> Floats:
        """What all others use up of each limit on these deals: two points with the same leave them the same choice."""
        rows, columns, values = self._beside
        found: Floats = np.bincount(rows, weights=values * point[columns], minlength=len(self._rows))
        return found

    def without(self, point: Floats) -> float:
        """The United States' gain if these deals fall through and the others stand: fewer chips are then displaced."""
        plan = self.plan
        snapshot = plan.choices.program.snapshot()
        cost, labels = snapshot.arrays.cost, snapshot.columns
        gain = float(cost @ np.where(self.mine, 0.0, point))
        for period in plan.question.timeline.periods:
            freed = sum(float(point[c]) for c, t in self.dates.items() if t == period.index and self._chips(c))
            steps = [key for key in plan.choices.displaced if key[0] == period.index]
            for key in sorted(steps, key=lambda k: -displacement_cost(plan.choices.question, *k)):
                column = labels.position("displaced", key)
                back = min(freed, float(point[column]))
                gain -= back * float(cost[column])
                freed -= back
        return gain

    def _chips(self, column: int) -> bool:
        return self.issue[column][0] == CHIPS

    @cached_property
    def _columns(self) -> Places:
        return np.flatnonzero(self.free)

    @cached_property
    def _rows(self) -> Places:
        """Rows that hold these deals, less what the partners must gain: that is what is bargained over."""
        snapshot = self.plan.choices.program.snapshot()
        matrix = snapshot.arrays.matrix
        touched = np.unique(matrix.rows_of_entries()[self.free[matrix.index]]).astype(np.int64)
        own = snapshot.rows.positions("participation", self.partners)
        found: Places = touched[~np.isin(touched, own)]
        return found

    @cached_property
    def _entries(self) -> tuple[Places, Places, Floats]:
        """Stored entries of those rows: the row by its place in the piece, the column, and the coefficient."""
        matrix = self.plan.choices.program.snapshot().arrays.matrix
        rows = matrix.rows_of_entries()
        entries = np.flatnonzero(np.isin(rows, self._rows))
        places = np.searchsorted(self._rows, rows[entries])
        return places, matrix.index[entries].astype(np.int64), matrix.value[entries]

    @cached_property
    def _beside(self) -> tuple[Places, Places, Floats]:
        """Those entries that stand while these deals move."""
        rows, columns, values = self._entries
        out = ~self.free[columns]
        return rows[out], columns[out], values[out]

    @cached_property
    def _pieces(self) -> list[tuple[int, Places, Floats]]:
        """The piece row by row: its place, the columns that can move by their place, and their coefficients."""
        rows, columns, values = self._entries
        inside = self.free[columns]
        rows, columns, values = rows[inside], np.searchsorted(self._columns, columns[inside]), values[inside]
        starts = np.searchsorted(rows, np.arange(len(self._rows) + 1)).tolist()
        return [(i, columns[a:b], values[a:b]) for i, (a, b) in enumerate(pairwise(starts))]

    @cached_property
    def _several(self) -> list[tuple[int, Places, Floats]]:
        """Rows that tie columns together."""
        return [piece for piece in self._pieces if len(piece[1]) > 1]

    @cached_property
    def _alone(self) -> tuple[Places, Places, Floats]:
        """Rows on one column, which are limits of that column: their place, the column, and the coefficient."""
        found = [(i, int(columns[0]), float(values[0])) for i, columns, values in self._pieces if len(columns) == 1]
        rows, columns, values = zip(*found, strict=True) if found else ((), (), ())
        return np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64), np.array(values, dtype=np.float64)


def _shown(term: "Term", step: int) -> float:
    """Amount on a term sheet of one unit of a term: points for a country tariff, a share for sector duties."""
    if term.instrument == "tariff_relief":
        return term.segments[step].points
    return 1 / term.limit if term.instrument == "sector_tariff_relief" else 1.0


def _loosening(row: Row) -> Flags:
    """Columns that may have to grow for the row to hold; any other that is worth nothing stays as small as it can."""
    found: Flags = ((row.weights < 0) & np.isfinite(row.high)) | ((row.weights > 0) & np.isfinite(row.low))
    return found


def _over(rows: list[Row], kept: Places, lower: Floats) -> list[Row]:
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
