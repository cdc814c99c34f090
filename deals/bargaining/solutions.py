"""Solutions of bargaining problems: where fair-minded or patient sides would settle, by published rules.

A problem is a convex set of what the sides can get, given by its vertices, with free disposal (anybody may take less),
and what each gets if talks fail. Two sides are solved by exact geometry, more by linear programmes.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deals.bargaining.many import Many
from deals.bargaining.planar import ROUNDING, Outcomes, Planar, no_gain
from deals.kit.errors import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

NAMES = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "take_it_or_leave_it")
"""The solutions, in the order in which they are shown."""


class BargainingSolutions(dict[str, tuple[float, ...]]):
    """What each side gets under each solution, by name of the solution.

    Attributes
    ----------
    disagreement, ideal : tuple of float
        What each gets if talks fail, and the most it could get while nobody is worse off than that.
    tied : frozenset of str
        Solutions for which other points are as good; the one shown favours the side that gains least.
    improvable : frozenset of str
        Solutions where some side could get more at no cost to the others (weakly efficient only).
    nash_gap : float
        Share by which another point's product of gains could at most exceed the one shown; zero for two sides.
    """

    def __init__(
        self,
        points: Mapping[str, tuple[float, ...]],
        *,
        disagreement: tuple[float, ...],
        ideal: tuple[float, ...],
        tied: Iterable[str] = (),
        improvable: Iterable[str] = (),
        nash_gap: float = 0.0,
    ) -> None:
        super().__init__(points)
        self.disagreement = disagreement
        self.ideal = ideal
        self.tied = frozenset(tied)
        self.improvable = frozenset(improvable)
        self.nash_gap = nash_gap

    def table(self, sides: Sequence[str] | None = None) -> "pd.DataFrame":
        """One row for each solution, one column for each side, and whether the point is tied or improvable."""
        import pandas as pd  # heavy

        names = list(sides or (f"side {i + 1}" for i in range(len(self.disagreement))))
        frame = pd.DataFrame.from_dict(self, orient="index", columns=names).rename_axis("solution")
        frame["tied"] = [name in self.tied for name in self]
        frame["improvable"] = [name in self.improvable for name in self]
        return frame


def bargaining_solutions(vertices: Iterable[Iterable[float]], disagreement: Iterable[float]) -> BargainingSolutions:
    """Solve a bargaining problem by each published rule.

    Parameters
    ----------
    vertices : iterable of points
        Points, one number for each of two or more sides. What can be agreed is any mix of them, or less.
    disagreement : point
        What each side gets without an agreement.

    Returns
    -------
    BargainingSolutions
        A dict from the name of a solution to what each side gets:

        - ``nash``: the product of gains is greatest (Nash 1950);
        - ``kalai_smorodinsky``: gains in proportion to the most each could gain (Kalai and Smorodinsky 1975);
        - ``egalitarian``: the smallest gain is greatest, then the next smallest, and so on (Kalai 1977; Imai 1983);
        - ``utilitarian``: the sum is greatest, though a side may end below what it has without an agreement;
        - ``take_it_or_leave_it``: the first side makes the only offer and takes all that the others would leave it.

    Raises
    ------
    InputError
        If the points are not numbers of one length, or no point gives everybody what it has without an agreement.

    Notes
    -----
    A side that cannot gain at all stays where it is, and the others divide what there is.

    Examples
    --------
    >>> found = bargaining_solutions([[0, 1], [1, 0.7], [1, 0]], disagreement=[0, 0])
    >>> found["nash"]
    (1.0, 0.7)
    >>> [round(share, 3) for share in found["kalai_smorodinsky"]]
    [0.769, 0.769]
    """
    points, fallback = _read(vertices, disagreement)
    gains = _gains(points, fallback)
    problem = Planar.of(gains, fallback) if len(fallback) == 2 else Many(gains, fallback)
    outcome: Outcomes = problem.outcomes()
    ends = _Ends.of(points, gains, fallback)
    return BargainingSolutions(
        {name: ends.shifted(outcome.gains[name]) for name in NAMES},
        disagreement=fallback,
        ideal=ends.shifted(outcome.ideal),
        tied=outcome.tied,
        improvable=outcome.improvable,
        nash_gap=outcome.nash_gap,
    )


@dataclass(frozen=True, slots=True)
class AlternatingOffers:
    """What is agreed at once when the sides would otherwise alternate in making offers.

    `first` is what both get if the first side opens, `second` if the second side does.
    """

    first: tuple[float, float]
    second: tuple[float, float]


def alternating_offers(
    vertices: Iterable[Iterable[float]], disagreement: Iterable[float], patience: tuple[float, float]
) -> AlternatingOffers:
    """Rubinstein's (1982) equilibrium of alternating offers on any convex problem of two sides.

    Parameters
    ----------
    vertices, disagreement
        As for :func:`bargaining_solutions`, with two sides.
    patience : tuple of float
        What a gain one round later is worth to each side, as a share of the gain now (0 to 1, less than 1 for one).

    Raises
    ------
    InputError
        If the problem has other than two sides, or patience is out of range.
    """
    points, fallback = _read(vertices, disagreement)
    if len(fallback) != 2:
        raise _wrong("disagreement", fallback, "alternating offers are between two sides", "give two numbers")
    patience = _patience(patience)
    gains = _gains(points, fallback)
    one, other = Planar.of(gains, fallback).alternating(patience)
    ends = _Ends.of(points, gains, fallback)
    (a, b), (c, d) = ends.shifted(one), ends.shifted(other)
    return AlternatingOffers((a, b), (c, d))


def rubinstein_shares(patience: tuple[float, float]) -> tuple[float, float]:
    """Shares of a pie that can be divided freely, when the first side opens (Rubinstein 1982).

    Parameters
    ----------
    patience : tuple of float
        What a share one round later is worth to each side, per share now (0 to 1, less than 1 for one).

    Examples
    --------
    >>> [round(share, 4) for share in rubinstein_shares((0.9, 0.9))]
    [0.5263, 0.4737]
    """
    first, second = _patience(patience)
    share = (1 - second) / (1 - first * second)
    return share, 1 - share


def bargaining_power(impatience: tuple[float, float]) -> tuple[float, float]:
    """Weights of the two sides when offers follow each other quickly, from their discount rates a year.

    The shares of alternating offers tend to these as the time between offers goes to nothing (Binmore, Rubinstein and
    Wolinsky 1986): the more impatient side has less.

    Raises
    ------
    InputError
        If a rate is negative, or both are zero.
    """
    first, second = _pair("impatience", impatience, "give two rates, not negative, not both zero")
    if not (first >= 0 and second >= 0 and 0 < first + second < math.inf):
        raise _wrong("impatience", impatience, "not two discount rates", "give two rates, not negative, not both zero")
    return second / (first + second), first / (first + second)


def _patience(given: Iterable[float]) -> tuple[float, float]:
    fix = "give two numbers from 0 to 1, not both 1"
    first, second = _pair("patience", given, fix)
    if not (0 <= first <= 1 and 0 <= second <= 1 and first * second < 1):
        raise _wrong("patience", (first, second), "not a pair of discount factors", fix)
    return first, second


def _pair(name: str, given: Iterable[float], fix: str) -> tuple[float, float]:
    """Two numbers, whatever holds them."""
    try:
        first, second = (float(x) for x in given)
    except (TypeError, ValueError, OverflowError):
        raise _wrong(name, given, "not two numbers", fix) from None
    return first, second


def _read(
    vertices: Iterable[Iterable[float]], disagreement: Iterable[float]
) -> tuple[list[tuple[float, ...]], tuple[float, ...]]:
    """Points and fallback as numbers, checked."""
    fallback = _point("disagreement", disagreement, "give one number for each side")
    fix = "give lists of numbers, one for each side"
    try:
        given = list(vertices)
    except TypeError:
        raise _wrong("vertices", vertices, "not points of numbers", fix) from None
    points = [_point("vertices", vertex, fix) for vertex in given]
    _check(points, fallback)
    return points, fallback


def _point(name: str, given: Iterable[float], fix: str) -> tuple[float, ...]:
    try:
        return tuple(float(x) for x in given)
    except (TypeError, ValueError, OverflowError):
        raise _wrong(name, given, "not a point of numbers", fix) from None


def _check(points: Sequence[tuple[float, ...]], fallback: tuple[float, ...]) -> None:
    if len(fallback) < 2:
        raise _wrong("disagreement", fallback, "a bargain needs two sides or more", "give one number for each side")
    if not points:
        raise _wrong("vertices", [], "there is nothing to agree on", "give at least one point")
    for point in (*points, fallback):
        if len(point) != len(fallback) or not all(math.isfinite(x) for x in point):
            named = "disagreement" if point is fallback else "vertices"
            raise _wrong(named, point, f"not {len(fallback)} finite numbers", "give one number for each side")
    for column, d in zip(zip(*points, strict=True), fallback, strict=True):
        if max(column) < d - ROUNDING * max(abs(d), *map(abs, column)):
            raise no_gain(fallback)


def _gains(points: Sequence[tuple[float, ...]], fallback: tuple[float, ...]) -> list[tuple[float, ...]]:
    """What each point is over the fallback; a difference that is rounding alone is none."""
    return [
        tuple(0.0 if abs(x - d) <= ROUNDING * abs(d) else x - d for x, d in zip(point, fallback, strict=True))
        for point in points
    ]


def _wrong(name: str, value: object, message: str, fix: str) -> InputError:
    return InputError([Problem("", name, value, message, fix)])


@dataclass(frozen=True, slots=True)
class _Ends:
    """What is known of each side exactly: for each gain at no agreement or at a vertex, what the side then has."""

    known: tuple[dict[float, float], ...]
    fallback: tuple[float, ...]

    @classmethod
    def of(
        cls, points: Sequence[tuple[float, ...]], gains: Sequence[tuple[float, ...]], fallback: tuple[float, ...]
    ) -> "_Ends":
        columns = zip(zip(*gains, strict=True), zip(*points, strict=True), fallback, strict=True)
        return cls(tuple({**dict(zip(over, has, strict=True)), 0.0: d} for over, has, d in columns), fallback)

    def shifted(self, gains: Sequence[float]) -> tuple[float, ...]:
        """What the sides have with these gains: exactly an end where rounding alone keeps them from it."""
        return tuple(self._one(side, gain) for side, gain in enumerate(gains))

    def _one(self, side: int, gain: float) -> float:
        known = self.known[side]
        nearest = min(known, key=lambda end: abs(end - gain))
        if abs(nearest - gain) <= ROUNDING * max(map(abs, known)):
            return known[nearest] + 0.0  # no zero with a sign
        return gain + self.fallback[side]
