"""The words regimes are written in: each rule shapes the access of one economy and cites its law.

A rule is a frozen record with one method, ``shape``; it gets the access left by the rules before it and returns the
access under itself too. Order matters and is the order of the regime's list.
"""

from dataclasses import dataclass, replace
from typing import ClassVar, Protocol

from deals.kit.cells import number
from deals.kit.codes import ALLIED_TIER, BARRED_TIER
from deals.kit.numbers import chosen, larger, of_many, power, smaller
from deals.regimes.rules.access import EconomyAccess, Setting, kh_of_tpp
from deals.world import World

HUB = "hub.weight."
"""Before the name of a place whose share of third-country flows is on record: a hub of diversion."""
AT_RISK = frozenset({"D:1", "D:4", "D:5"})
COOPERATING = frozenset({"A:5", "A:6"})


class Rule(Protocol):
    """One rule of a regime."""

    @property
    def citation(self) -> str:
        """Paragraph of law, or source and judgement where there is none."""

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Access under this rule, given the access under the rules before it."""


def licence_class(access: EconomyAccess) -> str:
    """Which refusal practice an economy falls under: ``tier1``, ``A5_A6``, ``D1_D4`` or ``other_tier2``.

    Groups A:5 and A:6 take an economy out of the 2023 licence requirement for D:1, D:4 and D:5 (88 FR 73458).
    """
    if access.tier == ALLIED_TIER:
        return "tier1"
    if access.groups & COOPERATING:
        return "A5_A6"
    return "D1_D4" if access.groups & AT_RISK else "other_tier2"


@dataclass(frozen=True)
class BarByPlace:
    """No controlled chip goes to a tier 3 place.

    Law: 15 CFR 742.6(b)(10), policy of denial for Country Group D:5 and Macau.
    Unit: thousand H100e, all of a place's demand.
    """

    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Move all demand of a tier 3 place to `barred`."""
        if access.tier != BARRED_TIER:
            return access
        nothing = (0.0,) * len(access.demand)
        barred = tuple(b + d for b, d in zip(access.barred, access.demand, strict=True))
        return replace(access, demand=nothing, barred=barred, denial=1.0)


@dataclass(frozen=True)
class BarByHeadquarters:
    """No controlled chip goes to firms headquartered in tier 3, wherever they are.

    The share of an economy's demand held by such firms is a ranged judgement (``headquarters.share.<ISO3>``).
    Named twice, by a regime and by a measure, it bars them once.

    Law: 88 FR 73458, 15 CFR 744.23(a)(3), in force since 17 November 2023; kept by 90 FR 4544.
    Unit: share of demand, 0 to 1.
    """

    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Move the share of such firms to `barred`."""
        if setting.headquarters_bar is False:
            return access
        share = access.owners
        return replace(
            access,
            demand=tuple(d * (1 - share) for d in access.demand),
            barred=tuple(b + d * share for b, d in zip(access.barred, access.demand, strict=True)),
            owners=0.0,
        )


@dataclass(frozen=True)
class AlliesFree:
    """Licences for tier 1 are presumed granted.

    Law: 90 FR 4544, Supp. No. 5 to Part 740(a): nineteen economies with the United States.
    Unit: thousand H100e, all of a place's demand.
    """

    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Serve all demand of tier 1."""
        return replace(access, beside=access.demand, free=True) if access.tier == ALLIED_TIER else access


@dataclass(frozen=True)
class InterimPractice:
    """Without a deal a share of demand is licensed all the same; refusal softens while talks last.

    The share refused depends on the licence class (``denial.<class>``) and shrinks at ``denial.erosion`` a year:
    the Carnegie caution that limits are relaxed in the meantime.

    Law: none; licences decided case by case (15 CFR 750). The shares are judgements.
    Unit: share of demand, 0 to 1.
    """

    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """License what would not be refused."""
        if access.free or access.denial == 1.0:
            return access
        denial = setting.world.value(f"denial.{access.practice or licence_class(access)}")
        kept = [denial * left for left in standing(setting)]
        licensed = tuple((d - b) * (1 - k) for d, b, k in zip(access.demand, access.beside, kept, strict=True))
        return replace(access, licensed=licensed, denial=denial)


@dataclass(frozen=True)
class LimitsSoften:
    """What a limit refuses is licensed by and by, case by case, as refusal without a limit is.

    Believed in full, limits written in a rule would bring control for nothing, where licences refused case by case
    soften at ``denial.erosion`` a year. It comes after the rules that set limits.

    Law: none; the rule of January 2025 was dropped before its limits applied. The rate is a judgement.
    Unit: share of what is refused, 0 to 1.
    """

    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """License what is no longer refused."""
        if access.free or access.denial == 1.0:
            return access
        refused = zip(access.licensed, access.withheld, standing(setting), strict=True)
        return replace(access, licensed=tuple(have + (1 - kept) * more for have, more, kept in refused))


@dataclass(frozen=True)
class SmallOrders:
    """Small orders are filled without a deal, up to an amount a year (`parameter`, thousand H100e).

    Law: none; a judgement after 15 CFR 740.29 (90 FR 4544).
    Unit: thousand H100e a year for an economy.
    """

    parameter: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Raise deliveries without a deal to the small-order amount."""
        refused = access.denial == 1.0
        if not of_many(refused) and refused:
            return access
        floor = [setting.world.value(self.parameter) * p.years for p in setting.periods]
        licensed = tuple(
            chosen(refused, have, larger(have, smaller(amount, want - beside)))
            for have, amount, want, beside in zip(access.licensed, floor, access.demand, access.beside, strict=True)
        )
        return replace(access, licensed=licensed)


@dataclass(frozen=True)
class ConsigneeExemption:
    """An amount of TPP a year (`parameter`) for each consignee, beside the allocation.

    How many consignees an economy has is a ranged judgement: ``consignees.per_100bn_gdp``, at least one.

    Law: 90 FR 4544, 15 CFR 740.29: low processing performance.
    Unit: TPP a year for a consignee, on the legal basis.
    """

    indicative: ClassVar[str] = "how many consignees an economy has is a judgement"

    parameter: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Serve demand beside the allocation, consignee by consignee."""
        if access.free or access.denial == 1.0:
            return access
        each = kh_of_tpp(setting.world.rules[self.parameter].value) * count(access, setting, "consignees.per_100bn_gdp")
        return serve_beside(access, [each * p.years / setting.tpp_factor[p.year] for p in setting.periods])


