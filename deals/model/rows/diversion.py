"""Expected diversion: end-to-end leak rates on yearly deliveries, and the budget they must stay within.

Rates are end to end: they sum to the world total by themselves and are not propagated along the network again, which
would count a chip twice (``formulation`` 1.6).
"""

from dataclasses import dataclass

from deals.kit.codes import BARRED_TIER
from deals.model.question import Question
from deals.model.worth.no_deal import leak_rate


@dataclass(frozen=True, slots=True)
class YearOfDiversion:
    """Expected diversion in one year without deals and under open access, and its budget: thousand H100e.

    The budget is a share of what open access would bring, but never below what flows without any deal: a plan is not
    asked to undo what it does not cause.
    """

    year: int
    no_deal: float
    open_access: float
    budget: float


def expected_diversion(question: Question) -> tuple[YearOfDiversion, ...]:
    """Expected diversion of every year of the horizon, over all economies outside tier 3."""
    share = question.world.value("leak.budget")
    flows = {code: (a.no_deal, a.demand) for code, a in question.path.access.items() if a.tier != BARRED_TIER}
    found = []
    for year in sorted({p.year for p in question.timeline.periods}):
        without = opened = 0.0
        for code, (no_deal, demand) in flows.items():
            if not any(no_deal) and not any(demand):
                continue
            rate = leak_rate(question.world, code, year)
            for period in question.timeline.periods:
                if period.year == year:
                    without += rate * no_deal[period.index]
                    opened += rate * demand[period.index]
        found.append(YearOfDiversion(year, without, opened, max(share * opened, without)))
    return tuple(found)
