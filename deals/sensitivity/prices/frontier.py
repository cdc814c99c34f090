"""The frontier between goals, deals and dates fixed: what one costs in another."""

from functools import partial

import pandas as pd

from deals.kit.errors import InputError, Problem, UnknownNameError
from deals.model.rows.objective import goal_terms
from deals.page.answer import Tabled
from deals.page.wording import listed
from deals.plan.tables import goals_series
from deals.sensitivity.figures.frontiers import frontier as draw
from deals.sensitivity.prices.as_linear import PlanAsLinear
from optimizer import Frontier, frontier

GOALS = ("leverage", "promotion", "control")
NEAR = {2: 1e-3, 3: 5e-3}
"""Where not every corner is asked for, the gap that is left between so many goals, as a share of the range of each."""


def goal_frontier(linear: PlanAsLinear, *goals: str, exact: bool = False) -> Tabled:
    """Corners of what two or three goals can reach together, from the best for the first.

    Every corner if `exact`; else enough that nothing within reach is better than a mixture of them by more than a
    small share of the range of every goal (a thousandth for two goals, five for three). A goal that is not named is not
    weighed; its value is reported.

    Parameters
    ----------
    linear : PlanAsLinear
    *goals : str
        Two or three of leverage, promotion and control.
    exact : bool
        Every corner. With two goals it takes some hundred solves, with three some thousand.

    Returns
    -------
    Tabled
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
    corners = goals_together(linear, *goals, exact=exact)
    terms, program = goal_terms(linear.plan.choices), linear.plan.choices.program
    frame = pd.DataFrame({goal: corners.value_of(program.linear(terms[goal])) for goal in GOALS})
    if "exchange" in corners.points:
        frame["exchange"] = corners.points["exchange"]
    frame.attrs.update(gap=corners.gap, exact=corners.exact, solves=corners.solves)
    return Tabled(
        f"frontier of {listed(list(goals))}", frame, partial(draw, goals=goals, plan=goals_series(linear.plan))
    )


def goals_together(linear: PlanAsLinear, *goals: str, exact: bool = False) -> Frontier:
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
    terms, program = goal_terms(linear.plan.choices), linear.plan.choices.program
    weighed = {goal: program.linear(terms[goal]) for goal in goals}
    return frontier(linear.solution, weighed, tolerance=NEAR[len(goals)], exact=exact)
