"""Small linear programmes in whole numbers, and two opinions on them that share no code with ours."""

import math
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from optimizer import Program, Variables

type Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """Rows ``matrix x (sense) limits`` over ``0 <= x <= upper`` (infinite where there is no bound)."""

    maximise: bool
    costs: tuple[float, ...]
    matrix: tuple[tuple[float, ...], ...]
    senses: tuple[str, ...]
    limits: tuple[float, ...]
    upper: tuple[float, ...]

    @property
    def nothing(self) -> float:
        """The optimum where there is no feasible point."""
        return -math.inf if self.maximise else math.inf

    def with_limit(self, row: int, limit: float) -> "Case":
        limits = list(self.limits)
        limits[row] = limit
        return replace(self, limits=tuple(limits))

    def with_cost(self, column: int, cost: float) -> "Case":
        costs = list(self.costs)
        costs[column] = cost
        return replace(self, costs=tuple(costs))

    def program(self, *, integer: bool = False) -> Program:
        return self.built(integer=integer)[0]

    def built(self, *, integer: bool = False, checked: bool = True) -> tuple[Program, Variables[int]]:
        program = Program("case", maximise=self.maximise, checked=checked)
        keys = range(len(self.costs))
        x = program.variables("x", keys, upper=dict(enumerate(self.upper)), integer=integer)
        program.objective(program.linear((x[j], self.costs[j]) for j in keys))
        rows = {}
        for i, (row, sense, limit) in enumerate(zip(self.matrix, self.senses, self.limits, strict=True)):
            left = program.linear((x[j], row[j]) for j in keys)
            rows[i] = left <= limit if sense == "<" else left >= limit if sense == ">" else left == limit
        program.constraints("row", rows)
        return program, x

    def optimum(self) -> float:
        """The optimum by scipy; infinite as the case may be."""
        matrix, limits, senses = np.array(self.matrix), np.array(self.limits), np.array(self.senses)
        sign = -1.0 if self.maximise else 1.0
        above, below, equal = senses == ">", senses == "<", senses == "="
        found = linprog(
            sign * np.array(self.costs),
            A_ub=np.vstack([matrix[below], -matrix[above]]),
            b_ub=np.concatenate([limits[below], -limits[above]]),
            A_eq=matrix[equal],
            b_eq=limits[equal],
            bounds=[(0, bound) for bound in self.upper],
            method="highs",
        )
        if found.status == 2:
            return self.nothing
        return sign * found.fun if found.status == 0 else -self.nothing

    def best_vertex(self) -> float | None:
        """The best of all vertices, by trying every choice of tight limits; None if there is none."""
        n = len(self.costs)
        planes = list(zip(map(np.array, self.matrix), self.limits, strict=True))
        planes += [(np.eye(n)[j], 0.0) for j in range(n)]
        planes += [(np.eye(n)[j], bound) for j, bound in enumerate(self.upper) if math.isfinite(bound)]
        values = []
        for chosen in combinations(planes, n):
            normals = np.array([normal for normal, _ in chosen])
            if abs(np.linalg.det(normals)) > 1e-9:
                point = np.linalg.solve(normals, np.array([limit for _, limit in chosen]))
                if self.holds_at(point):
                    values.append(float(np.dot(self.costs, point)))
        return None if not values else max(values) if self.maximise else min(values)

    def best_whole_point(self, most: int) -> float | None:
        """The best whole point with coordinates up to a number, by trying all."""
        values = [
            float(np.dot(self.costs, point))
            for point in product(range(most + 1), repeat=len(self.costs))
            if self.holds_at(np.array(point, dtype=np.float64))
        ]
        return None if not values else max(values) if self.maximise else min(values)

    def holds_at(self, point: Floats, rounding: float = 1e-9) -> bool:
        left = np.array(self.matrix) @ point
        holds = {
            "<": lambda value, limit: value <= limit + rounding,
            ">": lambda value, limit: value >= limit - rounding,
            "=": lambda value, limit: abs(value - limit) <= rounding,
        }
        rows = zip(left, self.senses, self.limits, strict=True)
        return bool(
            np.all(point >= -rounding)
            and np.all(point <= np.array(self.upper) + rounding)
            and all(holds[sense](value, limit) for value, sense, limit in rows)
        )


@st.composite
def cases(draw: st.DrawFn, *, most: int = 4, bounded: bool = False) -> Case:
    """Programmes with few small whole numbers: ties and degenerate vertices are common among them."""
    n, m = draw(st.integers(1, most)), draw(st.integers(1, most))
    entry = st.integers(-2, 3).map(float)
    bound = st.integers(1, 5).map(float)
    return Case(
        maximise=draw(st.booleans()),
        costs=tuple(draw(st.lists(st.integers(-3, 4).map(float), min_size=n, max_size=n))),
        matrix=tuple(tuple(draw(st.lists(entry, min_size=n, max_size=n))) for _ in range(m)),
        senses=tuple(draw(st.lists(st.sampled_from("<<<>="), min_size=m, max_size=m))),
        limits=tuple(draw(st.lists(st.integers(-2, 8).map(float), min_size=m, max_size=m))),
        upper=tuple(draw(st.lists(bound if bounded else bound | st.just(math.inf), min_size=n, max_size=n))),
    )


def near(one: float, other: float) -> bool:
    """Whether two numbers agree to solver accuracy; infinities agree with themselves."""
    return one == other or math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)
