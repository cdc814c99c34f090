"""The frontier between two goals, deals and dates fixed: what one costs in the other."""

import numpy as np
import pandas as pd

from deals.errors import InputError, Problem, UnknownNameError
from deals.model.objective import goal_terms
from deals.sensitivity.fixed import FixedPlan, Floats

GOALS = ("leverage", "promotion", "control")
SAME = 1e-7
"""Share of the size of a frontier below which two points on it are one."""
NEAR = 1e-3
"""Share of its size to which a frontier is found where not every corner is asked for."""


def goal_frontier(fixed: FixedPlan, first: str, second: str, *, exact: bool = False) -> pd.DataFrame:
    """Corners of what two goals can reach together, from the best for the first to the best for the second.

    Every corner if `exact`; else enough that the frontier is nowhere further beyond the line through them than a
    thousandth of its size. The third goal is not weighed; its value is reported.

    Returns
    -------
    DataFrame
        One row a corner, columns leverage, promotion and control in USD bn over no deals, and `exchange`: how much of
        the first goal a unit more of the second costs from this corner to the next (missing at the last).

    Raises
    ------
    UnknownNameError
        If a goal is not leverage, promotion or control.
    InputError
        If both are the same.
    """
    for goal in (first, second):
        if goal not in GOALS:
            raise UnknownNameError.of("goal", goal, GOALS)
    if first == second:
        raise InputError(Problem("", "second", second, "the same goal twice", "name two different goals"))
    corners = _corners(_Weighing(fixed, first, second), SAME if exact else NEAR)
    worth = {goal: fixed.weights(goal_terms(fixed.plan.choices)[goal]) for goal in GOALS}
    frame = pd.DataFrame([{goal: float(worth[goal] @ corner) for goal in GOALS} for corner in corners])
    step = frame.shift(-1) - frame
    return frame.assign(exchange=-step[first] / step[second])


class _Weighing:
    """The plan's programme with two goals in any proportion for its objective."""

    def __init__(self, fixed: FixedPlan, first: str, second: str) -> None:
        terms = goal_terms(fixed.plan.choices)
        self.first, self.second = fixed.weights(terms[first]), fixed.weights(terms[second])
        self._session = fixed.session()
        snapshot, signed = fixed.plan.choices.program.snapshot(), fixed.plan.signed
        weighed = (self.first != 0) | (self.second != 0) | (snapshot.arrays.cost != 0)
        for key, variable in fixed.plan.choices.ask.items():
            if signed.get(key[0]) != key[3]:
                weighed[fixed.position[id(variable)]] = False
        self._touched = [(int(column), *snapshot.columns.all[column]) for column in np.flatnonzero(weighed)]

    def best(self, first: float, second: float) -> Floats:
        """All variables where the weighted sum of the two goals is greatest."""
        weights = first * self.first + second * self.second
        for column, family, key in self._touched:
            self._session.cost(family, key, float(weights[column]))
        return self._session.solve().point

    def of(self, point: Floats) -> tuple[float, float]:
        """The two goals at a point."""
        return float(self.first @ point), float(self.second @ point)


def _corners(weighing: _Weighing, tolerance: float) -> list[Floats]:
    """Look beyond the chord of two corners for another, until no chord is missed by more than a share of the size."""
    tiny = 1e-6
    found, waiting = [weighing.best(1.0, tiny)], [weighing.best(tiny, 1.0)]
    (best, low), (worst, high) = weighing.of(found[0]), weighing.of(waiting[0])
    size = max(abs(best - worst), abs(high - low), tiny)
    while waiting:
        left, right = weighing.of(found[-1]), weighing.of(waiting[-1])
        drop, rise = left[0] - right[0], right[1] - left[1]
        if drop <= SAME * size or rise <= SAME * size:
            found.append(waiting.pop())
            continue
        point = weighing.best(rise / size, drop / size)
        middle = weighing.of(point)
        beyond = rise * (middle[0] - left[0]) + drop * (middle[1] - left[1])
        if beyond <= tolerance * size * max(rise, drop) or not left[1] < middle[1] < right[1]:
            found.append(waiting.pop())
        else:
            waiting.append(point)
    return found
