"""Measures that any regime can add: each a few rules, or a few of the world's numbers made smaller."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from deals.kit.errors import UnknownNameError
from deals.regimes.rules.quantities import ExportDuty, MatchingPerChip
from deals.regimes.rules.vocabulary import HUB, BarByHeadquarters, Rule
from deals.world import World

Patches = Mapping[str, Mapping[str, float]]
LEAK = "diversion.leak."
ROUTE = "diversion.throughput."
RIVAL = "other_supplier.exports."


def no_patches(world: World) -> Patches:
    """Leave the world's numbers as they are."""
    return {}


@dataclass(frozen=True)
class Measure:
    """Something a regime can add without changing what makes it itself.

    Attributes
    ----------
    id, title, citation : str
        Name after a plus sign ("leverage+entity_list"), name on displays, and law or source with judgement.
    bars : tuple of Rule
        Rules that come before those of the regime.
    rules : tuple of Rule
        Rules that come after them.
    tracks : frozenset of str
        Tracks of talks that it opens.
    settles : frozenset of str
        Tracks that it closes, because it has what they would bring.
    patches : callable
        The world's numbers that it changes.
    yearly_cost : str
        Parameter with its cost to the United States, USD bn a year; blank for none.
    unlinks : bool
        Whether it takes chips and trade apart, so that each must be worth it to the partner by itself.
    """

    id: str
    title: str
    citation: str
    bars: tuple[Rule, ...] = ()
    rules: tuple[Rule, ...] = ()
    tracks: frozenset[str] = frozenset()
    settles: frozenset[str] = frozenset()
    patches: Callable[[World], Patches] = no_patches
    yearly_cost: str = ""
    unlinks: bool = False


def less(world: World, names: Iterable[str], by: str) -> Patches:
    """Scale parameters by what a reduction (`by`, a share) leaves of them."""
    return {name: {"scale": 1 - world.value(by)} for name in names}


def starting(world: World, prefix: str) -> list[str]:
    """Names of parameters that start so."""
    return [name for name in world.parameters if name.startswith(prefix)]


def hubs(world: World) -> list[str]:
    """Diversion hubs of the data, ISO3; the European Union counts as its own hub and is left out."""
    names = [name.removeprefix(HUB) for name in starting(world, HUB)]
    return [code for code in names if f"{LEAK}{code}" in world.parameters]


def due_diligence(world: World) -> Patches:
    """Red flags and due diligence at hubs lower what leaks there; guidance deters buyers of the other supplier."""
    leaks = [f"{LEAK}{code}" for code in hubs(world)]
    return {
        **less(world, leaks, "due_diligence.leak_reduction"),
        **less(world, starting(world, RIVAL), "ascend.guidance_bite"),
    }


def _verification(world: World) -> Patches:
    # Vendors bear the cost, so it comes off what a chip sold abroad is worth to the United States.
    cost = max(0.0, world.value("ecosystem.value") - world.value("verification.cost"))
    return {
        **less(world, starting(world, LEAK), "verification.leak_reduction"),
        "ecosystem.value": {"set": cost},
    }


def _alignment(world: World) -> Patches:
    tier = world.tiers["tier"]
    allies = [f"{LEAK}{code}" for code in tier.index[(tier == 1) & ~world.tiers["us"]]]
    return {
        **less(world, [name for name in allies if name in world.parameters], "allied.leak_reduction"),
        **less(world, starting(world, RIVAL), "allied.other_supplier_reduction"),
    }


def enforcement(hub: str) -> Measure:
    """Extra enforcement at one hub (ISO3).

    Raises
    ------
    UnknownNameError
        When the measure meets a world without that place.
    """

    def patches(world: World) -> Patches:
        if f"{LEAK}{hub}" not in world.parameters:
            raise UnknownNameError.of("diversion hub", hub, hubs(world))
        names = [f"{LEAK}{hub}", *(n for n in starting(world, ROUTE) if n.split(".")[2] == hub)]
        return less(world, names, "enforcement.leak_reduction")

    return Measure(
        id=f"enforcement:{hub}",
        title=f"extra enforcement at {hub}",
        citation="judgement, after the enforcement cases of 2025 (diversion_cases.csv)",
        patches=patches,
        yearly_cost="enforcement.cost",
    )


ENTITY_LIST = Measure(
    id="entity_list",
    title="parties barred by headquarters",
    citation="15 CFR 744 Supp. No. 4 and 744.23(a)(3); nothing more where the regime bars such firms already",
    bars=(BarByHeadquarters("88 FR 73458, 15 CFR 744.23(a)(3): licence needed worldwide for such firms"),),
)
LOCATION_VERIFICATION = Measure(
    id="location_verification",
    title="location verification of chips",
    citation="Chip Security Act (H.R. 3447, a bill); effect and cost are judgements",
    patches=_verification,
)
REVENUE_SHARE = Measure(
    id="revenue_share",
    title="15% of sales to the Treasury",
    citation="agreement of August 2025 on sales to China, applied to tier 2 (judgement)",
    rules=(ExportDuty("china2025.h20_revenue_share", "agreement of August 2025, applied to tier 2 (judgement)"),),
)
EXPORT_DUTY = Measure(
    id="export_duty",
    title="25% duty on chips for tier 2",
    citation="Proclamation of January 2026 on semiconductors, applied to tier 2 (judgement)",
    rules=(ExportDuty("china2026.tariff", "Proclamation of January 2026, applied to tier 2 (judgement)"),),
)
MATCHING = Measure(
    id="matching",
    title="matching investment per chip",
    citation="condition of the licences of 2025 for the United Arab Emirates",
    rules=(MatchingPerChip("leverage.match_ratio", "condition of the licences of 2025: one dollar for each"),),
    tracks=frozenset({"matching"}),
)
ALLIED_ALIGNMENT = Measure(
    id="allied_alignment",
    title="close allies align their controls",
    citation="judgement, after the declaration of 12 December 2025 on supply chains",
    settles=frozenset({"alignment"}),
    patches=_alignment,
    yearly_cost="allied.cost",
)
UNLINKED = Measure(
    id="unlinked",
    title="chips and tariffs not linked",
    citation="judgement: how much of a regime's lead comes of linking the two alone",
    unlinks=True,
)
MEASURES = {
    m.id: m
    for m in (ENTITY_LIST, LOCATION_VERIFICATION, REVENUE_SHARE, EXPORT_DUTY, MATCHING, ALLIED_ALIGNMENT, UNLINKED)
}


def named(name: str) -> Measure:
    """The measure called `name`; ``enforcement:<ISO3>`` for a hub.

    Raises
    ------
    UnknownNameError
        If there is none.
    """
    if name.startswith("enforcement:"):
        return enforcement(name.removeprefix("enforcement:"))
    if name not in MEASURES:
        raise UnknownNameError.of("measure", name, [*MEASURES, "enforcement:MYS"])
    return MEASURES[name]
