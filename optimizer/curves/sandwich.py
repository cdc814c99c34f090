"""A concave curve closed in from above and below.

Each solve gives a point and a line nowhere below the curve, so between two points the curve lies
between its chord and the two lines. Solving where the lines cross halves what is not known; stopped
at a tolerance this is a certified sandwich, carried on to the end it gives every breakpoint. (Rote
1992, "The convergence rate of the sandwich algorithm for approximating convex functions": the error
falls with the square of the number of solves.) Pieces are settled one after the other from the
right, so that each solve starts from the basis of a neighbour.
"""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from optimizer.errors import PricesUnavailableError
from optimizer.price.curve import SAME, Curve, Outside, Point

_MOST_SOLVES = 20_000
_AT_THE_EDGE = 100
_BEND = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class Closed:
    """What is known of a curve.

    Attributes
    ----------
    points
        Points on it from left to right; if closed in to the end, its ends and breakpoints.
    error
        No point of the curve is further than this from the middle between chord and lines.
    solves
        What that took.
    """

    points: list[Point]
    error: float
    solves: int


def close_in(curve: Curve, start: Point, span: tuple[float, float], tolerance: float | None, base: float) -> Closed:
    """Close a curve in.

    Parameters
    ----------
    curve
        The curve.
    start
        A point on it that is known already.
    span
        Between which two places.
    tolerance
        Stop at this share of the largest value; None to find every breakpoint.
    base
        What to add to values for that comparison.

    Raises
    ------
    PricesUnavailableError
        If there is no curve in the span.
    """
    search = _Search(curve, base)
    left = search.end(start, *span)
    right = search.end(start, span[1], span[0])
    search.between(left, right)
    while search.open and curve.solves < _MOST_SOLVES:
        search.step(tolerance)
    points = search.points if tolerance is not None else _bends(search.points)
    return Closed(points, search.error, curve.solves)


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """What is known between two neighbouring points.

    Their lines cross ``at`` a place, at a ``height``; there the curve can be furthest from the middle
    between lines and chord, by ``error``.
    """

    left: Point
    right: Point
    at: float
    height: float
    error: float


class _Search:
    """The points known so far, and the pieces between them that are still open, the rightmost last."""

    def __init__(self, curve: Curve, base: float) -> None:
        self.points: list[Point] = []
        self.open: list[_Piece] = []
        self._curve, self._base = curve, base
        self._settled = 0.0
        self._largest = 0.0
        self._tiny = 0.0

    @property
    def error(self) -> float:
        """The largest error of any piece."""
        return max([self._settled, *(piece.error for piece in self.open)])

    def enough(self, tolerance: float | None) -> float:
        """The error to stop at: never less than rounding."""
        rounding = 10 * SAME * max(abs(self.points[0].value), abs(self.points[-1].value)) + self._curve.noise
        return rounding if tolerance is None else max(tolerance * self._largest, rounding)

    def end(self, start: Point, at: float, other: float) -> list[Point]:
        """The point at a place, or where the curve begins on the way from there to another.

        Where the programme stands (``start``) there is a point already, if that is on the way.
        """
        inwards = 1.0 if other > at else -1.0
        tiny = self._tiny = SAME * max(1.0, abs(at), abs(other))
        span = (min(at, other), max(at, other))
        last = start.at if span[0] <= start.at <= span[1] else other
        step = 0.0
        for _ in range(_AT_THE_EDGE):
            place = at + inwards * step
            if inwards * (place - last) > -tiny:
                if last == start.at:
                    return [start]
                break
            found = self._solve(place, *span)
            if not isinstance(found, Outside):
                return found
            if inwards * (found.edge - place) > tiny:
                at, step = found.edge, 0.0
            else:
                # At the very edge rounding decides; step in from it, further each time.
                step = max(10 * step, tiny)
        raise PricesUnavailableError("there is no optimum anywhere between the ends of the trace")

    def between(self, left: list[Point], right: list[Point]) -> None:
        """Open the search between what is known at either end."""
        for point in [*left, *right]:
            self._note(point)
        self._open(left[-1], right[0])

    def step(self, tolerance: float | None) -> None:
        """Settle the rightmost piece, or split it by a solve."""
        piece = self.open.pop()
        if piece.error <= self.enough(tolerance):
            self._settled = max(self._settled, piece.error)
            return
        found = self._solve(piece.at, piece.left.at, piece.right.at)
        if isinstance(found, Outside):
            raise PricesUnavailableError(f"there is no optimum at {piece.at}, between two places that have one")
        for point in found:
            self._note(point)
        on_both_lines = self._curve.same(
            found[0].line(piece.at), piece.height, abs(piece.right.value - piece.left.value)
        )
        if not on_both_lines:
            self._open(piece.left, found[0])
            self._open(found[-1], piece.right)

    def _solve(self, at: float, low: float, high: float) -> list[Point] | Outside:
        """The point at a place, with the points up to which its line surely holds on either side."""
        found = self._curve.point(at)
        if isinstance(found, Outside):
            return found
        places = (max(at - self._curve.reach(-1), low), at, min(at + self._curve.reach(1), high))
        return [Point(place, found.line(place), found.slope) for place in sorted(set(places))]

    def _note(self, point: Point) -> None:
        """Keep a point, unless one is known so near that slopes between them mean nothing."""
        self._largest = max(self._largest, abs(self._base + point.value))
        place = bisect_left(self.points, point.at, key=lambda known: known.at)
        near = self.points[max(place - 1, 0) : place + 1]
        if all(abs(known.at - point.at) > self._tiny for known in near):
            self.points.insert(place, point)

    def _open(self, left: Point, right: Point) -> None:
        width = right.at - left.at
        bend = left.slope - right.slope
        if width <= self._tiny or bend <= 0:
            return
        at = (right.value - right.slope * right.at - left.value + left.slope * left.at) / bend
        at = min(max(at, left.at), right.at)
        height = left.line(at)
        chord = left.value + (at - left.at) / width * (right.value - left.value)
        piece = _Piece(left, right, at, height, max(height - chord, 0.0) / 2)
        self.open.append(piece)


def _bends(points: list[Point]) -> list[Point]:
    """The ends, and the points where the slope changes."""
    kept = points[:1]
    for here, after in pairwise(points[1:]):
        before = kept[-1]
        slope_before = (here.value - before.value) / (here.at - before.at)
        slope_after = (after.value - here.value) / (after.at - here.at)
        if abs(slope_before - slope_after) > _BEND * max(1.0, abs(slope_before), abs(slope_after)):
            kept.append(here)
    return [*kept, *points[1:][-1:]]
