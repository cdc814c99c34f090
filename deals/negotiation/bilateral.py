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
from deals.model.variables import Rows
from deals.negotiation.plan import Plan
from deals.negotiation.projection import CHIPS, PREVENTED, Projection, Row, Terms
from optimizer import Program, Session

type Floats = NDArray[np.float64]

__all__ = ["CHIPS", "PREVENTED", "Bilateral", "Floats", "Point"]
SAME = 1e-7
"""Share of the size of a frontier below which two points on it are one."""


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
    terms : Terms
        Where the plan's programme has each column, and what stands beside them.
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
    terms: Terms

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
        return cls.at_point(Projection.of(plan, (partner,)), plan.solution.point)

    @classmethod
    def at_point(cls, part: Projection, point: Floats) -> "Bilateral":
        """The deal while all that is not its own stands at a point of the plan's programme."""
        cost, terms = part.plan.choices.program.snapshot().arrays.cost, part.at(point)
        columns = terms.columns.tolist()
        return cls(
            plan=part.plan,
            partner=part.partners[0],
            issues=tuple(part.issue.get(c, ("", 0.0))[0] for c in columns),
            dates=tuple(part.dates.get(c) for c in columns),
            amounts=np.array([part.issue.get(c, ("", 0.0))[1] for c in columns]),
            us=cost[terms.columns],
            own=part.own[0, terms.columns],
            us_fixed=terms.us_fixed,
            own_fixed=float(terms.own_fixed[0]),
            lower=terms.lower,
            upper=terms.upper,
            rows=terms.rows,
            terms=terms,
        )

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
        return self.mixed(self.frontier, partner_gain)

    def mixed(self, corners: Sequence[Point], partner_gain: float) -> Point:
        """The mix of neighbouring corners that gives the partner this much; the nearest where none does."""
        for left, right in pairwise(corners):
            if left.partner <= partner_gain <= right.partner and right.partner > left.partner:
                share = (partner_gain - left.partner) / (right.partner - left.partner)
                return self.at(left.terms + share * (right.terms - left.terms))
        return min(corners, key=lambda p: abs(p.partner - partner_gain))

    def __repr__(self) -> str:
        name = self.plan.question.partner(self.partner).name
        return f"Bilateral(the deal with {name} in {self.plan!r})"
