"""Which numbers of the world a piece of the model reads: what does not read a number does not change with it."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from deals.world import World
from deals.world.quantity import Quantity

IN_TABLES = ("mix.", "diversion.throughput.", "gdp.")
"""Parameters that the world has also worked into its tables, where reading them leaves no trace."""


class Reading(Mapping[str, Quantity]):
    """Parameters that note which of them were looked up."""

    def __init__(self, parameters: Mapping[str, Quantity], names: set[str]) -> None:
        self._parameters = parameters
        self._names = names

    def __getitem__(self, name: str) -> Quantity:
        self._names.add(name)
        return self._parameters[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)


def watched(world: World, names: set[str]) -> World:
    """The same world, noting in `names` every parameter that is looked up."""
    return replace(world, parameters=Reading(world.parameters, names))


def may_read(names: Set[str], changed: Set[str]) -> bool:
    """Whether a piece that read `names` could feel that the parameters `changed` are different."""
    return not names.isdisjoint(changed) or any(name.startswith(IN_TABLES) for name in changed)
