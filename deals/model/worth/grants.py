"""What chips beyond the no-deal path are worth, to the partner that gets them and to the United States."""

from functools import partial

import numpy as np

from deals.kit.numbers import chosen, decided, larger, of_many, possible, ratio
from deals.model.worth.compute_value import chip_capex, system_price, tpp_factor
from deals.model.worth.no_deal import NoDealPath, harm_per_kh, leak_rate
from deals.model.worth.partners import Economy, Partner
from deals.model.worth.reservation import unit_values
from deals.model.worth.security import burden_of_standard, removed_share
from deals.model.worth.terms import Grant, Standard
from deals.model.worth.timeline import Timeline
from deals.regimes import EconomyAccess
from deals.regimes.rules.vocabulary import licence_class
from deals.world import World

SMALLEST = 1e-4
"""Thousand H100e below which nothing is modelled: a tenth of one accelerator."""


def grants(
    world: World, timeline: Timeline, path: NoDealPath, partner: Partner, economy: str, segments: int
) -> tuple[Grant, ...]:
    """Chips a deal can add for one jurisdiction, period by period.

    A granted chip replaces the other supplier's in proportion: the whole grant replaces all that would have been
    bought from it. The partner gains only on the rest, along what is left of its value curve. A quota is a right and no
    duty: uses worth less to the partner than the standard costs it are left out, since nobody would buy for them.
    """
    access = path.access[economy]
    refused, no_deal = access.withheld, access.no_deal
    if access.free or partner.tariff_only:
        return ()
    factors = {year: tpp_factor(world, year) for year in {period.year for period in path.periods}}
    found = []
    for period in path.periods:
        withheld = refused[period.index]
        some = withheld > SMALLEST
        if not possible(some):
            continue
        rival = path.rival[economy][period.index]
        added = larger(0.0, 1 - ratio(rival, withheld))
        values = unit_values(world, timeline, economy, period.index, segments)
        present, certified = timeline.present_us(period), access.standard_required
        gross = leak_rate(world, economy, period.year)
        leak = gross * (1 - decided(certified, partial(removed_share, world), float))
        burden = decided(certified, partial(burden_of_standard, world, timeline, period, gross), float)
        duty = access.duty * world.value("duty.passed_on") * system_price(world, period.year)
        borne = duty * timeline.present_partner(period)
        steps = _steps(access.demand[period.index], no_deal[period.index] + rival, values, added, borne)
        wanted = [(chosen(some & (v >= burden), w, 0.0), v) for w, v in _or_none(steps, added, withheld, borne)]
        wanted = [(w, v) for w, v in wanted if possible(w > 0)]
        if not wanted:
            continue
        found.append(
            Grant(
                partner=partner.code,
                economy=economy,
                period=period.index,
                withheld=chosen(sum(w for w, _ in wanted) > 0, withheld, 0.0),
                widths=tuple(w for w, _ in wanted),
                values=tuple(v for _, v in wanted),
                harm=harm_per_kh(world, period.year) * leak * present,
                margin=margin_per_kh(world, period.year) * present + duty * present,
                rivalry=world.value("lost_to_other_supplier") * ratio(rival, withheld) * present,
                risk=stock_risk(world, access, period.year) * present,
                leak=leak,
                rival=rival,
                tpp_factor=factors[period.year],
                certified=certified,
                burden=burden,
            )
        )
    return tuple(found)


def standard(world: World, timeline: Timeline, path: NoDealPath, partner: Partner, economy: Economy) -> Standard | None:
    """The security standard on all deliveries to a partner: what it costs and what it saves, by period."""
    if partner.tariff_only:
        return None
    saved, running, per_chip, rent, harm = [], [], [], [], []
    removed = removed_share(world)
    cost = world.value("standard.partner_cost")
    flows = {j: path.access[j].plain for j in partner.jurisdictions}
    for period in path.periods:
        deliveries = {j: flow[period.index] for j, flow in flows.items()}
        partner_present, us_present = timeline.present_partner(period), timeline.present_us(period)
        saved.append(removed * sum(leak_rate(world, j, period.year) * d for j, d in deliveries.items()))
        running.append(cost * sum(deliveries.values()) * partner_present)
        per_chip.append(cost * partner_present)
        rent.append(world.value("standard.resale_rent") * partner_present)
        harm.append(harm_per_kh(world, period.year) * us_present)
    gdp = economy.gdp * world.value("money.2024_to_2025")
    fixed = world.value("standard.fixed_cost") + world.value("standard.gdp_cost") * gdp
    return Standard(partner.code, fixed, tuple(running), tuple(saved), tuple(per_chip), tuple(rent), tuple(harm))


def stock_risk(world: World, access: EconomyAccess, year: int) -> float:
    """Expected harm of seizure, theft or a change of side over the life of a thousand H100e abroad, USD bn."""
    hazard = world.value(f"risk.hazard.{licence_class(access)}")
    return hazard * harm_per_kh(world, year) * world.value("risk.years")


def margin_per_kh(world: World, year: int) -> float:
    """Rent and ecosystem worth of a thousand H100e exported, USD bn, if the sale displaces no other."""
    return world.value("margin.us_rent_share") * system_price(world, year) + world.value("ecosystem.value")


def _steps(
    demand: float, used: float, values: tuple[float, ...], added: float, borne: float
) -> list[tuple[float, float]]:
    """Segments of demand beyond what is in use: thousand H100e granted for each, and worth of each less what is borne.

    Of a thousand granted the part `added` comes on top of what is bought from the other supplier.
    """
    if of_many(demand, used, added, borne, *values):
        return _steps_in_many(demand, used, values, added, borne)
    wide, found = demand / len(values), []
    for step, value in enumerate(values):
        left = min(wide, (step + 1) * wide - used)
        if left > SMALLEST / 10 and added > SMALLEST:
            found.append((left / added, value * added - borne))
    return found


def _steps_in_many(
    demand: float, used: float, values: tuple[float, ...], added: float, borne: float
) -> list[tuple[float, float]]:
    """The same in many worlds, all steps at once: none is left out, since it may count in some."""
    wide, steps = demand / len(values), np.arange(1, len(values) + 1)[:, None]
    left = np.minimum(wide, steps * wide - used)
    some = (left > SMALLEST / 10) & (np.asarray(added) > SMALLEST)
    widths = np.where(some, left, 0.0) / np.where(np.asarray(added) > 0, added, 1.0)
    each = np.array(values).reshape(len(values), -1)
    return list(zip(widths, each * added - borne, strict=True))


def _or_none(
    steps: list[tuple[float, float]], added: float, withheld: float, borne: float
) -> list[tuple[float, float]]:
    """The same steps; where none adds anything to what is in use, all that is withheld at what is borne for it."""
    nothing = sum((width for width, _ in steps), 0.0 * added) <= 0
    if not possible(nothing):
        return steps
    (first, worth), *others = steps or [(0.0, 0.0)]
    return [(chosen(nothing, withheld, first), chosen(nothing, -borne, worth)), *others]


def capex_of(world: World, timeline: Timeline, grant: Grant) -> float:
    """All-in capital cost of a grant in full, USD bn."""
    return grant.withheld * chip_capex(world, timeline.periods[grant.period].year)