@dataclass(frozen=True)
class CountryAllocation:
    """A cumulative amount of TPP for each tier 2 country (`parameter`).

    A government arrangement raises it by at most `uplift` (percent), and `allocation_factor` of the economy by what the
    regime says. Deliveries before the first period are stock and
    do not count; after its last year the cap holds its last level.

    Law: 90 FR 4544, 15 CFR 742.6(b)(10)(iii)(B)(1) and (C).
    Unit: TPP over the years of the rule, cumulative, on the legal basis.
    """

    parameter: str
    uplift: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """License demand in order of time until the allocation is used up."""
        if access.free or access.denial == 1.0:
            return access
        cap = kh_of_tpp(setting.world.rules[self.parameter].value) * access.allocation_factor
        left, licensed = cap, []
        for index, period in enumerate(setting.periods):
            factor = setting.tpp_factor[period.year]
            flow = max(0.0, min(access.demand[index] - access.beside[index], left / factor))
            left -= flow * factor
            licensed.append(flow)
        more = left + cap * setting.world.rules[self.uplift].value / 100
        wanted, total = sum(access.demand), sum(licensed) + sum(access.beside)
        return replace(
            access,
            licensed=tuple(licensed),
            licensed_limit=(more,) * len(licensed),
            denial=max(0.0, 1 - total / wanted) if wanted else 0.0,
        )


@dataclass(frozen=True)
class NationalChannel:
    """National validated end users: TPP for each firm in a country, opened by an arrangement.

    The path is cumulative by quarter (``<parameter>@<quarter>``).

    How many firms qualify in a country is a ranged judgement (``nveu.firms``).

    Law: 90 FR 4544, 15 CFR 748.15(a)(2)(iii)(B), Table 1.
    Unit: TPP for a company and country by quarter, cumulative, on the legal basis.
    """

    indicative: ClassVar[str] = "how many firms of an economy qualify is a judgement"

    parameter: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Open the channel to a deal, up to the path's level at the end of each period."""
        if access.free or access.denial == 1.0:
            return access
        firms = setting.world.value("nveu.firms")
        prefix = f"{self.parameter}@"
        path = {
            name.removeprefix(prefix)[:6]: rule.value
            for name, rule in setting.world.rules.items()
            if name.startswith(prefix)
        }
        limit = []
        for period in setting.periods:
            reached = [tpp for quarter, tpp in path.items() if quarter <= period.quarters[-1]]
            limit.append(firms * kh_of_tpp(max(reached, default=0.0)))
        return replace(access, beside_limit=tuple(limit))


@dataclass(frozen=True)
class StandardForChips:
    """Chips beyond what flows without a deal go to certified places where they leak, or wherever they go.

    Chips leak where the leak rate is at least ``standard.from_leak`` or the place is a hub of diversion.

    Law: 90 FR 4544, Supp. No. 10 to Part 748, para 14, for validated end users; elsewhere a judgement.
    Unit: leak rate, 0 to 1.
    """

    citation: str
    everywhere: bool = False

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Mark the economy as needing the standard."""
        needed = not access.free and (self.everywhere or leaks(setting.world, access.economy))
        return replace(access, standard_required=needed)


def leaks(world: World, economy: str) -> bool:
    """Whether chips leak from an economy by so much, or it is such a hub, that they need the standard there."""
    rate = world.parameters.get(f"diversion.leak.{economy}")
    hub = world.parameters.get(f"{HUB}{economy}")
    often = rate is not None and rate.value >= world.value("standard.from_leak")
    found: bool = often | (hub is not None and hub.value > 0)
    return found


def standing(setting: Setting) -> list[float]:
    """What is left in each period of a refusal that softens at ``denial.erosion`` a year."""
    left = 1 - setting.world.value("denial.erosion")
    return [power(left, max(0.0, p.start_years)) for p in setting.periods]


def parts_after(setting: Setting, quarters: float) -> list[float]:
    """Part of each period that comes so many quarters after the first day: a quarter counts if it starts then."""
    passed, parts = 0, []
    for period in setting.periods:
        each = len(period.quarters)
        parts.append(sum(passed + k >= quarters for k in range(each)) / each)
        passed += each
    return parts


def count(access: EconomyAccess, setting: Setting, parameter: str) -> float:
    """How many consignees, firms or installations an economy has: a number for each USD 100 bn of GDP, at least one."""
    gdp = number(setting.world.countries, access.economy, "gdp_usd_bn")
    return max(1.0, setting.world.value(parameter) * (gdp if gdp == gdp else 0.0) / 100)


def serve_beside(access: EconomyAccess, amounts: list[float]) -> EconomyAccess:
    """Serve demand beside any allocation, `amounts` (thousand H100e) in each period, never more than is wanted."""
    beside = tuple(
        have + max(0.0, min(amount, want - have))
        for have, amount, want in zip(access.beside, amounts, access.demand, strict=True)
    )
    return replace(access, beside=beside)
