"""Packages with a property: the best that the other side could take, the nearest that both prefer, others as good."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deals.model.variables import Rows
from deals.negotiation.bilateral import PREVENTED, Bilateral, Point
from optimizer import InfeasibleError, Program

type Floats = NDArray[np.float64]

SHORTFALL = 1e3
"""What it costs, for a search, to leave out the whole of a term that was to stay; far more than any deal is worth."""
WORTH_A_LINE = 0.02
"""A package counts as better for both if both gain this share of what the deal is worth to them."""


@dataclass(frozen=True, eq=False)
class Domain:
    """What can be agreed with one partner, read by instruments, with weights for the partner's side.

    A package is worth ``sum of weight x modelled worth`` over instruments to the partner, plus what is fixed.
    """

    deal: Bilateral

    @cached_property
    def issues(self) -> tuple[str, ...]:
        """Instruments on the table."""
        return tuple(dict.fromkeys(issue for issue in self.deal.issues if issue))

    @cached_property
    def _parts(self) -> Floats:
        """One row an instrument: worth of each column to the partner, at a weight of one."""
        names = np.array(self.deal.issues)
        return np.array([np.where(names == issue, self.deal.own, 0.0) for issue in self.issues])

    @cached_property
    def _rest(self) -> Floats:
        return np.where(np.array(self.deal.issues) == "", self.deal.own, 0.0)

    @cached_property
    def shares(self) -> Floats:
        """One row an instrument: share of its limit in a unit of each column."""
        names = np.array(self.deal.issues)
        limits = self.deal.limits
        return np.array([np.where(names == i, self.deal.amounts / limits[i], 0.0) for i in self.issues])

    def worth(self, point: Point) -> Floats:
        """Modelled worth to the partner, instrument by instrument."""
        found: Floats = self._parts @ point.terms
        return found

    def fixed(self, point: Point) -> float:
        """Worth to the partner that no weight touches: political cost, adoption of the standard, what follows."""
        return float(self._rest @ point.terms) + self.deal.own_fixed

    def gain(self, point: Point, weights: Floats) -> float:
        """What a package is worth to the partner at these weights, over no deal."""
        return float(weights @ self.worth(point)) + self.fixed(point)

    def best(self, weights: Floats, at_least: float, *, us: Floats | None = None) -> Point | None:
        """The best package for the United States that gives the partner this much, if there is one.

        `us` is what each column is worth to the United States, where somebody else's idea of that is meant.
        """
        program, x = self.deal.program()
        self._floor(program, x, weights, at_least)
        program.objective(self._sum(program, x, self.deal.us if us is None else us))
        return self._solved(program)

    def best_with(self, issue: str, share: float, weights: Floats, at_least: float) -> Point | None:
        """The best package for the United States with this share of an instrument, the partner having so much."""
        program, x = self.deal.program()
        self._floor(program, x, weights, at_least)
        total = self._sum(program, x, self.shares[self.issues.index(issue)])
        program.constraints("given", {issue: total == share})
        program.objective(self._sum(program, x, self.deal.us))
        return self._solved(program)

    def best_for_partner(self, weights: Floats, us_at_least: float) -> Point | None:
        """The best package for the partner that leaves the United States this much."""
        program, x = self.deal.program()
        self._us_floor(program, x, us_at_least)
        program.objective(self._sum(program, x, self._own(weights)))
        return self._solved(program)

    def with_amounts(self, named: Mapping[str, float], others: Point | None, weights: Floats) -> Point | None:
        """The package with exactly these amounts, and of the rest as much of `others` as then can be.

        What the standard prevents follows from the standard: unless it is named it is left free.

        Within the amounts it is arranged as both together like best. None if the amounts cannot be combined.
        """
        program, x = self.deal.program()
        limits = self.deal.limits
        stay = self.deal.totals(others.terms) if others else {}
        pairs: list[tuple[Any, float]] = []
        rows: Rows = {}
        for issue, share in zip(self.issues, self.shares, strict=True):
            total = self._sum(program, x, share)
            if issue == PREVENTED and issue not in named:
                continue
            goal = named.get(issue, stay.get(issue, 0.0)) / limits[issue]
            if issue in named:
                rows[issue,] = total == goal
            else:
                rows[issue,] = total <= goal
                pairs += [(x[int(i),], SHORTFALL * float(share[i])) for i in np.flatnonzero(share)]
        program.constraints("amounts", rows)
        joint = self.deal.us + self._own(weights)
        pairs += [(x[int(i),], float(joint[i])) for i in np.flatnonzero(joint)]
        program.objective(program.linear(pairs))
        return self._solved(program)

    def better_for_both(self, point: Point, weights: Floats) -> Point | None:
        """The package nearest to `point` from which both gain, if both can gain noticeably."""
        program, x = self.deal.program()
        both = program.variables("both", ["gain"])["gain"]
        self._us_floor(program, x, point.us, both)
        own = self._own(weights)
        floor = self.gain(point, weights) - self.deal.own_fixed
        pairs = [(x[int(i),], float(own[i])) for i in np.flatnonzero(own)]
        program.constraints("better", {"partner": program.linear([*pairs, (both, -1.0)]) >= floor})
        program.objective(program.linear([(both, 1.0)]))
        most = program.solve().objective
        if most <= WORTH_A_LINE * max(abs(point.us), abs(self.gain(point, weights))):
            return None
        return self.nearest(point, weights, point.us + most / 2, self.gain(point, weights) + most / 2)

    def nearest(self, point: Point, weights: Floats, us_at_least: float, at_least: float) -> Point | None:
        """The package nearest to `point` that leaves both sides at least so much, if there is one."""
        program, x = self.deal.program()
        self._us_floor(program, x, us_at_least)
        self._floor(program, x, weights, at_least)
        program.objective(program.linear([(move, -1.0) for move in self._moves(program, x, point)]))
        return self._solved(program)

    def stretched(self, point: Point, weights: Floats) -> float:
        """How many times as much both could have, in the same proportion, if nothing were left on the table."""
        program, x = self.deal.program()
        times = program.variables("times", ["all"])["all"]
        own = self._own(weights)
        ours = [(x[int(i),], float(self.deal.us[i])) for i in np.flatnonzero(self.deal.us)]
        theirs = [(x[int(i),], float(own[i])) for i in np.flatnonzero(own)]
        gain = self.gain(point, weights)
        program.constraints("our gain", {"times": program.linear([*ours, (times, -point.us)]) >= -self.deal.us_fixed})
        program.constraints("their gain", {"times": program.linear([*theirs, (times, -gain)]) >= -self.deal.own_fixed})
        program.objective(program.linear([(times, 1.0)]))
        return program.solve().objective

    def as_good(self, point: Point, weights: Floats, count: int = 3) -> list[Point]:
        """Packages as good to the United States as `point` and not worse for the partner than a tenth, yet unlike.

        Each is pushed away, instrument by instrument, from the mean of those before it.
        """
        gain = self.gain(point, weights)
        found = [point]
        for _ in range(count):
            mean = np.mean([self.shares @ p.terms for p in found], axis=0)
            push = np.where(mean <= 0.5, 1.0, -1.0) @ self.shares
            program, x = self.deal.program()
            self._us_floor(program, x, point.us)
            self._floor(program, x, weights, gain - 0.1 * abs(gain))
            program.objective(self._sum(program, x, push))
            other = self._solved(program)
            if other is not None:
                found.append(other)
        return found[1:]

    def _own(self, weights: Floats) -> Floats:
        found: Floats = weights @ self._parts + self._rest
        return found

    def _floor(self, program: Program, x: Mapping[Any, Any], weights: Floats, at_least: float) -> None:
        total = self._sum(program, x, self._own(weights))
        program.constraints("partner's gain", {"floor": total >= at_least - self.deal.own_fixed})

    def _us_floor(self, program: Program, x: Mapping[Any, Any], at_least: float, less: Any = None) -> None:
        pairs = [(x[int(i),], float(self.deal.us[i])) for i in np.flatnonzero(self.deal.us)]
        if less is not None:
            pairs.append((less, -1.0))
        program.constraints("our gain", {"floor": program.linear(pairs) >= at_least - self.deal.us_fixed})

    def _moves(self, program: Program, x: Mapping[Any, Any], point: Point) -> Sequence[Any]:
        """Distance of each instrument's amount from that of `point`, in shares of its limit."""
        moved = program.variables("moved", [(issue,) for issue in self.issues])
        rows: Rows = {}
        for issue, share, here in zip(self.issues, self.shares, self.shares @ point.terms, strict=True):
            for sign in (1.0, -1.0):
                pairs = [(x[int(i),], sign * float(share[i])) for i in np.flatnonzero(share)]
                rows[issue, sign] = program.linear([*pairs, (moved[issue,], -1.0)]) <= sign * float(here)
        program.constraints("distance", rows)
        return list(moved.values())

    @staticmethod
    def _sum(program: Program, x: Mapping[Any, Any], weights: Floats) -> Any:
        return program.linear([(x[int(i),], float(weights[i])) for i in np.flatnonzero(weights)])

    def _solved(self, program: Program) -> Point | None:
        try:
            solution = program.solve()
        except InfeasibleError:
            return None
        return self.deal.at(np.asarray(solution.values("term"), dtype=np.float64))
