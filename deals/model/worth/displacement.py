"""Chips taken from buyers at home and in tier 1 when supply is short: how many, from whom first, at what cost."""

from collections.abc import Mapping
from dataclasses import dataclass

from deals.kit.codes import UNITED_STATES
from deals.model.worth.compute_value import segment_values, system_price, user_cost
from deals.model.worth.no_deal import NoDealPath
from deals.model.worth.timeline import Timeline
from deals.world.world import World

STEPS = 3
"""Steps of home and allied demand from which chips are taken, least valued first; the last takes whatever is left."""


@dataclass(frozen=True, eq=False)
class Displacement:
    """The lower end of demand at home and in tier 1, in steps: each as wide as one of `segments` of all of it."""

    world: World
    timeline: Timeline
    path: NoDealPath
    segments: int

    def width(self, period: int) -> float:
        """Width of a step, thousand H100e."""
        return self.path.home[period] / self.segments

    def widths(self, granted: Mapping[int, float]) -> dict[tuple[int, int], float]:
        """Steps by (period, step) for periods in which more can be granted than is to spare, thousand H100e."""
        return {
            (p.index, step): max(self.width(p.index), granted[p.index] if step == STEPS - 1 else 0.0)
            for p in self.timeline.periods
            for step in range(STEPS)
            if granted[p.index] > self.path.spare[p.index]
        }

    def cost(self, period: int, step: int) -> float:
        """Cost of a thousand H100e taken from a step, USD bn present value: margin, and surplus of its own users.

        The surplus of allied buyers is theirs; that of buyers at home counts by their share.
        """
        world, when = self.world, self.timeline.periods[period]
        values = segment_values(world, UNITED_STATES, self.segments)
        surplus = values[-1 - step] * user_cost(world, when.year) * world.value("wtp.life_factor")
        own = world.value(f"share.usa.{when.year}") * world.value(f"supply.{when.year}") * when.years
        margin = world.value("margin.us_rent_share") * system_price(world, when.year)
        return (margin + surplus * own / self.path.home[period]) * self.timeline.present_us(when)

    def cost_of(self, period: int, short: float) -> float:
        """Cost of `short` thousand H100e, least valued first: USD bn present value."""
        cost, left = 0.0, max(0.0, short)
        for step in range(STEPS):
            taken = left if step == STEPS - 1 else min(left, self.width(period))
            cost += taken * self.cost(period, step)
            left -= taken
        return cost
