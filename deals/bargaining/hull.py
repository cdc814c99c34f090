"""The greatest product of gains over mixes of a few points, to the precision of numbers."""

import numpy as np

from optimizer import Flags, Floats

STEPS = 60
STILL = 1e-14
NOTHING = 1e-13
"""A share of a mix below which a point is left out of it."""


def hull_nash(points: Floats, shares: Floats, gaining: Flags) -> tuple[Floats, Floats]:
    """Mix points so that the product of the gains of some sides is greatest.

    Newton's method on the flat through the points; where it leaves their hull, the mix goes to the edge and the point
    that is no longer needed is left out (as in Wolfe's algorithm for the nearest point, 1976).

    Parameters
    ----------
    points : array
        One row a point, one column a side.
    shares : array
        A mix of them in which every side in question gains.
    gaining : array
        Sides whose gains are multiplied.

    Returns
    -------
    array, array
        The points that remain, and their shares.
    """
    while len(points) > 1:
        aim = _on_the_flat(points[:, gaining], shares)
        if aim.min() >= -NOTHING:
            break
        falling = aim < -NOTHING
        reach = float(np.min(shares[falling] / (shares[falling] - aim[falling])))
        shares = np.maximum(shares + reach * (aim - shares), 0.0)
        shares[np.flatnonzero(falling)[np.argmin(shares[falling])]] = 0.0
        kept = shares > NOTHING
        points, shares = points[kept], shares[kept] / shares[kept].sum()
    else:
        return points, np.ones(1)
    kept = aim > NOTHING
    return points[kept], aim[kept] / aim[kept].sum()


def _on_the_flat(points: Floats, shares: Floats) -> Floats:
    """The best weights that sum to one, positive or not."""
    ways = points[1:] - points[0]
    mix = shares.copy()
    for _ in range(STEPS):
        gains = mix @ points
        slope, bend = ways @ (1 / gains), (ways / gains**2) @ ways.T
        move = np.linalg.lstsq(bend, slope, rcond=1e-14)[0]
        step, size = ways.T @ move, 1.0
        while (gains + size * step).min() <= 0 or _worth(gains + size * step) < _worth(gains) - STILL:
            size /= 2
            if size < STILL:
                return mix
        mix = mix + size * np.concatenate([[-move.sum()], move])
        if np.abs(size * step / gains).max() <= STILL:
            break
    return mix


def _worth(gains: Floats) -> float:
    return float(np.log(gains).sum())
