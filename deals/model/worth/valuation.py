"""What a term is worth to each side: instruments of the table turned into segments, partner by partner.

Each factor is applied once: the level and its shape, additionality (would it have come anyway), delivery (is it done),
and for what is given year by year legal durability (how long until a court or a legislature undoes it), through the
years in force. A total that is quoted over some years is worth what of it is delivered over those years.
"""

from dataclasses import replace

from deals.kit.numbers import larger, possible, ratio
from deals.model.worth.no_deal import harm_per_kh
from deals.model.worth.partners import Economy, Partner
from deals.model.worth.sizes import JUDGED_BASES, size_of
from deals.model.worth.tariff_clauses import clause_of
from deals.model.worth.terms import RateAlone, Segment, Term
from deals.model.worth.timeline import Timeline
from deals.scenario.scenario import Scenario
from deals.world import Instrument, World
from deals.world.instrument import ALIGNMENT, RELIEF, SECTOR_RELIEF, STANDARD, TARIFF_CUT

DECIDED_BY_A_UNION = frozenset({TARIFF_CUT})
"""Instruments that a member of a customs union cannot give alone."""
JUDGED_RELIEF = frozenset({RELIEF, SECTOR_RELIEF})
"""What relief is worth rests on whether the threat is believed, and on what sector duties cost: judgements."""

NOTHING = 1e-9
"""USD bn a year below which a choice decides nothing."""


def term_on_table(
    world: World,
    scenario: Scenario,
    timeline: Timeline,
    partner: Partner,
    economy: Economy,
    instrument: Instrument,
    chip_capex: float,
) -> Term | None:
    """One instrument with one partner, or None where it is not on the table or there is nothing of it to give."""
    if not eligible(world, instrument, partner, scenario):
        return None
    if instrument.name == RELIEF:
        return relief_term(world, scenario, timeline, partner, instrument)
    if instrument.name == SECTOR_RELIEF:
        return sector_relief_term(world, scenario, timeline, partner, instrument)
    if instrument.side == "partner" and instrument.name != STANDARD:
        return ask_term(world, scenario, timeline, partner, economy, instrument, chip_capex)
    return None


def ask_term(
    world: World,
    scenario: Scenario,
    timeline: Timeline,
    partner: Partner,
    economy: Economy,
    instrument: Instrument,
    chip_capex: float,
) -> Term | None:
    """Segments of something the partner can give, or None where it has nothing of it to give.

    `chip_capex` is the capital cost of all chips a deal could grant the partner, USD bn: the most it can match.
    """

    def size(base: str) -> float:
        return size_of(world, partner, economy, base, chip_capex)

    capacity = size(instrument.capacity_base)
    if not possible(capacity > 0):
        return None
    factors = [instrument.us_value, instrument.additionality, instrument.delivery]
    us_total = size(instrument.us_base) * _product(world, factors)
    cost_total = size(instrument.cost_base) * _product(world, [instrument.cost_value])
    flat = instrument.us_slope == 0 and instrument.cost_slope == 0
    count, segments = 1 if flat else scenario.segments, []
    for index in range(count):
        low, high = index / count, (index + 1) / count
        us = instrument.us_intercept + instrument.us_slope * (low + high) / 2
        cost = _mean_of_power(instrument.cost_intercept, instrument.cost_slope, instrument.cost_power, low, high)
        scale = ratio(1.0, capacity * instrument.quoted_years)
        segments.append(Segment(larger(0.0, capacity) / count, us * us_total * scale, -cost * cost_total * scale))
    return _dated(world, timeline, partner, instrument, tuple(segments), ())


def relief_term(
    world: World, scenario: Scenario, timeline: Timeline, partner: Partner, instrument: Instrument
) -> Term | None:
    """Firm country rates: alternatives of which parts may be agreed, under threat and bought; one natural unit is all.

    Points count down from the announced rate, or from the rate best for the United States alone.
    """
    found = clause_of(world, partner.code, scenario.segments)
    if found is None:
        return None
    segments = [Segment(r.whole, r.us, r.partner, found.announced - r.rate, r.rate) for r in found.under_threat]
    if scenario.unilateral_opening:
        segments += [Segment(r.whole, r.us, r.partner, found.best - r.rate, r.rate, bought=True) for r in found.bought]
    if not segments:
        return None
    flags = (
        "tariff values estimated: the partner has no trade tables of its own and is split off the rest of the world",
    )
    return _dated(world, timeline, partner, instrument, tuple(segments), flags if found.estimated else ())


