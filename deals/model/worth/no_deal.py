"""The world without deals: one joint allocation of United States supply and of the other supplier's exports.

Every partner takes its interim access, then what the other supplier has, shared out of one world volume. The path is
the same in the plan before signing, in the reservation programme and in the baseline, so no dollar appears twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from deals.kit.codes import ALLIED_TIER, BARRED_TIER, UNITED_STATES
from deals.kit.numbers import Array, of_many, power, ratio
from deals.kit.periods import Period
from deals.model.worth.compute_value import system_price
from deals.regimes import EconomyAccess
from deals.world import World

BACKLOG_YEARS = (2025, 2026)
BASE_YEAR = 2025
HARD_LINE_RESPONSE = "other_supplier.hard_line_response"
ENOUGH = 1e-12
"""Thousand H100e below which nothing is left to share out."""


@dataclass(frozen=True)
class NoDealPath:
    """Deliveries without deals, thousand H100e (8-bit) in each period.

    Attributes
    ----------
    access : mapping
        What the regime lets each economy have.
    rival : mapping
        What each economy buys of the other supplier instead, quality-adjusted.
    left : tuple of float
        United States supply less demand at home and all that is sold abroad; below nothing where supply is short.
    home_demand, home : tuple of float
        Demand in the United States at the going price, and with that of tier 1.
    """

    periods: tuple[Period, ...]
    access: Mapping[str, EconomyAccess]
    rival: Mapping[str, tuple[float, ...]]
    left: tuple[float, ...]
    home_demand: tuple[float, ...]
    home: tuple[float, ...]


def no_deal_path(
    world: World,
    periods: tuple[Period, ...],
    access: Mapping[str, EconomyAccess],
    opened: Mapping[tuple[str, int], float] | None = None,
) -> NoDealPath:
    """Allocate supply and the other supplier's exports when nobody signs.

    Of cells that are opened without a deal (economy, period) the share `opened` leaves the other supplier's volume to
    what is still refused.
    """
    buyers = {code: a for code, a in access.items() if code != UNITED_STATES and a.tier != BARRED_TIER}
    rival = {code: [0.0] * len(periods) for code in buyers}
    refused_to = {code: a.withheld for code, a in buyers.items()}
    left_over, at_home, home = [], [], []
    left = opened or {}
    volumes = volumes_under_hard_lines(world, periods, access)
    for index, (period, volume) in enumerate(zip(periods, volumes, strict=True)):
        withheld = {code: amounts[index] * (1 - left.get((code, index), 0.0)) for code, amounts in refused_to.items()}
        for code, amount in share_out(volume, withheld, pull(world, withheld)).items():
            rival[code][index] = amount
        wanted = demand_at_home(world, period)
        abroad = sum(a.no_deal[index] for a in buyers.values()) + window_flow(access, index)
        allied = sum(a.demand[index] for a in buyers.values() if a.tier == ALLIED_TIER)
        left_over.append(world.value(f"supply.{period.year}") * period.years - wanted - abroad)
        at_home.append(wanted)
        home.append(wanted + allied)
    shared = {code: tuple(amounts) for code, amounts in rival.items()}
    return NoDealPath(periods, access, shared, tuple(left_over), tuple(at_home), tuple(home))


def demand_at_home(world: World, period: Period) -> float:
    """Demand in the United States at the going price, thousand H100e; above the trend while order books are full."""
    backlog = world.value("supply.backlog.2025_26") if period.year in BACKLOG_YEARS else 1.0
    return backlog * world.value(f"demand.{UNITED_STATES}.{period.year}") * period.years


def window_flow(access: Mapping[str, EconomyAccess], period: int) -> float:
    """Chips licensed to barred places in `period`, thousand H100e."""
    return sum(a.window[period] for a in access.values() if a.window)


def other_supplier_volume(world: World, period: Period) -> float:
    """World exports of the other supplier in `period`, thousand H100e adjusted for quality."""
    exports = world.value(f"other_supplier.exports.{period.year}")
    return exports * world.value("other_supplier.quality") * period.years


def volumes_under_hard_lines(
    world: World, periods: tuple[Period, ...], access: Mapping[str, EconomyAccess]
) -> tuple[float, ...]:
    """World exports of the other supplier in each period, raised by what was refused before (``formulation`` 1.9).

    Buyers who are refused fund what will replace the refuser: a year in which all demand abroad is refused raises later
    exports by a share, the parameter ``other_supplier.hard_line_response`` (a judgement, nil by default).
    """
    response = world.value(HARD_LINE_RESPONSE)
    buyers = [a for code, a in access.items() if code != UNITED_STATES and a.tier != BARRED_TIER]
    found, refused_years = [], 0.0
    refused, demand = [a.withheld for a in buyers], [a.demand for a in buyers]
    for index, period in enumerate(periods):
        found.append(other_supplier_volume(world, period) * (1 + response * refused_years))
        wanted = sum(amounts[index] for amounts in demand)
        refused_years = refused_years + period.years * ratio(sum(amounts[index] for amounts in refused), wanted)
    return tuple(found)


def share_out(volume: float, wanted: Mapping[str, float], pull: Mapping[str, float]) -> dict[str, float]:
    """Share `volume` in proportion to `pull`, nobody above what it wants; what one leaves goes to the others."""
    if of_many(volume, *wanted.values()):
        return _share_out_in_many(volume, wanted, pull)
    given = dict.fromkeys(wanted, 0.0)
    waiting = [code for code in wanted if wanted[code] > 0 and pull[code] > 0]
    left = volume
    while waiting and left > ENOUGH:
        total = sum(pull[code] for code in waiting)
        full = [code for code in waiting if given[code] + left * pull[code] / total >= wanted[code]]
        if not full:
            for code in waiting:
                given[code] += left * pull[code] / total
            break
        for code in full:
            left -= wanted[code] - given[code]
            given[code] = wanted[code]
        waiting = [code for code in waiting if given[code] < wanted[code]]
    return given


def _share_out_in_many(volume: float, wanted: Mapping[str, float], pull: Mapping[str, float]) -> dict[str, float]:
    """The same in many worlds at once: in each world those that are full drop out, turn by turn."""
    most: Array = np.array(np.broadcast_arrays(volume, *wanted.values()), dtype=np.float64)
    left, most = most[0].copy(), most[1:]
    drawn = np.array(np.broadcast_arrays(left, *(pull[code] for code in wanted)), dtype=np.float64)[1:]
    given, waiting = np.zeros_like(most), (most > 0) & (drawn > 0)
    while True:
        waiting &= left > ENOUGH
        # Added up one by one, so that a world's sum does not depend on how many worlds there are.
        total = np.cumsum(np.where(waiting, drawn, 0.0), axis=0)[-1]
        offered = np.where(waiting, left * drawn / np.where(total > 0, total, 1.0), 0.0)
        full = waiting & (given + offered >= most)
        last = waiting & ~full.any(axis=0)
        given += np.where(last, offered, 0.0)
        if not full.any():
            return dict(zip(wanted, given, strict=True))
        left -= np.cumsum(np.where(full, most - given, 0.0), axis=0)[-1]
        given = np.where(full, most, given)
        waiting &= ~last & (given < most)


def pull(world: World, withheld: Mapping[str, float]) -> dict[str, float]:
    """How strongly each economy draws on the other supplier: refused demand times trade with China."""
    trade = world.countries["china_trade_share_pct"]
    known = trade.fillna(trade.mean()).to_dict()
    return {code: amount * float(known[code]) for code, amount in withheld.items()}


def harm_per_kh(world: World, year: int) -> float:
    """Harm of a thousand diverted H100e, USD bn; falls with the price of compute."""
    fall = system_price(world, year) / system_price(world, BASE_YEAR)
    return world.value("harm.per_kH") * power(fall, world.value("harm.price_elasticity"))


def leak_rate(world: World, economy: str, year: int) -> float:
    """Share of deliveries to `economy` expected to be diverted end to end, before any standard.

    Leaks grow less than in proportion to deliveries, since buyers and routes are limited.
    """
    return world.value(f"diversion.leak.{economy}") * _of_volume(world, year)


@lru_cache(maxsize=16)
def _of_volume(world: World, year: int) -> float:
    """Part of the leak that is left at a year's supply; remembered, since it is asked for every economy."""
    growth = world.value("leak.base_supply") / world.value(f"supply.{year}")
    return power(growth, world.value("leak.volume_elasticity"))
