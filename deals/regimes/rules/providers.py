"""Trusted providers: which owners there are, what each may place where, and what that serves.

How much each owner buys (``provider.supply.<owner>``, a share of supply), how much of it stands with close allies
(``provider.allies.<owner>``) and what part of all that trusted providers place in tier 2 is its own
(``provider.tier2.<owner>``) are ranged judgements, so results on these shares are indicative.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from deals.kit.periods import Period
from deals.regimes.rules.access import EconomyAccess, Setting, headquarters_share, wanted
from deals.regimes.rules.vocabulary import serve_beside
from deals.world import World

SUPPLY = "provider.supply."
ALLIES = "provider.allies."
TIER_2 = "provider.tier2."
AT_HOME = "uveu.headquartered_in_us"
NO_LIMIT = 1.0


@dataclass(frozen=True, slots=True)
class Provider:
    """One owner in one period, thousand H100e.

    Attributes
    ----------
    name : str
    total : float
        What it adds anywhere.
    allies : float
        What it places with close allies outside the United States.
    wanted : mapping
        What its customers want in each tier 2 economy.
    american : bool
        Whether it has its seat in the United States.
    """

    name: str
    total: float
    allies: float
    wanted: Mapping[str, float]
    american: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """Most of a provider's total that may stand outside tier 1, in one tier 2 country, and abroad: 0 to 1."""

    outside: float = NO_LIMIT
    single: float = NO_LIMIT
    abroad: float = NO_LIMIT


def placed(provider: Provider, shares: Shares) -> dict[str, float]:
    """What a provider may place in each tier 2 economy, thousand H100e: the most in all that its shares admit.

    With x the amounts in tier 2, a those with close allies, h those at home and y = h + a + x the total: each
    x <= single y, the sum of x <= outside y and, with a seat in the United States, a + the sum of x <= abroad y.
    What is not placed abroad stays at home, so y is what the provider adds and the largest sum is found directly.
    Where the sum is limited, every economy gives way in proportion.
    """
    each = {code: min(amount, shares.single * provider.total) for code, amount in provider.wanted.items()}
    abroad = (shares.abroad if provider.american else NO_LIMIT) * provider.total
    room = min(shares.outside * provider.total, max(0.0, abroad - provider.allies))
    wanted = sum(each.values())
    part = min(1.0, room / wanted) if wanted else 0.0
    return {code: amount * part for code, amount in each.items()}


@dataclass(frozen=True)
class TrustedProviders:
    """Universal validated end users serve a share of tier 2 demand beside the allocation (`parameter`, a judgement).

    Law: 90 FR 4544, Supp. No. 10 to Part 748, para 6. Each may have at most `outside` percent of its compute outside
    tier 1, at most `single` percent in any one tier 2 country and, with a seat in the United States, at most `abroad`
    percent outside it: half at home. Blank for no such limit. Economies of the list `inner` count as close allies.
    Yearly additions stand for the stock that the law counts.

    Unit: percent of an owner's yearly additions; thousand H100e.
    """

    indicative: ClassVar[str] = "what each owner buys and where its compute stands are judgements"

    parameter: str
    outside: str
    single: str
    abroad: str
    citation: str
    inner: str = ""

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Serve what all providers together may place."""
        if access.free or access.denial == 1.0:
            return access
        barred = setting.headquarters_bar is not False
        served = [_served(self, setting.world, p.year, barred) for p in setting.periods]
        amounts = [by.get(access.economy, 0.0) * p.years for by, p in zip(served, setting.periods, strict=True)]
        return serve_beside(access, amounts)

    def shares(self, world: World) -> Shares:
        """The limits, as shares of one."""
        limits = (self.outside, self.single, self.abroad)
        return Shares(*(world.rules[name].value / 100 if name else NO_LIMIT for name in limits))

    def providers(self, setting: Setting, period: Period) -> tuple[Provider, ...]:
        """Every owner, with what it adds and what its customers want in `period`."""
        barred = setting.headquarters_bar is not False
        return _providers(self, setting.world, period.year, barred, period.years)


def owners(world: World) -> tuple[str, ...]:
    """Owners that the data name, and the rest together as ``other``."""
    return tuple(name.removeprefix(SUPPLY) for name in world.parameters if name.startswith(SUPPLY))


@lru_cache(maxsize=64)
def _served(rule: TrustedProviders, world: World, year: int, barred: bool) -> dict[str, float]:
    """What all providers place in each tier 2 economy in a year, thousand H100e."""
    total: dict[str, float] = {}
    shares = rule.shares(world)
    for provider in _providers(rule, world, year, barred, 1.0):
        for code, amount in placed(provider, shares).items():
            total[code] = total.get(code, 0.0) + amount
    return total


def _providers(rule: TrustedProviders, world: World, year: int, barred: bool, years: float) -> tuple[Provider, ...]:
    """Every owner, in `years` of a year; `barred`: firms headquartered in tier 3 are no customers."""
    share, supply = world.value(rule.parameter), world.value(f"supply.{year}") * years
    inner = world.rule_codes[rule.inner] if rule.inner else ()
    tier = world.tiers["tier"]
    demand = {
        str(code): share * wanted(world, str(code), year) * years * (1 - headquarters_share(world, str(code)) * barred)
        for code in tier.index[tier == 2]
    }
    parts = {name: world.value(f"{TIER_2}{name}") for name in owners(world)}
    everybody = sum(parts.values())
    found = []
    for name, part in parts.items():
        amount = world.value(f"{SUPPLY}{name}") * supply
        asked = {code: part / everybody * most for code, most in demand.items()} if everybody else {}
        close = sum(asked.pop(code, 0.0) for code in inner)
        allies = world.value(f"{ALLIES}{name}") * amount + close
        found.append(Provider(name, amount, allies, asked, name in world.rule_codes[AT_HOME]))
    return tuple(found)
