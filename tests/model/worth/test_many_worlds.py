"""What is worth what in many worlds at once: in each of them what that world by itself says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deals.kit.frozen import FrozenMapping
from deals.kit.numbers import Array
from deals.kit.periods import periods
from deals.model.worth.compute_value import marginal_values, segment_values
from deals.model.worth.displacement import Displacement, Step
from deals.model.worth.grants import SMALLEST, grants
from deals.model.worth.no_deal import ENOUGH, NoDealPath, share_out
from deals.model.worth.partners import Economy, Partner
from deals.model.worth.talks import talks
from deals.model.worth.terms import Grant
from deals.model.worth.timeline import Timeline
from deals.regimes import EconomyAccess
from deals.scenario.scenario import Scenario
from deals.world import World
from deals.world.many import many_worlds
from tests.many import over_worlds

SPAN = periods("2025Q3", "2026Q2", 6, date(2025, 5, 13))
CODES = ("MYS", "IND", "ARE")
FULL = {"MYS": 10.0, "IND": 40.0, "ARE": 30.0}


@pytest.fixture(scope="module")
def world(scenario: Scenario) -> World:
    return scenario.world()


def one_of(world: World, values: Mapping[str, Sequence[float]], number: int) -> World:
    held = {name: replace(world.parameters[name], value=numbers[number]) for name, numbers in values.items()}
    return replace(world, parameters=FrozenMapping({**world.parameters, **held}))


def together(world: World, values: Mapping[str, Sequence[float]]) -> World:
    return many_worlds(world, {name: np.array(numbers) for name, numbers in values.items()})


AMOUNT = st.sampled_from([0.0, 1e-15, 1.0, 10.0]) | st.floats(0, 100)
SHARED = st.tuples(st.floats(0, 200) | st.just(0.0), *[AMOUNT] * 3, *[st.just(0.0) | st.floats(0.1, 50)] * 3)


@example([(0.0, 5, 5, 5, 1, 1, 1), (100.0, 5, 5, 5, 1, 1, 1), (6.0, 1, 5, 5, 2, 1, 1), (3.0, 5, 5, 5, 0, 0, 0)])
@given(st.lists(SHARED, min_size=1, max_size=8))
def test_a_volume_is_shared_out_in_each_world_by_itself(drawn: list[tuple[float, ...]]) -> None:
    """With nothing to share, enough for everybody, some full and some not, and nobody that draws on it."""
    volume, *rest = (np.array(column, dtype=np.float64) for column in zip(*drawn, strict=True))
    wanted: Any = dict(zip(CODES, rest[:3], strict=True))
    pull: Any = dict(zip(CODES, rest[3:], strict=True))
    many: Any = share_out(over_worlds(volume), wanted, pull)
    assert tuple(many) == CODES
    for number, (whole, *each) in enumerate(drawn):
        alone = share_out(whole, dict(zip(CODES, each[:3], strict=True)), dict(zip(CODES, each[3:], strict=True)))
        for code in CODES:
            assert many[code][number] == pytest.approx(alone[code], rel=1e-12, abs=4 * ENOUGH)


def test_only_what_differs_needs_an_array() -> None:
    """Volumes of 0, 8 and 100 among the same three: nobody gets any, the first is full, all are."""
    volume: Any = np.array([0.0, 40.0, 100.0])
    found: Any = share_out(volume, FULL, dict.fromkeys(FULL, 1.0))
    assert {code: amounts.tolist() for code, amounts in found.items()} == {
        "MYS": [0.0, 10.0, 10.0], "IND": [0.0, 15.0, 40.0], "ARE": [0.0, 15.0, 30.0],
    }  # fmt: skip
    varied: Any = {**FULL, "MYS": np.array([0.0, 20.0, 10.0])}
    found = share_out(40.0, varied, dict.fromkeys(FULL, 1.0))
    assert found["MYS"].tolist() == pytest.approx([0.0, 40 / 3, 10.0])
    assert found["IND"].tolist() == pytest.approx([20.0, 40 / 3, 15.0])


def test_sharing_out_leaves_what_it_was_given_as_it_was() -> None:
    volume: Any = np.array([5.0, 50.0])
    wanted: Any = {"MYS": np.array([1.0, 20.0]), "IND": np.array([9.0, 40.0])}
    share_out(volume, wanted, {"MYS": 1.0, "IND": 2.0})
    assert volume.tolist() == [5.0, 50.0]
    assert [amounts.tolist() for amounts in wanted.values()] == [[1.0, 20.0], [9.0, 40.0]]


def test_a_share_does_not_depend_on_the_worlds_beside_it() -> None:
    """To the bit: sums run over buyers, one after another, in every world alike."""
    rng = np.random.default_rng(1)
    codes = [f"C{place}" for place in range(40)]
    volume, wanted = rng.uniform(0, 400, 9), {code: over_worlds(rng.uniform(0, 20, 9)) for code in codes}
    pull = {code: over_worlds(rng.uniform(0.1, 3, 9)) for code in codes}
    whole: Any = share_out(over_worlds(volume), wanted, pull)
    for part in (*(slice(place, place + 1) for place in range(9)), slice(2, 8)):
        each = [{code: numbers[part] for code, numbers in of.items()} for of in (wanted, pull)]
        alone: Any = share_out(over_worlds(volume[part]), *each)
        assert all(np.array_equal(alone[code], whole[code][part]) for code in codes)


CURVE = {
    "wtp.elasticity": st.floats(-3, -1),
    "wtp.choke": st.floats(2, 8),
    "wtp.remote_premium_low": st.floats(0, 0.3),
    "wtp.remote_premium_high": st.floats(0.3, 1),
}
OWN_SHARE = st.lists(st.floats(0, 1), min_size=1, max_size=4)


@given(shares=OWN_SHARE, common=st.sampled_from(["wtp.sovereign_share", "sovereign.share.ARE"]), data=st.data())
@settings(max_examples=20)
def test_a_value_curve_is_that_of_each_world(
    world: World, shares: list[float], common: str, data: st.DataObject
) -> None:
    """Whether all of it differs between worlds or only some, in the share that cannot go abroad or in the rest."""
    curve = {name: data.draw(st.lists(of, min_size=len(shares), max_size=len(shares))) for name, of in CURVE.items()}
    here = world.patched({"sovereign.share.ARE": {"set": 0.5}})
    for values in ({common: shares}, curve, {common: shares, **curve}):
        many: Any = segment_values(together(here, values), "ARE", 7)
        assert len(many) == 7
        for number in range(len(shares)):
            alone = segment_values(one_of(here, values, number), "ARE", 7)
            assert [float(np.broadcast_to(step, len(shares))[number]) for step in many] == pytest.approx(
                alone, rel=1e-12, abs=1e-12
            )


def test_a_curve_that_is_the_same_in_every_world_is_asked_once(world: World) -> None:
    many: Any = together(world, {"demand.MYS.2026": [1.0, 2.0]})
    assert segment_values(many, "MYS", 5) == segment_values(world, "MYS", 5)
    numbers = [world.value(name) for name in CURVE]
    share = world.value("wtp.sovereign_share")
    assert marginal_values(numbers[0], share, *numbers[1:], 5) == segment_values(world, "THA", 5)


LADDER = {
    "margin.us_rent_share": st.floats(0.2, 0.6),
    "price.system.2025": st.floats(10, 40),
    "price.system.2026": st.floats(5, 20),
    "home.uptake": st.floats(0, 1),
    "wtp.elasticity": st.sampled_from([-1.0, -2.0]) | st.floats(-3, -1),
    "power.usa.2025": st.floats(500, 3000),
    "power.usa.2026": st.floats(500, 3000),
    "wtp.life_factor": st.floats(1, 4),
}
LEFT = st.floats(-300, 300) | st.sampled_from([0.0, -100.0, 80.0])


def ladder(steps: tuple[Step, ...], number: int) -> list[tuple[float, float]]:
    """Steps of one of many worlds that are there."""
    listed = [(np.ravel(step.width), np.ravel(step.cost)) for step in steps]
    each = [(float(width[number % len(width)]), float(cost[number % len(cost)])) for width, cost in listed]
    return [(width, cost) for width, cost in each if width > 0]


@given(
    varied=st.fixed_dictionaries({name: st.tuples(of, of, of) for name, of in LADDER.items()}),
    left=st.tuples(LEFT, LEFT, LEFT),
    home=st.tuples(*[st.floats(400, 900)] * 3),
    most=st.tuples(*[st.sampled_from([0.0, 500.0]) | st.floats(0, 1000)] * 3),
)
@settings(max_examples=40)
def test_whom_a_sale_takes_chips_from_is_told_in_each_world(
    world: World, varied: dict[str, tuple[float, ...]], left: Sequence[float], home: Sequence[float], most: Array
) -> None:
    """Steps of the ladder and its cost, whether chips are left over or supply is short; those of no width count not."""
    allied = [1.2 * amount for amount in home]

    def over(path_of: Sequence[Any], here: World) -> Displacement:
        timeline = Timeline(SPAN, 0.05, 0.08, 2.0)
        pairs = [(number, number) for number in path_of]
        return Displacement(here, timeline, NoDealPath(SPAN, {}, {}, *pairs), 4)

    many = over([np.array(numbers) for numbers in (left, home, allied)], together(world, varied))
    for period in (0, 1):
        steps, cost = many.steps(period, over_worlds(most)), many.cost(period, over_worlds(most))
        for number in range(3):
            alone = over([numbers[number] for numbers in (left, home, allied)], one_of(world, varied, number))
            expected = [(step.width, step.cost) for step in alone.steps(period, most[number])]
            found = ladder(steps, number)
            assert len(found) == len(expected)
            assert np.allclose(found, expected, rtol=1e-9, atol=1e-12)
            each = np.broadcast_to(cost, 3)
            assert each[number] == pytest.approx(alone.cost(period, most[number]), rel=1e-9, abs=1e-12)


GRANTED = {
    "price.system.2025": st.floats(10, 40),
    "diversion.leak.MYS": st.floats(0, 0.5),
    "standard.partner_cost": st.floats(0, 0.02),
    "standard.resale_rent": st.floats(0, 0.02),
    "duty.passed_on": st.floats(0, 1),
    "wtp.sovereign_share": st.floats(0, 1),
    "discount.us": st.floats(0, 0.1),
}
DEMAND = st.tuples(*[st.floats(1, 100)] * 2)
SOME = st.sampled_from([0.0, 1.0, SMALLEST / 2, 0.5]) | st.floats(0, 1)


def uses(grant: Grant, number: int) -> list[tuple[float, float]]:
    """Thousand H100e of each use that there is in one of many worlds, and what it is worth."""
    pairs = [(np.ravel(w), np.ravel(v)) for w, v in zip(grant.widths, grant.values, strict=True)]
    each = [(float(w[number % len(w)]), float(v[number % len(v)])) for w, v in pairs]
    return [(width, value) for width, value in each if width > 0]


@given(
    varied=st.fixed_dictionaries({name: st.tuples(of, of, of) for name, of in GRANTED.items()}),
    demand=st.tuples(DEMAND, DEMAND, DEMAND),
    share=st.tuples(SOME, SOME, SOME),
    bought=st.tuples(SOME, SOME, SOME),
    needed=st.tuples(*[st.booleans()] * 3),
    duty=st.sampled_from([0.0, 0.25]),
)
@settings(max_examples=40)
def test_what_a_deal_can_grant_is_told_in_each_world(
    world: World,
    varied: dict[str, tuple[float, ...]],
    demand: tuple[tuple[float, float], ...],
    share: tuple[float, ...],
    bought: tuple[float, ...],
    needed: tuple[bool, ...],
    duty: float,
) -> None:
    """Chips, uses and worths; in worlds with nothing to grant nothing, whether or not others have something."""
    malaysia = Partner("MYS", "Malaysia", ("MYS",))
    free = [tuple(s * d for d in wanted) for wanted, s in zip(demand, share, strict=True)]
    rival = [
        tuple(b * (d - f) for d, f in zip(wanted, had, strict=True))
        for wanted, had, b in zip(demand, free, bought, strict=True)
    ]

    def of(here: World, wanted: Any, had: Any, other: Any, certified: Any) -> tuple[Grant, ...]:
        nothing = (0.0, 0.0)
        access = EconomyAccess(
            "MYS", 2, frozenset(), wanted, nothing, nothing, had, standard_required=certified, duty=duty
        )
        path = NoDealPath(SPAN, {"MYS": access}, {"MYS": other}, nothing, nothing, nothing)
        timeline = Timeline(SPAN, here.value("discount.us"), 0.08, 2.0)
        return grants(here, timeline, path, malaysia, "MYS", 5)

    def beside(rows: Sequence[tuple[float, ...]]) -> tuple[Array, ...]:
        return tuple(np.array(column) for column in zip(*rows, strict=True))

    many = of(together(world, varied), beside(demand), beside(free), beside(rival), np.array(needed))
    by_period = {grant.period: grant for grant in many}
    for number in range(3):
        one = of(one_of(world, varied, number), demand[number], free[number], rival[number], needed[number])
        alone = {grant.period: grant for grant in one}
        for period, found in by_period.items():
            listed = uses(found, number)
            if period not in alone:
                assert not listed
                continue
            expected = alone[period]
            assert np.allclose(listed, list(zip(expected.widths, expected.values, strict=True)), rtol=1e-9, atol=1e-9)
            for name in ("withheld", "harm", "margin", "rivalry", "risk", "leak", "rival", "burden", "opened", "us"):
                value = np.ravel(getattr(found, name))
                assert value[number % len(value)] == pytest.approx(getattr(expected, name), rel=1e-9, abs=1e-12), name
            assert bool(np.ravel(found.certified)[number]) == expected.certified
        assert set(alone) <= set(by_period)


@pytest.mark.parametrize(("duty", "granted"), [(0.0, [(0, 60.0, 0.0), (1, 60.0, 0.0)]), (0.25, [])])
def test_chips_that_add_nothing_are_granted_only_where_they_bear_no_duty(
    world: World, duty: float, granted: list[tuple[int, float, float]]
) -> None:
    """All 60 that are refused would be bought elsewhere: worth nothing to the buyer, and less than that with a duty."""
    access = EconomyAccess("MYS", 2, frozenset(), (80.0,) * 2, (0.0,) * 2, (0.0,) * 2, (20.0,) * 2, duty=duty)
    path = NoDealPath(SPAN, {"MYS": access}, {"MYS": (60.0, 60.0)}, (0.0,) * 2, (0.0,) * 2, (0.0,) * 2)
    found = grants(world, Timeline(SPAN, 0.03, 0.08, 2.0), path, Partner("MYS", "Malaysia", ("MYS",)), "MYS", 5)
    assert [(grant.period, grant.opened, sum(grant.values)) for grant in found] == granted


def test_talks_take_as_long_as_each_world_s_trade_says(world: World, scenario: Scenario) -> None:
    """Thresholds of 100 and 10 make them large or small; periods too early for one of them stay, without a load."""
    trade = Economy(1000.0, 10_000.0, 50.0, 40.0, 20.0, 1.0, 2.0, 0.0)
    india = Partner("IND", "India", ("IND",))
    here = world.patched({
        **{f"talk.{size}.teams": {"set": teams} for size, teams in (("large", 3), ("medium", 2), ("small", 1))},
        **{f"talk.{size}.quarters": {"set": count} for size, count in (("large", 4), ("medium", 3), ("small", 1))},
    })  # fmt: skip
    values = {"talk.large.from_trade": [100.0, 50.0, 100.0], "talk.medium.from_trade": [80.0, 40.0, 95.0]}
    unheld = scenario.changed(talks_under_way={})
    many: Any = talks(together(here, values), unheld, india, trade, SPAN)
    assert many.teams.tolist() == [2, 3, 1]
    assert many.quarters.tolist() == [3, 4, 1]
    for number in range(3):
        alone = talks(one_of(here, values, number), unheld, india, trade, SPAN)
        assert (many.teams[number], many.quarters[number]) == (alone.teams, alone.quarters)
        for signed, load in alone.load.items():
            found = {index: float(np.ravel(count)[number]) for index, count in many.load[signed].items()}
            assert {index: count for index, count in found.items() if count} == load


@given(
    st.lists(
        st.tuples(st.floats(0.5, 20), st.just(0.0) | st.floats(1e-3, 0.2), st.floats(1, 5)), min_size=1, max_size=4
    )
)
def test_a_promise_counts_in_each_world_for_as_long_as_it_lasts_there(drawn: list[tuple[float, float, float]]) -> None:
    life, discount, weight = (np.array(column) for column in zip(*drawn, strict=True))
    many: Any = Timeline(SPAN, over_worlds(discount), over_worlds(discount), over_worlds(weight))
    for number, (years, rate, times) in enumerate(drawn):
        one = Timeline(SPAN, rate, rate, times)
        for signed in SPAN:
            found = many.in_force(signed, life, discount)[number], many.pledged(signed, 10.0, discount)[number]
            assert found == pytest.approx((one.in_force(signed, years, rate), one.pledged(signed, 10.0, rate)))
            assert many.in_force(signed, life, discount) is many.in_force(signed, life, discount)
            assert many.present_us(signed)[number] == pytest.approx(one.present_us(signed))
            assert many.survival(signed, SPAN[-1], life)[number] == pytest.approx(one.survival(signed, SPAN[-1], years))


def test_what_lasts_in_one_set_of_worlds_is_not_taken_for_another(world: World) -> None:
    """Years found before are known by the very array: an equal shape says nothing."""
    line: Any = Timeline(SPAN, 0.05, 0.05, 2.0)
    short, long = np.array([1.0, 2.0]), np.array([8.0, 9.0])
    first, second = line.in_force(SPAN[0], short, 0.05), line.in_force(SPAN[0], long, 0.05)
    assert (second > first).all()
    assert line.in_force(SPAN[0], 1.0, 0.05) == pytest.approx(first[0])
