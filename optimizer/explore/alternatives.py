"""Answers almost as good as the best: how far each variable can move, and a few as different as possible.

"Modelling to generate alternatives" (Brill 1979): near the optimum there is room, and what was left
out of the model may decide how to use it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimizer.build.arrays import Arrays, Floats, Integers, Matrix, weighted_sum
from optimizer.build.labels import as_index
from optimizer.build.snapshot import Snapshot
from optimizer.errors import ModelError, SolverError
from optimizer.explained import Label
from optimizer.solve.engine import Engine
from optimizer.solve.outcome import Settings
from optimizer.source import Source, solved
from optimizer.status import Status

if TYPE_CHECKING:
    import pandas as pd

_ROUNDING = 1e-7
_ROUNDS = 10


@dataclass(frozen=True, eq=False)
class Alternatives:
    """What is within a stated loss of the optimum.

    Attributes
    ----------
    loss : float
        How much worse than the best an answer may be, in units of the objective.
    best : float
        The optimum.
    values_are : str
        ``"linear programme"`` or ``"integers fixed"``.
    """

    loss: float
    best: float
    values_are: str
    _snapshot: Snapshot
    _columns: Integers
    _least: Floats
    _most: Floats
    _points: Floats
    _objectives: Floats

    @cached_property
    def ranges(self) -> "pd.DataFrame":
        """value (in the source's own solution), least and most by variable.

        Each end is reached by some answer within the loss; an end without limit is infinite.
        """
        import pandas as pd  # heavy

        table = {"value": self._points[0][self._columns], "least": self._least, "most": self._most}
        return pd.DataFrame(table, index=self._index)

    @cached_property
    def solutions(self) -> "pd.DataFrame":
        """The answers, a column each; the first is the source's own solution.

        Each further one is as far as was found from those before it. The farthest of all is a
        question no linear programme answers, so "as far as was found" is all that is claimed.
        """
        import pandas as pd  # heavy

        return pd.DataFrame(self._points[:, self._columns].T, index=self._index)

    @cached_property
    def objectives(self) -> "pd.Series[float]":
        """Objective of every answer."""
        import pandas as pd  # heavy

        return pd.Series(self._objectives, name="objective")

    @cached_property
    def distances(self) -> "pd.DataFrame":
        """How far every two answers are apart: the mean over the variables of their difference as a share of the range.

        Variables without room, or without a limit, are left out.
        """
        import pandas as pd  # heavy

        scaled = self._points[:, self._columns] * _scale(self._least, self._most)
        return pd.DataFrame(_apart(scaled[:, None, :], scaled[None, :, :]))

    def values(self, name: str, number: int) -> "pd.Series[float]":
        """Values of a whole family of variables in one of the answers."""
        import pandas as pd  # heavy

        columns = self._snapshot.columns
        return pd.Series(self._points[number][columns.positions(name)], index=columns.index(name), name=name)

    @cached_property
    def _index(self) -> "pd.Index":
        return as_index([self._snapshot.columns.all[column] for column in self._columns.tolist()])

    def __repr__(self) -> str:
        return f"<Alternatives: {len(self._points)} answers within {self.loss:.6g} of {self.best:.6g}>"


def alternatives(
    source: Source,
    loss: float,
    *,
    count: int = 3,
    over: str | Sequence[Label] | None = None,
) -> Alternatives:
    """Find how far variables can move within a loss, and answers as different as can be.

    Integers are fixed where the source has them. Two solves a variable.

    Parameters
    ----------
    source
        A programme or session (solved first), or a solution.
    loss
        How much worse than the best an answer may be, in units of the objective; 0 for ties.
    count
        How many answers, with the source's own; fewer are given where there are no more.
    over
        The variables that matter: a family, or labels (family, key); all by default.

    Raises
    ------
    ModelError
        If the loss or the count is below what makes sense.
    UnknownKeyError
        If there is no such variable.
    """
    if not (math.isfinite(loss) and loss >= 0):
        raise ModelError(f"a loss is a number from 0 up, not {loss}")
    if count < 1:
        raise ModelError(f"at least one answer is asked for, not {count}")
    solution = solved(source)
    snapshot, live = solution.snapshot, solution.live
    near = _Near(live.arrays, live.objective - live.arrays.sign * loss)
    columns = _chosen(snapshot, over)
    start = solution.point
    pool, least, most = [start], np.full(len(columns), -math.inf), np.full(len(columns), math.inf)
    for place, column in enumerate(columns.tolist()):
        for ends, direction in ((least, -1.0), (most, 1.0)):
            found = near.furthest(np.array([column], dtype=np.int32), np.array([direction]))
            if found is not None:
                pool.append(found)
                ends[place] = found[column]
    points = _different(near, columns, _scale(least, most), pool, count) + 0.0
    objectives = weighted_sum(points, live.arrays.cost) + live.arrays.offset + 0.0
    return Alternatives(
        loss, live.objective, solution.prices_are, snapshot, columns, least + 0.0, most + 0.0, points, objectives
    )


class _Near:
    """The points within a loss: the programme with its objective as one more row."""

    def __init__(self, arrays: Arrays, worst: float) -> None:
        used = np.flatnonzero(arrays.cost).astype(np.int32)
        matrix = arrays.matrix
        longer = Matrix(
            np.append(matrix.start, matrix.start[-1] + len(used)).astype(np.int32),
            np.append(matrix.index, used).astype(np.int32),
            np.append(matrix.value, arrays.cost[used]),
        )
        low, high = (worst - arrays.offset, math.inf) if arrays.maximise else (-math.inf, worst - arrays.offset)
        self.columns = arrays.columns
        self._engine = Engine(
            replace(
                arrays,
                maximise=True,
                offset=0.0,
                cost=np.zeros(arrays.columns),
                row_lower=np.append(arrays.row_lower, low),
                row_upper=np.append(arrays.row_upper, high),
                integer=np.zeros(arrays.columns, dtype=np.bool_),
                matrix=longer,
            ),
            Settings(),
        )

    def furthest(self, columns: Integers, weights: Floats) -> Floats | None:
        """The point where a weighted sum is greatest; None if it has no end."""
        self._engine.set_costs(columns, weights)
        outcome = self._engine.run(primal=True)
        self._engine.set_costs(columns, np.zeros(len(columns)))
        if outcome.status is Status.UNBOUNDED:
            return None
        if outcome.status is not Status.OPTIMAL:
            raise SolverError(f"a solve near the optimum ended so: {outcome.message}")
        return np.array(outcome.solution.col_value, dtype=np.float64)


def _chosen(snapshot: Snapshot, over: str | Sequence[Label] | None) -> Integers:
    if over is None:
        return np.arange(snapshot.arrays.columns, dtype=np.int32)
    if isinstance(over, str):
        return snapshot.columns.positions(over)
    return np.array([snapshot.columns.position(*label) for label in over], dtype=np.int32)


def _scale(least: Floats, most: Floats) -> Floats:
    """One over the range of each variable and over their number; 0 for those that do not count."""
    room = most - least
    counts = np.isfinite(room) & (room > _ROUNDING)
    return np.where(counts, 1.0 / (np.where(counts, room, 1.0) * max(1, int(counts.sum()))), 0.0)


def _apart(one: Floats, other: Floats) -> Floats:
    return np.asarray(np.abs(one - other).sum(axis=-1), dtype=np.float64)


def _different(near: _Near, columns: Integers, scale: Floats, pool: list[Floats], count: int) -> Floats:
    """The first of the pool, and again and again the point farthest from all taken so far, moved further still."""
    taken = [pool[0]]
    scaled = np.array(pool)[:, columns] * scale
    nearest = _apart(scaled, scaled[0])
    while len(taken) < count and nearest.max() > _ROUNDING:
        point = _pushed(near, columns, scale, taken, pool[int(np.argmax(nearest))])
        taken.append(point)
        nearest = np.minimum(nearest, _apart(scaled, point[columns] * scale))
    return np.array(taken)


def _pushed(near: _Near, columns: Integers, scale: Floats, taken: list[Floats], point: Floats) -> Floats:
    """Move a point away from those taken while the nearest of them gets further away.

    The sum of distances is convex, so a linear step along its slope never lessens it.
    """
    others = np.array(taken)[:, columns] * scale
    distance = float(_apart(others, point[columns] * scale).min())
    for _ in range(_ROUNDS):
        away = np.sign(point[columns] * scale - others).sum(axis=0)
        found = near.furthest(columns, away * scale)
        further = -math.inf if found is None else float(_apart(others, found[columns] * scale).min())
        if found is None or further <= distance + _ROUNDING:
            break
        point, distance = found, further
    return point
