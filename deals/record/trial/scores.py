"""How good a forecast was: scores of what was said against what happened, each a pure function of its numbers.

A score of no rows at all is NaN: nothing is known. A number that is missing or out of bounds is refused.
"""

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from deals.kit.errors import InputError, Problem
from optimizer import Flags, Floats

SUREST = 1e-4
"""Probabilities nearer to 0 or 1 than this count as this near in the log score, which would be infinite else."""


def auc(scores: ArrayLike, happened: ArrayLike) -> float:
    """Odds that a case that happened was scored above one that did not: the area under the ROC curve, 0 to 1.

    P(s1 > s0) + P(s1 = s0) / 2 over all pairs, by ranks (J. A. Hanley and B. J. McNeil, Radiology 143, 1982): one half
    says nothing, 1 is a perfect order, ties count half. NaN where everything happened, or nothing did.

    Examples
    --------
    >>> auc([0.9, 0.4, 0.4, 0.1], [1, 1, 0, 0])
    0.875

    Raises
    ------
    InputError
        If columns differ in length, a number is missing, or `happened` is neither 0 nor 1.
    """
    order, yes = _of_events("scores", scores, happened)
    ones, zeros = int(yes.sum()), int((~yes).sum())
    if not ones or not zeros:
        return math.nan
    above = ranks(order)[yes].sum() - ones * (ones + 1) / 2
    return float(above / (ones * zeros))


def precision_at(scores: ArrayLike, happened: ArrayLike, count: int) -> float:
    """Share of the `count` cases with the highest scores that happened, 0 to 1.

    (C. D. Manning, P. Raghavan and H. Schuetze, "Introduction to Information Retrieval", 2008, section 8.4.) Cases
    tied for the last places count with the share of them that happened, as if places were drawn by lot.

    Examples
    --------
    >>> precision_at([3, 2, 2, 1], [1, 0, 1, 1], 2)
    0.75

    Raises
    ------
    InputError
        As :func:`auc`, and if `count` is not between 1 and the number of cases (of no cases at all it is NaN).
    """
    order, yes = _of_events("scores", scores, happened)
    if not len(order):
        return math.nan
    if not 1 <= count <= len(order):
        raise InputError(Problem("", "count", count, "not a number of cases", f"a number from 1 to {len(order)}"))
    last = np.sort(order)[-count]
    above, level = order > last, order == last
    hits = yes[above].sum() + (count - above.sum()) * yes[level].mean()
    return float(hits / count)


def ranks(values: ArrayLike) -> Floats:
    """Ranks from 1 for the smallest, ties at their mean rank."""
    _, level, counts = np.unique(values, return_inverse=True, return_counts=True)
    found: Floats = (np.cumsum(counts) - (counts - 1) / 2)[level]
    return found


def spearman(a: ArrayLike, b: ArrayLike) -> float:
    """Agreement of two orders, -1 to 1: the correlation of ranks, ties at their mean rank.

    (C. Spearman, American Journal of Psychology 15, 1904.) NaN below two rows, or where one column is all the same.

    Raises
    ------
    InputError
        If columns differ in length or a number is missing.
    """
    first, second = _columns({"a": a, "b": b})
    if len(first) < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return math.nan
    return float(np.corrcoef(ranks(first), ranks(second))[0, 1])


def mean_absolute_error(model: ArrayLike, real: ArrayLike) -> float:
    """Mean of |model - real|, in their unit; an InputError as in :func:`spearman`."""
    first, second = _columns({"model": model, "real": real})
    return _mean(np.abs(first - second))


def mean_log_ratio(model: ArrayLike, real: ArrayLike) -> float:
    """Mean of log(model / real), natural: 0 is the right level, log 2 = 0.69 twice too much, -0.69 half.

    Its exponential is the geometric mean of the ratios.

    Raises
    ------
    InputError
        If columns differ in length, or a number is missing or not above 0.
    """
    return _mean(_log_ratios(model, real))


