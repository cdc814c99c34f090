"""The question in numbers: everything the formulation needs, assembled once from a scenario."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

from deals import regimes
from deals.kit.frozen import FrozenMapping
from deals.kit.numbers import chosen, whole_above
from deals.model.worth.compute_value import tpp_factor
from deals.model.worth.displacement import Displacement, Step
from deals.model.worth.grants import capex_of, grants, standard
from deals.model.worth.no_deal import NoDealPath, no_deal_path
from deals.model.worth.partners import Economy, Partner, economy, partners
from deals.model.worth.reservation import Reservation, reservation
from deals.model.worth.sizes import CHIP_CAPEX
from deals.model.worth.talks import Talks, talks
from deals.model.worth.terms import Grant, RateAlone, Standard, Term
from deals.model.worth.timeline import HALF_YEAR, Timeline
from deals.model.worth.valuation import rate_alone, term_on_table
from deals.regimes import EconomyAccess, Regime, Setting
from deals.scenario.scenario import Scenario
from deals.world import Instrument, World
from deals.world.instrument import RELIEF

REFERENCE, LICENCE_LIFE = "leverage", "durability.licence"
RESERVE_DISTANCE = 1.5
"""Distance of United Nations ideal points beyond which a deal with Washington costs a government something."""


@dataclass(frozen=True)
class Reference:
    """The regime that limits on diversion are measured by: leverage, in the scenario's world without measures or law.

    It is made again when data change, never when rules do.
    """

    world: World
    access: Mapping[str, EconomyAccess]


@dataclass(frozen=True)
class Question:
    """A scenario in numbers.

    Attributes
    ----------
    reference : Reference
        What limits on diversion are measured by.
    reservation_shift : mapping
        USD bn added to a partner's computed reservation value (nothing by default): what a partner would have to gain
        beyond its own no-deal programme before it signs.
    cells : tuple of Grant
        What the United States may open without a deal: all chips refused to an economy in a period; none where the
        scenario has no such option.
    alone : mapping
        The country rate that is best for the United States alone, by partner, where it may set it.
    left_open : mapping
        Cells with the share of each that the path takes to be opened without a deal.
    kinds : mapping
        Partner -> whether a deal with it may be one under threat (False), one in which its rate is bought (True), or
        either; who is not named may have either.
    lag : int
        Periods from signing to the first chips.
    reserve : mapping
        Political cost of a deal to a partner, USD bn.
    by_tpp : bool
        Whether limits count total processing performance, and not 8-bit operations.
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
    reference: Reference
    cells: tuple[Grant, ...] = ()
    alone: Mapping[str, RateAlone] = field(default_factory=dict)
    left_open: Mapping[tuple[str, int], float] = field(default_factory=dict)
    kinds: Mapping[str, frozenset[bool]] = field(default_factory=dict)
    reservation_shift: Mapping[str, float] = field(default_factory=dict)
    by_tpp: bool = True

    def __repr__(self) -> str:
        return f"Question({self.scenario.name!r}: {len(self.partners)} partners, {len(self.timeline.periods)} periods)"

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the partners, in the order of the data."""
        return tuple(p.code for p in self.partners)

    @property
    def teams(self) -> float:
        """Teams that can negotiate at once: the scenario's number, else the data's."""
        number = self.scenario.teams
        return self.world.value("teams") if number is None else number

    @property
    def displacement(self) -> Displacement:
        """Whose chips a sale abroad takes, and at what cost."""
        return Displacement(self.world, self.timeline, self.path, self.scenario.segments)

    @cached_property
    def displaced(self) -> dict[tuple[int, int], Step]:
        """Steps of chips that all grants together could take from others, by (period, step)."""
        granted: dict[int, float] = defaultdict(float)
        for grant in self.deliverable:
            granted[grant.period] = granted[grant.period] + grant.withheld
        return {
            (period, number): step
            for period, most in granted.items()
            for number, step in enumerate(self.displacement.steps(period, most))
        }

    @cached_property
    def deliverable(self) -> tuple[Grant, ...]:
        """Chips that a deal can grant or the United States can open, each once."""
        granted = {(g.economy, g.period) for g in self.grants}
        return (*self.grants, *(cell for cell in self.cells if (cell.economy, cell.period) not in granted))

    @property
    def holds(self) -> float:
        """Chance that talks once begun do not fail: what all that hangs on a deal is counted by."""
        return 1 - self.world.value("threat.failure")

    def political_cost(self, code: str, signed: int) -> float:
        """Political cost to a partner of a deal signed in a period, USD bn present value."""
        return self.reserve[code] * self.timeline.once_partner(self.timeline.periods[signed])

    def survival(self, signed: int, period: int) -> float:
        """Chance that licences and the standard agreed in one period still stand in another."""
        periods, life = self.timeline.periods, self.world.value(LICENCE_LIFE)
        return self.timeline.survival(periods[signed], periods[period], life)

    @property
    def delivered_share(self) -> float:
        """Chips delivered in time for each that is licensed, while licences stand."""
        return self.world.value("delivery.licence")

    def delivery(self, signed: int, period: int) -> float:
        """Chips expected in one period for each that a deal signed in another licenses."""
        return self.delivered_share * self.survival(signed, period)

    def legal(self, grant: Grant) -> float:
        """H100e that a limit counts for each that is granted."""
        counted: float = chosen(self.by_tpp, grant.tpp_factor, 1.0)
        return counted

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
            cells=tuple(g for g in self.cells if g.partner in kept),
            alone={code: rate for code, rate in self.alone.items() if code in kept},
        )

    def talking_to(self, codes: Iterable[str]) -> "Question":
        """The same question with deals for some partners only; what can be done alone toward the rest remains."""
        return replace(self.keep(codes), cells=self.cells, alone=self.alone)

    def asked_of(self, parts: "Iterable[Part]") -> "Question":
        """The same question with these parts in place of its own."""
        held = list(parts)
        return replace(
            self,
            partners=tuple(part.partner for part in held),
            economies={part.partner.code: part.economy for part in held},
            terms=tuple(term for part in held for term in part.terms),
            grants=tuple(grant for part in held for grant in part.grants),
            standards={part.partner.code: part.standard for part in held if part.standard is not None},
            talks={part.partner.code: part.talks for part in held},
            reserve={part.partner.code: part.reserve for part in held},
            cells=tuple(g for part in held for g in part.grants) if self.scenario.unilateral_opening else (),
            alone={part.partner.code: part.alone for part in held if part.alone is not None},
        )


@dataclass(frozen=True)
class Part:
    """What concerns one partner: its sums, chips, standard, terms, best rate, talks, and political cost (USD bn)."""

    partner: Partner
    economy: Economy
    grants: tuple[Grant, ...]
    standard: Standard | None
    terms: tuple[Term, ...]
    alone: RateAlone | None
    talks: Talks
    reserve: float


class Maker(Protocol):
    """Makes a piece of a question from a world, or keeps one that rests on nothing that has changed."""

    def get[T](self, key: Hashable, make: Callable[[Any], T], *inputs: Any) -> T:
        """The piece under `key`, which `make` computes from a world and from `inputs`."""


@dataclass(frozen=True)
class Afresh:
    """Makes every piece from one world."""

    world: World

    def get[T](self, key: Hashable, make: Callable[[World], T], *inputs: Any) -> T:
        """The piece that `make` computes; `key` and `inputs` are for makers that keep pieces."""
        return make(self.world)


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


def reference_world(scenario: Scenario) -> World:
    """The scenario's world under the law as the data have it: a reform of a rule moves no limit."""
    world = scenario.world()
    law = scenario.world_before_reforms().rules
    return world if world.rules is law else replace(world, rules=law)


