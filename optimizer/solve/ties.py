"""Whether an optimum is the only one, and a choice among several that does not depend on the solver.

The optimal points of a linear programme form a face: wherever a multiplier is not zero, the row or
variable keeps the limit it stands at. A second objective over that face, with weights that come
from the labels alone, picks one point, the same for every order of rows and version of the solver.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from optimizer.build.arrays import Floats
from optimizer.build.labels import Labels
from optimizer.explained import Label
from optimizer.solve.live import Live
from optimizer.solve.outcome import Outcome
from optimizer.status import Status

_APART = 1e-7
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Ties:
    """What is known of other optimal solutions.

    Attributes
    ----------
    unique
        True: proven the only one. False: there are others. None: no other with these integers, but
        other integers are not excluded.
    moving
        Variables that differ between optimal solutions found, as labels.
    text
        The same in a sentence.
    """

    unique: bool | None
    moving: tuple[Label, ...]
    text: str


def find_ties(live: Live, labels: Labels, *, integers_fixed: bool) -> Ties:
    """Look for other optimal solutions in both directions of a generic second objective."""
    moving = () if _strict(live) else _moving(live, labels)
    if moving:
        shown = ", ".join(labels.written(labels.position(*label)) for label in moving[:_SHOWN])
        more = f" and {len(moving) - _SHOWN} more" if len(moving) > _SHOWN else ""
        return Ties(False, moving, f"there are other optimal solutions, which differ in {shown}{more}")
    if integers_fixed:
        text = "no other optimal solution with these integers; other integers are not excluded"
        return Ties(None, (), text)
    return Ties(True, (), "this is the only optimal solution")


def choose(live: Live, labels: Labels) -> Outcome:
    """Move to the optimal point that a second objective by label picks, and stand there.

    Each variable is drawn towards a finite bound, with a weight from its label; free variables
    follow from the others.
    """
    if not _strict(live):
        weights = _weights(labels)
        lower, upper = live.arrays.lower, live.arrays.upper
        pull = np.where(np.isfinite(lower), weights, np.where(np.isfinite(upper), -weights, 0.0))
        with _face(live, -pull if live.arrays.maximise else pull):
            outcome = live.engine.run(primal=True)
        if outcome.status is Status.OPTIMAL:
            live.stand(live.engine.run())
        live.settle()
    return live.last


def _strict(live: Live) -> bool:
    """Whether every variable and row off the basis would cost something to move: enough, not needed."""
    arrays = live.arrays
    basic = live.engine.basic()
    loose_columns = (arrays.lower < arrays.upper) & (np.abs(live.reduced_costs) <= live.zero)
    loose_rows = (arrays.row_lower < arrays.row_upper) & (np.abs(live.row_prices) <= live.zero)
    loose_columns[basic[basic >= 0]] = False
    loose_rows[-basic[basic < 0] - 1] = False
    return not (loose_columns.any() or loose_rows.any())


def _moving(live: Live, labels: Labels) -> tuple[Label, ...]:
    weights = _weights(labels)
    differs = np.zeros(live.arrays.columns, dtype=np.bool_)
    for direction in (1.0, -1.0):
        with _face(live, direction * weights):
            outcome = live.engine.run(primal=True)
            if outcome.status is Status.OPTIMAL:
                step = np.array(outcome.solution.col_value, dtype=np.float64) - live.point
            else:
                ray = live.engine.ray_of_improvement()
                step = np.ones(len(differs)) if ray is None else ray
            differs |= np.abs(step) > _APART * np.maximum(1.0, np.abs(live.point))
    return tuple(labels.all[column] for column in np.flatnonzero(differs))


@contextmanager
def _face(live: Live, weights: Floats) -> Iterator[None]:
    """The optimal points only, with another objective; everything is put back afterwards."""
    live.settle()
    live.leave()
    arrays, engine = live.arrays, live.engine
    every = np.arange(arrays.columns, dtype=np.int32)
    columns = np.flatnonzero(np.abs(live.reduced_costs) > live.zero).astype(np.int32)
    rows = np.flatnonzero(np.abs(live.row_prices) > live.zero).astype(np.int32)
    limits = np.where(live.row_at_upper[rows], arrays.row_upper[rows], arrays.row_lower[rows])
    stands = np.where(live.column_at_upper[columns], arrays.upper[columns], arrays.lower[columns])
    engine.set_columns(columns, stands, stands)
    engine.set_rows(rows, limits, limits)
    engine.set_costs(every, weights)
    try:
        yield
    finally:
        engine.set_columns(columns, arrays.lower[columns], arrays.upper[columns])
        engine.set_rows(rows, arrays.row_lower[rows], arrays.row_upper[rows])
        engine.set_costs(every, arrays.cost)


def _weights(labels: Labels) -> Floats:
    """Numbers between 1 and 2 that depend on the labels and on nothing else."""
    codes = (crc32(repr(label).encode()) for label in labels.all)
    return 1.0 + np.fromiter(codes, dtype=np.float64, count=len(labels)) / 2.0**32
