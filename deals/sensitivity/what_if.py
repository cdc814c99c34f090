"""What if: reforms alone and together, each with the whole plan made anew, and how far they reinforce each other."""

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from deals.negotiation.plan import Plan
from deals.reform import Reform
from deals.sensitivity.outcomes import US_GAIN, Outcome, find_outcome
from deals.sensitivity.remaking import remade

COLUMNS = ["reforms", "outcome", "unit", "value", "change", "gap", "interaction", "interaction_gap", "joined", "left"]


def reformed(plan: Plan, *reforms: Reform) -> Plan:
    """The optimal plan under reforms, over the partners that the plan was asked of."""
    return remade(plan.question.scenario.apply(*reforms), plan.question.codes)


def what_if(plan: Plan, reforms: Sequence[Reform], outcomes: Sequence[str | Outcome] = (US_GAIN,)) -> pd.DataFrame:
    """Value of every reform alone, and of every two together.

    Parameters
    ----------
    plan : Plan
        The plan as it is.
    reforms : sequence of Reform
    outcomes : sequence of str or Outcome
        Such as ``"US gain"``, ``"chips diverted"``, ``"gain of ARE"``, ``"quota of MYS"``, ``"ask of IND: purchases"``.

    Returns
    -------
    DataFrame
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
    sought = [find_outcome(name, plan.question) for name in outcomes]
    base = {read: read(plan) for read in sought}
    rows, changes, gaps = [], {}, {}
    base_gap = plan.solution.absolute_gap
    for chosen in [(r,) for r in reforms] + list(combinations(reforms, 2)):
        after = reformed(plan, *chosen)
        titles = tuple(r.title for r in chosen)
        gap = gaps[titles] = after.solution.absolute_gap
        apart = sum(gaps[(title,)] for title in titles)
        for read in sought:
            value = read(after)
            changes[titles, read] = value - base[read]
            alone = sum(changes[(title,), read] for title in titles)
            rows.append(
                {
                    "reforms": " + ".join(titles),
                    "outcome": read.name,
                    "unit": read.unit,
                    "value": value,
                    "change": value - base[read],
                    "gap": max(gap, base_gap),
                    "interaction": value - base[read] - alone if len(chosen) > 1 else float("nan"),
                    "interaction_gap": max(gap + base_gap, apart) if len(chosen) > 1 else float("nan"),
                    "joined": tuple(sorted(after.signed.keys() - plan.signed.keys())),
                    "left": tuple(sorted(plan.signed.keys() - after.signed.keys())),
                }
            )
    return pd.DataFrame(rows, columns=COLUMNS)
