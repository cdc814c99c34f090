"""What if: reforms alone and together, each with the whole plan made anew, and how far they reinforce each other."""

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from deals.model.question import Question, assemble
from deals.negotiation.plan import Plan, solve
from deals.reform import Reform
from deals.sensitivity.outcomes import US_GAIN, outcome

COLUMNS = ["reforms", "outcome", "value", "change", "interaction", "gap", "joined", "left"]


def reformed(plan: Plan, *reforms: Reform) -> Plan:
    """The optimal plan under reforms, over the partners that the plan was asked of."""
    scenario = plan.question.scenario.apply(*reforms)
    return solve(_asked(assemble(scenario), plan.question))


def what_if(plan: Plan, reforms: Sequence[Reform], outcomes: Sequence[str] = (US_GAIN,)) -> pd.DataFrame:
    """Value of every reform alone, and of every two together.

    Parameters
    ----------
    plan : Plan
        The plan as it is.
    reforms : sequence of Reform
    outcomes : sequence of str
        Such as ``"US gain"``, ``"chips diverted"``, ``"gain of ARE"``, ``"quota of MYS"``.

    Returns
    -------
    DataFrame
        One row for each outcome and each reform or pair: `value` under it, `change` from the plan as it is,
        `interaction` (for pairs: what the two bring together beyond what each brings alone), `gap` in USD bn within
        which the gain is proven (compare differences with it), and partners that `joined` or `left` the plan.

    Raises
    ------
    InputError
        If a reform or an outcome names something the data do not know.
    optimizer.OptimizerError
        If no plan meets the rules under a reform.
    """
    readers = {name: outcome(name, plan.question.codes) for name in outcomes}
    base = {name: read(plan) for name, read in readers.items()}
    rows, changes = [], {}
    for chosen in [(r,) for r in reforms] + list(combinations(reforms, 2)):
        after = reformed(plan, *chosen)
        titles = tuple(r.title for r in chosen)
        for name, read in readers.items():
            value = read(after)
            changes[titles, name] = value - base[name]
            alone = sum(changes[(title,), name] for title in titles)
            rows.append(
                {
                    "reforms": " + ".join(titles),
                    "outcome": name,
                    "value": value,
                    "change": value - base[name],
                    "interaction": value - base[name] - alone if len(chosen) > 1 else float("nan"),
                    "gap": max(after.solution.absolute_gap, plan.solution.absolute_gap),
                    "joined": tuple(sorted(after.signed.keys() - plan.signed.keys())),
                    "left": tuple(sorted(plan.signed.keys() - after.signed.keys())),
                }
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def _asked(question: Question, like: Question) -> Question:
    """The question asked of the same partners."""
    return question if set(like.codes) >= set(question.codes) else question.keep(like.codes)
