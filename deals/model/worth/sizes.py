"""Sizes of a partner that instruments rest on: those the model computes, columns of the country table, arithmetic."""

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from deals.kit.codes import EUROPEAN_UNION
from deals.kit.expression import value_of
from deals.kit.numbers import chosen, decided, larger, smaller
from deals.model.worth.partners import Economy, Partner
from deals.model.worth.tariff_clauses import full_cut_of
from deals.world import World

Base = Callable[[World, Partner, Economy], float]
CHIP_CAPEX = "chip_capex"

MIDDLE_INCOME, HIGH_INCOME = 4_500.0, 14_000.0
"""Income classes of the World Bank, rounded: GDP a head in USD, 2024."""
CHINA_TRADE_MEAN = 20.0
"""Percent of trade with China at which costs of leaving it are quoted."""
JUDGED_BASES = frozenset({"china_exit_us", "alignment_us", "tariff_us_gain"})
"""Sizes that are judgements themselves, not sums over facts."""
ADDING_UP = frozenset({"USD bn", "million", "TWh", "H100e", "count", "MW", "Pflop/s"})
"""Units in which a bloc has the sum of its members; of a column in another unit it has the mean, weighted by GDP."""


def size_of(world: World, partner: Partner, economy: Economy, base: str, chip_capex: float) -> float:
    """A size by its name, or arithmetic over sizes: of a partner, in the unit of what it is the base of.

    `chip_capex` is the capital cost of all chips a deal could grant the partner, USD bn.
    """

    def named(name: str) -> float:
        if name == CHIP_CAPEX:
            return chip_capex
        return BASES[name](world, partner, economy) if name in BASES else column_of(world, partner, economy, name)

    return named(base) if base in BASES or base == CHIP_CAPEX else value_of(base, named)


def column_of(world: World, partner: Partner, economy: Economy, column: str) -> float:
    """A column of ``countries.csv`` for a partner: money in dollars of 2025, blanks as nothing."""
    members = list(partner.jurisdictions or (partner.code,))
    values = world.countries.loc[members, column].to_numpy(dtype=float)
    unit = world.units[column]
    if unit in ADDING_UP:
        total = float(np.nansum(values))
        return total * world.value("money.2024_to_2025") if unit == "USD bn" else total
    weights = np.nan_to_num(world.countries.loc[members, "gdp_usd_bn"].to_numpy(dtype=float))
    weights = weights if len(members) > 1 else np.ones(1)
    known = ~np.isnan(values) & (weights > 0)
    mean = float((values[known] * weights[known]).sum() / weights[known].sum()) if known.any() else math.nan
    return 0.0 if math.isnan(mean) else mean


def _gdp(world: World, partner: Partner, economy: Economy) -> float:
    return economy.gdp * world.value("money.2024_to_2025")


def _imports_from_us(world: World, partner: Partner, economy: Economy) -> float:
    """What it buys of goods of the United States, USD bn a year."""
    return economy.us_exports * world.value("money.2024_to_2025")


def _exports_to_us(world: World, partner: Partner, economy: Economy) -> float:
    """What it sells to the United States, USD bn a year."""
    return economy.us_imports * world.value("money.2024_to_2025")


def _one(world: World, partner: Partner, economy: Economy) -> float:
    return 1.0


def _investment_capacity(world: World, partner: Partner, economy: Economy) -> float:
    own = f"invest.capacity.{partner.code}"
    if own in world.parameters:
        share = world.value(own)
    elif partner.code == EUROPEAN_UNION:
        share = world.value("invest.capacity.eu")
    else:
        a_head = economy.gdp_per_capita
        high, middle, low = (partial(world.value, f"invest.capacity.{name}") for name in ("default", "middle", "low"))
        share = decided(a_head >= HIGH_INCOME, high, lambda: decided(a_head >= MIDDLE_INCOME, middle, low))
    return share * _gdp(world, partner, economy)


