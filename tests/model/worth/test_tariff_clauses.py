"""Clauses of many worlds are those of each world by itself, whatever table, floor and belief each has."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import deals
from deals.kit.frozen import FrozenMapping
from deals.model.worth import tariff_clause, tariff_clauses
from deals.model.worth.tariff_clause import FirmRate, TariffClause, clause
from deals.model.worth.tariff_clauses import clause_of, table_of
from deals.trade.tabulated import PartnerTable
from deals.world import World
from deals.world.many import many_worlds

LEVELS = (0.0, 10.0, 20.0, 30.0, 40.0)
SETS = ("high", "low")
VARIED = {
    "tariff.floor": st.sampled_from([0.0, 5.0, 10.0, 12.5, 20.0, 30.0, 60.0]),
    "tariff.threat_probability": st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    "tariff.answer.KOR": st.sampled_from([0.0, 0.5, 1.0]),
    "tariff.pass_through": st.sampled_from([0.0, 0.25, 1.0]),
    "tariff.revenue_weight": st.sampled_from([-0.5, 0.0, 0.5]),
    "tariff.partner_value_factor": st.sampled_from([0.5, 1.0, 2.0]),
}
"""What differs between worlds; numbers that arithmetic holds exactly, so that what ties one way ties the other."""
RATES = st.sampled_from([0.0, 10.0, 15.0, 25.0, 30.0, 40.0])
OWN_RATES = {"tariff.announced.KOR": RATES, "tariff.in_force.KOR": RATES}
"""What a reform may give a range: rates that are others in each world."""
GAIN = st.integers(-64, 64).map(lambda n: n / 8)

type Tables = Mapping[str, PartnerTable]
type Values = Mapping[str, list[float]]


@st.composite
def tables(draw: st.DrawFn) -> PartnerTable:
    rows = draw(st.lists(st.tuples(*[GAIN] * 5), min_size=len(LEVELS), max_size=len(LEVELS)))
    answered = draw(st.tuples(GAIN, GAIN))
    return PartnerTable(np.array(LEVELS), np.array(rows), answered, np.zeros((1, 2)), draw(st.booleans()))


@st.composite
def worlds(draw: st.DrawFn, most: int = 6) -> tuple[dict[str, list[float]], tuple[str, ...]]:
    """Numbers of a few worlds, and the elasticities of each; in some the rates on Korea differ too."""
    count, own = draw(st.integers(1, most)), draw(st.sets(st.sampled_from(sorted(OWN_RATES))))
    varied = {**VARIED, **{name: OWN_RATES[name] for name in sorted(own)}}
    values = {name: draw(st.lists(of, min_size=count, max_size=count)) for name, of in varied.items()}
    return values, tuple(draw(st.lists(st.sampled_from(SETS), min_size=count, max_size=count)))


@contextmanager
def tabled(found: Tables) -> Iterator[None]:
    """Let these be Korea's tables, by set of elasticities."""

    def of_world(world: World) -> Mapping[str, PartnerTable]:
        assert isinstance(world.elasticities, str)
        return {"KOR": found[world.elasticities]} if world.elasticities in found else {}

    with pytest.MonkeyPatch.context() as patch:
        for module in (tariff_clause, tariff_clauses):
            patch.setattr(module, "partner_tables", of_world)
        yield


@cache
def plain_world() -> World:
    """The default world; no fixture, which hypothesis would write out where a claim fails."""
    return deals.load("leverage-2025").world()


@pytest.fixture(scope="module")
def world() -> World:
    return plain_world()


def between(world: World, announced: float, in_force: float) -> World:
    """The world with these rates on Korea."""
    return world.patched({"tariff.announced.KOR": {"set": announced}, "tariff.in_force.KOR": {"set": in_force}})


def one_of(world: World, values: Values, sets: tuple[str, ...], number: int) -> World:
    """One of the worlds by itself."""
    held = {name: replace(world.parameters[name], value=numbers[number]) for name, numbers in values.items()}
    return replace(world, parameters=FrozenMapping({**world.parameters, **held}), elasticities=sets[number])


