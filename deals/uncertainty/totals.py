"""What must add up in every world that is drawn, as it does in the data: docs/data.md says why.

A range is that of one number, whatever the others are. Drawn each for itself, the economies of a year would want more
than is made, or less. So what is drawn of each says how it compares with the others; together they get what is left.
Numbers without a range stay as they are, and the sums are those of the numbers with one.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Self

import numpy as np

from deals.kit.codes import BARRED_TIER, UNITED_STATES
from deals.world.world import World
from optimizer import Floats

type Numbers = Mapping[str, Floats]

CHINA = "CHN"
SUPPLY = re.compile(r"supply\.(\d{4})")
LATER_LEGAL = "china.legal.2026_28"
"""Legal sales to China in each of the later years."""
FITTED_SUPPLY, FITTED_TO = "leak.base_supply", "supply.2025"
"""Deliveries to which leaks are fitted, and the year's supply, which is the same number."""
FITTED = (2024, 2025)
"""Years over whose deliveries leaks are fitted to their total."""
LEAK_TOTAL = "leak.total.2024_25"
MOST_LEAK = 0.95
"""Most of an economy's deliveries that ends elsewhere: something stays where it was sold."""
SUM_TO_ONE = re.compile(r"demand\.weight\.|provider\.tier2\.|mix\.[^.]+\.(?P<year>\d{4})")
"""How names of shares begin that sum to one, those of a year among themselves."""
OWNERS = "provider.supply."
"""Before the names of shares of supply, which sum to one at most."""


@dataclass(frozen=True)
class Left:
    """A year's supply less what the United States and China get, and who shares it, kH a year.

    Attributes
    ----------
    year : str
    demand, shadow : tuple of str
        Demand of the others outside tier 3, and by the same formula that of tier 3, which is not served.
    supply, home, legal : str
        Supply, the share of the United States, and legal sales to China.
    """

    year: str
    demand: tuple[str, ...]
    shadow: tuple[str, ...]
    supply: str
    home: str
    legal: str

    def amount(self, numbers: Numbers) -> Floats:
        """What is left."""
        return np.maximum(numbers[self.supply] * (1 - numbers[self.home]) - numbers[self.legal], 0.0)


@dataclass(frozen=True)
class Leaks:
    """Shares of deliveries that end in China: those that the leak total counts, and tier 3's by the same formula.

    Attributes
    ----------
    counted : Mapping of str to float
        Leak -> deliveries over the years of the fit, kH.
    others : tuple of str
        Leaks that the total does not count.
    """

    counted: Mapping[str, float]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Totals:
    """Everything that must add up.

    Attributes
    ----------
    shares, owners : tuple of tuple of str
        Shares that keep their sum, and shares whose sum is one at most.
    years : tuple of Left
        Demand by year.
    products : Mapping of str to tuple of str
        Numbers that are the product of others, or another's equal.
    leaks : Leaks
    central : Mapping of str to float
        Central values of all of these.
    """

    shares: tuple[tuple[str, ...], ...]
    owners: tuple[str, ...]
    years: tuple[Left, ...]
    products: Mapping[str, tuple[str, ...]]
    leaks: Leaks
    central: Mapping[str, float]

    @classmethod
    def of(cls, world: World, names: Iterable[str]) -> Self:
        """What must add up in a world, of the numbers with these names."""
        ranged = dict.fromkeys(names)
        years = tuple(_left(world, ranged, matched[1]) for n in world.parameters if (matched := SUPPLY.fullmatch(n)))
        shares: dict[str, list[str]] = {}
        for name in ranged:
            if matched := SUM_TO_ONE.match(name):
                shares.setdefault(matched["year"] or matched[0], []).append(name)
        leaks = _leaks(world, ranged)
        given = (*(name for left in years for name in (left.supply, left.home, left.legal)), FITTED_TO, LEAK_TOTAL)
        return cls(
            shares=tuple(map(tuple, shares.values())),
            owners=tuple(name for name in ranged if name.startswith(OWNERS)),
            years=years,
            products={name: factors for name, factors in _products(years) if name in ranged},
            leaks=leaks,
            central={name: world.value(name) for name in (*ranged, *given)},
        )

    def kept(self, drawn: Numbers) -> dict[str, Floats]:
        """What is drawn, brought to its totals. Worlds never meet: each is brought to its own."""
        before = {name: np.asarray(value) for name, value in self.central.items()}
        after = {**before, **drawn}

        def scaled(names: Iterable[str], factor: Floats, most: float = np.inf) -> None:
            after.update({name: np.minimum(after[name] * factor, most) for name in names})

        for members in self.shares:
            scaled(members, _over(_sum(before, members), _sum(after, members)))
        scaled(self.owners, 1 / np.maximum(_sum(after, self.owners), 1.0))
        for left in self.years:
            total = _sum(before, left.demand) * _over(left.amount(after), left.amount(before))
            scaled((*left.demand, *left.shadow), _over(total, _sum(after, left.demand)))
        for name, factors in self.products.items():
            value = before[name] * _over(_product(after, factors), _product(before, factors))
            after[name] = np.full_like(after[name], value)
        if counted := self.leaks.counted:
            flow = _sum({name: before[name] * amount for name, amount in counted.items()}, counted)
            target = flow * _over(after[LEAK_TOTAL], before[LEAK_TOTAL])
            factor = _filling(np.stack([after[name] for name in counted]), np.array([*counted.values()]), target)
            scaled((*counted, *self.leaks.others), factor, MOST_LEAK)
        return {name: after[name] for name in drawn}


