"""Which numbers of the world a piece of the model reads: what does not read a number does not change with it."""

from collections.abc import Callable, Iterator, Mapping, Set
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any

from deals.world import World
from deals.world.world import RULE

if TYPE_CHECKING:
    import pandas as pd

TABLES = {"class_mix": "mix.", "arcs": "diversion.throughput.", "countries": "gdp."}
"""Tables that the world builds from families of parameters, and the family of each: to look at one is to read it."""


class Reading[T](Mapping[str, T]):
    """Numbers that note which of them were looked up, each under the name that a patch gives it."""

    def __init__(self, numbers: Mapping[str, T], names: set[str], before: str = "") -> None:
        self._numbers = numbers
        self._names = names
        self._before = before

    def __getitem__(self, name: str) -> T:
        self._names.add(self._before + name)
        return self._numbers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class Later(Mapping[int, float]):
    """Numbers by year that are computed when one is first looked up, so that nothing is read for those never used."""

    def __init__(self, make: Callable[[], Mapping[int, float]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[int, float]:
        return self._make()

    def __getitem__(self, year: int) -> float:
        return self._made[year]

    def __iter__(self) -> Iterator[int]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


class Watched(World):
    """A world that notes every parameter that is looked up, and every table that follows parameters.

    Parameters
    ----------
    world : World
    names : set of str
        Where to note names of parameters, and families of those that a table was built from.
    """

    def __init__(self, world: World, names: set[str]) -> None:
        own = vars(self)
        own.update({field: value for field, value in vars(world).items() if field not in TABLES})
        own["parameters"] = Reading(world.parameters, names)
        own["rules"] = Reading(world.rules, names, RULE)
        own["_seen"] = world, names

    def alone(self, economy: str, rows: "Mapping[str, pd.DataFrame]") -> "Watched":
        """The same world with one economy in its table of countries, `rows` holding that of each."""
        found = copy(self)
        vars(found)["countries"] = rows[economy]
        vars(self)["_seen"][1].add(TABLES["countries"])
        return found

    def __getattr__(self, field: str) -> Any:
        if field not in TABLES:
            raise AttributeError(field)
        world, names = vars(self)["_seen"]
        names.add(TABLES[field])
        return getattr(world, field)


def felt_by(changed: Set[str]) -> frozenset[str]:
    """What a piece may have read that follows these parameters: they themselves, and tables built from them."""
    return frozenset(changed) | {
        family for family in TABLES.values() if any(name.startswith(family) for name in changed)
    }