def together(world: World, values: Values, sets: tuple[str, ...]) -> World:
    return many_worlds(world, {name: np.array(numbers) for name, numbers in values.items()}, sets)


def agreed(rates: tuple[FirmRate, ...], number: int) -> list[tuple[float, float, float]]:
    """What can be agreed in one of many worlds: its steps that are there."""
    steps: list[Any] = [(r.rate, r.us, r.partner) for r in rates if np.asarray(r.whole)[number] > 0]
    return [(rate[number], us[number], partner[number]) for rate, us, partner in steps]


def same(many: TariffClause, one: TariffClause, number: int) -> None:
    """Assert that a clause of many worlds is in one of them that of this world by itself."""
    listed: Any = many
    rates = [np.ravel(rate)[number % np.size(rate)] for rate in (many.announced, many.in_force)]
    assert (*rates, many.estimated) == (one.announced, one.in_force, one.estimated)
    assert listed.best[number] == one.best
    numbers = listed.alone[number], listed.alone_partner[number]
    assert numbers == pytest.approx((one.alone, one.alone_partner), abs=1e-12)
    for kind in ("under_threat", "bought"):
        rates = getattr(one, kind)
        found = agreed(getattr(many, kind), number)
        assert [rate for rate, *_ in found] == [r.rate for r in rates], kind
        assert np.allclose(found, [(r.rate, r.us, r.partner) for r in rates], rtol=0, atol=1e-12), kind


@given(
    drawn=worlds(),
    found=st.tuples(tables(), tables()),
    rates=st.tuples(RATES, RATES),
    most=st.sampled_from([2, 3, 4, 10]),
)
@settings(max_examples=100)
def test_in_each_world_the_clause_is_that_of_this_world_by_itself(
    drawn: tuple[Values, tuple[str, ...]],
    found: tuple[PartnerTable, PartnerTable],
    rates: tuple[float, float],
    most: int,
) -> None:
    """Rates, worth to each side, the best rate and what it brings; of few rates and of more than are kept."""
    (values, sets), here = drawn, between(plain_world(), *rates)
    estimated = found[0].estimated
    with tabled({name: replace(table, estimated=estimated) for name, table in zip(SETS, found, strict=True)}):
        many = clause_of(together(here, values, sets), "KOR", most)
        assert many is not None
        for number in range(len(sets)):
            one = clause(one_of(here, values, sets, number), "KOR", most)
            assert one is not None
            same(many, one, number)


@given(drawn=worlds(), found=st.tuples(tables(), tables()), rates=st.tuples(RATES, RATES))
@settings(max_examples=40)
def test_where_a_world_has_fewer_rates_nothing_is_agreed_in_what_is_left(
    drawn: tuple[Values, tuple[str, ...]],
    found: tuple[PartnerTable, PartnerTable],
    rates: tuple[float, float],
) -> None:
    """Steps are filled from the first; one that is not there covers nothing and is worth nothing to anybody."""
    values, sets = drawn
    with tabled(dict(zip(SETS, found, strict=True))):
        many: Any = clause_of(together(between(plain_world(), *rates), values, sets), "KOR", 4)
    for steps in (many.under_threat, many.bought):
        whole = np.array([step.whole for step in steps])
        assert set(np.unique(whole)) <= {0.0, 1.0}
        assert (np.diff(whole, axis=0) <= 0).all()
        for step in steps:
            assert not step.us[step.whole == 0].any()
            assert not step.partner[step.whole == 0].any()


@given(drawn=worlds(), found=st.tuples(tables(), tables()), rates=st.tuples(RATES, RATES))
@settings(max_examples=40)
def test_what_is_set_alone_is_the_same_without_a_frontier(
    drawn: tuple[Values, tuple[str, ...]],
    found: tuple[PartnerTable, PartnerTable],
    rates: tuple[float, float],
) -> None:
    many = together(between(plain_world(), *rates), *drawn)
    with tabled(dict(zip(SETS, found, strict=True))):
        whole, alone = clause_of(many, "KOR", 4), clause_of(many, "KOR", 4, alone=True)
    assert whole is not None
    assert alone is not None
    assert (alone.under_threat, alone.bought) == ((), ())
    for name in ("best", "alone", "alone_partner"):
        assert np.array_equal(getattr(alone, name), getattr(whole, name))


