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

from deals.division.projection import Projection
from deals.kit.errors import UnknownNameError
from deals.model.rows.variables import Pairs
from deals.plan.lone_refusal import lone_recourse
from deals.plan.plan import Plan
from deals.world.naming.economies import unknown_economy
from optimizer import Floats, Piece, Program, Session, Variables

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
        Worth of a unit of each column to the United States, by the weights of the goals, and to the partner, USD bn.
    us_fixed, own_fixed : float
        Worth of what is fixed: talks, adoption of the standard, the political cost of a deal.
    piece : Piece
        Where the plan's programme has each column, the limits on them, and what stands beside them.
    money, money_fixed : array, float
        Worth to the United States whatever the goals weigh: what is told of a package that `us` chooses.
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
    piece: Piece
    money: Floats
    money_fixed: float

    @classmethod
    def of(cls, plan: Plan, partner: str) -> "Bilateral":
        """The deal with `partner` in `plan`.

        Raises
        ------
        UnknownNameError
            If the plan has no deal with that partner.
        """
        if partner not in plan.signed:
            raise UnknownNameError(unknown_economy(partner, plan.signed, what="signed partner"))
        return cls.at_point(Projection.of(plan, (partner,)), plan.solution.point)

    @classmethod
    def at_point(cls, part: Projection, point: Floats) -> "Bilateral":
        """The deal while all that is not its own stands at a point of the plan's programme."""
        terms = part.at(point)
        columns = terms.piece.columns.tolist()
        return cls(
            plan=part.plan,
            partner=part.partners[0],
            issues=tuple(part.issue.get(c, ("", 0.0))[0] for c in columns),
            dates=tuple(part.dates.get(c) for c in columns),
            amounts=np.array([part.issue.get(c, ("", 0.0))[1] for c in columns]),
            us=terms.us,
            own=terms.own[0],
            us_fixed=terms.us_fixed,
            own_fixed=float(terms.own_fixed[0]),
            piece=terms.piece,
            money=terms.money,
            money_fixed=terms.money_fixed,
        )

    def program(self) -> tuple[Program, Variables[int]]:
        """The programme without an objective, and its columns by number."""
        program = Program(f"deal with {self.partner}", maximise=True)
        return program, program.add_piece(self.piece, "term")

    def at(self, terms: Floats) -> Point:
        """A package from its terms."""
        return Point(self.us_fixed + float(self.us @ terms), self.own_fixed + float(self.own @ terms), terms)

    def brings(self, point: Point) -> float:
        """What a package brings the United States in money, whatever the goals weigh: USD bn."""
        return self.money_fixed + float(self.money @ point.terms)

    def totals(self, terms: Floats) -> dict[str, float]:
        """Amount of each instrument in a package, as on a term sheet (chips in thousand H100e, 8-bit)."""
        amounts: dict[str, float] = {}
        for issue, amount in zip(self.issues, self.amounts * terms, strict=True):
            if issue:
                amounts[issue] = amounts.get(issue, 0.0) + float(amount)
        return amounts

    def row(self, point: Point) -> dict[str, float]:
        """A package as a row of a table: gains of both sides, then amounts."""
        return {"us_gain": point.us, "partner_gain": point.partner} | self.totals(point.terms)

    @cached_property
    def limits(self) -> dict[str, float]:
        """Most of each instrument that could be agreed at all: all its steps, of a country rate the best of them."""
        most = self.totals(self.piece.upper)
        for issue in {t.instrument for t in self.plan.asked.terms if t.of_one_rate} & most.keys():
            steps = zip(self.issues, self.amounts * self.piece.upper, strict=True)
            most[issue] = max(float(amount) for name, amount in steps if name == issue)
        return most

    @cached_property
    def recourse(self) -> Floats:
        """What the partner has more in each period, if it alone is outside the plan, than if all are: USD bn."""
        return np.array(lone_recourse(self.plan)[self.partner])

    @cached_property
    def _session(self) -> Session:
        program, x = self.program()
        program.objective(program.linear([(x[0], 0.0)]))
        return program.open()

    def best(self, us_weight: float, own_weight: float) -> Point:
        """The package with the greatest weighted sum of the two worths."""
        session = self._session
        session.costs("term", us_weight * self.us + own_weight * self.own)
        return self.at(np.asarray(session.solve().values("term"), dtype=np.float64))

    @cached_property
    def frontier(self) -> tuple[Point, ...]:
        """Every corner of what the two can have, from the best for the United States to the best for the partner.

        Exact: between two corners the frontier is looked for in the direction that favours both equally, and where
        nothing lies beyond their chord it is straight. Each corner costs about two linear programmes.
        """
        tiny = 1e-7
        ends = [self.best(1.0, tiny), self.best(tiny, 1.0)]
        corners = [ends[0]]
        open_ends = [ends[1]]
        size = max(abs(ends[0].us - ends[1].us), abs(ends[1].partner - ends[0].partner), tiny)
        while open_ends:
            left, right = corners[-1], open_ends[-1]
            drop, rise = left.us - right.us, right.partner - left.partner
            if drop <= SAME * size or rise <= SAME * size:
                corners.append(open_ends.pop())
                continue
            middle = self.best(rise / size, drop / size)
            beyond = rise * (middle.us - left.us) + drop * (middle.partner - left.partner)
            inside = left.partner < middle.partner < right.partner
            if beyond <= SAME * size * max(rise, drop) or not inside:
                corners.append(open_ends.pop())
            else:
                open_ends.append(middle)
        return tuple(corners)

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


def pairs_of(x: Mapping[int, Any], weights: Floats) -> Pairs:
    """A weighted sum of columns as pairs, those without weight left out."""
    return [(x[i], float(weights[i])) for i in np.flatnonzero(weights).tolist()]
