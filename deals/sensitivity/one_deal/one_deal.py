"""One deal with everything else in the plan fixed: amounts of its terms pushed to their ends, within two floors."""

from functools import cached_property

import numpy as np

from deals.division.bilateral import Bilateral, Point
from deals.plan.plan import Plan
from deals.sensitivity.prices.as_linear import PlanAsLinear
from deals.sensitivity.prices.concessions import chip_steps, term_steps
from deals.world.instrument import CHIPS
from optimizer import Floats, Session

ROUNDING = 1e-7
"""USD bn by which a floor may be missed: the plan itself stands on the partner's."""


class OneDeal:
    """The terms of one deal between two floors.

    Parameters
    ----------
    plan : Plan
    partner : str
        Code of a partner that signs.
    us_floor, partner_floor : float
        Least worth of the deal to either side over having none, USD bn present value.

    Raises
    ------
    UnknownNameError
        If the plan has no deal with that partner.
    """

    def __init__(self, plan: Plan, partner: str, us_floor: float = 0.0, partner_floor: float = 0.0) -> None:
        self.deal = Bilateral.of(plan, partner)
        self._floors = us_floor, partner_floor

    @property
    def instruments(self) -> tuple[str, ...]:
        """Instruments on the table."""
        known = {instrument.name for instrument in self.deal.plan.question.world.instruments}
        return tuple(dict.fromkeys(issue for issue in self.deal.issues if issue in known))

    def amounts(self, instrument: str) -> Floats:
        """Units of an instrument in one unit of every column."""
        mine: Floats = np.where(np.array(self.deal.issues) == instrument, self.deal.amounts, 0.0)
        return mine

    def ends(self, instrument: str) -> tuple[Point, Point]:
        """The packages with the least and with the most of an instrument."""
        weights = self.amounts(instrument)
        return self.push(-weights), self.push(weights)

    def push(self, weights: Floats) -> Point:
        """The package with the greatest weighted sum of its columns.

        Raises
        ------
        optimizer.InfeasibleError
            If no package meets both floors.
        """
        self._session.costs("term", weights)
        return self.deal.at(self._session.solve().point)

    @cached_property
    def in_plan(self) -> dict[str, float]:
        """Amount of each instrument in the plan."""
        plan, partner = self.deal.plan, self.deal.partner
        linear = PlanAsLinear(plan)
        amounts = {
            term.instrument: sum(step.used * step.units for step in term_steps(linear, term))
            for term in plan.choices.terms(partner)
        }
        amounts[CHIPS] = sum(step.used for step in chip_steps(linear, partner))
        return {instrument: amounts.get(instrument, 0.0) for instrument in self.instruments}

    @cached_property
    def _session(self) -> Session:
        program, x = self.deal.program()
        us, partner = self._floors
        sides = (
            ("us", self.deal.us, us - self.deal.us_fixed),
            ("partner", self.deal.own, partner - self.deal.own_fixed),
        )
        program.constraints(
            "floor",
            {
                side: program.linear([(x[i], float(w)) for i, w in enumerate(worth)]) >= least - ROUNDING
                for side, worth, least in sides
            },
        )
        program.objective(program.linear([(x[0], 0.0)]))
        return program.open()
