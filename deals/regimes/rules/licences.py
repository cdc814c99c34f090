"""Rules on who needs a licence: by place, by hub, by firm, by use, and the window for a barred place."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from deals.kit.cells import number
from deals.kit.codes import ALLIED_TIER
from deals.kit.periods import Period
from deals.regimes.rules.access import EconomyAccess, Setting
from deals.regimes.rules.vocabulary import HUB, Rule, count, licence_class, parts_after, serve_beside
from deals.world import World


@dataclass(frozen=True)
class FreeOutsideGroups:
    """A licence only for the groups of 2023 (D:1, D:4 and D:5, less A:5 and A:6); the rest buys freely.

    Law: 15 CFR 742.6(a)(6)(iii) as amended on 25 October 2023.

    Unit: thousand H100e, all of a place's demand.
    """

    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Serve all demand outside the groups."""
        if access.denial == 1.0 or licence_class(access) == "D1_D4":
            return access
        return replace(access, beside=access.demand, free=True)


@dataclass(frozen=True)
class FreeOutsideEmbargo:
    """A licence only for arms-embargoed places; the rest buys freely.

    Law: none; Carnegie, 8 May 2025, option 3, strong.
    Unit: thousand H100e, all of a place's demand.
    """

    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Serve all demand outside tier 3."""
        return access if access.denial == 1.0 else replace(access, beside=access.demand, free=True)


@dataclass(frozen=True)
class TrustedCountries:
    """Economies of a list (`parameter`, country codes) have the licences of close allies.

    Their tier stays, and with it what is judged of the risk of stock there: a rule changes what flows, not the facts.

    Law: none; Carnegie, 8 May 2025, option 1, point 1.
    Unit: thousand H100e, all of a place's demand.
    """

    parameter: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Serve all demand of the listed economies."""
        if access.denial == 1.0 or access.economy not in setting.world.rule_codes[self.parameter]:
            return access
        return replace(access, beside=access.demand, free=True)


@dataclass(frozen=True)
class HubLicences:
    """Named diversion hubs (`parameter`, country codes) need licences, refused as under `practice`.

    Stands before the rules that set others free and before the one that licenses.

    Law: none; draft rule of July 2025, not published.
    Unit: share of demand refused, 0 to 1, by licence practice.
    """

    parameter: str
    practice: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Set the practice of a hub."""
        listed = access.economy in setting.world.rule_codes[self.parameter]
        return replace(access, practice=self.practice) if listed else access


@dataclass(frozen=True)
class FreeUnlessLicensed:
    """`free` applies to every economy for which no licence practice has been set.

    Law: that of the rule it applies.
    Unit: that of the rule it applies.
    """

    free: FreeOutsideGroups | FreeOutsideEmbargo

    @property
    def citation(self) -> str:
        """That of the rule it applies."""
        return self.free.citation

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Leave economies with a practice of their own as they are."""
        return access if access.practice else self.free.shape(access, setting)


@dataclass(frozen=True)
class NamedFirms:
    """Firms named by the rule buy without a licence in one economy: a share of its demand (`share`, a judgement).

    With `until` (a dated rule) the part lapses: a quarter counts as free if its first day comes before that date.

    Law: 91 FR 43034, Supp. No. 8; its part for local entities ends on 6 April 2027.
    Unit: share of demand, 0 to 1.
    """

    economy: str
    share: str
    until: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Serve the named firms' demand while their part of the rule lasts."""
        if access.economy != self.economy or access.free:
            return access
        share = setting.world.value(self.share)
        lasting = [_free_part(p, setting, self.until) for p in setting.periods]
        return serve_beside(access, [share * part * d for d, part in zip(access.demand, lasting, strict=True)])


@dataclass(frozen=True)
class LowThreshold:
    """Every economy, allies too, needs a licence that is presumed denied, but for `parameter` kH a consignee and year.

    How many consignees an economy has is a ranged judgement: ``consignees.per_100bn_gdp``, at least one.

    Law: none; Carnegie, 8 May 2025, option 2.
    Unit: thousand H100e a year for a consignee.
    """

    indicative: ClassVar[str] = "how many consignees an economy has is a judgement"

    parameter: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Serve small orders; refuse the rest."""
        if access.denial == 1.0:
            return access
        if bool(setting.world.tiers.at[access.economy, "us"]):
            return replace(access, beside=access.demand, free=True)
        each = setting.world.value(self.parameter) * count(access, setting, "consignees.per_100bn_gdp")
        served = serve_beside(access, [each * p.years for p in setting.periods])
        wanted = sum(access.demand)
        return replace(served, denial=max(0.0, 1 - sum(served.beside) / wanted) if wanted else 0.0)


@dataclass(frozen=True)
class CertifiedCentres:
    """No limit on numbers: any buyer with a certified, secure data centre is served, and bears what that costs.

    For the rest certification costs more than the chips are worth (``certified.share``, a judgement). Certified centres
    keep the security standard: it lowers their leak, and costs them what it costs under a deal. Centres are certified
    `quarters` after the first day (a ranged judgement); until then licences are those of `before`.

    Law: none; vendors' comments of early 2025.
    Unit: share of demand, 0 to 1; quarters to certify.
    """

    parameter: str
    quarters: str
    before: tuple[Rule, ...]
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Serve the certified share of demand from certification on."""
        if access.free or access.denial == 1.0:
            return access
        share, after = setting.world.value(self.parameter), parts_after(setting, setting.world.value(self.quarters))
        until = access
        for rule in self.before:
            until = rule.shape(until, setting)
        return replace(
            serve_beside(access, [share * part * d for part, d in zip(after, access.demand, strict=True)]),
            licensed=tuple((1 - part) * flow for part, flow in zip(after, until.no_deal, strict=True)),
            denial=1 - share,
            certified=True,
        )


