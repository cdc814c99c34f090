"""What changes when tariffs change: the equilibrium of exact hat algebra, or the same with producer prices held."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike

from deals.kit.errors import InputError, Problem, unknown
from deals.trade.economy import Array, Economy
from deals.trade.markets import Markets, NoEquilibriumError, Point, cleared

if TYPE_CHECKING:
    import pandas as pd

Prices = Literal["equilibrium", "fixed"]
PRICES = ("equilibrium", "fixed")
SHORTEST_STAGE = 0.01
"""Least part of the way from old to new tariffs that is gone at once before giving up."""


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """An economy under other tariffs, compared with how it was given. Arrays are by region.

    Attributes
    ----------
    economy : Economy
        The world before.
    tariffs : array
        The tariffs it is under now, as fractions by origin, destination and sector.
    prices : str
        ``"equilibrium"``, or ``"fixed"``: wages, and so producers' prices, held.
    wages, price_index : array
        Ratio to before.
    spending, revenue : array
        Money, as the flows are; transfers are kept in units of the world's sales.
    excess : array
        Demand for what each region sells, beyond what it sells, as a share. Nought in equilibrium.
    residual : float
        Largest error left in any equation, as a share: every goods market, that of the equation left out included,
        and every budget. With fixed prices budgets alone: goods markets are not asked to clear (see `excess`).
    rounds : int
        Times that all markets were evaluated.
    """

    economy: Economy
    tariffs: Array
    prices: Prices
    wages: Array
    price_index: Array
    spending: Array
    revenue: Array
    excess: Array
    residual: float
    rounds: int
    slope: "Array | None" = field(default=None, repr=False)

    @cached_property
    def welfare(self) -> Array:
        """Real income, as a ratio to before."""
        ratio: Array = self.spending / self.economy.spending / self.price_index
        return ratio

    @cached_property
    def gain(self) -> Array:
        """Equivalent variation, a year: the income that would have been worth as much before. Money of the flows."""
        gained: Array = (self.welfare - 1) * self.economy.spending
        return gained

    @cached_property
    def flows(self) -> Array:
        """Sales by origin, destination and sector, net of tariff."""
        markets = Markets(self.economy, self.tariffs)
        point = markets.at(np.log(self.wages))
        return (markets.net * point.spending).transpose(0, 2, 1).copy()

    @cached_property
    def imports(self) -> Array:
        """What each region buys abroad, net of tariff."""
        bought: Array = self.flows.sum((0, 2)) - np.einsum("iis->i", self.flows)
        return bought

    @property
    def table(self) -> "pd.DataFrame":
        """One row a region: change of real income in per cent, gain, revenue, and change of wages in per cent."""
        import pandas as pd  # heavy

        columns = {
            "welfare_percent": 100 * (self.welfare - 1),
            "gain": self.gain,
            "revenue": self.revenue,
            "wages_percent": 100 * (self.wages - 1),
        }
        return pd.DataFrame(columns, index=pd.Index(self.economy.names, name="region"))


def solve(
    economy: Economy, tariffs: ArrayLike, start: Equilibrium | None = None, prices: Prices = "equilibrium"
) -> Equilibrium:
    """The economy under other tariffs.

    Parameters
    ----------
    economy : Economy
    tariffs : array_like
        Fractions, none below nought, written as for :meth:`Economy.build`.
    start : Equilibrium, optional
        Where to start from: a solution of an economy of the same regions under tariffs like these.
    prices : str
        ``"equilibrium"``: wages clear all markets, so that part of a tariff falls on who sells. ``"fixed"``: wages and
        producers' prices stay, so that all of it falls on who buys; spending follows from wages, transfer and revenue.

    Raises
    ------
    InputError
        For tariffs that do not fit, or below nought.
    NoEquilibriumError
        If markets do not clear. Nothing is returned that does not.
    """
    if prices not in PRICES:
        raise InputError(unknown("assumption on prices", str(prices), PRICES, field="prices"))
    markets = Markets(economy, economy.cube(tariffs))
    return _held(markets) if prices == "fixed" else _solved(markets, start)


def solve_both(
    economy: Economy, tariffs: ArrayLike, start: Equilibrium | None = None
) -> tuple[Equilibrium, Equilibrium]:
    """The two ends of who bears a tariff at once: in general equilibrium, and with prices fixed (see :func:`solve`)."""
    markets = Markets(economy, economy.cube(tariffs))
    return _solved(markets, start), _held(markets)


def balanced(economy: Economy) -> Economy:
    """The same economy without transfers: solved for, not assumed. Each region then spends what it earns."""
    without = replace(economy, transfers=np.zeros(len(economy.names)))
    return Economy.build(economy.names, solve(without, economy.tariffs).flows, economy.tariffs, economy.elasticities)


def _held(markets: Markets) -> Equilibrium:
    """Wages as they were: what follows from the tariffs alone."""
    return _reached(markets, "fixed", markets.first(np.zeros(len(markets.economy.names))), 1, None)


def _solved(markets: Markets, start: Equilibrium | None) -> Equilibrium:
    names = markets.economy.names
    if start is not None and start.economy.names != names:
        raise InputError(Problem("", "start", len(start.economy.names), "of other regions", "leave it out"))
    logs = np.zeros(len(names)) if start is None else np.log(start.wages)
    try:
        point, rounds, slope = cleared(markets, logs, None if start is None else start.slope)
    except NoEquilibriumError:
        point, rounds, slope = _by_stages(markets)
    return _reached(markets, "equilibrium", point, rounds, slope)


def _by_stages(markets: Markets) -> tuple[Point, int, Array]:
    """Where a leap does not arrive: tariffs moved from the old to the new bit by bit, wages following."""
    economy = markets.economy
    old, new = np.log1p(economy.tariffs), np.log1p(markets.tariffs)
    logs, done, step, rounds = np.zeros(len(economy.names)), 0.0, 0.5, 0
    while True:
        to = min(1.0, done + step)
        stage = markets if to == 1.0 else Markets(economy, np.expm1(old + to * (new - old)))
        try:
            point, more, slope = cleared(stage, logs, None)
        except NoEquilibriumError:
            step /= 2
            if step < SHORTEST_STAGE:
                raise
            continue
        logs, done, rounds = point.logs, to, rounds + more
        if done == 1.0:
            return point, rounds, slope


def _reached(markets: Markets, prices: Prices, point: Point, rounds: int, slope: "Array | None") -> Equilibrium:
    """What is to be told of `point`, the last that was looked at."""
    economy = markets.economy
    revenue = np.einsum("osd,osd->d", markets.net, markets.duties) * point.spending
    income = point.wages * economy.sales + economy.transfers + revenue
    budgets = float(np.abs(income / point.spending - 1).max())
    return Equilibrium(
        economy=economy,
        tariffs=markets.tariffs,
        prices=prices,
        wages=point.wages,
        price_index=np.exp(-(economy.weights * np.log(point.totals) / economy.elasticities[:, None]).sum(0)),
        spending=point.spending,
        revenue=revenue,
        excess=point.excess,
        residual=budgets if prices == "fixed" else max(budgets, float(np.abs(point.excess).max())),
        rounds=rounds,
        slope=slope,
    )
