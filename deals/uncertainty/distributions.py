"""From a normal number to a value within a range: how far towards an end, and what stands there."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Self

import numpy as np

from deals.world.quantity import Quantity
from optimizer import Floats, Integers

PEAK = {"judgement": 1, "derived": 2, "fact": 3}
"""How far from its central value, as a share of the way to the end, a number of each kind lies: Beta(1, n).

Of a judgement nothing is known but its ends and centre, so that every place on the way is as likely (n = 1: uniform).
What is derived from facts lies nearer to its central value (n = 2: triangular), and a fact nearer still (n = 3: a
standard deviation of .32 half ranges, beside .41 and .58; a mean of four uniform numbers has .29). The inverse is
closed: one less the n-th root of the chance of lying further out.
"""
IN_FACTORS = 4.0
"""From this ratio of its ends on a positive range is one of factors.

The leak total of 300, 60 to 1,500, means five times less or more. Straight between, its upper half would be centred
at 900, three times as much, and its lower half at 180, three fifths; by factors they are centred at 2.2 times as much
and at 1/2.2.
"""


@dataclass(frozen=True, eq=False)
class Ranges:
    """Central values, ends and peaks of some numbers, each an array in their order."""

    central: Floats
    low: Floats
    high: Floats
    peak: Floats

    @classmethod
    def of(cls, quantities: Iterable[Quantity]) -> Self:
        """The ranges of quantities."""
        given = list(quantities)
        central, low, high = (
            np.array([getattr(quantity, field) for quantity in given], dtype=np.float64)
            for field in ("value", "low", "high")
        )
        return cls(central, low, high, np.array([PEAK[quantity.kind] for quantity in given], dtype=np.float64))

    @property
    def arrays(self) -> tuple[Floats, Floats, Floats, Floats]:
        """All of it."""
        return self.central, self.low, self.high, self.peak

    def places(self, normals: Floats) -> Floats:
        """Places in their ranges, -1 the low end and 1 the high end, of standard normal numbers: one row a number."""
        further = _mapped(math.erfc, np.abs(normals) / math.sqrt(2))
        peaked = self.peak != 1
        further[peaked] **= 1 / self.peak[peaked, None]
        return np.copysign(1 - further, normals)

    def at(self, places: Floats) -> Floats:
        """Values at places: at 0 the central value, at -1 and 1 the very ends; one row a number.

        Between them straight, or by equal factors where the range is one of factors.
        """
        size, down = np.abs(places), places < 0
        end = np.where(down, self.low[:, None], self.high[:, None])
        values = self.central[:, None] + size * (end - self.central[:, None])
        to_end = np.where(down[self._factors], *self._logarithms)
        values[self._factors] = self.central[self._factors, None] * np.exp(size[self._factors] * to_end)
        # The very ends, not what rounding makes of them.
        return np.where(size == 1, end, np.clip(values, self.low[:, None], self.high[:, None]))

    @cached_property
    def _factors(self) -> Integers:
        """Which ranges are ones of factors."""
        return np.flatnonzero((self.low > 0) & (self.high >= IN_FACTORS * self.low)).astype(np.int32)

    @cached_property
    def _logarithms(self) -> tuple[Floats, Floats]:
        """Logarithms of low and of high over central, of those."""
        low, central, high = (ends[self._factors, None] for ends in (self.low, self.central, self.high))
        return np.log(low) - np.log(central), np.log(high) - np.log(central)


def normal(chances: Floats) -> Floats:
    """Standard normal numbers that are exceeded with one less these chances."""
    return _mapped(NormalDist().inv_cdf, chances)


def _mapped(one: Callable[[float], float], numbers: Floats) -> Floats:
    """A function of the standard library at every number: for draws fast enough, and no package of 100 MB for it."""
    return np.fromiter(map(one, numbers.ravel().tolist()), np.float64, numbers.size).reshape(numbers.shape)
