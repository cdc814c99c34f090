"""Tariffs that answer each other: each region's one rate on all imports, best for it while the others keep theirs.

One factor makes a region's exports one good, its labour, and by Lerner's symmetry one rate on all its imports is a tax
on that labour. It is set as a monopolist sets a markup. Sales to market d in sector s fall by elasticity[s] times
(1 - share of the region in d's spending on s) per cent when its wage rises by one, so with weights v of markets and
sectors in its exports, net of tariff,

    rate = 1 / sum over d, s of v[d, s] elasticity[s] (1 - share[d, s])              Lashkaripour 2021, equation 14

It leaves out that the others' wages move against one another, and that what a region buys pays duty which its buyer
spends again. With two regions, the other without tariffs, nothing is left out and the rate is exact.
"""

from dataclasses import dataclass

import numpy as np

from deals.trade.economy import Array, Economy
from deals.trade.equilibrium import Equilibrium, solve
from deals.trade.markets import NoEquilibriumError

SAME = 1e-9
"""Rates that move by less have settled."""
MOST_ROUNDS = 200
FIRST = 0.25
"""The rate that everybody is given to begin with."""


@dataclass(frozen=True, eq=False)
class NashTariffs:
    """Tariffs of which none is worth changing alone, and the world under them. Arrays are by region.

    Attributes
    ----------
    tariffs : array
        One rate of each importer on all its imports, as a fraction.
    equilibrium : Equilibrium
        The economy under them, compared with how it was given.
    rounds : int
        Times that all rates were set anew.
    """

    tariffs: Array
    equilibrium: Equilibrium
    rounds: int

    @property
    def welfare(self) -> Array:
        """Real income, as a ratio to before."""
        return self.equilibrium.welfare

    @property
    def gain(self) -> Array:
        """Equivalent variation a year, in the money of the flows."""
        return self.equilibrium.gain

    @property
    def residual(self) -> float:
        """Largest error left in any equation of the economy under these tariffs, as a share."""
        return self.equilibrium.residual


def nash_tariffs(economy: Economy) -> NashTariffs:
    """Nash tariffs: each region's best uniform rate, given all others' rates.

    Parameters
    ----------
    economy : Economy
        As given, with its tariffs and transfers. Published tables mostly rest on :func:`~deals.trade.balanced` ones.

    Raises
    ------
    NoEquilibriumError
        If the rates do not settle, or markets do not clear under them.

    Examples
    --------
    Three regions alike that sell three quarters at home: (1 - 1/8) of elasticity 4 leaves a markup of 2/7 and, as the
    rates themselves keep imports down, a little less.

    >>> flows = np.full((3, 3, 1), 0.125) + 0.625 * np.eye(3)[:, :, None]
    >>> nash_tariffs(Economy.build("ABC", flows, np.zeros(3), [4.0])).tariffs.round(3)
    array([0.265, 0.265, 0.265])
    """
    rates = np.full(len(economy.names), FIRST)
    world = solve(economy, rates)
    for rounds in range(1, MOST_ROUNDS + 1):
        settled = best_rates(world)
        moved = float(np.abs(settled - rates).max())
        rates = settled
        world = solve(economy, rates, start=world)
        if moved < SAME:
            return NashTariffs(rates, world, rounds)
    raise NoEquilibriumError(f"tariffs did not settle in {MOST_ROUNDS} rounds; the last moved one by {moved:.1e}")


def best_rates(world: Equilibrium) -> Array:
    """Each region's best uniform rate by the formula above, at the flows of `world`."""
    flows = world.flows
    paid = flows * (1 + world.tariffs)
    bought = paid.sum(0)
    shares = paid / np.where(bought > 0, bought, 1.0)
    exports = flows.copy()
    home = np.arange(len(exports))
    exports[home, home] = 0.0
    felt = (exports * (1 - shares) * world.economy.elasticities).sum((1, 2))
    sold = exports.sum((1, 2))
    if (felt <= 0).any():
        alone = [name for name, value in zip(world.economy.names, felt, strict=True) if value <= 0]
        raise NoEquilibriumError(f"no best tariff: {', '.join(alone)} sells nothing abroad that others sell too")
    best: Array = sold / felt
    return best
