"""The frontier between goals, deals and dates fixed: what one costs in another."""

import pandas as pd

from deals.errors import InputError, Problem, UnknownNameError
from deals.model.objective import goal_terms
from deals.sensitivity.fixed import FixedPlan
from optimizer import Frontier, frontier

GOALS = ("leverage", "promotion", "control")
NEAR = {2: 1e-3, 3: 5e-3}
"""Where not every corner is asked for, the gap that is left between so many goals, as a share of the range of each."""


def goal_frontier(fixed: FixedPlan, *goals: str, exact: bool = False) -> pd.DataFrame:
    """Corners of what two or three goals can reach together, from the best for the first.

    Every corner if `exact`; else enough that nothing within reach is better than a mixture of them by more than a
    small share of the range of every goal (a thousandth for two goals, five for three). A goal that is not named is not
    weighed; its value is reported.

    Parameters
    ----------
    fixed : FixedPlan
    *goals : str
        Two or three of leverage, promotion and control.
    exact : bool
        Every corner. With two goals it takes some hundred solves, with three some thousand.

    Returns
    -------
    DataFrame
        One row a corner, columns leverage, promotion and control in USD bn over no deals. With two goals also
        `exchange`: how much of the first a unit more of the second costs from this corner to the next (missing at the
        last). `attrs` has `gap` (a share of the range of every goal), `exact` and `solves`.

    Raises
    ------
    UnknownNameError
        If a goal is not leverage, promotion or control.
    InputError
        If one is named twice, or fewer than two are named.
    """
    found = goals_together(fixed, *goals, exact=exact)
    terms, program = goal_terms(fixed.plan.choices), fixed.plan.choices.program
    frame = pd.DataFrame({goal: found.value_of(program.linear(terms[goal])) for goal in GOALS})
    if "exchange" in found.points:
        frame["exchange"] = found.points["exchange"]
    frame.attrs.update(gap=found.gap, exact=found.exact, solves=found.solves)
    return frame


def goals_together(fixed: FixedPlan, *goals: str, exact: bool = False) -> Frontier:
    """The same with its facets: planes through corners, with the weights of the goals that lead to each.

    Raises
    ------
    UnknownNameError, InputError
        As above.
    """
    for goal in goals:
        if goal not in GOALS:
            raise UnknownNameError.of("goal", goal, GOALS)
    if len(goals) < 2 or len(set(goals)) < len(goals):
        fault = "the same goal twice" if len(goals) > 1 else "fewer than two goals"
        raise InputError(Problem("", "goals", ", ".join(goals), fault, "name two or three different goals"))
    terms, program = goal_terms(fixed.plan.choices), fixed.plan.choices.program
    weighed = {goal: program.linear(terms[goal]) for goal in goals}
    return frontier(fixed.solution, weighed, tolerance=NEAR[len(goals)], exact=exact)
