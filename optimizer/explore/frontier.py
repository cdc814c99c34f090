"""What several goals can reach together: corners, the prices of one goal in another, and the gap left.

Each solve weighs the goals and gives a corner and a plane that nothing lies beyond. Between the
corners found and the planes lies what is not known. The next weights are those of a facet of the
corners' hull (Ehrgott, Loehne and Shao 2012, "A dual variant of Benson's outer approximation
algorithm for multiple objective linear programming"; with two goals the classic chord rule of
Aneja and Nair 1979). Carried on until no facet is missed, every corner is found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimizer.build.arrays import Flags, Floats, weighted_sum
from optimizer.build.expressions import Expression, weights
from optimizer.build.snapshot import Snapshot
from optimizer.errors import ModelError, SolverError, UnboundedError
from optimizer.explore.cone import ROUNDING, Cone
from optimizer.solution import Solution
from optimizer.solve.live import Live
from optimizer.source import Source, solved
from optimizer.status import Status

if TYPE_CHECKING:
    import pandas as pd

# A corner that protrudes by less than this share of the ranges is rounding.
_EXACT = 1e-8
# The weight of the other goals where one is at its best.
_HARDLY = 1e-6
_MOST_SOLVES = 5_000


@dataclass(frozen=True, eq=False)
class Frontier:
    """Corners of what the goals can reach together.

    Attributes
    ----------
    goals : tuple of str
        The goals; more is better in a programme that maximises, less in one that minimises.
    gap : float
        Nothing reachable is better than a mixture of the corners by more than this share of the
        range of every goal (see ``ranges``).
    exact : bool
        Whether these are all corners (``gap`` is then rounding).
    solves : int
        Solves it took.
    values_are : str
        ``"linear programme"`` or ``"integers fixed"``.
    """

    goals: tuple[str, ...]
    gap: float
    exact: bool
    solves: int
    values_are: str
    _snapshot: Snapshot
    _solutions: Floats
    _values: Floats
    _scale: Floats
    _facets: Floats
    _gaps: Floats
    _on: Flags

    @cached_property
    def ranges(self) -> "pd.Series[float]":
        """Range of each goal: between its best value and the worst it has where another is at its best."""
        import pandas as pd  # heavy

        return pd.Series(self._scale, index=list(self.goals), name="range")

    @cached_property
    def points(self) -> "pd.DataFrame":
        """The corners, a column a goal, from the best for the first.

        With two goals also ``exchange``: how much of the first a unit more of the second costs from
        this corner to the next; NaN at the last.
        """
        import pandas as pd  # heavy

        table = pd.DataFrame(self._values + 0.0, columns=list(self.goals))
        if len(self.goals) == 2:
            step = table.shift(-1) - table
            table["exchange"] = -step[self.goals[0]] / step[self.goals[1]]
        return table

    @cached_property
    def facets(self) -> "pd.DataFrame":
        """Planes through corners that face outwards in every goal.

        A column a goal with its weight (they sum to 1), ``height`` (the weighted sum of the goals on
        the plane), ``gap`` (how far the best weighted sum may lie beyond it, in the same unit; NaN
        where it was not solved for), and ``corners``, the rows of ``points`` that lie on it.
        """
        import pandas as pd  # heavy

        table = pd.DataFrame(self._facets, columns=list(self.goals))
        table["height"] = [float(w @ self._values[on][0]) for w, on in zip(self._facets, self._on, strict=True)]
        table["gap"] = self._gaps
        table["corners"] = [tuple(np.flatnonzero(on).tolist()) for on in self._on]
        return table

    def values(self, name: str) -> "pd.DataFrame":
        """Values of a family of variables at every corner: a row a corner, a column a key."""
        import pandas as pd  # heavy

        columns = self._snapshot.columns
        return pd.DataFrame(self._solutions[:, columns.positions(name)] + 0.0, columns=columns.index(name))

    def value_of(self, expression: Expression) -> "pd.Series[float]":
        """Value of any expression at every corner."""
        import pandas as pd  # heavy

        vector, constant = weights(self._snapshot, "the expression", expression)
        return pd.Series(weighted_sum(self._solutions, vector) + constant + 0.0, name="value")

    def __repr__(self) -> str:
        kind = "exact" if self.exact else f"to within {self.gap:.2g} of each range"
        return f"<Frontier of {', '.join(self.goals)}: {len(self._values)} corners, {kind}, {self.solves} solves>"


def frontier(
    source: Source,
    goals: Mapping[str, Expression],
    *,
    tolerance: float = 1e-3,
    exact: bool | None = None,
) -> Frontier:
    """Find the frontier of two or more goals over the points of a programme.

    The objective of the programme plays no part. Integers are fixed where the solution has them.

    Parameters
    ----------
    source
        A programme or session (solved first), or a solution.
    goals
        Linear expressions by name; of each, more is better if the programme maximises, else less.
    tolerance
        Where not exact, the gap at which to stop, as a share of the range of every goal.
    exact
        Find every corner; by default with two goals.

    Raises
    ------
    ModelError
        If there are fewer than two goals, or one is not an expression in this programme.
    UnboundedError
        If a goal improves without end.
    """
    if len(goals) < 2:
        raise ModelError(f"a frontier is between two goals or more, not {len(goals)}")
    exact = len(goals) == 2 if exact is None else exact
    solution = solved(source)
    live = solution.live
    live.leave()
    try:
        search = _Search(solution, goals)
        search.close_in(_EXACT if exact else tolerance)
    finally:
        live.engine.set_costs(np.arange(live.arrays.columns, dtype=np.int32), live.arrays.cost)
    return search.result(solution, exact=exact)


class _Search:
    """Corners so far, and the cone whose rays are the facets of their hull.

    A ray is the weights of a facet with its height: the best weighted sum of any corner. Goals are
    measured in shares of their ranges, and turned so that more is better.
    """

    def __init__(self, solution: Solution, goals: Mapping[str, Expression]) -> None:
        self.names = tuple(goals)
        self.live: Live = solution.live
        pairs = [weights(solution.snapshot, f'the goal "{name}"', goals[name]) for name in goals]
        self.vectors = np.array([vector for vector, _ in pairs])
        self.constants = np.array([constant for _, constant in pairs])
        self.sign = self.live.arrays.sign
        self.solves = 0
        self.solutions = [self._best(unit) for unit in np.eye(len(goals))]
        self.origin, self.scale = self._ranges()
        self.solutions = [self._undominated(place) for place in range(len(goals))]
        self.origin, self.scale = self._ranges()
        self.shares = [self._share(point) for point in self.solutions]
        self.cone = Cone(np.vstack([np.eye(len(goals), len(goals) + 1), np.append(-self.shares[0], 1.0)]))
        self.planes = [0]
        for number in range(1, len(goals)):
            self._cut(number)
        self._beyond = {unit.tobytes(): 0.0 for unit in np.eye(len(goals))}

    def close_in(self, tolerance: float) -> None:
        """Solve for the weights of each facet, the nearest first, until none is missed by more than a share."""
        here = np.full(len(self.names), 1.0 / len(self.names))
        while self.solves < _MOST_SOLVES:
            waiting = [ray for ray in self._facets() if ray[:-1].tobytes() not in self._beyond]
            if not waiting:
                return
            ray = min(waiting, key=lambda ray: float(np.abs(ray[:-1] - here).sum()))
            here = ray[:-1]
            point = self._best(here / self.scale)
            share = self._share(point)
            beyond = float(here @ share - ray[-1])
            self._beyond[here.tobytes()] = max(beyond, 0.0)
            if beyond > tolerance:
                self.solutions.append(point)
                self.shares.append(share)
                self._cut(len(self.shares) - 1)

    def result(self, solution: Solution, *, exact: bool) -> Frontier:
        """What was found, in the units of the goals."""
        rays, size = self._facets(), len(self.names)
        on = np.zeros((len(rays), len(self.solutions)), dtype=np.bool_)
        on[:, self.planes] = self.cone.tight[self.cone.rays[:, :-1].any(axis=1)][:, size:]
        corners = [n for n in range(len(self.solutions)) if self._is_corner(rays, on[:, n])]
        values = np.array([weighted_sum(self.vectors, self.solutions[n]) + self.constants for n in corners])
        order = np.lexsort((-self.sign * values).T[::-1])
        gaps = np.array([self._beyond.get(ray[:-1].tobytes(), np.nan) for ray in rays])
        inner = [n for n, ray in enumerate(rays) if ray[:-1].min() > ROUNDING]
        own = np.array([rays[n][:-1] / self.scale for n in inner]).reshape(-1, size)
        total = own.sum(axis=1)
        return Frontier(
            goals=self.names,
            gap=float(np.nanmax(gaps)) if not np.isnan(gaps).any() else float("inf"),
            exact=exact,
            solves=self.solves,
            values_are=solution.prices_are,
            _snapshot=solution.snapshot,
            _solutions=np.array([self.solutions[corners[n]] for n in order]),
            _values=values[order],
            _scale=self.scale,
            _facets=own / total[:, None],
            _gaps=gaps[inner] / total,
            _on=on[np.ix_(inner, [corners[n] for n in order])],
        )

    def _best(self, weighing: Floats) -> Floats:
        """All variables where the weighted sum of the goals is best."""
        live = self.live
        cost = weighing @ self.vectors
        # Scaled so that the solver's tolerance means the same for every weighing.
        largest = float(np.abs(cost).max(initial=0.0))
        every = np.arange(live.arrays.columns, dtype=np.int32)
        live.engine.set_costs(every, cost * (live.cost_scale / largest if largest else 1.0))
        self.solves += 1
        outcome = live.engine.run(primal=True)
        if outcome.status is Status.UNBOUNDED:
            raise UnboundedError(f'the goal "{self.names[int(np.argmax(weighing))]}" improves without end')
        if outcome.status is not Status.OPTIMAL:
            raise SolverError(f"a solve for other goals ended so: {outcome.message}")
        return np.array(outcome.solution.col_value, dtype=np.float64)

    def _undominated(self, place: int) -> Floats:
        """The best point for one goal; of several, one that is good for the others too."""
        weighing = np.full(len(self.names), _HARDLY)
        weighing[place] = 1.0
        point = self._best(weighing / self.scale)
        lost = self._share(self.solutions[place])[place] - self._share(point)[place]
        return point if lost <= ROUNDING else self.solutions[place]

    def _ranges(self) -> tuple[Floats, Floats]:
        """Worst value of each goal at the best of another, and the range from there to its best."""
        values = self.sign * np.array([weighted_sum(self.vectors, point) for point in self.solutions])
        spread = np.ptp(values, axis=0)
        seen = spread > ROUNDING * np.maximum(1.0, np.abs(values).max(axis=0))
        return values.min(axis=0), np.where(seen, spread, 1.0)

    def _share(self, point: Floats) -> Floats:
        return np.asarray((self.sign * weighted_sum(self.vectors, point) - self.origin) / self.scale, dtype=np.float64)

    def _cut(self, number: int) -> None:
        if self.cone.cut(np.append(-self.shares[number], 1.0)):
            self.planes.append(number)

    def _facets(self) -> list[Floats]:
        """Rays with weights, which are made to sum to 1."""
        return [ray / ray[:-1].sum() for ray in self.cone.rays if ray[:-1].any()]

    def _is_corner(self, rays: list[Floats], on: Flags) -> bool:
        """Whether the facets through a point leave it no way to move."""
        through = [ray[:-1] for ray, is_on in zip(rays, on, strict=True) if is_on]
        return bool(through) and int(np.linalg.matrix_rank(np.array(through), tol=1e-7)) == len(self.names)
