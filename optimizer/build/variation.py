"""The same programme with other bounds, or without its integers; and a point carried over by labels."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from optimizer.build.arrays import Floats
from optimizer.build.edits import bounds_at
from optimizer.build.labels import Labels
from optimizer.build.snapshot import Snapshot
from optimizer.explained import Label


def varied(snapshot: Snapshot, held: Mapping[Label, tuple[float, float]], *, relaxed: bool) -> Snapshot:
    """The programme with some variables held within other bounds, and with or without its integers.

    Raises
    ------
    UnknownKeyError
        If there is no such variable.
    ModelError
        If bounds cross.
    """
    if not held and not relaxed:
        return snapshot
    arrays = snapshot.arrays
    lower, upper = arrays.lower.copy(), arrays.upper.copy()
    for (family, key), (low, high) in held.items():
        column = snapshot.columns.position(family, key)
        within = max(float(lower[column]), low), min(float(upper[column]), high)
        lower[column], upper[column] = bounds_at(snapshot.columns, column, *within)
    integer = np.zeros_like(arrays.integer) if relaxed else arrays.integer
    return replace(snapshot, arrays=replace(arrays, lower=lower, upper=upper, integer=integer))


def carried(old: Labels, point: Floats, new: Labels) -> Floats:
    """A point of one programme in the columns of another, by their labels; nought where it has none."""
    if old.all == new.all:
        return point
    values = dict(zip(old.all, point.tolist(), strict=True))
    return np.array([values.get(label, 0.0) for label in new.all])
