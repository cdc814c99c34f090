"""Adjusted winner: issues divided between two sides that each spread the same points over them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from deals.kit.errors import InputError, Problem


@dataclass(frozen=True)
class AdjustedWinner:
    """How the issues are divided.

    Attributes
    ----------
    shares : mapping
        Share of each issue that the first side wins, from 0 to 1; the second side wins the rest.
    points : tuple of float
        What each side wins by its own count.
    divided : str or None
        The one issue that is divided, if any is.
    """

    shares: dict[str, float]
    points: tuple[float, float]
    divided: str | None


def adjusted_winner(points: Mapping[str, tuple[float, float]]) -> AdjustedWinner:
    """Divide issues so that the result is efficient, free of envy, and equal by each side's own count.

    Each issue goes to the side that gives it more points (the first, if equal). Then issues move from the side that is
    ahead to the other, those first on which the two differ least, until both have the same; at most one issue is
    divided.

    Parameters
    ----------
    points : mapping
        Points of the first and of the second side for each issue. Both sides must have spread the same sum.

    Raises
    ------
    InputError
        If points are negative or not numbers, or the two sums differ.

    Notes
    -----
    Brams and Taylor, *Fair Division* (1996).

    Examples
    --------
    >>> found = adjusted_winner({"house": (60, 40), "boat": (40, 60)})
    >>> found.shares, found.points
    ({'house': 1.0, 'boat': 0.0}, (60.0, 60.0))
    """
    points = {issue: _read(issue, pair) for issue, pair in points.items()}
    totals = [sum(pair[side] for pair in points.values()) for side in (0, 1)]
    if not totals[0] > 0 or not math.isclose(totals[0], totals[1], rel_tol=1e-9):
        raise _wrong(totals, "both sides must spread the same sum of points")
    shares = {issue: float(first >= second) for issue, (first, second) in points.items()}
    won = _won(points, shares)
    ahead = 0 if won[0] >= won[1] else 1
    held = [issue for issue, share in shares.items() if share == (ahead == 0)]
    divided = None
    for issue in sorted(held, key=lambda name: _ratio(points[name], ahead)):
        mine, theirs = points[issue][ahead], points[issue][1 - ahead]
        lead = won[ahead] - won[1 - ahead]
        if lead <= 0 or mine + theirs == 0:
            break
        moved = min(1.0, lead / (mine + theirs))
        shares[issue] = 1 - moved if ahead == 0 else moved
        won = _won(points, shares)
        if moved < 1:
            divided = issue
            break
    return AdjustedWinner(shares, won, divided)


def _read(issue: str, given: tuple[float, float]) -> tuple[float, float]:
    """The points of both sides for one issue, checked."""
    message = f"two numbers, not negative, are needed for {issue}"
    try:
        first, second = (float(p) for p in given)
    except (TypeError, ValueError, OverflowError):
        raise _wrong(given, message) from None
    if not (0 <= first < math.inf and 0 <= second < math.inf):
        raise _wrong((first, second), message)
    return first, second


def _won(points: Mapping[str, tuple[float, float]], shares: Mapping[str, float]) -> tuple[float, float]:
    first = sum(shares[issue] * pair[0] for issue, pair in points.items())
    return first, sum((1 - shares[issue]) * pair[1] for issue, pair in points.items())


def _ratio(pair: tuple[float, float], ahead: int) -> float:
    return pair[ahead] / pair[1 - ahead] if pair[1 - ahead] > 0 else math.inf


def _wrong(value: object, message: str) -> InputError:
    return InputError([Problem("", "points", value, message, "let each side spread 100 points")])
