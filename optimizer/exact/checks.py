"""Whether a solver's word that there is no point, or no best one, is proven by the numbers it gives for it.

Multipliers of limits that add up to a contradiction prove that there is no point (Farkas 1902); a direction that keeps
every limit and improves without end proves that there is no best one. The numbers of a solver miss both by a rounding.
Where a bound on every rounding leaves no doubt (Neumaier and Shcherbina 2004, "Safe bounds in linear and mixed-integer
linear programming") the multipliers are taken as they are; else the nearest exact ones are checked in fractions.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from optimizer.build.arrays import Arrays, Floats, Integers, Matrix
from optimizer.exact.nearby import Equation, nearby
from optimizer.exact.simplex import Budget, TooLongError

type Multipliers = dict[int, Fraction]

# A number below this share of what it is a sum of may be a rounding of 0.
_ROUNDING = 1e-9
_ULP = 2.0**-52
_OPERATIONS = 200_000
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Touched:
    """Some rows of a programme, and the columns they have entries in; an entry is at a place among each.

    Limits and bounds are infinite where there is none.
    """

    rows: Integers
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats
    at_row: Integers
    at_column: Integers
    value: Floats


def used(ray: Floats) -> Integers:
    """Rows that a ray uses: those with a multiplier that is no rounding of 0."""
    size = np.abs(ray)
    return np.flatnonzero(size > _ROUNDING * size.max(initial=0.0)).astype(np.int32)


def entries(matrix: Matrix, rows: Integers) -> tuple[Integers, Integers, Floats]:
    """Entries of some rows: the place among the rows, the column, and the coefficient."""
    lengths = matrix.start[rows + 1] - matrix.start[rows]
    at = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)
    first = np.cumsum(lengths) - lengths
    where = np.arange(len(at)) - np.repeat(first - matrix.start[rows], lengths)
    return at, matrix.index[where], matrix.value[where]


def contradiction(touched: Touched, ray: Floats) -> Multipliers | None:
    """Multiples of ``limit - row`` that add up to a contradiction, above 0 for "at most"; None if the ray gives none.

    Parameters
    ----------
    touched
        The rows that the ray uses.
    ray
        A multiplier of each of them, all with one sign or with the other.
    """
    for turned in (ray, -ray):
        limits = np.where(turned > 0, touched.row_upper, touched.row_lower)
        if not np.isfinite(limits).all():
            continue
        if _surely(touched, turned, limits):
            return _named(touched, dict(enumerate(map(Fraction, turned.tolist()))))
        exact = _exact(touched, turned)
        if exact is not None:
            return _named(touched, exact)
    return None


def improves_for_ever(arrays: Arrays, direction: Floats) -> bool:
    """Whether a direction, or the nearest exact one, keeps every limit of a programme and improves; in fractions."""
    largest = np.abs(direction).max(initial=0.0)
    moving = np.flatnonzero(np.abs(direction) > _ROUNDING * largest).tolist()
    if not moving or not math.isfinite(largest):
        return False
    guess = {column: float(direction[column] / largest) for column in moving}
    step = np.zeros(arrays.columns)
    step[moving] = list(guess.values())
    rows = arrays.matrix.rows_of_entries()
    terms = arrays.matrix.value * step[arrays.matrix.index]
    sums = np.bincount(rows, weights=terms, minlength=arrays.rows)
    sizes = np.bincount(rows, weights=np.abs(terms), minlength=arrays.rows)
    limited = (np.isfinite(arrays.row_lower) | np.isfinite(arrays.row_upper)) & (sizes > 0)
    near = set(np.flatnonzero(limited & (np.abs(sums) <= _ROUNDING * sizes)).tolist())
    equations = {row: _terms(arrays, row, guess) for row in np.flatnonzero(limited).tolist()}
    still: set[int] = set()
    while True:
        try:
            found = nearby([dict(equations[row]) for row in sorted(still)], guess, _budget())
        except TooLongError:
            return False
        paces = {row: sum((a * found[j] for j, a in terms.items()), Fraction(0)) for row, terms in equations.items()}
        wrong = {
            row for row, pace in paces.items() if not _may_move(arrays.row_lower[row], arrays.row_upper[row], pace)
        }
        if not wrong:
            break
        if not wrong <= near - still:
            return False
        still |= wrong
    if not all(_may_move(arrays.lower[j], arrays.upper[j], found[j]) for j in moving):
        return False
    gain = sum((Fraction(float(arrays.cost[column])) * at for column, at in found.items()), Fraction(0))
    return gain > 0 if arrays.maximise else gain < 0


def holds(arrays: Arrays, point: Floats) -> bool:
    """Whether a point keeps every limit, but for a rounding of the numbers that are added up there."""
    if not np.isfinite(point).all():
        return False
    rows = arrays.matrix.rows_of_entries()
    terms = arrays.matrix.value * point[arrays.matrix.index]
    sums = np.bincount(rows, weights=terms, minlength=arrays.rows)
    sizes = np.bincount(rows, weights=np.abs(terms), minlength=arrays.rows)
    room = _TOLERANCE * np.maximum(1.0, sizes)
    slack = _TOLERANCE * np.maximum(1.0, np.abs(point))
    return bool(
        np.all((sums >= arrays.row_lower - room) & (sums <= arrays.row_upper + room))
        and np.all((point >= arrays.lower - slack) & (point <= arrays.upper + slack))
    )


def _surely(touched: Touched, ray: Floats, limits: Floats) -> bool:
    """Whether the ray adds up to a contradiction whatever the roundings were."""
    width = len(touched.lower)
    terms = touched.value * ray[touched.at_row]
    left = np.bincount(touched.at_column, weights=terms, minlength=width)
    size = np.bincount(touched.at_column, weights=np.abs(terms), minlength=width)
    doubt = size * (len(ray) + 2) * _ULP
    ends = [_most(end, touched.lower, touched.upper) for end in (left - doubt, left + doubt)]
    most = np.maximum(*ends)
    if not np.isfinite(most).all():
        return False
    parts = np.concatenate([ray * limits, most])
    return bool(parts.sum() + np.abs(parts).sum() * (len(parts) + 4) * _ULP < 0)


def _most(left: Floats, lower: Floats, upper: Floats) -> Floats:
    """The most that minus a multiple of each column can be."""
    return -left * np.where(left == 0, 0.0, np.where(left < 0, upper, lower))


def _exact(touched: Touched, ray: Floats) -> Multipliers | None:
    """The nearest multipliers that leave nothing of the columns without a bound, if they add up to a contradiction."""
    columns: list[Equation] = [{} for _ in touched.lower]
    places = zip(touched.at_column.tolist(), touched.at_row.tolist(), touched.value.tolist(), strict=True)
    for column, row, value in places:
        columns[column][row] = Fraction(value)
    terms = touched.value * ray[touched.at_row]
    left = np.bincount(touched.at_column, weights=terms, minlength=len(columns))
    size = np.bincount(touched.at_column, weights=np.abs(terms), minlength=len(columns))
    near = set(np.flatnonzero(np.abs(left) <= _ROUNDING * size).tolist())
    nothing: set[int] = set()
    try:
        while True:
            found = nearby([dict(columns[j]) for j in sorted(nothing)], dict(enumerate(ray.tolist())), _budget())
            rest = {
                j: -sum((a * found[row] for row, a in terms.items()), Fraction(0)) for j, terms in enumerate(columns)
            }
            wrong = {
                j for j in near - nothing if rest[j] and math.isinf(_limit(rest[j], j, touched.lower, touched.upper))
            }
            if not wrong:
                break
            nothing |= wrong
    except TooLongError:
        return None
    total = _times(found, range(len(ray)), touched.row_lower, touched.row_upper)
    beside = _times(rest, range(len(columns)), touched.lower, touched.upper)
    return found if total is not None and beside is not None and total + beside < 0 else None


def _limit(amount: Fraction, place: int, lower: Floats, upper: Floats) -> float:
    """The limit that an amount asks for: above 0 the upper one."""
    return float(upper[place] if amount > 0 else lower[place])


def _times(amounts: Multipliers, places: range, lower: Floats, upper: Floats) -> Fraction | None:
    """The sum of amounts times the limits they ask for; None if there is no such limit."""
    total = Fraction(0)
    for place in places:
        if amounts[place]:
            limit = _limit(amounts[place], place, lower, upper)
            if math.isinf(limit):
                return None
            total += amounts[place] * Fraction(limit)
    return total


def _named(touched: Touched, found: Multipliers) -> Multipliers:
    return {int(touched.rows[place]): amount for place, amount in found.items() if amount}


def _terms(arrays: Arrays, row: int, moving: dict[int, float]) -> Equation:
    columns, values = arrays.matrix.row(row)
    pairs = zip(columns.tolist(), values.tolist(), strict=True)
    return {column: Fraction(value) for column, value in pairs if value and column in moving}


def _may_move(low: float, high: float, step: Fraction) -> bool:
    return not ((step < 0 and math.isfinite(low)) or (step > 0 and math.isfinite(high)))


def _budget() -> Budget:
    return Budget(_OPERATIONS)
