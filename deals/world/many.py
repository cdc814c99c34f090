"""Many worlds at once: every parameter that differs between them is an array with an element a world."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from deals.kit.frozen import FrozenMapping
from deals.kit.numbers import Array
from deals.world.world import World


def many_worlds(world: World, values: Mapping[str, Array], elasticities: Sequence[str] = ()) -> World:
    """A world in which some parameters hold arrays, an element for each of many worlds.

    Tables that follow parameters are those of `world`: a piece that may be asked for many worlds looks numbers up by
    name. Whoever computes with it uses :mod:`deals.kit.numbers` wherever numbers are chosen between.

    Parameters
    ----------
    world : World
        The world as it is.
    values : mapping
        Parameter -> its value in each of the worlds.
    elasticities : sequence of str
        The set of trade elasticities of each world; that of `world` where none is given.
    """
    held = {name: replace(world.parameters[name], value=cast("Any", value)) for name, value in values.items()}
    count = len(next(iter(values.values())))
    sets = tuple(elasticities) or (str(world.elasticities),) * count
    return replace(world, parameters=FrozenMapping({**world.parameters, **held}), elasticities=sets)
