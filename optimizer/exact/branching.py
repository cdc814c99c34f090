"""A small programme with whole numbers decided in exact fractions, by branching on one variable at a time.

Land and Doig 1960, "An automatic method of solving discrete programming problems". Every bound is one of a relaxation
that was solved in fractions, so that nothing rests on a tolerance.
"""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np

from optimizer.build.arrays import Arrays
from optimizer.exact.simplex import Budget, Decided, Side, decide, sides
from optimizer.status import Status


def decide_whole(arrays: Arrays, budget: Budget) -> Decided:
    """Decide a programme with its whole numbers; without any it is decided as it is.

    Where it is unbounded without them and has a whole point, it is unbounded (Meyer 1974, "On the existence of optimal
    solutions to integer and mixed-integer programming problems"). Multipliers are given only where it is infeasible
    without its whole numbers as well.

    Raises
    ------
    TooLongError
        If the budget is spent.
    """
    root = decide(arrays, budget)
    if root.status is Status.INFEASIBLE or not arrays.integer.any():
        return root
    if root.status is Status.UNBOUNDED:
        some = _search(replace(arrays, cost=np.zeros(arrays.columns)), budget)
        return replace(root, point=some.point) if some is not None else Decided(Status.INFEASIBLE)
    return _search(arrays, budget) or Decided(Status.INFEASIBLE)


def _search(arrays: Arrays, budget: Budget) -> Decided | None:
    """The best whole point, or None; the programme has to be bounded without its whole numbers."""
    whole = np.flatnonzero(arrays.integer).tolist()
    better = 1 if arrays.maximise else -1
    best: Decided | None = None
    open_: list[tuple[list[Side], list[Side]]] = [(sides(arrays.lower), sides(arrays.upper))]
    while open_:
        lower, upper = open_.pop()
        budget.spend(1 + len(arrays.matrix.value))
        found = decide(arrays, budget, lower, upper)
        if found.status is not Status.OPTIMAL:
            continue
        if best is not None and better * (found.objective(arrays) - best.objective(arrays)) <= 0:
            continue
        split = max(whole, key=lambda column: _off(found.point[column]))
        if not _off(found.point[split]):
            best = found
            continue
        below, above = list(upper), list(lower)
        below[split] = Fraction(math.floor(found.point[split]))
        above[split] = Fraction(math.ceil(found.point[split]))
        open_ += [child for child in ((above, upper), (lower, below)) if not _cross(*child)]
    return best


def _cross(lower: list[Side], upper: list[Side]) -> bool:
    """Whether some bounds leave nothing between them."""
    return any(low is not None and high is not None and low > high for low, high in zip(lower, upper, strict=True))


def _off(number: Fraction) -> Fraction:
    """Distance from the nearest whole number."""
    return abs(number - round(number))