US, OWN = (-8.0, 0.0, 4.0, 6.0, 4.0), (3.0, 0.0, -2.0, -5.0, -9.0)
"""The United States gains most at 30, and Korea at nothing."""


def plain(us: tuple[float, ...] = US, own: tuple[float, ...] = OWN, **more: Any) -> PartnerTable:
    """A table that who bears a tariff does not move."""
    rows = [(a, a, 0.0, 0.0, b) for a, b in zip(us, own, strict=True)]
    return PartnerTable(np.array(LEVELS), np.array(rows), (-4.0, -2.0), np.zeros((1, 2)), False, **more)


NUMBERS = {
    "tariff.floor": [10.0, 20.0, 30.0],
    "tariff.threat_probability": [0.5] * 3,
    "tariff.answer.KOR": [0.5] * 3,
    "tariff.pass_through": [0.25] * 3,
    "tariff.revenue_weight": [0.0] * 3,
    "tariff.partner_value_factor": [1.0] * 3,
}


def test_a_higher_floor_leaves_a_world_fewer_rates(world: World) -> None:
    """By hand, as in one world: (30, 5, 0), (20, 3, 3), (10, -1, 5) from a floor of 10; above it those that remain."""
    with tabled({"": plain()}):
        found = clause_of(together(between(world, 40.0, 10.0), NUMBERS, ("",) * 3), "KOR", 10)
    assert found is not None
    threatened = [agreed(found.under_threat, number) for number in range(3)]
    assert np.allclose(threatened[0], [(30, 5, 0), (20, 3, 3), (10, -1, 5)], atol=1e-12)
    assert np.allclose(threatened[1], [(30, 5, 0), (20, 3, 3)], atol=1e-12)
    assert np.allclose(threatened[2], [(30, 5, 0)], atol=1e-12)
    assert [len(agreed(found.bought, number)) for number in range(3)] == [2, 1, 0]
    assert np.array_equal([np.asarray(step.whole).tolist() for step in found.bought[:2]], [[1, 1, 0], [1, 0, 0]])


@pytest.mark.parametrize(
    ("us", "own", "kept"),
    [
        ((-8.0, 0.0, 6.0, 6.0, 4.0), (3.0, 0.0, -2.0, -5.0, -9.0), [20.0, 10.0]),
        ((-8.0, 0.0, 6.0, 6.0, 4.0), (3.0, 0.0, -2.0, -2.0, -9.0), [20.0, 10.0]),
        ((-8.0, 0.0, 4.0, 6.0, 4.0), (3.0, 0.0, -5.0, -5.0, -9.0), [30.0, 10.0]),
    ],
    ids=["as good for the United States", "as good for both", "as good for Korea"],
)
def test_of_rates_that_are_alike_for_one_side_the_other_side_s_counts(
    world: World, us: tuple[float, ...], own: tuple[float, ...], kept: list[float]
) -> None:
    """And of those that are alike for both, the lower one; in many worlds as in one."""
    with tabled({"": plain(us, own)}):
        here = between(world, 40.0, 10.0)
        found, one = (
            clause_of(together(here, NUMBERS, ("",) * 3), "KOR", 10),
            clause(one_of(here, NUMBERS, ("",) * 3, 0), "KOR", 10),
        )
    assert found is not None
    assert one is not None
    assert [r.rate for r in one.under_threat] == kept
    same(found, one, 0)


