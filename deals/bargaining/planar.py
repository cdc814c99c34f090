"""Bargaining between two sides, exactly: the frontier is a chain of straight pieces, and every rule a formula on it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from deals.kit.errors import InputError, Problem

type Gain = tuple[float, float]

ROUNDING = 1e-12
"""Share of the size of a problem below which two numbers are one."""
HALVINGS = 200


@dataclass(frozen=True)
class Outcomes:
    """Gains of each side over no agreement, by solution, with what is to be said of them."""

    gains: dict[str, tuple[float, ...]]
    ideal: tuple[float, ...]
    tied: frozenset[str] = frozenset()
    improvable: frozenset[str] = frozenset()
    nash_gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Facet:
    """A limit ``first * x + second * y <= limit`` on the gains of the two sides; neither weight is negative."""

    first: float
    second: float
    limit: float


def no_gain(disagreement: Sequence[float]) -> InputError:
    """The error of a problem in which somebody must lose, with what the sides have without an agreement."""
    message = "no point gives every side at least what it has without an agreement"
    given = [float(x) for x in disagreement]
    return InputError([Problem("", "disagreement", given, message, "lower it, or add a vertex")])


@dataclass(frozen=True)
class Planar:
    """A problem of two sides in gains over no agreement.

    Attributes
    ----------
    chain : tuple of points
        Efficient vertices, from the best for the second side to the best for the first.
    facets : tuple of Facet
        Limits of the set with free disposal.
    """

    chain: tuple[Gain, ...]
    facets: tuple[Facet, ...]

    @classmethod
    def of(cls, gains: Iterable[Sequence[float]], disagreement: Sequence[float] = (0.0, 0.0)) -> "Planar":
        """The problem with these vertices; messages name the disagreement that gains are over.

        Raises
        ------
        InputError
            If no mix of them gives both sides something not negative.
        """
        points = [(float(x), float(y)) for x, y in gains]
        chain = _efficient(points)
        facets = [Facet(1.0, 0.0, chain[-1][0]), Facet(0.0, 1.0, chain[0][1])]
        for (x, y), (further, lower) in pairwise(chain):
            first, second = y - lower, further - x
            facets.append(Facet(first, second, first * x + second * y))
        size = max(max(abs(x), abs(y)) for x, y in points)
        if any(f.limit < -ROUNDING * size * (f.first + f.second) for f in facets):
            raise no_gain(disagreement)
        limits = (Facet(f.first, f.second, max(0.0, f.limit)) for f in facets)
        return cls(tuple(chain), tuple(limits))

    @property
    def ideal(self) -> Gain:
        """The most each side can gain while the other does not lose."""
        return self.best_first(0.0), self.best_second(0.0)

    def best_first(self, second: float) -> float:
        """The most the first side can gain when the second gains this much."""
        return min((f.limit - f.second * second) / f.first for f in self.facets if f.first > 0)

    def best_second(self, first: float) -> float:
        """The most the second side can gain when the first gains this much."""
        return min((f.limit - f.first * first) / f.second for f in self.facets if f.second > 0)

    def along(self, direction: Gain) -> Gain:
        """The furthest point from no agreement in this direction."""
        x, y = direction
        paces = [(f.limit, f.first * x + f.second * y) for f in self.facets]
        reach = min((limit / pace for limit, pace in paces if pace > 0), default=0.0)
        return reach * x, reach * y

    def nash(self, power: Gain = (0.5, 0.5)) -> Gain:
        """Greatest product of gains, each to the power of its side (positive, summing to one)."""
        ideal = self.ideal
        if min(ideal) <= 0:
            return ideal
        best, highest = self.chain[0], -math.inf
        for x, y in self._peaks(power):
            if x > 0 and y > 0:
                value = power[0] * math.log(x) + power[1] * math.log(y)
                if value > highest:
                    best, highest = (x, y), value
        return best

    def _peaks(self, power: Gain) -> Iterable[Gain]:
        """The best point of each piece; on a line, each side gets its power's share of what it could have alone."""
        yield from self.chain
        for (start, end), facet in zip(pairwise(self.chain), self.facets[2:], strict=True):
            x = power[0] * facet.limit / facet.first
            if start[0] < x < end[0]:
                yield x, (facet.limit - facet.first * x) / facet.second

    def egalitarian(self) -> Gain:
        """Equal gains as large as can be; then what one side can still have at no cost to the other."""
        equal = self.along((1.0, 1.0))[0]
        return max(equal, self.best_first(equal)), max(equal, self.best_second(equal))

    def utilitarian(self) -> tuple[Gain, bool]:
        """Greatest sum, and whether other points have it too; then the most equal one."""
        best = max(x + y for x, y in self.chain)
        size = max(max(abs(x), abs(y)) for x, y in self.chain)
        equals = [point for point in self.chain if best - sum(point) <= 1e-9 * size]
        if len(equals) == 1:
            return equals[0], False
        first = min(max(best / 2, equals[0][0]), equals[-1][0])
        return (first, best - first), True

    def alternating(self, patience: Gain) -> tuple[Gain, Gain]:
        """What is agreed if the first side opens, and if the second does: each just accepts."""
        low, high = 0.0, self.best_first(0.0)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            if self.best_second(middle) >= patience[1] * self.best_second(patience[0] * middle):
                low = middle
            else:
                high = middle
        second = self.best_second(patience[0] * low)
        return (low, patience[1] * second), (patience[0] * low, second)

    def outcomes(self) -> Outcomes:
        """All solutions."""
        utilitarian, tied = self.utilitarian()
        return Outcomes(
            gains={
                "nash": self.nash(),
                "kalai_smorodinsky": self.along(self.ideal),
                "egalitarian": self.egalitarian(),
                "utilitarian": utilitarian,
                "take_it_or_leave_it": (self.ideal[0], self.best_second(self.ideal[0])),
            },
            ideal=self.ideal,
            tied=frozenset({"utilitarian"} if tied else ()),
        )


def _efficient(points: list[Gain]) -> list[Gain]:
    """Upper right part of the convex hull, from the highest point to the one furthest right."""
    highest = max(points, key=lambda p: (p[1], p[0]))
    furthest = max(points)
    chain: list[Gain] = []
    for point in sorted(p for p in set(points) if p[0] >= highest[0] and p[1] >= furthest[1]):
        while chain and point[1] >= chain[-1][1]:
            chain.pop()
        while len(chain) >= 2 and _turns_up(chain[-2], chain[-1], point):
            chain.pop()
        chain.append(point)
    return chain


def _turns_up(first: Gain, second: Gain, third: Gain) -> bool:
    rise = (third[1] - first[1]) * (second[0] - first[0])
    return rise >= (second[1] - first[1]) * (third[0] - first[0])
