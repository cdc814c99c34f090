"""Tariffs as clauses: what a firm country rate is worth to each side, by level, under threat or bought.

Without a deal and without a choice of its own the rate of the United States on a partner is a lottery: the announced
rate with some probability, else the rate in force; the partner may answer the announced rate in kind. Alone, the United
States can always do better than its lottery, at the rate that is best for it. A clause under threat is measured from
the lottery; one that is bought is measured from that best rate: what relief truly costs.
Values are those of the trade engine at the level in question (:mod:`deals.trade.tabulated`).
"""

import math
from dataclasses import dataclass

import numpy as np

from deals.trade.tabulated import partner_tables
from deals.world import World

SAME = 1e-9


@dataclass(frozen=True, slots=True)
class FirmRate:
    """A firm country rate, percent, and what it is worth to each side, USD bn a year.

    It can be agreed for the whole of the trade it covers; where many worlds are asked at once, for nothing in those
    that have no such rate.
    """

    rate: float
    us: float
    partner: float
    whole: float = 1.0


@dataclass(frozen=True, slots=True)
class TariffClause:
    """What can be agreed with a partner about its country rate.

    Attributes
    ----------
    announced, in_force, best : float
        Percent; `best` is the rate best for the United States alone, at or above the declared floor and no higher than
        the higher of the two others.
    alone, alone_partner : float
        What setting that rate brings the United States over the lottery, USD bn a year (``B`` of the mathematics), and
        what it brings the partner.
    under_threat, bought : tuple of FirmRate
        Firm rates measured from the lottery, and from the best rate.
    estimated : bool
        Whether the partner was split off the rest of the world's trade.
    """

    announced: float
    in_force: float
    best: float
    alone: float
    alone_partner: float
    under_threat: tuple[FirmRate, ...]
    bought: tuple[FirmRate, ...]
    estimated: bool


def clause(world: World, partner: str, most: int) -> TariffClause | None:
    """What can be agreed with `partner` about its country rate; None where no rate was announced or no value is known.

    Parameters
    ----------
    partner : str
        ISO3, or EUU for the European Union.
    most : int
        Most rates to keep of each kind: those at the ends, the best one, and others evenly between.
    """
    table = partner_tables(world).get(partner)
    if table is None or f"tariff.announced.{partner}" not in world.parameters:
        return None
    announced, in_force = (world.value(f"tariff.{which}.{partner}") for which in ("announced", "in_force"))
    high, believed = max(announced, in_force), world.value("tariff.threat_probability")
    floor = min(world.value("tariff.floor"), high)
    chance = f"tariff.answer.{partner}"
    answers = world.value(chance) if chance in world.parameters else 0.0
    us, own = table.us(world), table.partner(world)
    levels = {*map(float, table.levels), floor, announced, in_force}
    rates = np.array(sorted(level for level in levels if floor <= level <= high))
    us_at, own_at = (np.interp(rates, table.levels, values) for values in (us, own))
    best = int(np.argmax(us_at))
    factor = world.value("tariff.partner_value_factor")
    us_answered, own_answered = table.answered

    def lottery(values: "np.ndarray[tuple[int], np.dtype[np.float64]]", answered: float) -> float:
        """What is expected without a choice: the announced rate, answered in kind or not, else the rate in force."""
        threatened = table.at(values, announced) + answers * answered
        return believed * threatened + (1 - believed) * table.at(values, in_force)

    us_lottery, own_lottery = lottery(us, us_answered), lottery(own, factor * own_answered)
    threatened = [
        FirmRate(float(r), float(a) - us_lottery, float(b) - own_lottery)
        for r, a, b in zip(rates, us_at, own_at, strict=True)
    ]
    bought = [
        FirmRate(float(r), float(a - us_at[best]), float(b - own_at[best]))
        for r, a, b in zip(rates[:best], us_at[:best], own_at[:best], strict=True)
    ]
    return TariffClause(
        announced=announced,
        in_force=in_force,
        best=float(rates[best]),
        alone=float(us_at[best]) - us_lottery,
        alone_partner=float(own_at[best]) - own_lottery,
        under_threat=_frontier(threatened, most, float(rates[best])),
        bought=_frontier(bought, most, float(rates[best])),
        estimated=table.estimated,
    )


def _frontier(rates: list[FirmRate], most: int, best: float) -> tuple[FirmRate, ...]:
    """The rates of which no mixture, no deal among them, is better for both: at most so many, `best` kept."""
    nothing = FirmRate(math.nan, 0.0, 0.0)
    worth = [r for r in rates if r.us > SAME or r.partner > SAME]
    hull: list[FirmRate] = []
    for rate in sorted([nothing, *worth], key=lambda r: (r.partner, r.us)):
        if hull and rate.partner - hull[-1].partner < SAME:
            if rate.us <= hull[-1].us:
                continue
            hull.pop()
        while len(hull) >= 2 and _below(hull[-2], hull[-1], rate):
            hull.pop()
        hull.append(rate)
    better = [r for i, r in enumerate(hull) if all(later.us < r.us for later in hull[i + 1 :])]
    efficient = [r for r in better if r is not nothing]
    if len(efficient) <= most:
        return tuple(efficient)
    places = {round(i * (len(efficient) - 1) / (most - 1)) for i in range(most)}
    places |= {i for i, r in enumerate(efficient) if r.rate == best}
    return tuple(efficient[i] for i in sorted(places))


def _below(first: FirmRate, second: FirmRate, third: FirmRate) -> bool:
    """Whether the second lies on or below the line from the first to the third."""
    rise = (second.us - first.us) * (third.partner - first.partner)
    return rise <= (third.us - first.us) * (second.partner - first.partner) + SAME
