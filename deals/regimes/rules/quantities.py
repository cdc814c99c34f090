"""Rules on how much: exemptions that grow, higher allocations, steps by size, and what a chip must bring with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import ClassVar

from deals.kit.cells import number
from deals.kit.codes import ALLIED_TIER
from deals.regimes.rules.access import EconomyAccess, Setting, kh_of_h100, kh_of_tpp
from deals.regimes.rules.vocabulary import count, serve_beside


@dataclass(frozen=True)
class GrowingExemption:
    """A number of H100 (`start`) for each consignee in the first year, times `growth` in each of `years` more.

    The first year is that of the scenario's first period. Beside any allocation, as the exemption it replaces.

    Law: none; Carnegie, 8 May 2025, option 1, point 3.
    Unit: H100 a year for a consignee, on the legal basis.
    """

    indicative: ClassVar[str] = "how many consignees an economy has is a judgement"

    start: str
    growth: str
    years: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Serve demand beside the allocation, consignee by consignee."""
        if access.free or access.denial == 1.0:
            return access
        consignees = count(access, setting, "consignees.per_100bn_gdp")
        amounts = [
            kh_of_h100(self.number(setting, p.year)) * consignees * p.years / setting.tpp_factor[p.year]
            for p in setting.periods
        ]
        return serve_beside(access, amounts)

    def number(self, setting: Setting, year: int) -> float:
        """H100 a consignee may have in `year`."""
        rules = setting.world.rules
        passed = min(rules[self.years].value, max(0, year - setting.periods[0].year))
        return float(rules[self.start].value * rules[self.growth].value ** passed)


@dataclass(frozen=True)
class YearlyAllocation:
    """An amount of TPP a year for each tier 2 country (`parameter`); what a year leaves unused lapses.

    A government arrangement raises every year by at most `uplift` percent. Part of a year has its part of the amount;
    after the last year the amount goes on.

    Law: the yearly kin of 15 CFR 742.6(b)(10)(iii)(B)(1); no law sets one.
    Unit: TPP a year, on the legal basis.
    """

    parameter: str
    uplift: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """License demand within each year, in order of time."""
        if access.free or access.denial == 1.0:
            return access
        rules = setting.world.rules
        each = kh_of_tpp(rules[self.parameter].value) * access.allocation_factor
        left = {p.year: 0.0 for p in setting.periods}
        for period in setting.periods:
            left[period.year] += each * period.years
        room = {year: amount * rules[self.uplift].value / 100 for year, amount in left.items()}
        licensed = []
        for index, period in enumerate(setting.periods):
            factor = setting.tpp_factor[period.year]
            flow = max(0.0, min(access.demand[index] - access.beside[index], left[period.year] / factor))
            left[period.year] -= flow * factor
            licensed.append(flow)
        more = {year: left[year] + room[year] for year in left}
        wanted, total = sum(access.demand), sum(licensed) + sum(access.beside)
        return replace(
            access,
            licensed=tuple(licensed),
            licensed_limit=tuple(sum(more[y] for y in more if y <= p.year) for p in setting.periods),
            yearly_limit=tuple(more[p.year] for p in setting.periods),
            denial=max(0.0, 1 - total / wanted) if wanted else 0.0,
        )


@dataclass(frozen=True)
class RaisedAllocation:
    """Some economies have a higher allocation: times `factor` (a ranged judgement). Stands before the allocation.

    Law: none; Carnegie, 8 May 2025, option 1, point 4.
    Unit: factor on the common allocation.
    """

    economies: tuple[str, ...]
    factor: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Raise the allocation of the named economies."""
        if access.economy not in self.economies:
            return access
        return replace(access, allocation_factor=setting.world.value(self.factor))


@dataclass(frozen=True)
class SizeSteps:
    """Conditions by size of installation, counted in chips (`chip`): simple below `small`, assurances to `middle`.

    Up to `large` only close allies, with matching investment. Installations of an economy are a ranged judgement
    (``installations.per_100bn_gdp``); sizes are stocks, so they are cumulative over the horizon. Assurances between
    governments are a deal; with close allies they stand already (a judgement).

    Law: none; draft of March 2026, withdrawn.
    Unit: chips of an installation, cumulative; TPP on the legal basis.
    """

    indicative: ClassVar[str] = "how many installations an economy has is a judgement"

    chip: str
    small: str
    middle: str
    large: str
    matching: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Serve the steps that need no deal, and open those that do."""
        if access.denial == 1.0:
            return access
        if bool(setting.world.tiers.at[access.economy, "us"]):
            return replace(access, beside=access.demand, free=True)
        small, middle, large = (
            step * count(access, setting, "installations.per_100bn_gdp") for step in self.steps(setting)
        )
        rules, nothing = setting.world.rules, (0.0,) * len(access.demand)
        free = middle if access.tier == ALLIED_TIER else small
        served = replace(access, beside=tuple(_in_order(access, setting, free)))
        wanted = sum(access.demand)
        denial = max(0.0, 1 - sum(served.beside) / wanted) if wanted else 0.0
        if access.tier == ALLIED_TIER:
            more = (large - middle,) * len(nothing)
            ratio = rules[self.matching].value
            return replace(served, licensed_limit=nothing, beside_limit=more, matching=ratio, denial=denial)
        return replace(served, licensed_limit=(middle - small,) * len(nothing), denial=denial)

    def steps(self, setting: Setting) -> tuple[float, float, float]:
        """Size of each step in thousand H100e, legal basis."""
        each = number(setting.world.chips, self.chip, "tpp")
        small, middle, large = (
            kh_of_tpp(setting.world.rules[s].value * each) for s in (self.small, self.middle, self.large)
        )
        return small, middle, large


@dataclass(frozen=True)
class MatchingPerChip:
    """Chips that a deal adds outside tier 1 need matching investment in the United States, USD for USD (`ratio`).

    Law: none; condition of the licences of 2025 for the United Arab Emirates.
    Unit: USD invested for each USD of chips.
    """

    ratio: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Require the investment."""
        ratio = setting.world.rules[self.ratio].value
        return access if access.tier == ALLIED_TIER else replace(access, matching=max(access.matching, ratio))


@dataclass(frozen=True)
class ExportDuty:
    """The United States takes a share of the price of chips for tier 2 (`percent`), as a revenue share or a duty.

    How much of it buyers bear is a ranged judgement (``duty.passed_on``); what vendors bear moves within the United
    States and is no gain to it.

    Law: none for tier 2; after the agreement of August 2025 (15 percent) and the Proclamation of January 2026 (25
    percent).
    Unit: percent of the price of chips.
    """

    percent: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Set the duty."""
        duty = setting.world.rules[self.percent].value / 100
        return access if access.tier == ALLIED_TIER else replace(access, duty=duty)


def _in_order(access: EconomyAccess, setting: Setting, cap: float) -> Iterable[float]:
    """Demand served in order of time until a cumulative cap (legal basis) is used up."""
    factors = [setting.tpp_factor[p.year] for p in setting.periods]
    used = [0.0, *accumulate(d * f for d, f in zip(access.demand, factors, strict=True))]
    for demand, factor, before in zip(access.demand, factors, used, strict=False):
        yield min(demand, max(0.0, cap - before) / factor)