@dataclass(frozen=True)
class VettedHubs:
    """Vendors must know who buys at hubs of diversion, which costs them `cost` a chip (a ranged judgement).

    What it stops of the leak is a number of the world (``due_diligence.leak_reduction``), changed by the measure.

    Law: guidance of 13 May 2025 on red flags and due diligence.
    Unit: USD bn for each thousand H100e.
    """

    cost: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Set what vetting costs at a hub."""
        hub = f"{HUB}{access.economy}" in setting.world.parameters
        return replace(access, vetting=setting.world.value(self.cost)) if hub else access


@dataclass(frozen=True)
class EndUses:
    """Limits by use: a share of demand outside tier 1 is refused for what it would be used for (`parameter`).

    Law: guidance of 13 May 2025 on 15 CFR 744.
    Unit: share of demand, 0 to 1.
    """

    parameter: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Move refused uses to `barred`."""
        if access.tier == ALLIED_TIER or access.denial == 1.0:
            return access
        share = setting.world.value(self.parameter)
        return replace(
            access,
            demand=tuple(d * (1 - share) for d in access.demand),
            barred=tuple(b + d * share for b, d in zip(access.barred, access.demand, strict=True)),
        )


@dataclass(frozen=True)
class LesserChipsWindow:
    """A barred place may buy chips below two limits case by case, at most a share of the product's volume at home.

    Law: 91 FR 1684 (15 January 2026): total processing performance under `tpp` and memory bandwidth under `bandwidth`
    (GB/s), `volume` percent of the volume sold in the United States. How much of it is licensed and accepted is a
    ranged judgement (``china_window.uptake``).

    Unit: TPP, GB/s and percent of a product's volume at home.
    """

    economies: tuple[str, ...]
    tpp: str
    bandwidth: str
    volume: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Open the window, shared out among the named economies by what they would buy."""
        if access.economy not in self.economies:
            return access
        world, uptake = setting.world, setting.world.value("china_window.uptake")
        classes, amounts = tuple(self.classes(world)), []
        for period in setting.periods:
            year = period.year
            product = sum(number(world.class_mix, year, c) for c in classes)
            home = world.value(f"share.usa.{year}") * world.value(f"supply.{year}") * period.years * product
            wanted = [world.value(f"demand.{code}.{year}") for code in self.economies]
            own = world.value(f"demand.{access.economy}.{year}")
            part = own / sum(wanted) if sum(wanted) else 0.0
            allowed = world.rules[self.volume].value / 100 * home * part
            amounts.append(uptake * allowed)
        barred = tuple(max(0.0, b - a) for b, a in zip(access.barred, amounts, strict=True))
        return replace(access, window=tuple(amounts), barred=barred)

    def admits(self, world: World, chip: str) -> bool:
        """Whether a chip of the data lies below both limits; one whose figures are not known does not."""
        tpp, bandwidth = number(world.chips, chip, "tpp"), number(world.chips, chip, "memory_bandwidth_tb_s")
        return tpp < world.rules[self.tpp].value and bandwidth * 1000 < world.rules[self.bandwidth].value

    def classes(self, world: World) -> Iterable[str]:
        """Classes of chips on sale of which every member with known figures is admitted."""
        known = world.chips.dropna(subset=["tpp", "memory_bandwidth_tb_s"])
        for name, members in known.groupby("class"):
            if name in world.class_mix.columns and all(self.admits(world, str(chip)) for chip in members.index):
                yield str(name)


def _free_part(period: Period, setting: Setting, until: str) -> float:
    """Share of a period's quarters whose first day comes before the date; all of them where there is none."""
    if not until:
        return 1.0
    end = setting.world.rule_dates[until]
    starts = [(int(q[:4]), 3 * int(q[5]) - 2, 1) for q in period.quarters]
    return sum(start <= (end.year, end.month, end.day) for start in starts) / len(starts)
