"""Tariff clauses of many worlds at once: the same rates and frontiers as in :mod:`deals.model.worth.tariff_clause`.

In each world the rates that can be agreed are those of the table, what is announced and in force, and that world's own
floor. Which of them lie on the frontier differs, so a step of a clause is another rate in each world, and none where a
world has fewer of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deals.kit.errors import UnknownNameError
from deals.kit.numbers import Array, larger, of_many
from deals.model.worth.tariff_clause import SAME, FirmRate, TariffClause, clause
from deals.trade.tabulated import PartnerTable, partner_tables
from deals.world import World

type Places = NDArray[np.intp]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Candidates:
    """Rates that could be agreed, a row a rate and a column a world.

    Attributes
    ----------
    rate : array
        Percent.
    us, partner : array
        Worth to each side, USD bn a year.
    allowed : array of bool
        Whether the rate is in its range in that world.
    """

    rate: Array
    us: Array
    partner: Array
    allowed: Flags

    @classmethod
    def of(
        cls, levels: Array, us: Array, partner: Array, fixed: Iterable[float], floor: Array, high: float
    ) -> "Candidates":
        """The levels of a table with some further rates, of all worlds or of each, and each world's floor."""
        count, further = us.shape[1], list(fixed)
        own: list[Any] = [floor, *(rate for rate in further if of_many(rate))]
        common = np.array(sorted({*levels.tolist(), *(rate for rate in further if not of_many(rate))}))
        # In order, so that of rates that are alike the lowest counts, as in one world.
        rates: Array = np.sort(np.vstack([*own, np.broadcast_to(common[:, None], (len(common), count))]), axis=0)
        allowed = (rates >= floor) & (rates <= high)
        allowed[1:] &= rates[1:] != rates[:-1]
        return cls(rates, *_at(levels, (us, partner), rates), allowed)

    @property
    def best(self) -> Places:
        """The rate that is best for the United States alone, in each world."""
        return np.argmax(np.where(self.allowed, self.us, -np.inf), axis=0)


def clause_of(world: World, partner: str, most: int, *, alone: bool = False) -> TariffClause | None:
    """What can be agreed with `partner` about its country rate, in one world or in many (see `clause`).

    With `alone` only what the United States can set alone is asked, and of many worlds no frontier is made.
    """
    if isinstance(world.elasticities, str):
        return clause(world, partner, most)
    measured = _measured(world, partner)
    if measured is None:
        return None
    found, best, lotteries, at_best = measured.rates, measured.best, measured.lotteries, measured.at_best
    worlds = np.arange(len(best))
    lower = found.allowed & (found.rate < found.rate[best, worlds])
    return TariffClause(
        announced=world.value(f"tariff.announced.{partner}"),
        in_force=world.value(f"tariff.in_force.{partner}"),
        best=_number(found.rate[best, worlds]),
        alone=_number(at_best[0] - lotteries[0]),
        alone_partner=_number(at_best[1] - lotteries[1]),
        under_threat=() if alone else _firm(found, best, *lotteries, found.allowed, most),
        bought=() if alone else _firm(found, best, *at_best, lower, most),
        estimated=measured.table.estimated,
    )


def firm_at(world: World, partner: str, rate: float, *, bought: bool) -> FirmRate:
    """A given firm rate in many worlds: measured from the lottery or, where it is bought, from the best rate.

    Raises
    ------
    UnknownNameError
        If no tariff of this partner is known.
    """
    measured = _measured(world, partner)
    if measured is None:
        raise UnknownNameError.of("partner with a tariff", partner, partner_tables(world))
    us, own = _at(measured.table.levels, (measured.us, measured.partner), rate)
    from_us, from_own = measured.at_best if bought else measured.lotteries
    return FirmRate(rate, _number(us - from_us), _number(own - from_own))


@dataclass(frozen=True, eq=False)
class _Measured:
    """A partner's table in many worlds, with what both sides expect without a choice and at the best rate."""

    table: PartnerTable
    us: Array
    partner: Array
    rates: Candidates
    best: Places
    lotteries: tuple[Array, Array]
    at_best: tuple[Array, Array]