def test_rates_that_differ_between_worlds_take_their_place_among_the_others(world: World) -> None:
    """Announced are 25, 40 and 30, the floor is 10: of 20, 25 and 30, alike for both sides, the lowest is kept."""
    flat = plain((-8.0, 0.0, 6.0, 6.0, 4.0), (3.0, 0.0, -2.0, -2.0, -9.0))
    values = {**NUMBERS, "tariff.floor": [10.0] * 3, "tariff.announced.KOR": [25.0, 40.0, 30.0]}
    with tabled({"": flat}):
        found = clause_of(together(world, values, ("",) * 3), "KOR", 10)
        each = [clause(one_of(world, values, ("",) * 3, number), "KOR", 10) for number in range(3)]
    assert found is not None
    for number, one in enumerate(each):
        assert one is not None
        assert one.best == 20.0
        same(found, one, number)


def test_each_world_has_the_table_of_its_own_elasticities(world: World) -> None:
    """Where the United States gains twice as much, it is worth twice as much to set the best rate."""
    double, sets = plain(tuple(2 * gain for gain in US)), ("high", "low", "high")
    steep = replace(double, answered=(-8.0, -2.0), cuts=np.ones((1, 2)))
    same_floor = {**NUMBERS, "tariff.floor": [10.0] * 3}
    with tabled({"low": plain(), "high": steep}):
        many = together(between(world, 40.0, 10.0), same_floor, sets)
        found, table = clause_of(many, "KOR", 10), table_of(many, "KOR")
    assert found is not None
    assert table is not None
    assert np.allclose(found.alone, [10.0, 5.0, 10.0])
    assert np.allclose(table.answered, [[-8.0, -4.0, -8.0], [-2.0] * 3])
    assert np.array_equal(table.cuts[0, 0], [1.0, 0.0, 1.0])
    assert np.array_equal(table.gains[3, 0], [12.0, 6.0, 12.0])


def test_a_partner_without_a_table_under_every_set_has_no_clause(world: World) -> None:
    many = together(between(world, 40.0, 10.0), NUMBERS, ("high", "low", "low"))
    with tabled({"low": plain()}):
        assert table_of(many, "KOR") is None
        assert clause_of(many, "KOR", 4) is None
        assert clause_of(replace(many, elasticities=("low",) * 3), "KOR", 4) is not None


def test_a_partner_to_which_no_rate_is_announced_has_no_clause(world: World) -> None:
    rates = {name: q for name, q in world.parameters.items() if name != "tariff.announced.KOR"}
    without = replace(world, parameters=FrozenMapping(rates))
    with tabled({"": plain()}):
        assert clause_of(together(without, NUMBERS, ("",) * 3), "KOR", 4) is None


def test_of_one_world_the_clause_is_the_plain_one(world: World) -> None:
    found, here = plain(), one_of(between(world, 40.0, 10.0), NUMBERS, ("",) * 3, 0)
    with tabled({"": found}):
        assert clause_of(here, "KOR", 4) == clause(here, "KOR", 4)
        assert table_of(here, "KOR") is found


def test_so_are_clauses_from_the_tables_on_file(world: World) -> None:
    """Regions and partners that are split off the rest; each world with its own set, floor and beliefs."""
    sets = ("FGO", "", "U4", "FGO")
    rng = np.random.default_rng(5)
    values = {
        "tariff.floor": rng.uniform(5.0, 20.0, len(sets)).tolist(),
        "tariff.threat_probability": rng.uniform(0.1, 0.9, len(sets)).tolist(),
        "tariff.pass_through": rng.uniform(0.5, 1.0, len(sets)).tolist(),
        "tariff.revenue_weight": rng.uniform(-0.3, 0.3, len(sets)).tolist(),
        "tariff.partner_value_factor": rng.uniform(0.5, 1.5, len(sets)).tolist(),
    }
    many, asked = together(world, values, sets), 0
    announced = sorted(name for name in world.parameters if name.startswith("tariff.announced."))
    for name in announced[::4]:
        code = name.removeprefix("tariff.announced.")
        found = clause_of(many, code, 12)
        for number in range(len(sets)):
            one = clause(one_of(world, values, sets, number), code, 12)
            assert (found is None) == (one is None)
            if found is not None and one is not None:
                same(found, one, number)
                asked += 1
    assert asked > 40