def rate_alone(
    world: World, scenario: Scenario, timeline: Timeline, partner: Partner, instrument: Instrument
) -> RateAlone | None:
    """The rate best for the United States alone, in force as long as relief that is signed in the first period.

    None where it is what would stand anyway, and nothing of it can be bought.
    """
    if not scenario.unilateral_opening or not eligible(world, instrument, partner, scenario):
        return None
    found = clause_of(world, partner.code, scenario.segments, alone=True)
    if found is None or (not possible(abs(found.alone) >= NOTHING) and not found.bought):
        return None
    years = _years(world, timeline, instrument, timeline.discount_us)[0]
    theirs = _years(world, timeline, instrument, timeline.discount_partner)[0]
    worths = years * found.alone, theirs * found.alone_partner
    return RateAlone(found.announced, found.in_force, found.best, *worths)


def sector_relief_term(
    world: World, scenario: Scenario, timeline: Timeline, partner: Partner, instrument: Instrument
) -> Term | None:
    """Relief from sector duties on cars and metals, measured in the partner's gain (USD bn a year)."""
    name = f"sector_relief.{partner.code}"
    if name not in world.parameters or partner.code in scenario.separate_track or not possible(world.value(name) > 0):
        return None
    delivery = world.value(instrument.delivery)
    width = world.value(name) * delivery / scenario.segments
    share = world.value("sector_relief.us_cost_share")
    segments = tuple(
        Segment(width, -share * (instrument.us_intercept + instrument.us_slope * (i + 0.5) / scenario.segments), 1.0)
        for i in range(scenario.segments)
    )
    return _dated(
        world,
        timeline,
        partner,
        instrument,
        segments,
        ("gain from relief on cars and metals rests on trade figures from memory, unverified",),
    )


def eligible(world: World, instrument: Instrument, partner: Partner, scenario: Scenario) -> bool:
    """Whether `instrument` may be on the table with `partner` at all.

    A member of a customs union cannot cut tariffs alone: the union's outer tariff is common (``formulation`` 1.15).
    """
    if instrument.name in scenario.baseline_instruments.get(partner.code, ()):
        return False
    if instrument.name in DECIDED_BY_A_UNION:
        unions = world.blocs[world.blocs["kind"] == "customs_union"]
        if partner.code in set(unions["member"]):
            return False
    return instrument.eligible == "all" or partner.code in instrument.eligible.split()


def _dated(
    world: World,
    timeline: Timeline,
    partner: Partner,
    instrument: Instrument,
    segments: tuple[Segment, ...],
    flags: tuple[str, ...],
) -> Term:
    names = [name for name in (instrument.us_value, instrument.additionality) if name]
    kinds = {world.parameters[name].kind for name in names}
    judged = instrument.judged_worth or not JUDGED_BASES.isdisjoint(instrument.sizes_of_worth)
    if judged or instrument.name in JUDGED_RELIEF:
        kinds.add("judgement")
    term = Term(
        partner=partner.code,
        instrument=instrument.name,
        segments=segments,
        us_years=_years(world, timeline, instrument, timeline.discount_us),
        partner_years=_years(world, timeline, instrument, timeline.discount_partner),
        kind="judgement" if "judgement" in kinds else "derived",
        flags=flags,
        goal=instrument.goal,
    )
    return _catching(world, timeline, term, instrument) if instrument.name == ALIGNMENT else term


def _years(world: World, timeline: Timeline, instrument: Instrument, discount: float) -> tuple[float, ...]:
    """Discounted years in force by signing period: of a quoted total, the years over which it is quoted."""
    if instrument.quoted_years > 1:
        return tuple(timeline.pledged(p, instrument.quoted_years, discount) for p in timeline.periods)
    life = world.value(f"durability.{instrument.legal_authority}")
    return tuple(timeline.in_force(p, life, discount) for p in timeline.periods)


def _catching(world: World, timeline: Timeline, term: Term, instrument: Instrument) -> Term:
    """Aligned export controls by the diversion they prevent, which is worth the harm of its own year.

    A segment's worth to the United States is then the thousand H100e a year that a natural unit of it catches.
    """
    life = world.value(f"durability.{instrument.legal_authority}")
    each = ratio(term.segments[0].us, world.value(instrument.us_value))
    years = [timeline.in_force_by_period(p, life, 0.0, terminal=False) for p in timeline.periods]
    caught = tuple(tuple(each * amount for amount in by_period) for by_period in years)
    harm = [harm_per_kh(world, p.year) * timeline.present_us(p) for p in timeline.periods]
    worth = (sum(a * h for a, h in zip(by_period, harm, strict=True)) for by_period in years)
    return replace(term, us_years=tuple(worth), caught=caught)


def _product(world: World, names: list[str]) -> float:
    product = 1.0
    for name in names:
        product *= world.value(name) if name else 1.0
    return product


def _mean_of_power(intercept: float, slope: float, power: float, low: float, high: float) -> float:
    """Mean of ``intercept + slope * s**power`` for s between `low` and `high`."""
    rise = float(high ** (power + 1) - low ** (power + 1))
    return intercept + slope * rise / ((power + 1) * (high - low))