def _measured(world: World, partner: str) -> _Measured | None:
    """What of a partner's rates is the same for whatever is agreed; None where no value is known."""
    table = table_of(world, partner)
    if table is None or f"tariff.announced.{partner}" not in world.parameters:
        return None
    worlds = np.arange(len(world.elasticities))
    announced, in_force = (world.value(f"tariff.{which}.{partner}") for which in ("announced", "in_force"))
    high, believed = larger(announced, in_force), world.value("tariff.threat_probability")
    floor = np.minimum(np.broadcast_to(world.value("tariff.floor"), len(worlds)), high)
    chance = f"tariff.answer.{partner}"
    answers = world.value(chance) if chance in world.parameters else 0.0
    us, own = table.us(world), table.partner(world)
    found = Candidates.of(table.levels, us, own, [announced, in_force], floor, high)
    answered = table.answered[0], world.value("tariff.partner_value_factor") * table.answered[1]
    at_announced, at_in_force = (_at(table.levels, (us, own), level) for level in (announced, in_force))

    def lottery(side: int) -> Array:
        """What is expected without a choice: the announced rate, answered in kind or not, else the rate in force."""
        threatened = at_announced[side] + answers * answered[side]
        expected: Array = believed * threatened + (1 - believed) * at_in_force[side]
        return expected

    best = found.best
    return _Measured(
        table=table,
        us=us,
        partner=own,
        rates=found,
        best=best,
        lotteries=(lottery(0), lottery(1)),
        at_best=(found.us[best, worlds], found.partner[best, worlds]),
    )


def table_of(world: World, partner: str) -> PartnerTable | None:
    """A partner's table, in one world or in many, each by its own elasticities; None where it has none."""
    found = _tables(world, partner)
    if found is None or isinstance(world.elasticities, str):
        return found[0][0] if found else None
    known, of_world = found
    answered = np.array([table.answered for table in known]).T[:, of_world]
    gains, cuts = (np.stack([getattr(table, name) for table in known], axis=-1) for name in ("gains", "cuts"))
    return replace(known[0], gains=gains[..., of_world], cuts=cuts[..., of_world], answered=(answered[0], answered[1]))


def full_cut_of(world: World, partner: str) -> tuple[float, float] | None:
    """What it brings the United States and the partner if all tariffs on its goods go, USD bn a year, or None."""
    found = _tables(world, partner)
    if found is None:
        return None
    known, of_world = found
    us, own = np.array([table.cuts[-1] for table in known]).T[:, of_world]
    return us, own


def _tables(world: World, partner: str) -> tuple[Sequence[PartnerTable], Any] | None:
    """A partner's table by each set of elasticities that is met, and which of them a world has."""
    if isinstance(world.elasticities, str):
        table = partner_tables(world).get(partner)
        return None if table is None else ([table], 0)
    by_set, of_world = _sets(world)
    known = [tables[partner] for tables in by_set if partner in tables]
    return (known, of_world) if len(known) == len(by_set) else None


@lru_cache(maxsize=4)
def _sets(world: World) -> tuple[list[Mapping[str, PartnerTable]], Places]:
    """The tables by each set of elasticities that is met in many worlds, and which of them a world has."""
    names, of_world = np.unique(np.array(world.elasticities), return_inverse=True)
    return [partner_tables(replace(world, elasticities=str(name))) for name in names], of_world


def _firm(
    found: Candidates, best: Places, us: Array, partner: Array, allowed: Flags, most: int
) -> tuple[FirmRate, ...]:
    """Rates on the frontier, measured from what each side has without them."""
    worlds = np.arange(len(us))
    gained = found.us - us, found.partner - partner
    places = frontier(*gained, allowed, most, best, SAME)
    return tuple(
        FirmRate(
            rate=_number(found.rate[place, worlds]),
            us=_number(np.where(place >= 0, gained[0][place, worlds], 0.0)),
            partner=_number(np.where(place >= 0, gained[1][place, worlds], 0.0)),
            whole=_number((place >= 0).astype(np.float64)),
        )
        for place in places
    )


