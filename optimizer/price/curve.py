"""The optimum as a function of one number: concave, piecewise linear, known by its tangents.

Values and slopes are turned so that every curve is concave: each solve gives a point on the curve
and a line that is nowhere below it. Where two such lines cross, the curve is either on both (a
breakpoint, exactly) or below (and the next solve there gives a new line). Nothing depends on which
basis the solver happens to report, so degenerate optima are no special case.
"""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

# The share within which two numbers are one.
SAME = 1e-9
_KINK = 1e-7
_GROWTH = 4.0
_TRIES = 400
_FOREVER = 1e9


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a concave curve with a line through it that is nowhere below the curve."""

    at: float
    value: float
    slope: float

    def line(self, at: float) -> float:
        """Height of the line at another place."""
        return self.value + self.slope * (at - self.at)


@dataclass(frozen=True, slots=True)
class Outside:
    """There is no curve here, nor any on the way to ``edge``, where it may begin."""

    edge: float


class Curve(ABC):
    """A concave piecewise-linear function that costs a solve a point.

    Attributes
    ----------
    noise : float
        Differences of values below this are rounding.
    solves : int
        Solves so far.
    """

    noise: float
    solves: int = 0

    @abstractmethod
    def point(self, at: float) -> Point | Outside:
        """Solve at a place."""

    @abstractmethod
    def reach(self, direction: int) -> float:
        """How far from the place solved last its line surely holds; may be 0 or infinite."""

    def same(self, one: float, other: float, size: float = 0.0) -> bool:
        """Whether two values are one, up to rounding in numbers of this size."""
        return abs(one - other) <= 10 * SAME * max(abs(one), abs(other), size) + self.noise


@dataclass(frozen=True, slots=True)
class Segment:
    """The straight piece of a curve that begins at a place and goes one way.

    Attributes
    ----------
    slope
        Its slope; infinite where there is no curve on that side at all.
    end
        Where it ends: at a breakpoint, at the edge of the curve, or nowhere (infinite).
    """

    slope: float
    end: float


class _Mirror(Curve):
    """The same curve with left and right exchanged."""

    def __init__(self, curve: Curve) -> None:
        self._curve = curve
        self.noise = curve.noise

    def point(self, at: float) -> Point | Outside:
        found = self._curve.point(-at)
        if isinstance(found, Outside):
            return Outside(-found.edge)
        return Point(-found.at, found.value, -found.slope)

    def reach(self, direction: int) -> float:
        return self._curve.reach(-direction)


def segment(curve: Curve, start: Point, direction: int, reach: float, *, known: bool = False) -> Segment:
    """Find the straight piece that leaves a point of the curve to the right (1) or to the left (-1).

    Parameters
    ----------
    curve
        The curve.
    start
        A point on it. Its line may be any that touches there.
    reach
        How far, in that direction, the line of ``start`` surely holds; 0 where that is not known.
    known
        Whether the slope of ``start`` is that of the piece. It counts then, and the piece ends where the curve is seen
        to leave it: at ``start`` if it does so at once.
    """
    if direction > 0:
        return _rightward(curve, start, reach, known=known)
    mirrored = _rightward(_Mirror(curve), Point(-start.at, start.value, -start.slope), reach, known=known)
    return Segment(-mirrored.slope, -mirrored.end)


def _rightward(curve: Curve, start: Point, reach: float, *, known: bool) -> Segment:
    """Walk outwards until another line cuts the piece off, then inwards to where it is cut."""
    if math.isinf(reach):
        return Segment(start.slope, math.inf)
    walk = _Walk(curve, start, reach, known=known)
    for _ in range(_TRIES):
        done = walk.advance()
        if done is not None:
            return done
    raise ArithmeticError(f"no end of the straight piece was found from {start.at} on")


class _Walk:
    """The state of a search for the end of a straight piece, to the right.

    ``slope`` is the slope of the piece once known; it holds up to ``sure`` at least. ``cut`` is a
    line that cuts the piece off, and ``wall`` a place beyond which there is no curve.
    """

    def __init__(self, curve: Curve, start: Point, reach: float, *, known: bool) -> None:
        self.curve, self.start = curve, start
        self.slope = start.slope if known or reach > 0 else None
        self.sure = start.at + reach
        self.cut: Point | None = None
        self.wall = math.inf
        self.shift = 0.0
        self.scale = max(1.0, abs(start.at))
        self.step = max(2 * reach, 1e-3 * self.scale)

    def advance(self) -> Segment | None:
        """Solve at one more place; return the piece when it is complete."""
        at = self._next()
        if at - self.start.at <= SAME * self.scale:
            return self._too_near()
        if at - self.start.at > _FOREVER * self.scale:
            return Segment(self.start.slope if self.slope is None else self.slope, math.inf)
        found = self.curve.point(at)
        if isinstance(found, Outside):
            return self._outside(at, found)
        return self._inside(found)

    def _next(self) -> float:
        if self.cut is not None:
            slope = self.start.slope if self.slope is None else self.slope
            drop = self.cut.line(self.start.at) - self.start.value
            return self.start.at + max(drop, 0.0) / max(slope - self.cut.slope, 1e-300)
        return min(self.start.at + self.step, self.wall - self.shift)

    def _too_near(self) -> Segment | None:
        if self.slope is not None:
            return Segment(self.slope, self.sure)
        if self.cut is None:
            return Segment(-math.inf, self.start.at)
        # A piece too short to see: the one after it is what leaves the point.
        self.slope, self.sure, self.cut = self.cut.slope, self.cut.at, None
        return None

    def _outside(self, at: float, found: Outside) -> Segment | None:
        tiny = SAME * max(self.scale, abs(at))
        if found.edge < at - tiny:
            self.shift = 0.0
        else:
            # At the very edge rounding decides; step back from it, further each time.
            self.shift = max(10 * self.shift, tiny)
        self.wall = min(self.wall, found.edge)
        if self.wall - self.shift <= self.sure:
            return Segment(-math.inf if self.slope is None else self.slope, self.sure)
        return None

    def _inside(self, found: Point) -> Segment | None:
        through_start = self._through_start(found.slope, found)
        if self.slope is None and not through_start and self._through_start(self.start.slope, found):
            self.slope = self.start.slope
        elif self.slope is None and through_start:
            self.slope = found.slope
        if self.slope is None or not self._through_start(self.slope, found):
            self.cut = found
            return None if self.slope is None else self._cut_off(self.slope, found)
        self.sure = max(self.sure, found.at)
        kink = found.slope < self.slope - _KINK * max(abs(self.slope), abs(found.slope))
        if found.at >= self.wall - self.shift:
            return Segment(self.slope, self.wall if self.shift <= _KINK * self.scale else self.sure)
        if kink:
            return Segment(self.slope, self.sure)
        if self.cut is not None:
            return Segment(self.slope, self.sure) if self._meets() else None
        further = self.curve.reach(1)
        if math.isinf(further):
            return Segment(self.slope, math.inf)
        self.step = max(_GROWTH * self.step, found.at - self.start.at + 2 * further)
        return None

    def _cut_off(self, slope: float, found: Point) -> Segment | None:
        """The piece where a point off its line lets no other come nearer; else None."""
        crossing, near = self._next(), SAME * max(self.scale, abs(found.at))
        # Above the line there is no curve, if the slope is right: nothing is known then but what was seen to hold.
        if found.slope >= slope or crossing > found.at + near or crossing <= self.sure + near:
            return Segment(slope, self.sure)
        # Where a piece far steeper follows, rounding leaves the crossing off the line, however near.
        return Segment(slope, crossing) if crossing >= found.at - near else None

    def _meets(self) -> bool:
        """Whether the line that cuts the piece off does so where it is known to hold still."""
        return self._next() <= self.sure + SAME * self.scale

    def _through_start(self, slope: float, found: Point) -> bool:
        rise = slope * (found.at - self.start.at)
        return self.curve.same(found.value - self.start.value, rise)
