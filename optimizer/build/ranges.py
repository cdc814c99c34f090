"""Numbers that the solver would take for others: too small it drops them, too large they are infinite to it."""

from collections.abc import Callable

import numpy as np

from optimizer.build.arrays import Arrays, Flags, Floats, Matrix
from optimizer.build.labels import Labels
from optimizer.errors import ModelError

# HiGHS drops a coefficient up to the first, refuses one from the second on, and takes any other number from the third
# on for an infinite one (its options small_matrix_value, large_matrix_value, infinite_bound and infinite_cost).
SMALLEST = 1e-12
LARGEST = 1e15
INFINITE = 1e20
# What a dropped coefficient may be worth at most, in units of its row: a hundredth of the solver's own tolerance.
_NOTHING = 1e-9

type Named = Callable[[int], str]


def refuse_strange(arrays: Arrays, rows: Labels | None = None, columns: Labels | None = None) -> None:
    """Refuse a programme with a number that the solver would take for another one.

    A coefficient that small is dropped where the bounds of its variable leave it nothing to say, as a difference of
    two equal decimals does.

    Parameters
    ----------
    arrays
        The programme.
    rows, columns
        Its labels, for the message; without them places are named, from 0.

    Raises
    ------
    ModelError
        If there is one; the message names it and the row or variable it belongs to.
    """
    row_named: Named = rows.written if rows is not None else lambda row: f"row {row}"
    column_named: Named = columns.written if columns is not None else lambda column: f"column {column}"
    if _suspect(arrays.matrix.value):
        _refuse_coefficients(arrays, row_named, column_named)
    limits = (arrays.cost, arrays.lower, arrays.upper, arrays.row_lower, arrays.row_upper)
    size, count = np.abs(np.concatenate(limits)), np.count_nonzero
    if count(size >= INFINITE) != count(size == np.inf):
        names = ("the cost", "the lower bound", "the upper bound", "the limit", "the limit")
        for what, numbers, named in zip(names, limits, (column_named,) * 3 + (row_named,) * 2, strict=True):
            for place in np.flatnonzero(large(numbers)).tolist():
                raise ModelError(
                    f"{what} {numbers[place]:.6g} of {named(place)} would be infinite to the solver, as is any number "
                    f"from {INFINITE:g} on: choose larger units, or no limit at all"
                )


def large(numbers: Floats) -> Flags:
    """Which numbers are finite and yet infinite to the solver."""
    size = np.abs(numbers)
    return (size >= INFINITE) & (size < np.inf)


def _suspect(values: Floats) -> bool:
    # Counting is faster than marking, and this is asked of every programme of thousands.
    size, count = np.abs(values), np.count_nonzero
    return bool(count(size <= SMALLEST) != count(values == 0) or count(size >= LARGEST))


def _refuse_coefficients(arrays: Arrays, row_named: Named, column_named: Named) -> None:
    matrix: Matrix = arrays.matrix
    size = np.abs(matrix.value)
    reach = np.maximum(np.abs(arrays.lower), np.abs(arrays.upper))[matrix.index]
    small = (size <= SMALLEST) & (size > 0)
    says = small & (np.where(small, size, 0.0) * np.where(small, reach, 0.0) > _NOTHING)
    for entry in np.flatnonzero(says | (size >= LARGEST)).tolist():
        row = int(np.searchsorted(matrix.start, entry, side="right")) - 1
        fate = "be dropped by" if says[entry] else "be too large for"
        raise ModelError(
            f"the coefficient {matrix.value[entry]:.6g} of {column_named(int(matrix.index[entry]))} in {row_named(row)}"
            f" would {fate} the solver, which takes those above {SMALLEST:g} and below {LARGEST:g}: choose other units"
        )
