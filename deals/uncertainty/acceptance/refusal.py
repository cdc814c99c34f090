"""What stands where a partner does not sign: what others get all the same, and what would be had of it without a deal.

A refusal leaves the United States with nothing of this partner beyond the path without deals: the threat is carried
out. Against that stands what it would do toward the partner had it never asked for a deal: open what pays to be opened,
and set the rate that is best for itself. The difference between the two is what a carried-out threat costs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from deals.model.question import Question
from deals.plan.plan import Plan
from deals.uncertainty.acceptance.packages import displaced_by
from optimizer import Floats


@dataclass(frozen=True, eq=False)
class Without:
    """A plan without one of its deals.

    Attributes
    ----------
    sold : mapping
        Thousand H100e that are delivered all the same beyond the no-deal path, granted to others or opened, by period.
    rate : int
        1 where the best rate alone takes the place of a threat, -1 where the plan sets it and the best alone does not.
    opened : mapping
        The same of cells (economy, period) that the one opens and the other does not.
    """

    partner: str
    sold: dict[int, float]
    rate: int
    opened: dict[tuple[str, int], int]

    @classmethod
    def of(cls, plan: Plan, alone: Plan, partner: str) -> "Without":
        """What a plan does without its deal with a partner, beside the best that is done without any."""
        own = {grant.economy for grant in plan.choices.grants(partner)}
        sold: dict[int, float] = {}
        for grant in plan.asked.deliverable:
            amount = plan.opened(grant) if grant.economy in own else plan.delivered(grant)
            sold[grant.period] = sold.get(grant.period, 0.0) + amount
        here, there = (
            {(c.economy, c.period) for c in held.asked.cells if c.partner == partner and held.opened(c) > 0}
            for held in (plan, alone)
        )
        opened = {cell: (cell in there) - (cell in here) for cell in sorted(here ^ there)}
        return cls(partner, sold, (partner in alone.unthreatened) - (partner in plan.unthreatened), opened)

    def forgone(self, question: Question, weight: Mapping[str, float]) -> Floats:
        """What acting alone toward the partner brings beyond what the plan does anyway, world by world: USD bn.

        Others get what they get in the plan, and what is opened displaces on top of that. `weight` is of each goal.
        """
        worlds = len(question.world.elasticities)
        found, freed = np.zeros(worlds), dict[int, Floats]()
        best = question.alone.get(self.partner)
        if best is not None:
            found = found + self.rate * weight["leverage"] * best.worth
        for grant in question.grants:
            if sign := self.opened.get((grant.economy, grant.period), 0):
                flow = sign * (np.zeros(worlds) + grant.opened)
                found = found + flow * (weight["promotion"] * grant.promotion + weight["control"] * grant.control)
                freed[grant.period] = freed.get(grant.period, np.zeros(worlds)) + flow
        for period, flow in freed.items():
            found = found - weight["promotion"] * displaced_by(question, period, self.sold.get(period, 0.0), flow)
        return found
