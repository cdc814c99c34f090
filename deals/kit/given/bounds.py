"""Between which numbers an argument must lie, and how that is said."""

import math
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a number may be, itself among them unless `above`.

    Attributes
    ----------
    low, high : float
    above : bool
        Whether the least is itself too little.
    """

    low: float = -math.inf
    high: float = math.inf
    above: bool = False

    def hold(self, number: Any) -> bool:
        """Whether a number lies between them; what is no number at all does not."""
        enough = self.low < number if self.above else self.low <= number
        return bool(enough and number <= self.high and math.isfinite(number))

    @property
    def words(self) -> str:
        """The bounds after what they are of: ", 0 or more"."""
        if math.isinf(self.low) and math.isinf(self.high):
            return ""
        if math.isinf(self.high):
            return f" above {self.low:g}" if self.above else f", {self.low:g} or more"
        return f" above {self.low:g}, at most {self.high:g}" if self.above else f" from {self.low:g} to {self.high:g}"


ANY = Bounds()
"""Any number that is finite."""
NONE_OR_MORE = Bounds(0)
ONE_OR_MORE = Bounds(1)
SOME = Bounds(0, above=True)
SHARE = Bounds(0, 1)
