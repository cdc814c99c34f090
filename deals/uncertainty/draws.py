"""Whole worlds, drawn: every number with a range at once.

A draw is a seed and a number. It is the same world on any machine, in any order and in any chunk, and the place of a
number in its range does not change when the data gain another; docs/data.md says what is drawn and how.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Protocol, Self, get_args

import numpy as np

from deals.kit.errors import InputError, Problem
from deals.scenario.scenario import Scenario
from deals.scenario.settings import Settings
from deals.sensitivity.worlds.assumptions import Assumption
from deals.trade.data import trade_data
from deals.trade.of_world import DEFAULT_SET
from deals.uncertainty.distributions import Ranges, normal
from deals.uncertainty.streams import Keys, keys, uniforms
from deals.uncertainty.together import Together
from deals.uncertainty.totals import Totals
from deals.world.world import World
from optimizer import Floats, Integers

type Patches = Mapping[str, Mapping[str, float]]

ABOUT_DRAWS = "draws."
"""Before the names of numbers that say how to draw, and are not drawn."""
ELASTICITIES, BASIS = "elasticities", "h100e_basis"
"""What is chosen in a draw beside its numbers: the set of trade elasticities, and the measure of legal limits."""


class DrawnWorlds(Protocol):
    """Worlds by number."""

    @property
    def names(self) -> tuple[str, ...]:
        """Parameters that differ between worlds, in the data's order."""

    def values(self, numbers: Sequence[int]) -> dict[str, Floats]:
        """Parameter -> its value in each of these worlds."""

    def choices(self, numbers: Sequence[int]) -> dict[str, tuple[str, ...]]:
        """What is chosen in each of these worlds: ``"elasticities"`` and ``"h100e_basis"``."""

    def patches(self, number: int) -> Patches:
        """One world, as patches of a reform."""

    def fingerprint(self) -> str:
        """The same for the same worlds."""


@dataclass(frozen=True, eq=False)
class Draws:
    """Worlds in which every number with a range is drawn.

    Small enough to send to another process: names, ranges and what hangs together, no world.

    Attributes
    ----------
    seed : int
    names : tuple of str
        Parameters with a range, in the data's order.
    ranges : Ranges
    together : Together
    totals : Totals
    options : Mapping of str to tuple of str
        What is chosen with equal chances -> what there is to choose from.
    """

    seed: int
    names: tuple[str, ...]
    ranges: Ranges
    together: Together
    totals: Totals
    options: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, world: World, seed: int = 0) -> Self:
        """Draws around a world.

        Parameters
        ----------
        world : World
            Its parameters are the centre.
        seed : int
            Other seeds give other worlds.

        Raises
        ------
        UnknownNameError
            If the data do not say how what moves together is correlated (``draws.correlation.*``).
        """
        ranged = {
            name: quantity
            for name, quantity in world.parameters.items()
            if quantity.low < quantity.high and not name.startswith(ABOUT_DRAWS)
        }
        years, economies = (world.value(f"{ABOUT_DRAWS}correlation.{what}") for what in ("years", "economies"))
        return cls(
            seed=seed,
            names=tuple(ranged),
            ranges=Ranges.of(ranged.values()),
            together=Together.of(ranged, years, economies),
            totals=Totals.of(world, ranged),
            options={
                ELASTICITIES: tuple(sorted(trade_data().elasticities)),
                BASIS: get_args(Settings.model_fields[BASIS].annotation),
            },
        )

    def places(self, numbers: Sequence[int]) -> Floats:
        """Where numbers stand in their ranges before totals are kept: -1 the low end, 0 the central value, 1 the high.

        One row a draw, one column a name.
        """
        return np.ascontiguousarray(self.ranges.places(self.normals(numbers)).T)

    def values(self, numbers: Sequence[int]) -> dict[str, Floats]:
        """Parameter -> its value in each of these draws, totals kept."""
        return self.at(self.normals(numbers))

    def normals(self, numbers: Sequence[int]) -> Floats:
        """The standard normal numbers behind these draws, that move together as numbers do: one row a name."""
        normals = normal(uniforms(self._streams, numbers))
        own, things = len(self.names), len(self.names) + len(self.together.things)
        return self.together.correlated(normals[:own], normals[own:things], normals[things:])

    def at(self, normals: Floats) -> dict[str, Floats]:
        """Parameter -> its values where the normal numbers behind them are these, one row a name; totals kept."""
        values = self.ranges.at(self.ranges.places(normals))
        return self.totals.kept(dict(zip(self.names, values, strict=True)))

    def choices(self, numbers: Sequence[int]) -> dict[str, tuple[str, ...]]:
        """What is chosen in each of these draws: ``"elasticities"`` and ``"h100e_basis"``."""
        drawn = uniforms(keys(self.seed, (f"choice {name}" for name in self.options)), numbers)
        return {
            name: tuple(options[int(place)] for place in row * len(options))
            for (name, options), row in zip(self.options.items(), drawn, strict=True)
        }

    def patches(self, number: int) -> Patches:
        """One draw, as patches of a reform."""
        return as_patches(self.values([number]))

    def fingerprint(self) -> str:
        """The same for the same draws: of seed, names, ranges, kinds, correlations, totals and options."""
        said = (self.seed, self.names, self.together.things, self.together.families, self.totals, self.options)
        shared = self.together
        weights = (shared.thing, shared.family, shared.by_itself, shared.by_thing, shared.by_family)
        return fingerprint_of(said, *self.ranges.arrays, *weights)

    @cached_property
    def _streams(self) -> Keys:
        """Of each number, thing and family."""
        common = (*(f"thing {name}" for name in self.together.things), *(f"all {n}" for n in self.together.families))
        return keys(self.seed, (*(f"number {name}" for name in self.names), *common))


