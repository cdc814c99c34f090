"""Threats that are carried out cost: the more talks fail, the less deals add, until they add nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from deals.kit.errors import InputError
from deals.plan.baselines import Baselines, at_failure, baselines
from deals.plan.plan import solve
from deals.restraint.failing_talks import FailingTalks, failing_talks
from deals.scenario.limit import OwnLimit
from tests import three

CHANCES = (0.8, 0.0, 0.2, 0.4, 0.6, 1.0)


@pytest.fixture(scope="module")
def base() -> Baselines:
    return baselines(three.question())


@pytest.fixture(scope="module")
def answer(base: Baselines) -> FailingTalks:
    return failing_talks(base, base.plans["plan"], CHANCES)


@pytest.fixture(scope="module")
def gain(answer: FailingTalks) -> Callable[[float], float]:
    gains = dict(zip(map(float, answer.table.index), map(float, answer.table["gain"]), strict=True))
    return gains.__getitem__


def slack_of(answer: FailingTalks) -> float:
    """How far a difference of two plans may be off: the widest gap of all, USD bn."""
    return max(float(answer.table[["gap", "opening_gap"]].max().max()), answer.alone_gap)


def test_chances_rise_from_nought_and_hold_the_chance_in_the_plan(answer: FailingTalks, base: Baselines) -> None:
    assert list(answer.table.index) == [0.0, 0.2, base.failure, 0.4, 0.6, 0.8, 1.0]
    assert answer.table.index.name == "chance"
    assert answer.judged == base.failure


def test_at_the_chance_in_the_plan_stands_the_plan(
    answer: FailingTalks, base: Baselines, gain: Callable[[float], float]
) -> None:
    slack = slack_of(answer) + base.table["gap"].max() + 1e-6
    assert gain(base.failure) == pytest.approx(base.gain, abs=slack)
    opening = answer.table["opening_and_tariff_deals"].to_dict()[base.failure]
    assert opening == pytest.approx(base.gain - base.over_opening, abs=slack)
    assert (answer.table["best_alone"] == base.best_alone).all()


def test_a_floor_is_an_order_to_the_plan_and_not_to_what_it_is_measured_against() -> None:
    """At the chance in the plan both say the same of chips as leverage, also where an order costs."""
    floor = OwnLimit(partner="IND", term="purchases", at_least=150)
    ordered = baselines(three.question(limits=(floor,)))
    told = failing_talks(ordered, ordered.plans["plan"], ()).table.to_dict("index")[ordered.failure]
    slack = told["gap"] + told["opening_gap"] + ordered.table["gap"].max() + 1e-6
    assert ordered.over_opening < -slack, "the order costs, and what it is measured against does without"
    assert told["chips_add"] == pytest.approx(ordered.over_opening, abs=slack)


def test_what_chips_never_add_is_told_as_that(answer: FailingTalks) -> None:
    """Dust is no gain, and there is no chance from which on it is nothing."""
    never = replace(answer, opening=answer.plans)
    assert never.sentence.endswith("chips as leverage nothing at any of these chances")
    assert ("at any of these" in answer.sentence) == (answer.table["chips_add"].max() <= 5e-4)


def test_the_gain_falls_and_ever_less_steeply(answer: FailingTalks, gain: Callable[[float], float]) -> None:
    """Each plan's own gain is a straight line in the chance, and the best of lines is convex."""
    chances, slack = list(answer.plans), 2 * slack_of(answer) + 1e-6
    for low, middle, high in zip(chances, chances[1:], chances[2:], strict=False):
        assert gain(low) >= gain(middle) - slack
        assert gain(middle) >= gain(high) - slack
        chord = gain(low) + (gain(high) - gain(low)) * (middle - low) / (high - low)
        assert gain(middle) <= chord + slack
    assert gain(0.0) > gain(1.0) + 1


def test_each_plan_bounds_the_gain_from_below_at_every_chance(
    answer: FailingTalks, gain: Callable[[float], float]
) -> None:
    """What hangs on its deals is counted by the chance that they hold, all else in full."""
    for own, plan in answer.plans.items():
        sure, slack = plan.amount(plan.conditional), slack_of(answer) + 1e-6
        for chance in answer.plans:
            line = plan.gain + (own - chance) * sure
            assert line <= gain(chance) + slack, (own, chance)


def test_chips_opened_and_the_best_alone_stay_below_the_plan(answer: FailingTalks) -> None:
    table, slack = answer.table, slack_of(answer) + 1e-6
    assert (table["opening_and_tariff_deals"] <= table["gain"] + slack).all()
    assert (table["best_alone"] <= table["opening_and_tariff_deals"] + slack).all()
    assert table["adds"].tolist() == pytest.approx((table["gain"] - table["best_alone"]).tolist())
    assert table["chips_add"].tolist() == pytest.approx((table["gain"] - table["opening_and_tariff_deals"]).tolist())


def test_where_talks_always_fail_nobody_is_talked_to(answer: FailingTalks) -> None:
    last = answer.table.to_dict("index")[1.0]
    assert last["deals"] == 0
    assert last["adds"] == pytest.approx(0.0, abs=slack_of(answer) + 1e-6)


def test_deals_add_something_below_the_bracket_and_nothing_above_it(answer: FailingTalks, base: Baselines) -> None:
    """Solved anew on either side of it."""
    low, high = answer.nothing_from
    assert 0 < low <= high <= 1
    question = base.plans["plan"].question
    below, above = (solve(at_failure(question, chance)) for chance in (low - 0.02, high))
    assert below.gain > base.best_alone + below.solution.absolute_gap
    assert above.gain <= base.best_alone + answer.alone_gap + above.solution.absolute_gap + 1e-6


def test_chips_as_leverage_add_nothing_that_the_gaps_can_tell_above_their_bracket(answer: FailingTalks) -> None:
    low, high = answer.chips_nothing_from
    assert low <= high
    told = dict(answer.table["chips_add"] > answer.table["opening_gap"])
    assert not any(more for chance, more in told.items() if chance >= high)
    assert low == 0 or told[low]


def test_a_chance_that_is_none_is_refused(base: Baselines) -> None:
    with pytest.raises(InputError, match="within 0 to 1"):
        failing_talks(base, base.plans["plan"], [1.2])


def test_it_says_in_a_sentence_what_deals_add_and_from_when_nothing(answer: FailingTalks) -> None:
    assert answer.sentence.startswith("At a chance of 0% that talks fail deals add USD ")
    assert "deals add nothing from a chance " in answer.sentence
    assert "nan" not in answer.sentence


def test_the_chart_has_a_line_for_the_plan_for_chips_opened_and_for_no_deals(answer: FailingTalks) -> None:
    chart = answer.chart()
    assert chart.data.groupby("line").size().tolist() == [len(answer.table)] * 3
    assert sorted(chart.data["gain"]) == pytest.approx(
        sorted(answer.table[["gain", "opening_and_tariff_deals", "best_alone"]].to_numpy().ravel())
    )
    assert chart.svg().startswith("<svg")
