"""Goods markets of an economy under given tariffs, as a function of wages, and the wages at which they clear.

A buyer in d spreads its spending on a sector over origins; shares move with prices and tariffs to the power of the
trade elasticity. Of each dollar it spends a part K[d] reaches producers, the rest is duty, which it spends again, so

    E[d] = (w[d] R[d] + D[d]) / K[d]          spending: wages and transfer, and the duty paid out of it
    sum over d of M[o, d] E[d] = w[o] R[o]    goods markets: M[o, d] is what reaches o of a dollar spent in d

are all there is to solve, in one unknown a region: the logarithm of its wage. The sum of all markets clears by
itself; in place of the largest region's stands the unit of account, world sales at unchanged labour.
"""

from dataclasses import dataclass

import numpy as np

from deals.kit.errors import DealsError
from deals.trade.economy import Array, Economy

TIGHT = 1e-11
"""Largest excess demand, as a share of sales, at which markets count as cleared."""
LONGEST = 1.5
"""Longest step of a logarithm of wages."""
SHORTEST = 1e-4
ENOUGH = 0.5
"""After a step that leaves more than this of the excess the slope is taken anew, and shorter steps are tried on it."""
MOST_ROUNDS = 200


class NoEquilibriumError(DealsError):
    """Markets could not be brought to clear; says how near they came."""


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """Markets at some wages. `gap` is what is to be nought; `size` its largest part, without end where none is."""

    logs: Array
    wages: Array
    totals: Array
    spending: Array
    excess: Array
    gap: Array
    size: float


class Markets:
    """Goods markets under given tariffs, as a function of wages. Arrays are ``[origin, sector, destination]``.

    `shares` and `net` hold the last point that was looked at: the origins' parts of what is spent on a sector,
    and what reaches each of a dollar spent on all of them, after duty.
    """

    def __init__(self, economy: Economy, tariffs: Array) -> None:
        self.economy, self.tariffs = economy, tariffs
        self.duties = np.ascontiguousarray(tariffs.transpose(0, 2, 1))
        changed = np.flatnonzero(self.duties.ravel() != economy.duties.ravel())
        sectors = changed // self.duties.shape[2] % self.duties.shape[1]
        ratio = (1 + self.duties.ravel()[changed]) / (1 + economy.duties.ravel()[changed])
        self.at_old_wages, self.kept = economy.shares.copy(), economy.kept.copy()
        self.at_old_wages.ravel()[changed] *= ratio ** -economy.elasticities[sectors]
        self.kept.ravel()[changed] /= ratio
        self.size_of = economy.sales / economy.sales.sum()
        self.left_out = int(np.argmax(economy.sales))
        self.shares, self.net = np.empty_like(self.kept), np.empty_like(self.kept)

    def at(self, logs: Array) -> Point:
        """Excess demand for each region's goods at these logarithms of wages."""
        economy = self.economy
        with np.errstate(all="ignore"):
            wages = np.exp(logs)
            np.multiply(self.at_old_wages, np.exp(-logs[:, None] * economy.elasticities)[:, :, None], out=self.shares)
            totals = self.shares.sum(0)
            np.divide(self.shares, totals, out=self.shares)
            np.multiply(self.shares, self.kept, out=self.net)
            reaching = self.net.sum(1)
            earned = wages * economy.sales
            disposable = earned + economy.transfers
            spending = disposable / reaching.sum(0)
            excess = reaching @ spending / earned - 1
            gap = excess.copy()
            gap[self.left_out] = self.size_of @ (wages - 1)
            size = float(np.abs(gap).max())
        if not np.isfinite(size) or (disposable <= 0).any():
            size = np.inf
        return Point(logs, wages, totals, spending, excess, gap, size)

    def first(self, logs: Array) -> Point:
        """The same where nothing is to be had otherwise: an error where demand is not defined.

        Raises
        ------
        NoEquilibriumError
            If a sector cannot be bought at any price that a number can hold.
        """
        point = self.at(logs)
        if not np.isfinite(point.size):
            raise NoEquilibriumError("demand is not defined: duties so high that a sector cannot be bought at all")
        return point

    def slope_at(self, logs: Array) -> Array:
        """How the gap answers to each logarithm of wages: the inverse of its analytic derivative."""
        economy, point = self.economy, self.at(logs)
        regions = len(logs)
        home = np.arange(regions)
        earned = point.wages * economy.sales
        reaching = self.net.sum(1)
        part = reaching / reaching.sum(0)
        moved = self.net * (economy.elasticities[:, None] * point.spending)
        lost = moved.sum(1)
        won = np.einsum("jsd,sd->jd", self.shares, moved.sum(0))
        answer = moved.reshape(regions, -1) @ self.shares.reshape(regions, -1).T
        answer += part @ (lost - won).T + part * earned
        answer[home, home] -= lost.sum(1)
        answer /= earned[:, None]
        answer[home, home] -= point.excess + 1
        answer[self.left_out] = self.size_of * point.wages
        try:
            return np.linalg.inv(answer)
        except np.linalg.LinAlgError:
            raise NoEquilibriumError(f"markets do not answer to wages; excess demand is {point.size:.1e}") from None


def cleared(markets: Markets, logs: Array, slope: "Array | None") -> tuple[Point, int, Array]:
    """Wages at which all markets clear: Newton's step, the slope kept up by Broyden's update while that serves."""
    point, rounds = markets.first(logs), 1
    inverse = markets.slope_at(logs) if slope is None else slope
    fresh = slope is None
    while point.size > TIGHT and rounds < MOST_ROUNDS:
        step = -inverse @ point.gap
        length = min(1.0, LONGEST / float(np.abs(step).max()))
        reached, rounds = markets.at(point.logs + length * step), rounds + 1
        while fresh and reached.size >= (1 - length / 10) * point.size and length > SHORTEST:
            length /= 2
            reached, rounds = markets.at(point.logs + length * step), rounds + 1
        if reached.size < point.size:
            served = reached.size <= ENOUGH * point.size
            inverse = _updated(inverse, length * step, reached.gap - point.gap) if served else inverse
            point = reached
        else:
            served = False
            if fresh:
                break
        fresh = not served
        if fresh:
            inverse, rounds = markets.slope_at(point.logs), rounds + 1
    if point.size > TIGHT:
        raise NoEquilibriumError(
            f"markets did not clear in {rounds} rounds; excess demand is {point.size:.1e} of sales"
        )
    return point, rounds, inverse


def _updated(inverse: Array, step: Array, change: Array) -> Array:
    """Broyden's update: the nearest slope under which `step` would have made just this `change`."""
    seen = inverse @ change
    bent: Array = inverse + np.outer(step - seen, step @ inverse) / (step @ seen)
    return bent
