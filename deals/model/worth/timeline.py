"""When things count: discounting, terminal weight, and how long a promise stays in force."""

from dataclasses import dataclass
from functools import cached_property

from deals.kit.numbers import chosen, exponential, logarithm_of_one_plus, of_many, power
from deals.kit.periods import Period

HALF_YEAR = 0.5


@dataclass(frozen=True)
class Timeline:
    """The horizon as weights.

    Every flow is dated to the middle of its period and discounted to the start of the horizon. The flows of the
    last half-year count `terminal_weight` times, for access and for concessions alike: both go on after the horizon,
    and one rule for all keeps either from looking cheap (``formulation`` 1.14).
    """

    periods: tuple[Period, ...]
    discount_us: float
    discount_partner: float
    terminal_weight: float

    def middle(self, period: Period) -> float:
        """Years from the start of the horizon to the middle of `period`."""
        return self._starts[period.index] + period.years / 2

    def weight(self, period: Period) -> float:
        """Undiscounted years that `period` stands for, terminal weight included."""
        start, end = self._starts[period.index], self._starts[-1] + self.periods[-1].years
        overlap = max(0.0, start + period.years - max(start, end - HALF_YEAR))
        return period.years + overlap * (self.terminal_weight - 1)

    def present_us(self, period: Period) -> float:
        """Present value to the United States of one unit in `period` (terminal weight included, per unit of flow)."""
        return self.weight(period) / period.years * self.once_us(period)

    def present_partner(self, period: Period) -> float:
        """Present value to a partner of one unit in `period` (terminal weight included, per unit of flow)."""
        return self.weight(period) / period.years * self.once_partner(period)

    def once_us(self, period: Period) -> float:
        """Present value to the United States of one unit spent once in `period`."""
        return power(1 + self.discount_us, -self.middle(period))

    def once_partner(self, period: Period) -> float:
        """Present value to a partner of one unit spent once in `period`."""
        return power(1 + self.discount_partner, -self.middle(period))

    def in_force(self, signed: Period, life_years: float, discount: float) -> float:
        """Discounted years that a promise signed in `signed` is expected to stay in force.

        A promise starts in the middle of the period in which it is signed and is undone at a constant hazard, once in
        `life_years` on average. So a half-year of delay costs its share of a pledge, and relief granted under a weak
        authority is worth little at the end of the horizon.
        """
        asked = signed.index, _known_by(life_years), _known_by(discount)
        if asked not in self._in_force:
            total = 0.0
            for years in self.in_force_by_period(signed, life_years, discount):
                total += years
            self._in_force[asked] = total
        return self._in_force[asked]

    def in_force_by_period(
        self, signed: Period, life_years: float, discount: float, *, terminal: bool = True
    ) -> tuple[float, ...]:
        """The same years, period by period: none before the promise is signed; with or without the terminal weight."""
        by_period = [0.0] * len(self.periods)
        for period in self.periods[signed.index :]:
            years = (self.weight(period) if terminal else period.years) * (0.5 if period.index == signed.index else 1.0)
            alive = self.survival(signed, period, life_years)
            by_period[period.index] = years * power(1 + discount, -self.middle(period)) * alive
        return tuple(by_period)

    def survival(self, signed: Period, period: Period, life_years: float) -> float:
        """Chance that what was agreed in `signed` still stands in the middle of `period`, at a constant hazard."""
        return exponential(-max(0.0, self.middle(period) - self.middle(signed)) / life_years)

    def pledged(self, signed: Period, quoted_years: float, discount: float) -> float:
        """Discounted years of a total that is quoted over so many years from its signing, also beyond the horizon.

        No hazard: the share of a pledge that is delivered says already what becomes of it. So the same dollar pledged
        later is the same dollar, less the discount.
        """
        rate = logarithm_of_one_plus(discount)
        some = chosen(rate > 0, rate, 1.0)
        years = chosen(rate > 0, (1 - exponential(-rate * quoted_years)) / some, quoted_years)
        found: float = power(1 + discount, -self.middle(signed)) * years
        return found

    @cached_property
    def _starts(self) -> tuple[float, ...]:
        """Years from the start of the horizon to the start of each period."""
        return tuple(sum(p.years for p in self.periods[: period.index]) for period in self.periods)

    @cached_property
    def _in_force(self) -> dict[tuple[int, float, float], float]:
        """Years in force found before: the same few for every partner."""
        return {}


def _known_by(number: float) -> float:
    """What tells a number from others: an array over worlds, which its world keeps alive, by which object it is."""
    return id(number) if of_many(number) else number
