"""The question in numbers: everything the formulation needs, assembled once from a scenario."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from deals import regimes
from deals.model.compute_value import system_price, tpp_factor
from deals.model.grants import grants, standard
from deals.model.no_deal import NoDealPath, no_deal_path
from deals.model.partners import Economy, Partner, economy, partners
from deals.model.reservation import Reservation, reservation
from deals.model.talks import Talks, talks
from deals.model.terms import Grant, Standard, Term
from deals.model.timeline import HALF_YEAR, Timeline
from deals.model.valuation import ask_term, eligible, relief_term, sector_relief_term
from deals.regimes import EconomyAccess, Regime, Setting
from deals.scenario import Scenario
from deals.world import Instrument, World

RESERVE_DISTANCE = 1.5
"""Distance of United Nations ideal points beyond which a deal with Washington costs a government something."""


@dataclass(frozen=True)
class Question:
    """A scenario in numbers.

    Attributes
    ----------
    reservation_shift : mapping
        USD bn added to a partner's computed reservation value (nothing by default): what a partner would have to gain
        beyond its own no-deal programme before it signs.
    lag : int
        Periods from signing to the first chips.
    reserve : mapping
        Political cost of a deal to a partner, USD bn.
    """

    scenario: Scenario
    world: World
    regime: Regime
    timeline: Timeline
    partners: tuple[Partner, ...]
    economies: Mapping[str, Economy]
    path: NoDealPath
    reservation: Reservation
    terms: tuple[Term, ...]
    grants: tuple[Grant, ...]
    standards: Mapping[str, Standard]
    talks: Mapping[str, Talks]
    reserve: Mapping[str, float]
    lag: int
    reservation_shift: Mapping[str, float] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Question({self.scenario.name!r}: {len(self.partners)} partners, {len(self.timeline.periods)} periods)"

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the partners, in the order of the data."""
        return tuple(p.code for p in self.partners)

    def partner(self, code: str) -> Partner:
        """The partner with this code."""
        return next(p for p in self.partners if p.code == code)

    def keep(self, codes: Iterable[str]) -> "Question":
        """The same question asked of some partners only; the rest stay on their no-deal path."""
        kept = set(codes)
        return replace(
            self,
            partners=tuple(p for p in self.partners if p.code in kept),
            terms=tuple(t for t in self.terms if t.partner in kept),
            grants=tuple(g for g in self.grants if g.partner in kept),
            standards={code: s for code, s in self.standards.items() if code in kept},
        )


def timeline_of(scenario: Scenario, world: World) -> Timeline:
    """The scenario's horizon with the world's discount rates, one a side."""
    return Timeline(
        scenario.periods(),
        world.value("discount.us"),
        world.value("discount.partner"),
        world.value("terminal.weight"),
    )


def setting_of(scenario: Scenario, world: World) -> Setting:
    """What the rules of a regime may look at."""
    years = {p.year for p in scenario.periods()}
    legal = scenario.h100e_basis == "tpp"
    factors = {year: tpp_factor(world, year) if legal else 1.0 for year in years}
    return Setting(world, scenario.periods(), factors, scenario.headquarters_bar)


def assemble(scenario: Scenario, access: Mapping[str, EconomyAccess] | None = None) -> Question:
    """Put the question in numbers.

    Parameters
    ----------
    scenario : Scenario
    access : mapping, optional
        Access by economy in place of what the scenario's regime gives: the open baseline is asked this way.
    """
    regime = regimes.get(scenario.regime)
    world = regime.world(scenario.world())
    timeline = timeline_of(scenario, world)
    path = no_deal_path(world, timeline.periods, access or regime.access(setting_of(scenario, world)))
    settled = set(scenario.baseline_deals) - set(scenario.baseline_instruments)
    found = tuple(p for p in partners(world, scenario) if p.code not in settled)
    economies = {p.code: economy(world, p) for p in found}
    offered = tuple(
        grant
        for partner in found
        for jurisdiction in partner.jurisdictions
        for grant in grants(world, timeline, path, partner, jurisdiction, scenario.segments)
        if "chip_access" in regime.offers
    )
    standards = {
        p.code: made
        for p in found
        if "security_standard" in regime.asks
        and (made := standard(world, timeline, path, p, economies[p.code])) is not None
    }
    quarters = world.value("access.lag") * HALF_YEAR * 4
    return Question(
        scenario=scenario,
        world=world,
        regime=regime,
        timeline=timeline,
        partners=found,
        economies=economies,
        path=path,
        reservation=reservation(world, timeline, path, scenario.segments),
        terms=tuple(terms_on_table(world, scenario, regime, timeline, found, economies, offered)),
        grants=offered,
        standards=standards,
        talks={p.code: talks(world, scenario, p, economies[p.code], timeline.periods) for p in found},
        reserve={p.code: political_reserve(world, economies[p.code]) for p in found},
        lag=math.ceil(quarters / len(timeline.periods[0].quarters)),
    )


def chip_capex(world: World, year: int) -> float:
    """All-in capital cost of a thousand H100e, USD bn: what matching investment is measured against."""
    return world.value("price.allin_factor") * system_price(world, year)


def capex_of(world: World, timeline: Timeline, grant: Grant) -> float:
    """All-in capital cost of a grant in full, USD bn."""
    return grant.withheld * chip_capex(world, timeline.periods[grant.period].year)


def instruments_on_table(world: World, regime: Regime) -> list[Instrument]:
    """Instruments that may be on the table with somebody under a regime."""
    return [i for i in world.instruments if i.name in (regime.asks if i.side == "partner" else regime.offers)]


def terms_on_table(
    world: World,
    scenario: Scenario,
    regime: Regime,
    timeline: Timeline,
    found: tuple[Partner, ...],
    economies: Mapping[str, Economy],
    offered: tuple[Grant, ...],
) -> Iterable[Term]:
    """Terms on the table with the partners in `found`, given the chips `offered` to them."""
    on_table = instruments_on_table(world, regime)
    capex = dict.fromkeys(economies, 0.0)
    for grant in offered:
        capex[grant.partner] += capex_of(world, timeline, grant)
    for partner in found:
        for instrument in on_table:
            own, chips = economies[partner.code], capex[partner.code]
            if (term := term_on_table(world, scenario, timeline, partner, own, instrument, chips)) is not None:
                yield term


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
    if instrument.name == "tariff_relief":
        return relief_term(world, scenario, timeline, partner, economy, instrument)
    if instrument.name == "sector_tariff_relief":
        return sector_relief_term(world, scenario, timeline, partner, instrument)
    if instrument.side == "partner" and instrument.name != "security_standard":
        return ask_term(world, scenario, timeline, partner, economy, instrument, chip_capex)
    return None


def political_reserve(world: World, economy: Economy) -> float:
    """What a deal with Washington costs a government far from it in the United Nations, USD bn."""
    distance = max(0.0, economy.distance_from_us - RESERVE_DISTANCE)
    return world.value("political_reserve") * economy.gdp * world.value("money.2024_to_2025") * distance