def reference_access(scenario: Scenario, world: World) -> Mapping[str, EconomyAccess]:
    """Access of every economy under the regime that limits are measured by."""
    return regimes.get(REFERENCE).access(setting_of(scenario, world))


def lag_of(timeline: Timeline, half_years: float) -> int:
    """Periods from signing to the first chips."""
    return whole_above(half_years * HALF_YEAR * 4 / len(timeline.periods[0].quarters))


def assemble(
    scenario: Scenario,
    access: Mapping[str, EconomyAccess] | None = None,
    opened: Mapping[tuple[str, int], float] | None = None,
    beside: Mapping[str, float] | None = None,
    elasticities: str = "",
) -> Question:
    """Put the question in numbers.

    Parameters
    ----------
    scenario : Scenario
    access : mapping, optional
        Access by economy in place of what the scenario's regime gives.
    opened : mapping
        Cells (economy, period) with the share of each that is taken to be opened without a deal, so that it leaves the
        other supplier's volume to those still refused.
    beside : mapping
        Country rates (percent) that others are taken to have when a partner's own is valued.
    elasticities : str
        Set of trade elasticities in place of the world's own.
    """
    regime = regimes.get(scenario.regime)
    world = regime.world(scenario.world())
    if elasticities:
        world = replace(world, elasticities=elasticities)
    if beside:
        world = replace(world, rates_beside=FrozenMapping(beside))
    timeline = timeline_of(scenario, world)
    path = no_deal_path(world, timeline.periods, access or regime.access(setting_of(scenario, world)), opened)
    settled = set(scenario.baseline_deals) - set(scenario.baseline_instruments)
    question = Question(
        scenario=scenario,
        world=world,
        regime=regime,
        timeline=timeline,
        partners=(),
        economies={},
        path=path,
        reservation=reservation(world, timeline, path, scenario.segments),
        terms=(),
        grants=(),
        standards={},
        talks={},
        reserve={},
        lag=lag_of(timeline, world.value("access.lag")),
        left_open=opened or {},
        reference=Reference(plain := reference_world(scenario), reference_access(scenario, plain)),
        by_tpp=scenario.h100e_basis == "tpp",
    )
    on_table, afresh = instruments_on_table(world, regime), Afresh(world)
    return question.asked_of(
        part(question, p, on_table, afresh) for p in partners(world, scenario) if p.code not in settled
    )


