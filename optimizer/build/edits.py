"""Numbers that a limit, a cost or a bound can be set to."""

import math

from optimizer.build.labels import Labels
from optimizer.build.ranges import INFINITE
from optimizer.build.snapshot import Snapshot
from optimizer.errors import ModelError


def limits_at(snapshot: Snapshot, row: int, value: float) -> tuple[float, float]:
    """Both sides of a row with its limit at a value; an equation has the value on both.

    Raises
    ------
    ModelError
        If the value is not a number, or infinite where it cannot be.
    """
    lower, upper = snapshot.arrays.row_lower[row], snapshot.arrays.row_upper[row]
    _must_be_seen(value, snapshot.rows.written(row))
    low = value if math.isfinite(lower) else -math.inf
    high = value if math.isfinite(upper) else math.inf
    if math.isnan(value) or low == math.inf or high == -math.inf or (low == high and math.isinf(low)):
        raise ModelError(f"constraint {snapshot.rows.written(row)} cannot have the limit {value}")
    return low, high


def cost_at(columns: Labels, column: int, value: float) -> float:
    """A cost.

    Raises
    ------
    ModelError
        If the value is not finite.
    """
    if not math.isfinite(value):
        raise ModelError(f"variable {columns.written(column)} cannot have the cost {value}")
    _must_be_seen(value, columns.written(column))
    return float(value)


def bounds_at(columns: Labels, column: int, low: float, high: float) -> tuple[float, float]:
    """Both bounds of a variable.

    Raises
    ------
    ModelError
        If they are not numbers, cross, or leave nothing finite between them.
    """
    if not low <= high or low == math.inf or high == -math.inf:
        raise ModelError(f"variable {columns.written(column)} cannot have the bounds {low} and {high}")
    for bound in (low, high):
        _must_be_seen(bound, columns.written(column))
    return float(low), float(high)


def _must_be_seen(value: float, where: str) -> None:
    """Refuse a finite number that is infinite to the solver."""
    if INFINITE <= abs(value) < math.inf:
        raise ModelError(f"{where} cannot have {value:.6g}: from {INFINITE:g} on a number is infinite to the solver")
