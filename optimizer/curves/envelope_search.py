"""The best structure at every place, closed in from above and below.

A structure is one choice of all whole numbers. What it reaches is traced as a linear programme, and
the highest of those traces is reached for certain. From above, an interval of places is capped by
one line: along a limit by one mixed-integer solve in which the limit is free within the interval and
charged at a slope; along a cost by the chord of two solves, for the optimum is convex in a cost.
"""

import heapq
import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from optimizer.build.arrays import Arrays, Floats
from optimizer.curves.pieces import Chain, Stretch, highest
from optimizer.curves.sandwich import close_in
from optimizer.errors import PricesUnavailableError, UnboundedError
from optimizer.price.curve import Point
from optimizer.price.moving import CostCurve, LimitCurve
from optimizer.solve.engine import Engine
from optimizer.solve.live import Live
from optimizer.solve.outcome import Outcome, Settings
from optimizer.status import Status

# Beside a jump no solver can tell the sides apart: a strip of this share of the span is left open.
_STRIP = 1e-5
_NEAR_END = 0.02
_FINER = 0.25


@dataclass(frozen=True, slots=True)
class Cap:
    """A line that the optimum does not exceed between two places; minus infinity where there is none."""

    low: float
    high: float
    at_low: float
    slope: float

    def value_at(self, at: float) -> float:
        """Its height at a place within."""
        return self.at_low + self.slope * (at - self.low) if math.isfinite(self.at_low) else self.at_low


