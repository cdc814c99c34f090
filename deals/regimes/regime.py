"""A regime: a short list of rules, and what may be on the table under it."""

from dataclasses import dataclass, replace

from deals.regimes.measures import Measure
from deals.regimes.rules.access import EconomyAccess, Setting, blank
from deals.regimes.rules.licences import FreeOutsideGroups
from deals.regimes.rules.vocabulary import (
    AlliesFree,
    BarByHeadquarters,
    BarByPlace,
    InterimPractice,
    LimitsSoften,
    Rule,
    SmallOrders,
    StandardForChips,
)
from deals.world import Instrument, World
from deals.world.instrument import TRADE

ON_TRADE = frozenset({TRADE})
"""The track of talks about trade, which go on under any regime."""

ELEMENTWISE = (
    *(AlliesFree, BarByHeadquarters, BarByPlace, FreeOutsideGroups),
    *(InterimPractice, LimitsSoften, SmallOrders, StandardForChips),
)
"""Rules that choose between numbers element by element."""


@dataclass(frozen=True)
class Regime:
    """One way to govern access to chips.

    Attributes
    ----------
    id, title, citation : str
        Name in scenarios, name on displays, and the source.
    rules : tuple of Rule
        In the order in which they apply.
    tracks : frozenset of str
        Tracks of talks that go on under it: an instrument is on the table if it belongs to one of them.
    linked : bool
        Whether chips may pay for concessions in trade, and the reverse. If not, each part of a deal must be worth it to
        the partner by itself: talks about tariffs go on beside the rules on chips.
    measures : tuple of Measure
        What it adds to its own rules.
    """

    id: str
    title: str
    citation: str
    rules: tuple[Rule, ...]
    tracks: frozenset[str]
    linked: bool = False
    measures: tuple[Measure, ...] = ()

    def access(self, setting: Setting) -> dict[str, EconomyAccess]:
        """Access of every economy under this regime, by ISO3 code."""
        rules = self.rules
        if setting.headquarters_bar and not any(isinstance(rule, BarByHeadquarters) for rule in rules):
            rules = (BarByHeadquarters("setting of the scenario"), *rules)
        table = {}
        for economy in setting.world.countries.index:
            access = blank(str(economy), setting)
            for rule in rules:
                access = rule.shape(access, setting)
            table[access.economy] = access
        return table

    def on_table(self, world: World, side: str | None = None) -> tuple[Instrument, ...]:
        """Instruments that may be on the table with somebody, of one side (``"partner"``, ``"us"``) or of both."""
        return tuple(i for i in world.instruments if side in (None, i.side) and not self.tracks.isdisjoint(i.on_tracks))

    @property
    def elementwise(self) -> bool:
        """Whether all of its rules can be asked of many worlds at once, wherever a number stands an array."""
        return all(isinstance(rule, ELEMENTWISE) for rule in self.rules) and not self.measures

    @property
    def indicative(self) -> tuple[str, ...]:
        """Why results that rest on some of its rules are indicative only; nothing where they are not."""
        return tuple(dict.fromkeys(why for rule in self.rules if (why := str(getattr(rule, "indicative", "")))))

    def world(self, world: World) -> World:
        """The world under the regime's measures: the same, but for the numbers that they change."""
        for measure in self.measures:
            if patches := measure.patches(world):
                world = world.patched(patches)
        return world

    def adding(self, *measures: Measure) -> "Regime":
        """The same regime with further measures."""
        regime = self
        for measure in measures:
            regime = replace(
                regime,
                id=f"{regime.id}+{measure.id}",
                title=f"{regime.title}; {measure.title}",
                citation=f"{regime.citation}; {measure.citation}",
                rules=(*measure.bars, *regime.rules, *measure.rules),
                tracks=(regime.tracks | measure.tracks) - measure.settles,
                linked=regime.linked and not measure.unlinks,
                measures=(*regime.measures, measure),
            )
        return regime
