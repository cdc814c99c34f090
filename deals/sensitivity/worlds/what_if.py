"""What if: reforms alone and together, each with the whole plan made anew, and how far they reinforce each other."""

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from deals.page.answer import Tabled
from deals.plan.plan import Plan, anew
from deals.scenario.reform import Reform
from deals.sensitivity.figures.reforms import what_if as draw
from deals.sensitivity.worlds.measures import US_GAIN, Measure, find_measure

NOTHING = "no reform was given"
COLUMNS = ["reforms", "outcome", "unit", "value", "change", "gap", "interaction", "interaction_gap", "joined", "left"]


def what_if(plan: Plan, reforms: Sequence[Reform], outcomes: Sequence[str | Measure] = (US_GAIN,)) -> Tabled:
    """Value of every reform alone, and of every two together.

    Parameters
    ----------
    plan : Plan
        The plan as it is.
    reforms : sequence of Reform
    outcomes : sequence of str or Measure
        Such as ``"US gain"``, ``"chips diverted"``, ``"gain of ARE"``, ``"quota of MYS"``, ``"ask of IND: purchases"``.

    Returns
    -------
    Tabled
        One row for each outcome and each reform or pair: `value` under it, `change` from the plan as it is,
        `interaction` (for pairs: what the two bring together beyond what each brings alone), and partners that `joined`
        or `left` the plan. Plans are solved to the scenario's gap: of the United States' gain, `change` is proven to
        within `gap` USD bn and `interaction` to within `interaction_gap`; smaller ones say nothing.

    Raises
    ------
    InputError
        If a reform or an outcome names something the data do not know.
    optimizer.OptimizerError
        If no plan meets the rules under a reform.
    """
    measures = [find_measure(name, plan.question) for name in outcomes]
    base = {measure: measure(plan) for measure in measures}
    rows, changes, gaps = [], {}, {}
    base_gap = plan.solution.absolute_gap
    for chosen in [(r,) for r in reforms] + list(combinations(reforms, 2)):
        after = anew(plan.question.scenario.apply(*chosen), plan.question.codes, plan.question.left_open)
        titles = tuple(r.title for r in chosen)
        gap = gaps[titles] = after.solution.absolute_gap
        apart = sum(gaps[(title,)] for title in titles)
        for measure in measures:
            value = measure(after)
            changes[titles, measure] = value - base[measure]
            alone = sum(changes[(title,), measure] for title in titles)
            rows.append(
                {
                    "reforms": " + ".join(titles),
                    "outcome": measure.name,
                    "unit": measure.unit,
                    "value": value,
                    "change": value - base[measure],
                    "gap": max(gap, base_gap),
                    "interaction": value - base[measure] - alone if len(chosen) > 1 else float("nan"),
                    "interaction_gap": max(gap + base_gap, apart) if len(chosen) > 1 else float("nan"),
                    "joined": tuple(sorted(after.signed.keys() - plan.signed.keys())),
                    "left": tuple(sorted(plan.signed.keys() - after.signed.keys())),
                }
            )
    return Tabled("what each reform brings, alone and together", pd.DataFrame(rows, columns=COLUMNS), draw, NOTHING)
