"""Whose chips a sale abroad takes, and at what cost: those left over first, then those of buyers at home and allies.

United States supply less all that is sold without a deal is left over. A share of it is taken up at home, at a price
that falls along the demand curve to what a chip costs to make, as far as power allows; the rest is not made. So the
first chips sold abroad give up what they would have been worth at home. Beyond what is left over, each sale takes a
chip from a buyer at home or in tier 1, the least valued uses first: its margin goes with it, and the buyer's surplus.
Where supply is short without any deal the ladder starts there.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from deals.kit.codes import UNITED_STATES
from deals.kit.numbers import chosen, larger, logarithm, possible, power, smaller, smallest
from deals.kit.periods import Period
from deals.model.worth.compute_value import segment_values, system_price, user_cost
from deals.model.worth.no_deal import NoDealPath
from deals.model.worth.timeline import Timeline
from deals.world.world import World

LEFT_OVER, TAKEN = 3, 3
"""Steps of chips left over, and of home and allied demand, from which chips are taken; the last takes whatever more."""
NEARLY_NIL = 1e-9


@dataclass(frozen=True, slots=True)
class Step:
    """Chips that can be had at one cost: thousand H100e, and USD bn present value for each thousand."""

    width: float
    cost: float


@dataclass(frozen=True, eq=False)
class Displacement:
    """The chips there are in each period, and what it costs to sell more of them abroad.

    Attributes
    ----------
    segments : int
        Segments of demand: each of the steps taken from buyers is as wide as one of home and allied demand.
    """

    world: World
    timeline: Timeline
    path: NoDealPath
    segments: int

    def steps(self, period: int, most: float) -> tuple[Step, ...]:
        """Steps by rising cost, wide enough for `most` thousand H100e beyond what is sold without a deal."""
        ladder, left = [], most
        for step in self._ladder(period):
            if possible(left > 0):
                width = smaller(step.width, left)
                ladder.append(Step(width, step.cost))
                left = left - width
        return tuple(ladder)

    def cost(self, period: int, sold: float) -> float:
        """Cost of selling `sold` thousand H100e abroad beyond what is sold without a deal, USD bn present value."""
        return sum(step.width * step.cost for step in self.steps(period, sold))

    def marginal(self, period: int, sold: float) -> float:
        """Cost of a thousand H100e more when `sold` are sold beyond what is sold without a deal, USD bn."""
        steps = list(self._ladder(period))
        ends = accumulate(step.width for step in steps)
        return next((s.cost for s, end in zip(steps, ends, strict=True) if sold < end), steps[-1].cost)

    def uptake(self, period: int, sold: float = 0.0) -> float:
        """Chips taken up in the United States when `sold` more are sold abroad, thousand H100e."""
        when, wanted = self.timeline.periods[period], self.path.home_demand[period]
        left = self.path.left[period] - sold
        return wanted * self._times(when, left) if left > 0 else max(0.0, wanted + left)

    def kept_at_home(self, period: int, sold: float = 0.0) -> float:
        """Worth of chips left over that are taken up at home, less their cost: USD bn present value."""
        worth, taken = 0.0, sold
        for step in self._left_over(period):
            worth = worth + larger(0.0, step.width - taken) * step.cost
            taken = larger(0.0, taken - step.width)
        return worth

    def shortage(self, period: int, sold: float = 0.0) -> float:
        """Cost of what buyers at home and in tier 1 want and cannot have, USD bn present value."""
        return sum(
            step.width * step.cost
            for step in self._taken(period, larger(0.0, sold - self.path.left[period]), start=0.0)
        )

    def _ladder(self, period: int) -> Iterator[Step]:
        """All steps, the last without end."""
        yield from self._left_over(period)
        yield from self._taken(period, math.inf, start=larger(0.0, -self.path.left[period]))

    def _left_over(self, period: int) -> Iterator[Step]:
        """Steps of what is left over; the cost is what the chips would be worth at home, less their own cost."""
        left, when = larger(0.0, self.path.left[period]), self.timeline.periods[period]
        if possible(left > 0):
            present, wide = self.timeline.present_us(when), left / LEFT_OVER
            for step in range(LEFT_OVER):
                more, less = left - step * wide, left - (step + 1) * wide
                each = (self._area(when, more) - self._area(when, less)) / chosen(wide > 0, wide, 1.0)
                yield Step(wide, each * present)

    def _taken(self, period: int, most: float, start: float) -> Iterator[Step]:
        """Steps taken from buyers beyond the first `start` of them, `most` in all."""
        wide, place = self.path.home[period] / self.segments, start
        for step in range(TAKEN - 1):
            width = larger(0.0, smaller((step + 1) * wide - place, most))
            if possible(width > 0):
                yield Step(width, self._cost_of_buyer(period, step))
                place, most = place + width, most - width
        if possible(most > 0):
            yield Step(most, self._cost_of_buyer(period, TAKEN - 1))

    def _cost_of_buyer(self, period: int, step: int) -> float:
        """Cost of a chip that a buyer goes without, USD bn a thousand: margin, and the surplus of buyers at home.

        The surplus of allied buyers is theirs.
        """
        world, when = self.world, self.timeline.periods[period]
        values = segment_values(world, UNITED_STATES, self.segments)
        surplus = values[-1 - step] * user_cost(world, when.year) * world.value("wtp.life_factor")
        own = self.path.home_demand[period] / self.path.home[period]
        margin = world.value("margin.us_rent_share") * system_price(world, when.year)
        return (margin + surplus * own) * self.timeline.present_us(when)

    def _area(self, when: Period, left: float) -> float:
        """Worth of `left` chips over, those that are taken up at home, less what they cost to make: USD bn.

        The area under home demand beyond demand at the going price, down to the cost of a chip.
        """
        world, times = self.world, self._times(when, left)
        price, cheap = system_price(world, when.year), 1 - world.value("margin.us_rent_share")
        exponent = 1 + 1 / world.value("wtp.elasticity")
        nil = abs(exponent) < NEARLY_NIL
        some = chosen(nil, 1.0, exponent)
        area = chosen(nil, logarithm(times), (power(times, some) - 1) / some)
        worth: float = price * self.path.home_demand[when.index] * (area - cheap * (times - 1))
        return worth

    def _times(self, when: Period, left: float) -> float:
        """Uptake at home in multiples of demand at the going price, with `left` chips over."""
        world, wanted = self.world, self.path.home_demand[when.index]
        most = power(1 - world.value("margin.us_rent_share"), world.value("wtp.elasticity"))
        room = larger(1.0, world.value(f"power.usa.{when.year}") * when.years / wanted)
        return smallest([1 + world.value("home.uptake") * left / wanted, most, room])
