"""How far a sweep is."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far a sweep is.

    Attributes
    ----------
    done : int
        Draws with a row, those of earlier runs included.
    count : int
        Draws asked for.
    failed : int
        Draws done whose row says that they failed.
    seconds : float
        Since this run began.
    before : int
        Draws that earlier runs had done.
    """

    done: int
    count: int
    failed: int
    seconds: float
    before: int = 0

    @property
    def rate(self) -> float:
        """Draws a second in this run; 0 before the first."""
        return (self.done - self.before) / self.seconds if self.seconds > 0 else 0.0

    @property
    def remaining(self) -> float:
        """Seconds until all are done at this rate; infinite while there is none."""
        left = self.count - self.done
        if not left:
            return 0.0
        return left / self.rate if self.rate > 0 else math.inf
