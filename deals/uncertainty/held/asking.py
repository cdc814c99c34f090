"""A plan's question asked of many worlds at once, put in numbers by the very lines that put it for one."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from deals import regimes
from deals.kit.numbers import Array
from deals.model.question import (
    REFERENCE,
    Afresh,
    Question,
    Reference,
    instruments_on_table,
    lag_of,
    part,
    setting_of,
    timeline_of,
)
from deals.model.worth.no_deal import no_deal_path
from deals.model.worth.partners import Economy
from deals.regimes import EconomyAccess, Regime
from deals.scenario.scenario import Scenario
from deals.uncertainty.held.one_by_one import access_one_by_one, measured
from deals.world import World
from deals.world.many import many_worlds


def asked_of_many(
    base: Question,
    concerned: Iterable[str],
    signed: Collection[str],
    values: Mapping[str, Array],
    elasticities: Sequence[str],
    bases: Sequence[str] = (),
) -> Question:
    """The question about some partners in many worlds, terms with those that sign.

    The reservation values are those of `base`: with deals decided, gains are measured over them and none is looked up.

    Parameters
    ----------
    base : Question
        As it stands in the scenario's own world.
    concerned : iterable of str
        Partners with which something is decided.
    signed : collection of str
        Those of them that sign a deal.
    values : mapping
        Parameter -> its value in each world.
    elasticities : sequence of str
        Each world's set of trade elasticities.
    bases : sequence of str
        Each world's measure of legal limits, ``"tpp"`` or ``"8-bit"``; that of the scenario where none is given.
    """
    scenario, regime = base.scenario, base.regime
    by = tuple(bases) or (scenario.h100e_basis,) * len(elasticities)
    plain = scenario.world()
    world = many_worlds(plain, values, elasticities)
    if regime.measures:
        world = many_worlds(plain, {**values, **measured(regime, plain, values)}, elasticities)
    timeline = timeline_of(scenario, world)
    table = _access(scenario, regime, plain, world, values, by)
    path = no_deal_path(world, timeline.periods, table, base.left_open)
    asked = replace(
        base,
        world=world,
        timeline=timeline,
        path=path,
        lag=lag_of(timeline, world.value("access.lag")),
        reference=_reference(base, table, values, elasticities, by),
        by_tpp=cast("bool", np.array([basis == "tpp" for basis in by])),
    )
    on_table, maker = instruments_on_table(world, regime), _InMany(world, base.economies)
    return asked.asked_of(
        part(asked, base.partner(code), on_table, maker, talking=code in signed) for code in concerned
    )


@dataclass(frozen=True)
class _InMany(Afresh):
    """Makes every piece but what rests on tables alone: that is the same in every world, and looking it up takes long.

    Attributes
    ----------
    economies : mapping
        Sums of the economies in the scenario's own world.
    """

    economies: Mapping[str, Economy]

    def get[T](self, key: Hashable, make: Callable[[World], T], *inputs: Any) -> T:
        """The piece that `make` computes, or the one that is the same everywhere."""
        match key:
            case (str(code), "economy") if f"gdp.{code}" not in self.world.parameters:
                return cast("T", self.economies[code])
        return super().get(key, make, *inputs)


def _access(
    scenario: Scenario, regime: Regime, plain: World, world: World, values: Mapping[str, Array], bases: Sequence[str]
) -> Mapping[str, EconomyAccess]:
    if regime.elementwise:
        return regime.access(setting_of(scenario, world))
    return access_one_by_one(scenario, regime, plain, values, bases)


def _reference(
    base: Question,
    table: Mapping[str, EconomyAccess],
    values: Mapping[str, Array],
    elasticities: Sequence[str],
    bases: Sequence[str],
) -> Reference:
    """What limits on diversion are measured by in each of the worlds: its data, and the law as it is."""
    before = base.reference.world
    world = many_worlds(before, values, elasticities)
    if base.regime.id == REFERENCE and base.world.rules is before.rules:
        return Reference(world, table)
    return Reference(world, _access(base.scenario, regimes.get(REFERENCE), before, world, values, bases))
