"""Splitting an economy off a region that was told of as one, by the little that is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deals.kit.codes import UNITED_STATES
from deals.kit.errors import InputError, Problem, unknown
from deals.trade.economy import Array, Economy

MOST_TAKEN = 0.95
"""Largest part of what a region sells the United States in a sector that may be split off it."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What is known of an economy inside a region.

    Attributes
    ----------
    name : str
        What to call it.
    size : float
        Its share of the region's output, 0 to 1.
    sold : array
        What the United States buys of it, by sector, in the money of the flows.
    bought : float
        Goods that it buys from the United States.
    duties : array, optional
        Duty that the United States takes on its goods, by sector, as fractions; where left out, that on the region's.
    """

    name: str
    size: float
    sold: Array
    bought: float
    duties: "Array | None" = None


def carve(economy: Economy, parts: Sequence[Part], region: str, home: float, goods: Array) -> Economy:
    """The economy with `parts` split off `region`, at the end of its names.

    Trade with the United States is each part's own; all else is the region's in proportion to size. Of what the region
    sells within itself, `home` stays within single parts, as if they were countries, and the rest is spread by size:

        sales of i to j = region's sales to itself x (home x size[i] if i is j, + (1 - home) x size[i] x size[j])

    Parameters
    ----------
    economy : Economy
    parts : sequence of Part
    region : str
        The region they are split off; it keeps the rest.
    home : float
        Share of the region's sales to itself that crosses no border inside it, 0 to 1.
    goods : array
        1 for sectors of goods, 0 for services, which no customs statistics tell apart: they follow size.

    Raises
    ------
    InputError
        For a region or a buyer that is not there, a name already taken, or parts larger than the whole.
    """
    _check(economy, parts, region, home)
    old, buyer = economy.names.index(region), economy.names.index(UNITED_STATES)
    count, first = len(parts), len(economy.names)
    sizes = np.array([part.size for part in parts])
    flows = np.zeros((first + count, first + count, len(economy.elasticities)))
    flows[:first, :first] = economy.flows
    tariffs = np.zeros_like(flows)
    tariffs[:first, :first] = economy.tariffs
    inside = economy.flows[old, old]
    every = np.append(sizes, 1 - sizes.sum())
    places = [*range(first, first + count), old]
    within = home * np.diag(every) + (1 - home) * np.outer(every, every)
    for place, size in zip(places, every, strict=True):
        flows[place, :first] = size * economy.flows[old]
        flows[:first, place] = size * economy.flows[:, old]
        tariffs[place, :first], tariffs[:first, place] = economy.tariffs[old], economy.tariffs[:, old]
    flows[np.ix_(places, places)] = within[:, :, None] * inside
    sold = np.stack([part.sold for part in parts]) * goods
    whole = economy.flows[old, buyer]
    room = np.divide(MOST_TAKEN * whole, sold.sum(0), out=np.ones_like(whole), where=sold.sum(0) > 0)
    taken = sold * np.minimum(room, 1.0) + np.outer(sizes, whole) * (1 - goods)
    flows[first:, buyer], flows[old, buyer] = taken, whole - taken.sum(0)
    offered = economy.flows[buyer, old]
    wanted = np.array([part.bought for part in parts]) / (offered * goods).sum()
    wanted *= min(1.0, MOST_TAKEN / max(wanted.sum(), MOST_TAKEN))
    given = np.outer(wanted, offered * goods) + np.outer(sizes, offered) * (1 - goods)
    flows[buyer, first:], flows[buyer, old] = given, offered - given.sum(0)
    for place, part in enumerate(parts, start=first):
        if part.duties is not None:
            tariffs[place, buyer] = part.duties
    names = (*economy.names, *(part.name for part in parts))
    return Economy.build(names, flows, tariffs, economy.elasticities)


def _check(economy: Economy, parts: Sequence[Part], region: str, home: float) -> None:
    problems = [
        unknown("region", name, economy.names, field="region")
        for name in (region, UNITED_STATES)
        if name not in economy.names
    ]
    taken = [*economy.names, *(part.name for part in parts)]
    problems += [
        Problem("", "parts", name, "name already taken", "split it off once")
        for name in {n for n in taken if taken.count(n) > 1}
    ]
    sizes = [part.size for part in parts]
    if not parts or min(sizes) <= 0 or sum(sizes) >= 1:
        problems.append(
            Problem("", "parts.size", sum(sizes), "parts must be less than the whole", "give shares above 0")
        )
    if not 0 <= home <= 1:
        problems.append(Problem("", "home", home, "not a share", "give 0 to 1"))
    if problems:
        raise InputError(problems)