def log_spread(model: ArrayLike, real: ArrayLike) -> float:
    """Standard deviation of log(model / real) about its mean (n - 1): how unlike the ratios are, whatever the level.

    Its exponential is the geometric standard deviation, a factor. NaN below two rows; errors as the mean's.
    """
    ratios = _log_ratios(model, real)
    return float(ratios.std(ddof=1)) if len(ratios) > 1 else math.nan


def brier(probabilities: ArrayLike, happened: ArrayLike) -> float:
    """Mean of (p - o)^2, o being 1 where it happened and 0 where not: 0 is best, "one half for all" gets 0.25.

    G. W. Brier, Monthly Weather Review 78 (1950), for two outcomes counted once. Proper: the truth minimises it.

    Examples
    --------
    >>> round(brier([0.8, 0.4], [1, 0]), 6)
    0.1

    Raises
    ------
    InputError
        If columns differ in length, a number is missing, a probability is not 0 to 1, or `happened` neither 0 nor 1.
    """
    said, yes = _of_events("probabilities", probabilities, happened)
    _check_probabilities(said)
    return _mean((said - yes) ** 2)


def log_score(probabilities: ArrayLike, happened: ArrayLike) -> float:
    """Mean negative log likelihood, natural: -log p where it happened, -log(1 - p) where not; 0 is best.

    I. J. Good, Journal of the Royal Statistical Society B 14 (1952). Probabilities are clipped to 0.0001 to 0.9999
    before: one who was certain and wrong loses 9.2, not everything. Proper for probabilities within that.

    Raises
    ------
    InputError
        As :func:`brier`.
    """
    said, yes = _of_events("probabilities", probabilities, happened)
    _check_probabilities(said)
    said = np.clip(said, SUREST, 1 - SUREST)
    return _mean(-np.log(np.where(yes, said, 1 - said)))


def pinball(quantiles: Mapping[float, ArrayLike], values: ArrayLike) -> float:
    """Mean loss of quantiles, over rows and levels, in the unit of the values; 0 is best.

    Of a quantile q of level a and a value y: a (y - q) where y is above q, (1 - a)(q - y) below (R. Koenker and
    G. Bassett, Econometrica 46, 1978; T. Gneiting and A. E. Raftery, JASA 102, 2007, section 6.1). Proper. The median
    alone gives half the absolute error; many even levels half the continuous ranked probability score.

    Examples
    --------
    >>> round(pinball({0.1: [0.0], 0.9: [20.0]}, [10.0]), 6)
    1.0

    Raises
    ------
    InputError
        If there is no level or one is not between 0 and 1, columns differ in length, or a number is missing.
    """
    return _mean(pinball_losses(quantiles, values))


def pinball_losses(quantiles: Mapping[float, ArrayLike], values: ArrayLike) -> Floats:
    """The loss of each row, mean over levels: what :func:`pinball` is the mean of, with its errors."""
    wrong = [level for level in quantiles if not 0 < level < 1]
    if wrong or not quantiles:
        found = wrong[0] if wrong else None
        raise InputError(Problem("", "quantiles", found, "not levels of quantiles", "numbers between 0 and 1"))
    named = {f"quantile {level}": column for level, column in quantiles.items()}
    real, *said = _columns({"values": values, **named})
    levels = np.array(list(quantiles))[:, None]
    missed = real - np.stack(said)
    losses: Floats = np.maximum(levels * missed, (levels - 1) * missed).mean(axis=0)
    return losses


def coverage(low: ArrayLike, high: ArrayLike, values: ArrayLike) -> float:
    """Share of values from `low` to `high`, both ends included: an 80% interval should have 0.8 of them.

    Ends may be infinite.

    Raises
    ------
    InputError
        If columns differ in length, a number is missing, or an interval ends below its start.
    """
    start, end, real = _columns({"low": low, "high": high, "values": values}, finite=False)
    if (start > end).any():
        place = int(np.argmax(start > end))
        raise InputError(Problem("", f"low, high of row {place}", f"{start[place]:g}, {end[place]:g}", "upside down"))
    return _mean(((start <= real) & (real <= end)).astype(np.float64))


