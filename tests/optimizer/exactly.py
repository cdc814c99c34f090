"""Small programmes whose numbers lie far apart, and what holds of them in fractions by trying every vertex and point.

It shares no code with the optimizer. Every variable is at least 0, so that what is feasible has a vertex.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product
from random import Random

from optimizer import Program

ROUNDING = Fraction(1, 10**6)
"""Share of a number (of 1 for those below) by which a solver may miss a limit, and be right all the same."""

_AT_ONCE = Fraction(1, 10**30)

type Row = tuple[Fraction, ...]


@dataclass(frozen=True)
class Wide:
    """Minimise ``costs x`` where ``rows x (sense) limits`` and ``0 <= x <= upper`` (None where there is no bound)."""

    costs: Row
    rows: tuple[Row, ...]
    senses: tuple[str, ...]
    limits: Row
    upper: tuple[Fraction | None, ...]
    binary: bool = False

    def program(self) -> Program:
        program = Program("wide", maximise=False)
        keys = range(len(self.costs))
        upper = {j: None if bound is None else float(bound) for j, bound in enumerate(self.upper)}
        x = program.variables("x", keys, upper=upper, binary=self.binary)
        program.objective(program.linear((x[j], float(self.costs[j])) for j in keys))
        rows = {}
        for i, (row, sense, limit) in enumerate(zip(self.rows, self.senses, self.limits, strict=True)):
            left = program.linear((x[j], float(a)) for j, a in enumerate(row) if a)
            rows[i] = (
                left <= float(limit) if sense == "<" else left >= float(limit) if sense == ">" else left == float(limit)
            )
        program.constraints("row", rows)
        return program

    def with_limit(self, row: int, limit: Fraction) -> "Wide":
        return replace(self, limits=(*self.limits[:row], limit, *self.limits[row + 1 :]))

    def looser(self, share: Fraction) -> "Wide":
        """The programme with every limit moved outwards by a share of it, equations split in two."""
        rows, senses, limits = [], [], []
        for row, sense, limit in zip(self.rows, self.senses, self.limits, strict=True):
            room = share * max(Fraction(1), abs(limit))
            for side in sense if sense != "=" else "<>":
                rows.append(row)
                senses.append(side)
                limits.append(limit + room if side == "<" else limit - room)
        return replace(self, rows=tuple(rows), senses=tuple(senses), limits=tuple(limits))

    def dearer(self, share: Fraction) -> "Wide":
        """The programme with every cost raised by a share of it: what gains by less is taken for no gain."""
        return replace(self, costs=tuple(cost + share * max(Fraction(1), abs(cost)) for cost in self.costs))

    def optimum(self) -> Fraction | str:
        """The least cost, or ``"infeasible"`` or ``"unbounded"``."""
        points = self._whole_points() if self.binary else self._vertices()
        values = [_dot(self.costs, point) for point in points]
        if not values:
            return "infeasible"
        return "unbounded" if not self.binary and self._falls_for_ever() else min(values)

    def slope(self, row: int, step: Fraction) -> Fraction | str:
        """Change of the optimum, by unit of the limit of a row as that moves by a step; or how it ends there."""
        here, there = self.optimum(), self.with_limit(row, self.limits[row] + step).optimum()
        assert isinstance(here, Fraction)
        return (there - here) / step if isinstance(there, Fraction) else there

    def prices(self, row: int, way: int) -> tuple[float, float]:
        """The price of a row's limit on one side: at once, and what it comes to a rounding further.

        Infinite, with the sign of a loss, where nothing keeps the limit moved.
        """
        room = way * ROUNDING * max(Fraction(1), abs(self.limits[row]))
        slopes = [self.slope(row, way * _AT_ONCE), self.slope(row, room)]
        if not isinstance(slopes[1], str):
            slopes[1] = self.with_limit(row, self.limits[row] + room).slope(row, room)
        at_once, further = (way * math.inf if isinstance(slope, str) else float(slope) for slope in slopes)
        return at_once, further

    def holds_at(self, point: Row) -> bool:
        within = all(at >= 0 and (bound is None or at <= bound) for at, bound in zip(point, self.upper, strict=True))
        return within and all(
            value <= limit if sense == "<" else value >= limit if sense == ">" else value == limit
            for value, sense, limit in zip(
                (_dot(row, point) for row in self.rows), self.senses, self.limits, strict=True
            )
        )

    def _whole_points(self) -> Iterator[Row]:
        for point in product((Fraction(0), Fraction(1)), repeat=len(self.costs)):
            if self.holds_at(point):
                yield point

    def _vertices(self) -> Iterator[Row]:
        n = len(self.costs)
        unit = [tuple(Fraction(j == k) for k in range(n)) for j in range(n)]
        planes = list(zip(self.rows, self.limits, strict=True)) + [(row, Fraction(0)) for row in unit]
        planes += [(unit[j], bound) for j, bound in enumerate(self.upper) if bound is not None]
        for chosen in combinations(planes, n):
            point = _solved([[*normal, limit] for normal, limit in chosen])
            if point is not None and self.holds_at(point):
                yield point

    def _falls_for_ever(self) -> bool:
        """Whether some direction keeps every limit and lowers the cost: a vertex of those that add up to 1 does."""
        ones, nothing = tuple(Fraction(1) for _ in self.costs), tuple(Fraction(0) for _ in self.limits)
        cone = replace(
            self,
            rows=(*self.rows, ones),
            senses=(*self.senses, "="),
            limits=(*nothing, Fraction(1)),
            upper=tuple(None if bound is None else Fraction(0) for bound in self.upper),
        )
        return any(_dot(self.costs, way) < 0 for way in cone._vertices())


def wide(random: Random, *, binary: bool = False) -> Wide:
    """A programme of up to three variables (five binary ones) and four rows, its numbers from 1e-6 to 1e4."""

    def number() -> Fraction:
        size = random.choice((1, 2, 4, 6, 7, 9)) * 10.0 ** random.randint(-6, 4)
        return Fraction(size if random.random() < 0.6 else -size)

    n, m = random.randint(1, 5 if binary else 3), random.randint(1, 4)
    no_bound = [None if random.random() < 0.7 else Fraction(10) for _ in range(n)]
    return Wide(
        costs=tuple(Fraction(random.choice((0, 1, -1, 100))) for _ in range(n)),
        rows=tuple(tuple(number() if random.random() < 0.7 else Fraction(0) for _ in range(n)) for _ in range(m)),
        senses=tuple(random.choice("<<<>=") for _ in range(m)),
        limits=tuple(Fraction(random.choice((0, -1, 1, 10, 100))) for _ in range(m)),
        upper=tuple(Fraction(1) for _ in range(n)) if binary else tuple(no_bound),
        binary=binary,
    )


def _dot(row: Row, point: Row) -> Fraction:
    return sum((a * at for a, at in zip(row, point, strict=True) if a and at), Fraction(0))


def _solved(rows: list[list[Fraction]]) -> Row | None:
    """The solution of a square system with its right-hand sides last; None if it has not just one."""
    n = len(rows)
    for k in range(n):
        pivot = next((i for i in range(k, n) if rows[i][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(n):
            if i != k and rows[i][k]:
                share = rows[i][k] / rows[k][k]
                rows[i] = [a - share * b for a, b in zip(rows[i], rows[k], strict=True)]
    return tuple(rows[k][n] / rows[k][k] for k in range(n))
