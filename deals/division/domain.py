"""Packages with a property: the best that the other side could take, the nearest that both prefer, others as good."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from deals.division.bilateral import Bilateral, Point, pairs_of
from deals.division.projection import PREVENTED, PREVENTED_LABEL
from deals.model.rows.variables import Pairs, Rows
from optimizer import Floats, InfeasibleError, Program

WORST = 0.25
"""Share of the weights a partner could have that counts in choosing a package for it: the worst for that package."""
SHORTFALL = 1e3
"""What it costs, for a search, to leave out the whole of a term that was to stay; far more than any deal is worth."""
PUSHES, UNLIKE = 3, 0.05
"""Directions tried for a package unlike others, and how unlike it must be: share of the limit of some instrument."""
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

    @property
    def partner_name(self) -> str:
        """The partner, in words."""
        return self.deal.plan.question.partner(self.deal.partner).name

    @cached_property
    def labels(self) -> dict[str, tuple[str, str]]:
        """What a reader sees of each instrument on the table: its name in words, and its unit."""
        known = {i.name: (i.label, i.unit) for i in self.deal.plan.question.world.instruments}
        return {issue: known.get(issue, (PREVENTED_LABEL, "kH")) for issue in self.issues}

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
        return np.array([np.where(names == i, self.deal.amounts / self._limits[i], 0.0) for i in self.issues])

    @cached_property
    def _limits(self) -> dict[str, float]:
        """Most of each instrument; one where it has no amount: a rate made firm where it stands relieves nothing."""
        return {issue: limit or 1.0 for issue, limit in self.deal.limits.items()}

    def weighted(self, weights: Floats) -> Bilateral:
        """The deal as a partner with these weights sees it."""
        return replace(self.deal, own=self._own(weights))

    def worth(self, point: Point) -> Floats:
        """Modelled worth to the partner, instrument by instrument."""
        worth: Floats = self._parts @ point.terms
        return worth

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

        Where it can be, the rest stays to the letter, steps and dates with it. What the standard prevents follows from
        the standard: unless it is named it is left free. None if the amounts cannot be combined.
        """
        if others is not None:
            for kept in (self._others(named), self._others((*named, PREVENTED))):
                package = self._with_amounts(named, others, weights, kept)
                if package is not None:
                    return package
        return self._with_amounts(named, others, weights, ())

    def _others(self, named: Iterable[str]) -> tuple[str, ...]:
        return tuple(issue for issue in self.issues if issue not in named)

    def _with_amounts(
        self, named: Mapping[str, float], others: Point | None, weights: Floats, kept: Sequence[str]
    ) -> Point | None:
        program, x = self.deal.program()
        limits = self._limits
        stay = self.deal.totals(others.terms) if others else {}
        pairs: Pairs = []
        rows: Rows = {}
        for issue, share in zip(self.issues, self.shares, strict=True):
            total = self._sum(program, x, share)
            if issue in named:
                rows[issue] = total == named[issue] / limits[issue]
            elif issue not in kept and issue != PREVENTED:
                rows[issue] = total <= stay.get(issue, 0.0) / limits[issue]
                pairs += pairs_of(x, SHORTFALL * share)
        program.constraints("amounts", rows)
        if others is not None:
            same = np.flatnonzero(np.isin(np.array(self.deal.issues), np.array(kept, dtype=object).astype(str)))
            stays: Rows = {i: program.linear([(x[i], 1.0)]) == float(others.terms[i]) for i in same.tolist()}
            program.constraints("stays", stays)
        joint = self.deal.us + self._own(weights)
        program.objective(program.linear([*pairs, *pairs_of(x, joint)]))
        return self._solved(program)

    def nearest_amounts(self, named: Mapping[str, float]) -> dict[str, float]:
        """The amounts nearest to these that can be combined, in shares of their limits."""
        program, x = self.deal.program()
        moved = program.variables("moved", named)
        rows: Rows = {}
        for issue, amount in named.items():
            share = self.shares[self.issues.index(issue)]
            for sign in (1.0, -1.0):
                pairs = pairs_of(x, sign * share)
                goal = sign * amount / self._limits[issue]
                rows[issue, sign] = program.linear([*pairs, (moved[issue], -1.0)]) <= goal
        program.constraints("distance", rows)
        program.objective(program.linear([(move, -1.0) for move in moved.values()]))
        nearest = self._solved(program)
        totals = self.deal.totals(nearest.terms) if nearest else {}
        return {issue: totals.get(issue, 0.0) for issue in named}

    def better_for_both(self, point: Point, weights: Floats) -> Point | None:
        """The package nearest to `point` from which both gain, if both can gain noticeably."""
        program, x = self.deal.program()
        both = program.variables("both", ["gain"])["gain"]
        self._us_floor(program, x, point.us, both)
        floor = self.gain(point, weights) - self.deal.own_fixed
        pairs = pairs_of(x, self._own(weights))
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

    def hedged(
        self, point: Point, us_at_least: float, draws: Floats, floor: tuple[Floats, float] | None = None
    ) -> Point | None:
        """The package for the partner, against `point`, that is best in the worse part of the weights it could have.

        Leaves the United States this much, and the partner, at the weights of `floor`, no less than it says. What
        counts is the mean gain over `point` in the worst quarter of `draws` (conditional value at risk: Rockafellar
        and Uryasev 2000), so that nothing is staked on weights not yet known.
        """
        program, x = self.deal.program()
        self._us_floor(program, x, us_at_least)
        if floor is not None:
            self._floor(program, x, *floor)
        level = program.variables("level", ["all"], lower=-math.inf)["all"]
        short = program.variables("short", range(len(draws)))
        rows: Rows = {}
        for k, weights in enumerate(draws):
            here = self.gain(point, weights) - self.deal.own_fixed
            rows[k] = program.linear([*pairs_of(x, self._own(weights)), (level, -1.0), (short[k], 1.0)]) >= here
        program.constraints("gain over the other package", rows)
        price = -1.0 / (WORST * len(draws))
        program.objective(program.linear([(level, 1.0), *((s, price) for s in short.values())]))
        return self._solved(program)

    def stretched(self, point: Point, weights: Floats) -> float:
        """How many times as much both could have, in the same proportion, if nothing were left on the table."""
        program, x = self.deal.program()
        times = program.variables("times", ["all"])["all"]
        ours, theirs = pairs_of(x, self.deal.us), pairs_of(x, self._own(weights))
        gain = self.gain(point, weights)
        program.constraints("our gain", {"times": program.linear([*ours, (times, -point.us)]) >= -self.deal.us_fixed})
        program.constraints("their gain", {"times": program.linear([*theirs, (times, -gain)]) >= -self.deal.own_fixed})
        program.objective(program.linear([(times, 1.0)]))
        return program.solve().objective

    def as_good(self, point: Point, weights: Floats, count: int = 3) -> list[Point]:
        """Packages as good to the United States as `point` and not worse for the partner than a tenth, yet unlike.

        Each is the one most unlike those before it, of several pushed away from them instrument by instrument; fewer
        than `count` where there are no more.
        """
        random = np.random.default_rng(0)
        gain = self.gain(point, weights)
        packages, seen = [point], [self.shares @ point.terms]
        for _ in range(count):
            away = np.where(np.mean(seen, axis=0) <= 0.5, 1.0, -1.0)
            tried = []
            for push in (away, *(away * random.choice([1.0, 0.0, -0.5], len(away)) for _ in range(PUSHES))):
                program, x = self.deal.program()
                self._us_floor(program, x, point.us)
                self._floor(program, x, weights, gain - 0.1 * abs(gain))
                program.objective(self._sum(program, x, push @ self.shares))
                other = self._solved(program)
                if other is not None:
                    here = self.shares @ other.terms
                    tried.append((min(float(np.abs(here - one).max()) for one in seen), other, here))
            apart, other, here = max(tried, key=lambda each: each[0], default=(0.0, point, seen[0]))
            if apart < UNLIKE:
                break
            packages.append(other)
            seen.append(here)
        return packages[1:]

    def _own(self, weights: Floats) -> Floats:
        worth: Floats = weights @ self._parts + self._rest
        return worth

    def _floor(self, program: Program, x: Mapping[int, Any], weights: Floats, at_least: float) -> None:
        total = self._sum(program, x, self._own(weights))
        program.constraints("partner's gain", {"floor": total >= at_least - self.deal.own_fixed})

    def _us_floor(self, program: Program, x: Mapping[int, Any], at_least: float, less: Any = None) -> None:
        pairs = pairs_of(x, self.deal.us)
        if less is not None:
            pairs.append((less, -1.0))
        program.constraints("our gain", {"floor": program.linear(pairs) >= at_least - self.deal.us_fixed})

    def _moves(self, program: Program, x: Mapping[int, Any], point: Point) -> Sequence[Any]:
        """Distance of each instrument's amount from that of `point`, in shares of its limit."""
        moved = program.variables("moved", self.issues)
        rows: Rows = {}
        for issue, share, here in zip(self.issues, self.shares, self.shares @ point.terms, strict=True):
            for sign in (1.0, -1.0):
                pairs = pairs_of(x, sign * share)
                rows[issue, sign] = program.linear([*pairs, (moved[issue], -1.0)]) <= sign * float(here)
        program.constraints("distance", rows)
        return list(moved.values())

    @staticmethod
    def _sum(program: Program, x: Mapping[int, Any], weights: Floats) -> Any:
        return program.linear(pairs_of(x, weights))

    def _solved(self, program: Program) -> Point | None:
        try:
            solution = program.solve()
        except InfeasibleError:
            return None
        return self.deal.at(np.asarray(solution.values("term"), dtype=np.float64))