def _at(levels: Array, sides: tuple[Array, Array], rates: Any) -> tuple[Array, Array]:
    """Values of both sides at any rates, a column a world, straight between those that were computed."""
    us, partner = sides
    wanted = np.broadcast_to(rates, np.broadcast_shapes(np.shape(rates), us.shape[1:]))
    place = np.clip(np.searchsorted(levels, wanted, side="right") - 1, 0, len(levels) - 2)
    part = np.clip((wanted - levels[place]) / (levels[place + 1] - levels[place]), 0.0, 1.0)
    worlds = np.arange(us.shape[1])

    def between(values: Array) -> Array:
        found: Array = values[place, worlds] * (1 - part) + values[place + 1, worlds] * part
        return found

    return between(us), between(partner)


def _number(values: Any) -> Any:
    """An array over worlds where a number stands."""
    return values


def frontier(us: Array, partner: Array, allowed: Flags, most: int, best: Places, least: float) -> Places:
    """Rates of which no mixture, no deal among them, is better for both, by what they are worth to the partner.

    At most `most` in each world, and the best one: places of rows, a column a world, -1 where there are fewer.
    """
    count = us.shape[1]
    worlds = np.arange(count)
    # A row of nothing stands for no deal.
    us, partner = (np.vstack([values, np.zeros(count)]) for values in (us, partner))
    nothing = len(us) - 1
    worth = np.vstack([allowed & ((us[:-1] > least) | (partner[:-1] > least)), np.ones((1, count), dtype=bool)])
    order = np.lexsort((us, np.where(worth, partner, np.inf)), axis=0)
    hull, size = np.full((len(us) + 1, count), -1, dtype=np.intp), np.zeros(count, dtype=np.intp)
    for row in order:
        active = worth[row, worlds]
        if not active.any():
            # What is worth nothing comes last in every world.
            break
        u, p = us[row, worlds], partner[row, worlds]
        top = hull[np.maximum(size - 1, 0), worlds]
        same = active & (size > 0) & (p - partner[top, worlds] < least)
        active &= ~(same & (u <= us[top, worlds]))
        size -= same & active
        while True:
            last, before = hull[np.maximum(size - 1, 0), worlds], hull[np.maximum(size - 2, 0), worlds]
            rise = (us[last, worlds] - us[before, worlds]) * (p - partner[before, worlds])
            below = rise <= (u - us[before, worlds]) * (partner[last, worlds] - partner[before, worlds]) + least
            pop = active & (size >= 2) & below
            if not pop.any():
                break
            size -= pop
        hull[size, worlds] = np.where(active, row, hull[size, worlds])
        size += active
    return _kept(hull, size, us, nothing, most, best)


def _kept(hull: Places, size: Places, us: Array, nothing: int, most: int, best: Places) -> Places:
    """Of each world's hull the points that no later one is better than for the United States, at most so many."""
    rows, worlds = len(hull), np.arange(hull.shape[1])
    within = np.arange(rows)[:, None] < size
    held = np.where(within, us[np.where(within, hull, 0), worlds], -np.inf)
    later = np.vstack([np.maximum.accumulate(held[::-1], axis=0)[::-1][1:], np.full((1, len(worlds)), -np.inf)])
    efficient = within & (later < held) & (hull != nothing)
    count = efficient.sum(axis=0)
    # Those that are efficient first, in order.
    order = np.argsort(~efficient, axis=0, kind="stable")
    listed = np.take_along_axis(hull, order, axis=0)
    steps = np.arange(most)[:, None]
    spread = np.where(count > most, np.rint(steps * (count - 1) / (most - 1)), steps).astype(np.intp)
    spread = np.where(spread < count, spread, rows)
    place = np.arange(rows)[:, None]
    is_best = (place < count) & (listed == best)
    own = np.where(is_best.any(axis=0) & (count > most), is_best.argmax(axis=0), rows)
    places = np.sort(np.vstack([spread, own]), axis=0)
    places[1:] = np.where(places[1:] == places[:-1], rows, places[1:])
    found = listed[np.minimum(places, rows - 1), worlds]
    return np.where(places < rows, found, -1)