def _purchase_capacity(world: World, partner: Partner, economy: Economy) -> float:
    exports = economy.us_exports * world.value("money.2024_to_2025")
    room = world.value("purchase.gdp_share") * _gdp(world, partner, economy) + exports
    factor = world.value("usmca.factor") if partner.code in ("CAN", "MEX") else 1.0
    return world.value("purchase.capacity") * room * factor


def _defence_points(world: World, partner: Partner, economy: Economy) -> float:
    if economy.military_share == 0.0:
        return 0.0
    return larger(0.0, smaller(1.0, world.value("defence.ceiling") - economy.military_share))


def _defence_usd(world: World, partner: Partner, economy: Economy) -> float:
    return _defence_points(world, partner, economy) / 100 * _gdp(world, partner, economy)


def _tariff_us_gain(world: World, partner: Partner, economy: Economy) -> float:
    """What it brings the United States if the partner takes all tariffs off its goods, USD bn a year."""
    cut = full_cut_of(world, partner.code)
    return larger(0.0, cut[0]) if cut is not None else 0.0


def _tariff_share(world: World, partner: Partner, economy: Economy) -> float:
    share: float = chosen(_tariff_us_gain(world, partner, economy) > 0, 1.0, 0.0)
    return share


def _tariff_partner_loss(world: World, partner: Partner, economy: Economy) -> float:
    """What that costs the partner, USD bn a year: at least a share of what it brings the United States."""
    cut = full_cut_of(world, partner.code)
    if cut is None:
        return 0.0
    lost = -world.value("tariff.partner_value_factor") * cut[1]
    return larger(lost, world.value("tariff_cut.least_cost") * _tariff_us_gain(world, partner, economy))


def _china_exit_us(world: World, partner: Partner, economy: Economy) -> float:
    worth = world.value("china_exit.us_benefit") * _gdp(world, partner, economy)
    return smaller(worth, world.value("china_exit.us_cap"))


def _china_exit_partner(world: World, partner: Partner, economy: Economy) -> float:
    return _gdp(world, partner, economy) * economy.china_trade_share / CHINA_TRADE_MEAN


def _services_tax(world: World, partner: Partner, economy: Economy) -> float:
    return world.value("dst.revenue") * economy.services_tax_base * world.value("money.2024_to_2025")


def _services_tax_share(world: World, partner: Partner, economy: Economy) -> float:
    return 1.0 if economy.services_tax_base > 0 else 0.0


def _alignment_us(world: World, partner: Partner, economy: Economy) -> float:
    """Diversion that aligned controls of this hub would catch, thousand H100e a year."""
    weight = f"hub.weight.{partner.code}"
    return world.value("align.kh_per_year") * world.value(weight) if weight in world.parameters else 0.0


def _alignment_share(world: World, partner: Partner, economy: Economy) -> float:
    share: float = chosen(_alignment_us(world, partner, economy) > 0, 1.0, 0.0)
    return share


def _alignment_partner(world: World, partner: Partner, economy: Economy) -> float:
    size = world.value("align.cost_gdp") * _gdp(world, partner, economy)
    total = world.value("align.cost_fixed") + size * economy.china_trade_share / CHINA_TRADE_MEAN
    return total / world.value("flow.quoted_years")


BASES: dict[str, Base] = {
    "": _one,
    "one": _one,
    "gdp": _gdp,
    "imports_from_us": _imports_from_us,
    "exports_to_us": _exports_to_us,
    "share": _one,
    "investment_capacity": _investment_capacity,
    "purchase_capacity": _purchase_capacity,
    "defence_points": _defence_points,
    "defence_usd": _defence_usd,
    "tariff_share": _tariff_share,
    "tariff_us_gain": _tariff_us_gain,
    "tariff_partner_loss": _tariff_partner_loss,
    "china_exit_us": _china_exit_us,
    "china_exit_partner": _china_exit_partner,
    "dst_revenue": _services_tax,
    "dst_share": _services_tax_share,
    "alignment_share": _alignment_share,
    "alignment_us": _alignment_us,
    "alignment_partner": _alignment_partner,
}
"""Sizes the model computes, by the names used in ``instruments.csv``. Money is USD bn of 2025."""
