"""Bargaining among many sides, by linear programmes over mixes of vertices; Nash by outer approximation."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from deals.bargaining.hull import NOTHING, hull_nash
from deals.bargaining.planar import Outcomes, no_gain
from optimizer import Floats, InfeasibleError, Program, Solution

type Rows = dict[Hashable, Any]

SAME = 1e-9
"""Share of an ideal gain below which two gains are one."""
STUCK = 1e-7
"""A side that can gain no more than this beyond a level, as a share of the largest gain, stays at it."""
LEEWAYS = (0.0, SAME, 1e-7, 1e-6, 1e-5)
"""How far floors give way where they are out of reach, as a share of the largest gain."""
DROPPED = 1e-12
"""Coefficients of no more than this are nothing to the solver."""
ROUNDS = 60
GOOD_ENOUGH = 1e-11


@dataclass
class Region:
    """What can be agreed, as a programme: a mix of vertices, and gains that are at most what it gives."""

    vertices: Floats
    lower: float | None = 0.0
    program: Program = field(init=False)
    gain: Any = field(init=False)

    def __post_init__(self) -> None:
        # A solver drops coefficients next to nothing, and refuses to do so in silence.
        self.vertices = np.where(np.abs(self.vertices) <= DROPPED, 0.0, self.vertices)
        count, sides = self.vertices.shape
        self.program = Program("bargain", maximise=True)
        mix = self.program.variables("mix", range(count))
        low = -math.inf if self.lower is None else self.lower
        self.gain = self.program.variables("gain", range(sides), lower=low)
        linear = self.program.linear
        self.program.constraints("whole", {"mix": linear([(x, 1.0) for x in mix.values()]) == 1})
        rows: Rows = {
            i: linear([(self.gain[i], 1.0), *((mix[v], -self.vertices[v, i]) for v in range(count))]) <= 0
            for i in range(sides)
        }
        self.program.constraints("what a mix gives", rows)

    def at_least(self, name: str, floor: Floats) -> None:
        """Nobody gets less than this."""
        rows: Rows = {i: self.program.linear([(self.gain[i], 1.0)]) >= float(x) for i, x in enumerate(floor)}
        self.program.constraints(name, rows)

    def best(self, weights: Floats) -> tuple[Floats, float]:
        """The point with the greatest weighted sum of gains, and that sum."""
        self.program.objective(self.program.linear([(self.gain[i], float(w)) for i, w in enumerate(weights)]))
        solution = self.program.solve()
        return self.read(solution), solution.objective

    def mix(self) -> list[float]:
        """The share of each vertex in some point that meets all that was asked for."""
        self.program.objective(self.program.linear([(x, 1.0) for x in self.gain.values()]))
        return list(self.program.solve().values("mix"))

    def read(self, solution: Solution) -> Floats:
        """Gains of all sides."""
        return np.asarray(solution.values("gain"), dtype=np.float64)


class Many:
    """A problem of any number of sides in gains over no agreement.

    Raises
    ------
    InputError
        If no mix of the vertices gives every side something not negative.
    """

    def __init__(self, gains: Sequence[Sequence[float]], disagreement: Sequence[float]) -> None:
        vertices = np.array(gains, dtype=float)
        self._disagreement = disagreement
        self._size = np.maximum(np.abs(vertices).max(axis=0), np.finfo(float).tiny)
        rough = vertices / self._size
        try:
            ideal = [Region(rough).best(row)[1] for row in np.eye(vertices.shape[1])]
        except InfeasibleError:
            raise no_gain(disagreement) from None
        self.gaining = np.array(ideal) > SAME
        self._unit = np.where(self.gaining, self._size * np.maximum(ideal, SAME), self._size)
        self._vertices = vertices / self._unit
        self.ideal = np.where(self.gaining, self._unit, 0.0)

    def outcomes(self) -> Outcomes:
        """All solutions, in the units given."""
        nash, gap = self.nash
        utilitarian, tied = self.utilitarian()
        proportional = self._best_multiple(self.gaining.astype(float))
        by_rule = {
            "nash": nash * self._unit,
            "kalai_smorodinsky": self._within_reach(proportional * self._unit),
            "egalitarian": self._within_reach(self.egalitarian()),
            "utilitarian": self._within_reach(utilitarian),
            "take_it_or_leave_it": self._within_reach(self.first_takes_all()),
        }
        return Outcomes(
            gains={name: tuple(point.tolist()) for name, point in by_rule.items()},
            ideal=tuple(self.ideal.tolist()),
            tied=frozenset({"utilitarian"} if tied else ()),
            improvable=frozenset({"kalai_smorodinsky"} if self._improvable(proportional) else ()),
            nash_gap=gap,
        )

    def egalitarian(self) -> Floats:
        """The smallest gain as large as can be, then the next smallest, and so on."""
        return self._level(self._vertices * self._unit, 0.0)

    def utilitarian(self) -> tuple[Floats, bool]:
        """Greatest sum, whether other points have it too, and of those the one best for whoever gains least."""
        raw = self._vertices * self._unit
        scale = float(self._size.max())
        sums = raw.sum(axis=1)
        equals = raw[sums >= sums.max() - SAME * scale]
        if np.ptp(equals, axis=0).max() <= SAME * scale:
            return equals[0], False
        return self._level(equals, None), True

    def first_takes_all(self) -> Floats:
        """The most for the first side; what that leaves to the others, as equally as can be."""
        return self._level(self._vertices * self._unit, 0.0, {0: float(self.ideal[0])})

    def _level(
        self, vertices: Floats, lower: float | None, given: Mapping[int, float] = MappingProxyType({})
    ) -> Floats:
        """Lexicographic greatest smallest gain over mixes of vertices, some gains being given.

        Each side is reckoned in units of its own, so that gains of very different size do not blur each other.
        """
        largest = np.abs(vertices).max(axis=0)
        units = np.where(largest > 0, largest, 1.0)
        fixed = {i: gain / float(units[i]) for i, gain in given.items()}
        while len(fixed) < len(units):
            free = [i for i in range(len(units)) if i not in fixed]
            least = float(units[free].min())
            level = least * self._raise(vertices / units, lower, fixed, {i: least / float(units[i]) for i in free})
            floors = {i: level / float(units[i]) for i in free}
            room = {
                i: self._raise(vertices / units, lower, fixed | {j: floors[j] for j in free if j != i}, {i: 1.0})
                - floors[i]
                for i in free
            }
            stuck = max(min(room.values()), STUCK)
            fixed |= {i: floors[i] for i in free if room[i] <= stuck}
        return np.array([fixed[i] * units[i] for i in range(len(units))])

    def _raise(self, vertices: Floats, lower: float | None, floors: dict[int, float], paces: dict[int, float]) -> float:
        """How far some sides can rise together, each at its pace, while the others stay above their floors.

        Floors come from earlier programmes, so rounding may put them just out of reach; then they give way a little.
        """
        for leeway in LEEWAYS:
            region = Region(vertices, lower)
            program, level = region.program, region.program.variables("level", ["all"], lower=-math.inf)["all"]
            rows: Rows = {i: program.linear([(region.gain[i], 1.0)]) >= x - leeway for i, x in floors.items()}
            for i, pace in paces.items():
                risen = [(level, -pace)] if pace > DROPPED else []
                rows[i] = program.linear([(region.gain[i], 1.0), *risen]) >= 0
            program.constraints("levels", rows)
            program.objective(program.linear([(level, 1.0)]))
            try:
                return program.solve().objective
            except InfeasibleError:
                continue
        raise no_gain(self._disagreement)

    def _within_reach(self, point: Floats) -> Floats:
        """The same point without what rounding put on it: a mix of vertices gives it, and no more than there is."""
        aim, raw = point / self._unit, self._vertices
        for leeway in LEEWAYS:
            region = Region(raw, None)
            region.at_least("kept", aim - leeway)
            try:
                mix = np.array(region.mix(), dtype=np.float64)
            except InfeasibleError:
                continue
            mix = np.where(mix > NOTHING, mix, 0.0)
            given = (mix / mix.sum()) @ raw
            near = np.abs(given - aim) <= max(leeway, SAME)
            exact: Floats = np.where(near, given, np.minimum(given, aim)) * self._unit
            return exact
        return point

    def _best_multiple(self, direction: Floats) -> Floats:
        """The furthest point in a direction."""
        region = Region(self._vertices)
        program, reach = region.program, region.program.variables("reach", ["all"])["all"]
        rows: Rows = {
            i: program.linear([(region.gain[i], 1.0), (reach, -float(pace))]) >= 0
            for i, pace in enumerate(direction)
            if pace > 0
        }
        if not rows:
            return np.zeros_like(direction)
        program.constraints("direction", rows)
        program.objective(program.linear([(reach, 1.0)]))
        return program.solve().objective * direction

    def _improvable(self, point: Floats) -> bool:
        region = Region(self._vertices)
        region.at_least("kept", point - SAME)
        _, total = region.best(np.ones_like(point))
        return bool(total > point.sum() + 100 * SAME)

    @cached_property
    def nash(self) -> tuple[Floats, float]:
        """Greatest product of gains, and the share by which another product could at most exceed it.

        Logarithms are replaced by their tangents, more at each round; then the point is moved, to the precision of
        numbers, within the hull of the corners that its tangent plane finds. The gap comes from one linear programme
        at the end: by the inequality of means no product exceeds this one by more than
        ``(mean of gains over gains here) ** sides``.
        """
        if not self.gaining.any():
            return np.zeros(len(self.gaining)), 0.0
        point = self._by_tangents()
        gap, corner = self._excess(point)
        corners, shares, least = point[None, :], np.ones(1), gap
        for _ in range(ROUNDS):
            if least <= GOOD_ENOUGH or any(np.array_equal(corner, known) for known in corners):
                break
            corners, shares = hull_nash(np.vstack([corners, corner]), np.append(shares, 0.0), self.gaining)
            least, corner = self._excess(shares @ corners)
            if least < gap:
                point, gap = shares @ corners, least
        return np.where(self.gaining, point, 0.0), max(0.0, gap)

    def _by_tangents(self) -> Floats:
        active = np.flatnonzero(self.gaining).tolist()
        region = Region(self._vertices)
        program = region.program
        logs = program.variables("log", active, lower=-math.inf, upper=1.0)
        program.objective(program.linear([(logs[i], 1.0) for i in active]))
        point = best = self._best_multiple(self.gaining.astype(float))
        highest = -math.inf
        for turn in range(ROUNDS):
            value = float(np.log(point[active]).sum()) if point[active].min() > 0 else -math.inf
            if value > highest:
                best, highest = point, value
            touched = np.maximum(point, 1e-6)
            tangents: Rows = {
                (i, turn): program.linear([(logs[i], 1.0), (region.gain[i], -1 / float(touched[i]))])
                <= math.log(touched[i]) - 1
                for i in active
            }
            program.constraints("tangents", tangents)
            solution = program.solve()
            if solution.objective - highest <= SAME:
                break
            point = region.read(solution)
        return best

    def _excess(self, point: Floats) -> tuple[float, Floats]:
        """Share by which the product of gains could at most exceed the one at `point`, and the corner that says so."""
        inverse = np.where(self.gaining, 1 / np.where(self.gaining, point, 1.0), 0.0)
        corner, total = self._region.best(inverse)
        sides = int(self.gaining.sum())
        return max(0.0, float((total / sides) ** sides - 1)), corner

    @cached_property
    def _region(self) -> Region:
        return Region(self._vertices)
