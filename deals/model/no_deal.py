"""The world without deals: one joint allocation of United States supply and of the other supplier's exports.

Every partner takes its interim access, then what the other supplier has, shared out of one world volume. The path is
the same in the plan before signing, in the reservation programme and in the baseline, so no dollar appears twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from deals.model.compute_value import system_price
from deals.model.partners import UNITED_STATES
from deals.periods import Period
from deals.regimes import EconomyAccess
from deals.world import World

BACKLOG_YEARS = (2025, 2026)
BASE_YEAR = 2025


@dataclass(frozen=True)
class NoDealPath:
    """Deliveries without deals, thousand H100e (8-bit) in each period.

    Attributes
    ----------
    access : mapping
        What the regime lets each economy have.
    rival : mapping
        What each economy buys of the other supplier instead, quality-adjusted.
    spare : tuple of float
        United States supply left over. Beyond it, a chip sold abroad displaces one at home or with an ally.
    home : tuple of float
        Demand at home and in tier 1, from which chips are displaced.
    """

    periods: tuple[Period, ...]
    access: Mapping[str, EconomyAccess]
    rival: Mapping[str, tuple[float, ...]]
    spare: tuple[float, ...]
    home: tuple[float, ...]


def no_deal_path(world: World, periods: tuple[Period, ...], access: Mapping[str, EconomyAccess]) -> NoDealPath:
    """Allocate supply and the other supplier's exports when nobody signs."""
    buyers = {code: a for code, a in access.items() if code != UNITED_STATES and a.tier != 3}
    rival = {code: [0.0] * len(periods) for code in buyers}
    spare, home = [], []
    for index, period in enumerate(periods):
        withheld = {code: a.withheld[index] for code, a in buyers.items()}
        volume = other_supplier_volume(world, period)
        for code, amount in share_out(volume, withheld, pull(world, withheld)).items():
            rival[code][index] = amount
        supply = world.value(f"supply.{period.year}") * period.years
        backlog = world.value("supply.backlog.2025_26") if period.year in BACKLOG_YEARS else 1.0
        refused = sum(withheld.values()) + sum(a.barred[index] for a in buyers.values())
        spare.append(max(0.0, supply - (backlog * supply - refused)))
        allied = sum(a.demand[index] for a in buyers.values() if a.tier == 1)
        home.append(world.value(f"share.usa.{period.year}") * supply + allied)
    return NoDealPath(
        periods, access, {code: tuple(amounts) for code, amounts in rival.items()}, tuple(spare), tuple(home)
    )


def other_supplier_volume(world: World, period: Period) -> float:
    """World exports of the other supplier in `period`, thousand H100e adjusted for quality."""
    exports = world.value(f"other_supplier.exports.{period.year}")
    return exports * world.value("other_supplier.quality") * period.years


def share_out(volume: float, wanted: Mapping[str, float], pull: Mapping[str, float]) -> dict[str, float]:
    """Share `volume` in proportion to `pull`, nobody above what it wants; what one leaves goes to the others."""
    given = dict.fromkeys(wanted, 0.0)
    open_codes = {code for code in wanted if wanted[code] > 0 and pull[code] > 0}
    left = volume
    while open_codes and left > 1e-12:
        total = sum(pull[code] for code in open_codes)
        full = {code for code in open_codes if given[code] + left * pull[code] / total >= wanted[code]}
        if not full:
            for code in open_codes:
                given[code] += left * pull[code] / total
            break
        for code in full:
            left -= wanted[code] - given[code]
            given[code] = wanted[code]
        open_codes -= full
    return given


def pull(world: World, withheld: Mapping[str, float]) -> dict[str, float]:
    """How strongly each economy draws on the other supplier: refused demand times trade with China."""
    trade = world.countries["china_trade_share_pct"]
    mean = float(trade.mean())
    return {
        code: amount * (float(trade[code]) if trade[code] == trade[code] else mean) for code, amount in withheld.items()
    }


def harm_per_kh(world: World, year: int) -> float:
    """Harm of a thousand diverted H100e, USD bn; falls with the price of compute."""
    fall = system_price(world, year) / system_price(world, BASE_YEAR)
    return world.value("harm.per_kH") * float(fall ** world.value("harm.price_elasticity"))


def leak_rate(world: World, economy: str, year: int) -> float:
    """Share of deliveries to `economy` expected to be diverted end to end, before any standard.

    Leaks grow less than in proportion to deliveries, since buyers and routes are limited.
    """
    growth = world.value(f"supply.{BASE_YEAR}") / world.value(f"supply.{year}")
    return world.value(f"diversion.leak.{economy}") * float(growth ** world.value("leak.volume_elasticity"))