@dataclass(frozen=True, eq=False)
class Placed:
    """Worlds in which some assumptions stand at given places of their ranges, and all else at its central value.

    Totals are not kept: a design moves what it means to move. A place means what it means in :class:`Draws`.

    Attributes
    ----------
    names : tuple of str
        Parameters that move, bar by bar.
    ranges : Ranges
    bar : array
        The bar of each of them.
    matrix : array
        Places, -1 the low end and 1 the high end: one row a world, one column a bar.
    chosen : Mapping of str to str
        The scenario's own set of elasticities and measure of legal limits.
    """

    names: tuple[str, ...]
    ranges: Ranges
    bar: Integers
    matrix: Floats
    chosen: Mapping[str, str]

    @classmethod
    def of(cls, scenario: Scenario, bars: Sequence[Assumption], places: Floats) -> Self:
        """Worlds around that of a scenario.

        Parameters
        ----------
        scenario : Scenario
        bars : sequence of Assumption
            What moves together; no parameter stands in two of them.
        places : array
            One row a world, one column a bar: -1 the low end, 0 as it is, 1 the high end.

        Raises
        ------
        InputError
            For places beyond an end, a column too many or too few, and a parameter in two bars.
        """
        moved = [(number, quantity) for number, bar in enumerate(bars) for quantity in bar.quantities]
        names, matrix = tuple(quantity.name for _, quantity in moved), np.asarray(places, dtype=np.float64)
        twice = sorted(name for name, count in Counter(names).items() if count > 1)
        problems = [Problem("", name, None, "stands in two bars", "move it with one of them") for name in twice]
        if matrix.ndim != 2 or matrix.shape[1] != len(bars):
            fix = f"give a row a world and {len(bars)} columns, one a bar"
            problems.append(Problem("", "places", matrix.shape, "not a column a bar", fix))
        elif not (np.abs(matrix) <= 1).all():
            problems.append(Problem("", "places", None, "a place beyond the ends", "keep places within -1 to 1"))
        if problems:
            raise InputError(problems)
        own = scenario.world().elasticities
        return cls(
            names=names,
            ranges=Ranges.of(quantity for _, quantity in moved),
            bar=np.array([number for number, _ in moved], dtype=np.int32),
            matrix=matrix,
            chosen={ELASTICITIES: own if isinstance(own, str) and own else DEFAULT_SET, BASIS: scenario.h100e_basis},
        )

    def values(self, numbers: Sequence[int]) -> dict[str, Floats]:
        """Parameter -> its value in each of these worlds."""
        values = self.ranges.at(self.matrix[self._rows(numbers)].T[self.bar])
        return dict(zip(self.names, values, strict=True))

    def choices(self, numbers: Sequence[int]) -> dict[str, tuple[str, ...]]:
        """The scenario's own, in each of these worlds."""
        return {name: (option,) * len(numbers) for name, option in self.chosen.items()}

    def patches(self, number: int) -> Patches:
        """One world, as patches of a reform."""
        return as_patches(self.values([number]))

    def fingerprint(self) -> str:
        """The same for the same worlds: of names, ranges, kinds, bars, places and choices."""
        return fingerprint_of((self.names, self.chosen), *self.ranges.arrays, self.bar, self.matrix)

    def _rows(self, numbers: Sequence[int]) -> list[int]:
        for number in numbers:
            if not 0 <= number < len(self.matrix):
                fix = f"count worlds from 0 to {len(self.matrix) - 1}"
                raise InputError(Problem("", "numbers", number, "no world has this number", fix))
        return list(numbers)


def as_patches(values: Mapping[str, Floats]) -> Patches:
    """The first of some worlds, as patches of a reform."""
    return {name: {"set": float(value[0])} for name, value in values.items()}


def fingerprint_of(said: object, *arrays: Floats | Integers) -> str:
    """A digest of what can be written down, and of arrays."""
    digest = blake2b(repr(said).encode(), digest_size=16)
    for array in arrays:
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
