"""All deals of a plan as one bargain of many sides: the programme with deals, dates and standards standing.

Every signed partner and the United States are sides. What can be agreed is convex, so each solution is a linear
programme or a few; Nash's product is replaced by tangents of logarithms, more where they are needed, and its gap told.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from deals.division.bilateral import pairs_of
from deals.division.projection import Projection, Terms
from deals.kit.codes import UNITED_STATES
from deals.model.rows.variables import Rows
from deals.plan.plan import Plan
from optimizer import Floats, Program, Session

FREED = 1e6
"""A side's own row is loosened by this much, USD bn, when it no longer rises with the others."""
LIFT = 1.0
"""USD bn by which sides are tried to rise beyond a level."""
SAME = 1e-7
LEAST_TANGENT = 1e-4
"""Smallest gain at which a logarithm is touched at the start, as a share of the most a side could gain."""
TANGENT_RATIO = 1.15
ROUNDS = 8
CLOSE = 1e-5
"""Share by which another product of gains may at most be larger when the search for Nash's ends."""


@dataclass(frozen=True)
class NashPoint:
    """Gains of all sides, and the share by which another product of gains could at most exceed theirs."""

    gains: Floats
    gap: float


@dataclass(frozen=True, eq=False)
class Joint:
    """One bargain of many.

    Attributes
    ----------
    plan : Plan
        The plan whose deals, dates and standards stand.
    """

    plan: Plan

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """The United States, then the signed partners."""
        return (UNITED_STATES, *self.plan.signed)

    @cached_property
    def threat(self) -> Floats:
        """Where each side stands while all talks fail, USD bn over its outside option."""
        partners = [self.plan.impasses[code] for code in self.plan.signed]
        return np.array([sum(p.us for p in partners), *(p.partner for p in partners)])

    @cached_property
    def _part(self) -> Projection:
        return Projection.of(self.plan, tuple(self.plan.signed))

    @cached_property
    def _terms(self) -> Terms:
        return self._part.at(self.plan.solution.point)

    @cached_property
    def without(self) -> float:
        """What the United States has without any of these deals, all else as planned: USD bn, counted by no side."""
        return self._part.without(self.plan.solution.point, self.plan.us_if_signed)

    def program(self) -> tuple[Program, Mapping[str, Any]]:
        """The programme without an objective, and the gain of each side: at least its outside option."""
        terms, program = self._terms, Program("all deals", maximise=True)
        x = program.add_piece(terms.piece, "term")
        gain = program.variables("gain", self.sides)
        worths = np.vstack([terms.us, terms.own])
        fixed = np.concatenate([[terms.us_fixed], terms.own_fixed]).tolist()
        counted = {
            side: program.linear([*pairs_of(x, worth), (gain[side], -1.0)]) == -rest
            for side, worth, rest in zip(self.sides, worths, fixed, strict=True)
        }
        program.constraints("what a side gains", counted)
        return program, gain

    @cached_property
    def _levels(self) -> Session:
        """A live programme in which sides rise together at their own pace, or one by one."""
        program, gain = self.program()
        level = program.variables("level", ["all"], lower=-math.inf)["all"]
        lift = program.variables("lift", self.sides, upper=LIFT)
        rows = {
            side: program.linear([(gain[side], 1.0), (level, -1.0), (lift[side], -1.0)]) >= float(d)
            for side, d in zip(self.sides, self.threat, strict=True)
        }
        program.constraints("level", rows)
        program.objective(program.linear([(level, 1.0), *((v, 0.0) for v in lift.values())]))
        return program.open()

    @cached_property
    def _goals(self) -> Session:
        program, gain = self.program()
        program.objective(program.linear([(v, 0.0) for v in gain.values()]))
        return program.open()

    def best(self, weights: Floats) -> Floats:
        """The point with the greatest weighted sum of gains, nobody below its outside option."""
        session = self._goals
        for side, weight in zip(self.sides, weights.tolist(), strict=True):
            session.cost("gain", side, weight)
        return np.asarray(session.solve(from_base=True).values("gain"), dtype=np.float64)

    @cached_property
    def ideal(self) -> Floats:
        """The most each side could gain while nobody is below its outside option."""
        return np.array([self.best(row)[i] for i, row in enumerate(np.eye(len(self.sides)))])

    def proportional(self) -> Floats:
        """Kalai and Smorodinsky: gains over the threat in proportion to the most each could gain over it."""
        program, gain = self.program()
        reach = program.variables("reach", ["all"])["all"]
        pace = np.maximum(self.ideal - self.threat, 0.0)
        rows = {
            side: program.linear([(gain[side], 1.0), (reach, -float(p))]) >= float(d)
            for side, p, d in zip(self.sides, pace, self.threat, strict=True)
        }
        program.constraints("in proportion", rows)
        small = SAME / len(self.sides)
        program.objective(program.linear([(reach, 1.0), *((gain[side], small) for side in self.sides)]))
        return np.asarray(program.solve().values("gain"), dtype=np.float64)

    def egalitarian(self) -> Floats:
        """The smallest gain over the threat as large as can be, then the next smallest, and so on.

        At each level those sides that can still rise are found together: what can be agreed is convex, so if each of
        some sides can rise, all of them can a little.
        """
        session, free = self._levels, set(self.sides)
        threat = dict(zip(self.sides, self.threat.tolist(), strict=True))
        held: dict[str, float] = {}
        for side in self.sides:
            session.bound("gain", side, lower=0.0)
            session.limit("level", side, threat[side])
        while free:
            level = self._raised(session)
            session.bound("level", "all", lower=level - SAME, upper=level)
            rising = self._rising(session, free)
            session.bound("level", "all", lower=-math.inf, upper=math.inf)
            for side in free - rising or free:
                held[side] = max(level + threat[side], 0.0)
                session.bound("gain", side, lower=max(held[side] - SAME, 0.0))
                session.limit("level", side, -FREED)
            free = free & rising
        return np.array([held[side] for side in self.sides])

    def _raised(self, session: Session) -> float:
        """The level to which all that are free can rise together."""
        session.cost("level", "all", 1.0)
        for side in self.sides:
            session.cost("lift", side, 0.0)
            session.bound("lift", side, lower=0.0, upper=0.0)
        return session.solve().objective

    def _rising(self, session: Session, free: set[str]) -> set[str]:
        """Sides that can have more than the level while nobody falls below it."""
        session.cost("level", "all", 0.0)
        rising: set[str] = set()
        while left := free - rising:
            for side in self.sides:
                wanted = side in left
                session.cost("lift", side, 1.0 if wanted else 0.0)
                session.bound("lift", side, lower=0.0, upper=LIFT if wanted else 0.0)
            lifts = session.solve().values("lift")
            risen = {
                side for side, lift in zip(self.sides, lifts.tolist(), strict=True) if side in left and lift > 1e-5
            }
            if not risen:
                break
            rising |= risen
        return rising

    def nash(self) -> NashPoint:
        """The greatest product of gains over the threat, by outer approximation, with its gap."""
        program, gain = self.program()
        reach = self.ideal - self.threat
        active = [i for i in range(len(self.sides)) if reach[i] > SAME]
        logs = program.variables("log", [self.sides[i] for i in active], lower=-math.inf)
        program.objective(program.linear([(v, 1.0) for v in logs.values()]))
        steps = math.ceil(-math.log(LEAST_TANGENT) / math.log(TANGENT_RATIO))
        touched = {i: [float(reach[i]) * TANGENT_RATIO**-k for k in range(steps + 1)] for i in active}
        best, highest, bound = self.ideal * 0.0, -math.inf, math.inf
        for turn in range(ROUNDS):
            rows: Rows = {}
            for i, places in touched.items():
                for number, at in enumerate(places):
                    left = [(logs[self.sides[i]], 1.0), (gain[self.sides[i]], -1 / at)]
                    rows[i, turn, number] = program.linear(left) <= math.log(at) - 1 - float(self.threat[i]) / at
            program.constraints("tangents", rows)
            solution = program.solve()
            bound = min(bound, solution.objective)
            point = np.asarray(solution.values("gain"), dtype=np.float64)
            over = np.maximum((point - self.threat)[active], LEAST_TANGENT * 1e-3)
            value = float(np.log(over).sum())
            if value > highest:
                best, highest = point, value
            if bound - highest <= CLOSE:
                break
            touched = {i: [float(o)] for i, o in zip(active, over, strict=True)}
        return NashPoint(best, math.expm1(max(0.0, bound - highest)))
