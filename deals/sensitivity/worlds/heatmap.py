"""An outcome over the ranges of two assumptions at once."""

from collections.abc import Callable

import pandas as pd

from deals.kit.errors import InputError, Problem
from deals.kit.spread import Client, spread
from deals.page.answer import Tabled
from deals.plan.plan import Plan
from deals.sensitivity.figures.heatmap import over_two_ranges as draw
from deals.sensitivity.worlds.assumptions import assumptions, chosen
from deals.sensitivity.worlds.measures import US_GAIN, Measure, find_measure
from deals.sensitivity.worlds.rebuilding import SameDealsElsewhere
from deals.sensitivity.worlds.worlds import InAnotherWorld, plans_anew, same_deals, same_deals_apart

POINTS = 5
COLUMNS = [
    *("first", "second", "first_value", "second_value", "first_unit", "second_unit"),
    *("outcome", "outcome_unit", "value", "base", "here", "gap", "joined", "left", "remade"),
]


def heatmap(
    plan: Plan,
    elsewhere: SameDealsElsewhere,
    first: str,
    second: str,
    outcome: str | Measure = US_GAIN,
    *,
    points: int = POINTS,
    remade: bool = False,
    workers: int = 1,
    client: Client | None = None,
    progress: Callable[[str], None] | None = None,
) -> Tabled:
    """An outcome where two assumptions stand anywhere in their ranges, all others as they are.

    Parameters
    ----------
    plan : Plan
    elsewhere : SameDealsElsewhere
        Its deals.
    first, second : str
        Names of bars of the tornado, as ``"harm.per_kH"`` or ``"demand of MYS"``.
    outcome : str or Measure
        What to watch.
    points : int
        Points along each range, two or more, evenly from the low end to where things stand and on to the high end; with
        an odd number where things stand is among them.
    remade : bool
        Whether the whole plan is made anew at every point, not only its terms.
    workers : int
        Processes to spread the work over.
    client : Client, optional
        Does the work in place of processes started here; a Dask client will do.
    progress : callable, optional
        Told how many points are done as they are (where one process does all, or plans are made anew).

    Returns
    -------
    Tabled
        One row for each point: the two parameters (`first_value`, `second_value`; where several move together, the
        place in their ranges from -1, the low end, to 1, the high end), the outcome's `value` in `outcome_unit` and
        its `base` as things stand (at the point that is `here`), the `gap` in USD bn of the United States' gain within
        which the plan behind it is best, and partners that `joined` or `left`. With deals fixed none joins, and one
        leaves only where its deal is worth its while on no terms.

    Raises
    ------
    UnknownNameError
        If there is no such assumption or outcome.
    InputError
        If both are the same, or there are fewer than two points.
    """
    if first == second or points < 2:
        name, value, fix = ("second", second, "name another") if first == second else ("points", points, "take 5")
        raise InputError(Problem("", name, value, "two different ranges of two points or more are needed", fix))
    measure = find_measure(outcome, plan.question)
    one, other = chosen(assumptions(plan.question, plan.signed), [first, second])
    places = [(x, y) for y in other.places(points) for x in one.places(points)]
    worlds = [{**one.at(x), **other.at(y)} for x, y in places]
    answers: list[InAnotherWorld] = []
    with spread(workers, client) as over:
        if remade:
            seen = plans_anew(plan, measure, worlds, over)
        elif client is None and workers == 1:
            seen = same_deals(elsewhere, measure, worlds)
        else:
            seen = iter(same_deals_apart(elsewhere, measure, worlds, workers, over))
        for answer in seen:
            answers.append(answer)
            if progress is not None:
                progress(f"{len(answers)} of {len(worlds)}")
    base = measure(plan if remade else elsewhere.base)
    rows = [
        [
            *(one.name, other.name, one.value(x), other.value(y), one.unit, other.unit, measure.name, measure.unit),
            *(answer.value, base, x == y == 0.0, answer.gap, answer.joined, answer.left, remade),
        ]
        for (x, y), answer in zip(places, answers, strict=True)
    ]
    name = f"{measure.name} over {one.name} and {other.name}"
    return Tabled(name, pd.DataFrame(rows, columns=COLUMNS), draw)