def _left(world: World, ranged: Container[str], year: str) -> Left:
    served, barred = _economies(world)
    legal = f"china.legal.{year}"
    return Left(
        year=year,
        demand=tuple(name for code in served if (name := f"demand.{code}.{year}") in ranged),
        shadow=tuple(name for code in barred if (name := f"demand.{code}.{year}") in ranged),
        supply=f"supply.{year}",
        home=f"share.usa.{year}",
        legal=legal if legal in world.parameters else LATER_LEGAL,
    )


def _products(years: Iterable[Left]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Numbers that the data have as the product of others."""
    for left in years:
        yield f"demand.{UNITED_STATES}.{left.year}", (left.supply, left.home)
        yield f"demand.{CHINA}.{left.year}", (left.legal,)
    yield FITTED_SUPPLY, (FITTED_TO,)


def _leaks(world: World, ranged: Container[str]) -> Leaks:
    served, barred = _economies(world)
    return Leaks(
        counted={
            name: sum(world.value(f"demand.{code}.{year}") for year in FITTED)
            for code in (*served, UNITED_STATES)
            if (name := f"diversion.leak.{code}") in ranged
        },
        others=tuple(name for code in barred if (name := f"diversion.leak.{code}") in ranged),
    )


def _economies(world: World) -> tuple[list[str], list[str]]:
    """Economies outside tier 3 but the United States, and those in it but China."""
    barred = world.tiers["tier"] == BARRED_TIER
    served = [str(code) for code in world.tiers.index[~barred] if code != UNITED_STATES]
    return served, [str(code) for code in world.tiers.index[barred] if code != CHINA]


def _sum(numbers: Numbers, names: Iterable[str]) -> Floats:
    """Their sum, one added after the other: world by world the same, whatever worlds stand beside."""
    return reduce(np.add, (numbers[name] for name in names), np.zeros(1))


def _product(numbers: Numbers, names: Iterable[str]) -> Floats:
    return reduce(np.multiply, (numbers[name] for name in names), np.ones(1))


def _over(above: Floats, below: Floats) -> Floats:
    """One number over another, nothing where that is nothing."""
    positive = below > 0
    return np.where(positive, above, 0.0) / np.where(positive, below, 1.0)


def _filling(leaks: Floats, amounts: Floats, target: Floats) -> Floats:
    """The factor by which leaks out of these amounts come to a target, with none above the most that leaks.

    As those that would be above it stand at the most, the others give the rest; more may then be above it.
    """
    flow = leaks * amounts[:, None]
    full, factor = np.zeros(leaks.shape, dtype=np.bool_), np.ones(1)
    while True:
        rest = target - _total(np.where(full, MOST_LEAK * amounts[:, None], 0.0))
        others = _total(np.where(full, 0.0, flow))
        factor = np.where(others > 0, _over(rest, others), factor)
        above = full | (leaks * factor > MOST_LEAK)
        if (above == full).all():
            return factor
        full = above


def _total(rows: Floats) -> Floats:
    """The sum of rows, one added after the other."""
    totals: Floats = np.add.accumulate(rows, axis=0)[-1]
    return totals