def instruments_on_table(world: World, regime: Regime) -> list[Instrument]:
    """Instruments that may be on the table with somebody under a regime."""
    return list(regime.on_table(world))


def part(
    question: Question, partner: Partner, on_table: list[Instrument], maker: Maker, *, talking: bool = True
) -> Part:
    """What concerns one partner, made of pieces: `question` gives scenario, regime, timeline and path.

    Terms are only put in numbers for a partner that is talked to.
    """
    scenario, regime, timeline, path = question.scenario, question.regime, question.timeline, question.path
    code, get = partner.code, maker.get
    members = partner.jurisdictions if "chips" in regime.tracks else ()
    sums: Economy = get((code, "economy"), lambda w: economy(w, partner))
    flows = [(path.access[j], path.rival[j]) for j in partner.jurisdictions]
    chips: tuple[Grant, ...] = get(
        (code, "grants"),
        lambda w: tuple(g for j in members for g in grants(w, timeline, path, partner, j, scenario.segments)),
        timeline,
        flows,
    )
    secure: Standard | None = (
        get((code, "standard"), lambda w: standard(w, timeline, path, partner, sums), timeline, flows)
        if "standard" in regime.tracks
        else None
    )
    capex: float = get((code, "chips"), lambda w: sum(capex_of(w, timeline, g) for g in chips), timeline, chips)

    def term(instrument: Instrument) -> Term | None:
        matched = CHIP_CAPEX in instrument.sizes
        cost = capex if matched else 0.0
        return get(
            (code, instrument.name),
            lambda w: term_on_table(w, scenario, timeline, partner, sums, instrument, cost),
            timeline,
            sums,
            cost,
        )

    relief = next((i for i in on_table if i.name == RELIEF), None)
    alone: RateAlone | None = None
    if relief is not None:
        alone = get((code, "alone"), lambda w: rate_alone(w, scenario, timeline, partner, relief), timeline)

    return Part(
        partner=partner,
        economy=sums,
        grants=chips,
        standard=secure,
        terms=tuple(found for instrument in on_table if (found := term(instrument)) is not None) if talking else (),
        alone=alone,
        talks=get((code, "talks"), lambda w: talks(w, scenario, partner, sums, timeline.periods), sums),
        reserve=get((code, "reserve"), lambda w: political_reserve(w, sums), sums),
    )


def political_reserve(world: World, economy: Economy) -> float:
    """What a deal with Washington costs a government far from it in the United Nations, USD bn."""
    distance = max(0.0, economy.distance_from_us - RESERVE_DISTANCE)
    return world.value("political_reserve") * economy.gdp * world.value("money.2024_to_2025") * distance
