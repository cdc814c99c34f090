"""What a regime allows one economy: the table that rules shape and the formulation reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from deals.kit.cells import number
from deals.kit.numbers import chosen, larger, ratio
from deals.kit.periods import Period
from deals.world import World

LAST = 2028
"""Year in which the bound on demand that nothing is seen of is stated."""
H100_TPP = 15_824.0
"""Total processing performance of one H100 at 16 bits, the value the 2025 rule's round numbers imply."""


@dataclass(frozen=True)
class Setting:
    """What rules may look at: the world, the periods, and how a legal limit in TPP becomes chips.

    `tpp_factor` holds, per year, H100e by TPP for one H100e by 8-bit operations; it is 1 where the scenario's basis
    is 8-bit, so that the same cap then buys the same number of 8-bit equivalents whatever the mix of chips.
    """

    world: World
    periods: tuple[Period, ...]
    tpp_factor: Mapping[int, float]
    headquarters_bar: bool | None = None


@dataclass(frozen=True)
class EconomyAccess:
    """Access of one economy, thousand H100e (8-bit) in each period.

    Attributes
    ----------
    economy : str
        ISO3 code.
    tier : int
        Tier of the Federal Register: 1 close allies, 2 the middle, 3 arms-embargoed.
    groups : frozenset of str
        Country groups of the export regulations on the scenario's date.
    demand : tuple of float
        Demand that may be served at all, after bars by place and by headquarters.
    barred : tuple of float
        Demand that no licence may serve.
    owners : float
        Share of `demand` that firms headquartered in tier 3 hold, 0 to 1: nothing where they are barred.
    licensed : tuple of float
        Deliveries without a deal that count against an allocation, or that interim practice licenses.
    beside : tuple of float
        Deliveries without a deal beside any allocation: exemptions, trusted providers.
    licensed_limit : tuple of float or None
        Most that a deal may add to `licensed`, cumulative, in thousand H100e by the legal basis. None: no such limit.
    yearly_limit : tuple of float or None
        Most that a deal may add to `licensed` in the year of each period, legal basis. None: no such limit.
    beside_limit : tuple of float or None
        Most that a deal may add beside the allocation, cumulative, legal basis. None: no such channel.
    denial : float
        Share of demand that would truly be refused without a deal, 0 to 1.
    standard_required : bool
        Whether chips beyond `licensed` and `beside` go to certified places only, under the security standard.
    certified : bool
        Whether deliveries `beside` do: their leak is lower, and the buyer bears what the standard costs.
    free : bool
        Whether every licence is presumed granted.
    practice : str
        Licence practice that applies (``D1_D4``, ``A5_A6`` ...) where it is not that of the economy's groups.
    allocation_factor : float
        Times the common allocation that this economy has.
    matching : float
        USD of matching investment required for each USD of chips that a deal adds.
    duty : float
        Share of a chip's price that the United States takes on export, 0 to 1.
    vetting : float
        What vendors spend on knowing who buys here, USD bn for each thousand H100e sold without a deal.
    window : tuple of float
        Licensed deliveries to a barred place, thousand H100e; empty where there is no such window.
    """

    economy: str
    tier: int
    groups: frozenset[str]
    demand: tuple[float, ...]
    barred: tuple[float, ...]
    licensed: tuple[float, ...]
    beside: tuple[float, ...]
    licensed_limit: tuple[float, ...] | None = None
    yearly_limit: tuple[float, ...] | None = None
    beside_limit: tuple[float, ...] | None = None
    denial: float = 0.0
    standard_required: bool = False
    certified: bool = False
    free: bool = False
    practice: str = ""
    allocation_factor: float = 1.0
    matching: float = 0.0
    duty: float = 0.0
    vetting: float = 0.0
    owners: float = 0.0
    window: tuple[float, ...] = ()

    @cached_property
    def no_deal(self) -> tuple[float, ...]:
        """Deliveries without a deal."""
        return tuple(a + b for a, b in zip(self.licensed, self.beside, strict=True))

    @property
    def wanted(self) -> float:
        """All demand over the horizon, served or barred: the same under every regime, so that shares of it compare."""
        return sum(self.demand) + sum(self.barred)

    @cached_property
    def secured(self) -> tuple[float, ...]:
        """Deliveries without a deal that go to certified places."""
        return tuple(chosen(self.certified, flow, 0.0) for flow in self.beside)

    @cached_property
    def plain(self) -> tuple[float, ...]:
        """Deliveries without a deal that go anywhere."""
        return tuple(chosen(self.certified, *flows) for flows in zip(self.licensed, self.no_deal, strict=True))

    @property
    def without_case_by_case(self) -> tuple[float, ...]:
        """Deliveries that need no licence decided case by case: free, exempt, or presumed approved up to a cap."""
        return self.beside if self.licensed_limit is None else self.no_deal

    @property
    def withheld(self) -> tuple[float, ...]:
        """Demand that is refused without a deal and that a deal could serve."""
        return tuple(larger(0.0, d - n) for d, n in zip(self.demand, self.no_deal, strict=True))


def blank(economy: str, setting: Setting) -> EconomyAccess:
    """Access of `economy` before any rule: nothing refused, nothing granted."""
    world = setting.world
    demand = tuple(wanted(world, economy, p.year) * p.years for p in setting.periods)
    tier = int(number(world.tiers, economy, "tier"))
    groups: frozenset[str] = world.tiers["groups"][economy]
    nothing = (0.0,) * len(setting.periods)
    owners = headquarters_share(world, economy)
    return EconomyAccess(economy, tier, groups, demand, nothing, nothing, nothing, owners=owners)


def wanted(world: World, economy: str, year: int) -> float:
    """Demand of an economy, thousand H100e a year: what the data have, held to what is seen of it there.

    Where no plan and no imports are on record, demand in 2028 is at most ``demand.unseen.most`` or, where more, so many
    times (``demand.seen.times``) what cloud regions, clusters and supercomputers alone suggest. Earlier years are held
    in the same proportion.
    """
    name = f"demand.{economy}.{year}"
    if name not in world.parameters:
        return 0.0
    found = world.value(name)
    if economy not in world.seen_demand:
        return found
    last = world.value(f"demand.{economy}.{LAST}")
    most = larger(world.value("demand.unseen.most"), world.value("demand.seen.times") * world.seen_demand[economy])
    held: float = chosen(last > most, ratio(found * most, last), found)
    return held


def headquarters_share(world: World, economy: str) -> float:
    """Share of an economy's demand held by firms headquartered in tier 3: its own figure, else the common one."""
    own = f"headquarters.share.{economy}"
    return world.value(own if own in world.parameters else "headquarters.share.default")


def kh_of_h100(number: float) -> float:
    """Thousand H100e of a number of H100."""
    return number / 1000


def kh_of_tpp(tpp: float) -> float:
    """Thousand H100e, by the legal basis, of an amount of total processing performance."""
    return tpp / H100_TPP / 1000