def interval_by_bootstrap(
    statistic: Callable[..., float], *arrays: ArrayLike, draws: int = 1000, level: float = 0.8, seed: int
) -> tuple[float, float]:
    """Where a statistic may lie, had other rows of the same kind been seen: low and high.

    The percentile bootstrap (B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13):
    rows are drawn anew with replacement, the same ones of every array, and the interval holds the middle `level` of
    what the statistic then is. Draws in which it is NaN are dropped. Both ends are NaN where it never is a number, and
    for fewer than two rows, which have no spread.

    Parameters
    ----------
    statistic : callable
        Takes the arrays, gives a number.
    arrays
        With as many rows each; rows should be independent of each other.
    draws : int
        How often rows are drawn.
    level : float
        Share of the draws inside.
    seed : int
        The same gives the same interval.

    Raises
    ------
    InputError
        If there is no array, they differ in length, there is no draw, or the level is not between 0 and 1.
    """
    columns = [np.asarray(array) for array in arrays]
    lengths = {len(column) for column in columns}
    problems = []
    if len(lengths) != 1:
        problems.append(Problem("", "arrays", sorted(lengths), "arrays differ in length, or there is none"))
    if draws < 1:
        problems.append(Problem("", "draws", draws, "no draw", "a number from 1"))
    if not 0 < level < 1:
        problems.append(Problem("", "level", level, "not a share", "a number between 0 and 1"))
    if problems:
        raise InputError(problems)
    (rows,) = lengths
    if rows < 2:
        return math.nan, math.nan
    rng = np.random.default_rng(seed)
    taken = (rng.integers(rows, size=rows) for _ in range(draws))
    seen = np.array([statistic(*(column[rows_drawn] for column in columns)) for rows_drawn in taken], dtype=np.float64)
    seen = seen[~np.isnan(seen)]
    if not len(seen):
        return math.nan, math.nan
    low, high = np.quantile(seen, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return low, high


def _mean(losses: Floats) -> float:
    return float(losses.mean()) if len(losses) else math.nan


def _columns(given: Mapping[str, ArrayLike], *, finite: bool = True) -> list[Floats]:
    """Columns as numbers, checked: as long as each other, and none missing (nor infinite)."""
    columns = {name: np.asarray(column, dtype=np.float64) for name, column in given.items()}
    problems = [
        Problem("", name, column.shape, "not one column of numbers")
        for name, column in columns.items()
        if column.ndim != 1
    ]
    if not problems and len({len(column) for column in columns.values()}) > 1:
        found = ", ".join(str(len(column)) for column in columns.values())
        problems.append(Problem("", ", ".join(columns), found, "differ in length"))
    for name, column in columns.items():
        wrong = ~np.isfinite(column) if finite else np.isnan(column)
        if wrong.any():
            problems.append(Problem("", name, float(column[wrong][0]), "not a number", "leave such rows out"))
    if problems:
        raise InputError(problems)
    return list(columns.values())


def _of_events(name: str, said: ArrayLike, happened: ArrayLike) -> tuple[Floats, Flags]:
    """What was said, and whether it happened."""
    numbers, events = _columns({name: said, "happened": happened})
    wrong = (events != 0) & (events != 1)
    if wrong.any():
        raise InputError(Problem("", "happened", float(events[wrong][0]), "neither 0 nor 1"))
    return numbers, events == 1


def _check_probabilities(said: Floats) -> None:
    wrong = (said < 0) | (said > 1)
    if wrong.any():
        raise InputError(Problem("", "probabilities", float(said[wrong][0]), "not a probability", "a number 0 to 1"))


def _log_ratios(model: ArrayLike, real: ArrayLike) -> Floats:
    """Logarithms of the ratios, row by row."""
    amounts = _columns({"model": model, "real": real})
    problems = [
        Problem("", name, float(column.min()), "not above 0, so that it has no logarithm", "leave such rows out")
        for name, column in zip(("model", "real"), amounts, strict=True)
        if (column <= 0).any()
    ]
    if problems:
        raise InputError(problems)
    ratios: Floats = np.log(amounts[0]) - np.log(amounts[1])
    return ratios