class Search(ABC):
    """Structures found so far, caps so far, and the intervals between which too little is known.

    Values are turned so that more is better.

    Parameters
    ----------
    arrays
        The programme.
    span
        From where to where.
    tolerance
        The error to stop at, in units of the objective.
    settings
        For each mixed-integer solve.
    """

    def __init__(self, arrays: Arrays, span: tuple[float, float], tolerance: float, settings: Settings) -> None:
        self.arrays, self.span, self.tolerance = arrays, span, tolerance
        self.settings = settings
        self.whole = np.flatnonzero(arrays.integer)
        self.structures: dict[tuple[float, ...], Chain] = {}
        self.caps: list[Cap] = []
        self.open: list[tuple[float, float, float, float]] = []
        self.strips: list[tuple[float, float]] = []
        self.error = 0.0
        self.solves = self.hot_solves = 0
        self._failed: set[tuple[float, ...]] = set()

    @abstractmethod
    def cap(self, low: float, high: float) -> tuple[Cap, float]:
        """Cap an interval by a solve or two; also a place within where it may best be split."""

    @abstractmethod
    def at(self, place: float) -> Arrays:
        """The programme with its limit or cost at a place."""

    @abstractmethod
    def curve(self, live: Live) -> LimitCurve | CostCurve:
        """The curve of a structure."""

    @property
    def strip(self) -> float:
        """Width of what is left open beside a jump."""
        return _STRIP * (self.span[1] - self.span[0])

    def run(self, budget: int) -> None:
        """Close in until every interval is known well enough, or the budget of solves is spent."""
        self._look(*self.span)
        while self.open and self.solves < budget:
            _, low, high, split = heapq.heappop(self.open)
            for left, right in self._parts(low, high, split):
                self._look(left, right)

    def envelope(self, low: float, high: float) -> list[Stretch]:
        """The highest of what all structures reach."""
        return highest(list(self.structures.values()), low, high)

    def floor(self, at: float) -> float:
        """The most that a structure reaches at a place; minus infinity where none does."""
        return max((c.value_at(at) for c in self.structures.values() if c.covers(at, at)), default=-math.inf)

    def note(self, whole: Floats, places: tuple[float, ...]) -> None:
        """Trace a structure if it is new, starting at the first of some places where it can be kept."""
        key = tuple(np.round(whole).tolist())
        if key in self.structures or key in self._failed:
            return
        for place in places:
            there = self.at(place)
            lower, upper = there.lower.copy(), there.upper.copy()
            lower[self.whole] = upper[self.whole] = key
            none = np.zeros_like(there.integer)
            try:
                live = Live(replace(there, lower=lower, upper=upper, integer=none))
            except PricesUnavailableError:
                continue
            self.structures[key] = self._traced(live)
            return
        self._failed.add(key)

    def solve(self, engine: Engine, low: float, high: float) -> Outcome:
        """Run a mixed-integer solve somewhere between two places, and note its structure."""
        self.solves += 1
        outcome = engine.run(interruptible=True)
        if outcome.status is Status.UNBOUNDED:
            raise UnboundedError(f"the objective improves without end somewhere from {low:g} to {high:g}")
        if outcome.has_solution:
            point = np.array(outcome.solution.col_value, dtype=np.float64)
            # Where the place is a variable it is the last.
            places = (min(max(float(point[-1]), low), high), low, high) if low < high else (low,)
            self.note(point[self.whole], places)
        return outcome

    def _traced(self, live: Live) -> Chain:
        curve = self.curve(live)
        turn = live.arrays.sign * (1.0 if isinstance(curve, LimitCurve) else -1.0)
        base = live.objective * turn
        share = _FINER * self.tolerance / max(abs(live.objective), 1e-9)
        found = close_in(curve, curve.start(), self.span, share, base)
        self.hot_solves += found.solves
        points = [Point(p.at, base + p.value, p.slope) for p in found.points]
        corners = [(p.at, p.value) for p in points] if isinstance(curve, LimitCurve) else _tangents(points)
        places, values = np.array(corners).T
        return Chain(places, values)

    def _look(self, low: float, high: float) -> None:
        cap, split = self.cap(low, high)
        self.caps.append(cap)
        stretches = self.envelope(low, high)
        gap = max(
            max(cap.value_at(s.low) - s.at_low, cap.value_at(s.high) - s.at_high)
            if s.owner is not None
            else (math.inf if math.isfinite(cap.at_low) else 0.0)
            for s in stretches
        )
        if not math.isfinite(cap.at_low) or gap <= self.tolerance:
            self.error = max(self.error, gap)
        elif high - low <= self.strip:
            self.strips.append((low, high))
        else:
            heapq.heappush(self.open, (-(high - low) * min(gap, 1e30), low, high, split))

    def _parts(self, low: float, high: float, split: float) -> list[tuple[float, float]]:
        """Split an interval at a jump of the envelope, else where it was suggested, else in the middle."""
        stretches = self.envelope(low, high)
        for before, after in pairwise(stretches):
            jump = after.at_low - before.at_high
            if math.isnan(jump) or abs(jump) <= self.tolerance:
                continue
            left, right = (after.low - self.strip, after.low) if jump > 0 else (before.high, before.high + self.strip)
            parts = [(low, left)] * (left > low) + [(right, high)] * (right < high)
            if max((b - a for a, b in parts), default=math.inf) < high - low:
                self.strips.append((max(left, low), min(right, high)))
                return parts
        margin = _NEAR_END * (high - low)
        if not low + margin < split < high - margin:
            inner = [s.low for s in stretches[1:] if low + margin < s.low < high - margin and s.owner is not None]
            split = min(inner, key=lambda at: abs(at - (low + high) / 2), default=(low + high) / 2)
        return [(low, split), (split, high)]


def _tangents(points: list[Point]) -> list[tuple[float, float]]:
    """Corners of the highest lines through points of a convex curve: nowhere above it.

    The points come turned upside down, as every curve does.
    """
    corners = [(points[0].at, -points[0].value)]
    for left, right in pairwise(points):
        bend = left.slope - right.slope
        rise = right.value - right.slope * right.at - left.value + left.slope * left.at
        if bend > 0:
            at = min(max(rise / bend, left.at), right.at)
            corners.append((at, -left.line(at)))
        corners.append((right.at, -right.value))
    return corners
