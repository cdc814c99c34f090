"""Rules and measures that choose between numbers in ways of their own: asked world by world, and laid side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from deals.kit.numbers import Array
from deals.model.question import setting_of
from deals.regimes import EconomyAccess, Regime
from deals.scenario.scenario import Scenario
from deals.uncertainty.draws import BASIS
from deals.world import World

SHARED = frozenset({"economy", "tier", "groups", "practice"})
"""What of an economy's access is the same in every world."""


def measured(regime: Regime, world: World, values: Mapping[str, Array]) -> dict[str, Array]:
    """Parameters that a regime's measures change, in each world."""
    found: dict[str, list[float]] = {}
    for one in _each(world, values):
        before, after = one.parameters, regime.world(one).parameters
        for name in after:
            if after[name] is not before[name]:
                found.setdefault(name, []).append(after[name].value)
    return {name: np.array(numbers) for name, numbers in found.items()}


def access_one_by_one(
    scenario: Scenario, regime: Regime, world: World, values: Mapping[str, Array], bases: Sequence[str]
) -> dict[str, EconomyAccess]:
    """Access of every economy, each of its numbers an array over worlds; legal limits by each world's own measure."""
    asked = {basis: scenario.model_copy(update={BASIS: basis}) for basis in set(bases)}
    tables = [
        regime.access(setting_of(asked[basis], regime.world(one)))
        for basis, one in zip(bases, _each(world, values), strict=True)
    ]
    return {code: _beside([table[code] for table in tables]) for code in tables[0]}


def _each(world: World, values: Mapping[str, Array]) -> "list[World]":
    count = len(next(iter(values.values())))
    return [
        world.patched({name: {"set": float(numbers[number])} for name, numbers in values.items()})
        for number in range(count)
    ]


def _beside(found: list[EconomyAccess]) -> EconomyAccess:
    """One economy's access in every world as one. It counts as free in none, so that all are written alike."""
    laid: dict[str, Any] = {}
    for field in fields(EconomyAccess):
        if field.name not in SHARED:
            laid[field.name] = _laid([getattr(access, field.name) for access in found])
    return replace(found[0], **{**laid, "free": False})


def _laid(numbers: list[Any]) -> Any:
    if isinstance(numbers[0], tuple):
        return tuple(np.array(of_period) for of_period in zip(*numbers, strict=True))
    return numbers[0] if numbers[0] is None else np.array(numbers)
