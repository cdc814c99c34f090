"""Which assumptions move together: several years of one thing, and one number of several economies or routes.

A Gaussian copula of one factor for what is shared by all and one for what is shared by the years of one thing (a nested
factor model: Joe 2014, section 3.10).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from optimizer import Floats, Integers

ECONOMY, GROUP, YEAR, ANY = r"[A-Z]{3}", r"(?:tier1|A5_A6|other_tier2|D1_D4)", r"\d{4}(?:_\d{2})?", r"[^.]+"
THINGS = (
    "supply",
    r"share\.usa",
    r"china\.legal",
    r"power\.usa",
    r"price\.system",
    r"other_supplier\.exports",
    rf"mix\.{ANY}",
    rf"demand\.{ECONOMY}",
)
"""What has a number a year: its name without the year."""
FAMILIES = {
    "demand": rf"{ECONOMY}\.{YEAR}",
    "diversion.leak": ECONOMY,
    "diversion.throughput": rf"{ECONOMY}\.{ECONOMY}",
    "headquarters.share": ANY,
    "sovereign.share": ECONOMY,
    "sector_relief": ECONOMY,
    "hub.weight": ECONOMY,
    "invest.capacity": ANY,
    "tariff.answer": ECONOMY,
    "denial": GROUP,
    "risk.hazard": GROUP,
    "delivery": ANY,
    "durability": ANY,
}
"""The same number of several economies, groups of them, routes or instruments: what follows the family in a name."""


@dataclass(frozen=True, eq=False)
class Together:
    """What each of some numbers shares with others.

    Attributes
    ----------
    things, families : tuple of str
        What there is a common factor for.
    thing, family : array
        For each number the position of its thing and of its family, -1 for none.
    by_itself, by_thing, by_family : array
        Weights of its own factor and of the common ones; their squares sum to one.
    """

    things: tuple[str, ...]
    families: tuple[str, ...]
    thing: Integers
    family: Integers
    by_itself: Floats
    by_thing: Floats
    by_family: Floats

    @classmethod
    def of(cls, names: Iterable[str], years: float, economies: float) -> Self:
        """What numbers of these names share.

        Parameters
        ----------
        names : iterable of str
        years : float
            Correlation of two years of one thing, 0 to 1; at least that of its family.
        economies : float
            Correlation of two members of one family, 0 to 1.
        """
        found = [_kin(name) for name in names]
        things, families = (tuple(dict.fromkeys(kin[side] for kin in found if kin[side])) for side in (0, 1))
        thing, family = (
            np.array([known.index(kin[side]) if kin[side] else -1 for kin in found], dtype=np.int32)
            for side, known in ((0, things), (1, families))
        )
        of_family = np.where(family < 0, 0.0, economies)
        of_thing = np.where(thing < 0, 0.0, np.maximum(years - of_family, 0.0))
        own = np.maximum(1 - of_family - of_thing, 0.0)
        return cls(things, families, thing, family, np.sqrt(own), np.sqrt(of_thing), np.sqrt(of_family))

    @property
    def apart(self) -> Self:
        """The same numbers, each moved by itself alone."""
        alone, none = np.ones_like(self.by_itself), np.zeros_like(self.by_itself)
        return replace(self, by_itself=alone, by_thing=none, by_family=none)

    @property
    def nearer(self) -> Self:
        """The same numbers, every correlation between them half way from where it is to one."""
        itself, thing = self.by_itself**2, self.by_thing**2
        known, of_family = (self.thing >= 0) | (self.family >= 0), self.family >= 0
        own = np.where(known, itself / 2, itself)
        of_thing = np.where(of_family, thing / 2, np.where(self.thing >= 0, 1 - own, 0.0))
        rest = np.where(of_family, 1 - own - of_thing, 0.0)
        return replace(self, by_itself=np.sqrt(own), by_thing=np.sqrt(of_thing), by_family=np.sqrt(rest))

    def correlated(self, own: Floats, things: Floats, families: Floats) -> Floats:
        """Standard normal numbers that move together, from independent ones; one row a number, thing or family."""
        moved = own * self.by_itself[:, None]
        for common, position, weight in (
            (things, self.thing, self.by_thing),
            (families, self.family, self.by_family),
        ):
            rows = np.flatnonzero(position >= 0)
            moved[rows] += weight[rows, None] * common[position[rows]]
        return moved


def _kin(name: str) -> tuple[str, str]:
    """The thing and the family that a name belongs to; nothing for none."""
    thing = OF_YEARS.fullmatch(name)
    family = (family for family, member in MEMBERS.items() if member.fullmatch(name))
    return thing["thing"] if thing else "", next(family, "")


OF_YEARS = re.compile(rf"(?P<thing>{'|'.join(THINGS)})\.{YEAR}")
MEMBERS = {family: re.compile(rf"{re.escape(family)}\.{rest}") for family, rest in FAMILIES.items()}
