"""What deals teach: intervals as by hand, that one wrong deal moves little and a deal left out does not move at all."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import deals
from deals.record.lessons.inequalities import TOLERANCE, Inequality
from deals.record.lessons.learning import (
    BELIEF,
    CONTROL,
    COST,
    NAMES,
    PLEDGE_COSTS,
    POLITICS,
    TEMPLATE,
    Learned,
    Lessons,
)
from deals.record.lessons.revenue import WeightOfRevenue
from tests.record.given_deals import inequality

GRIDS = dict(zip(NAMES, (COST, BELIEF, POLITICS, TEMPLATE, CONTROL), strict=True))
ENDS = {name: (min(grid), max(grid)) for name, grid in GRIDS.items()}


def learned(*lines: Inequality) -> Learned:
    return Lessons.of(lines).learned()


def interval(found: Learned, name: str) -> tuple[float, float]:
    return found.low[name], found.high[name]


def twice(line: Inequality) -> tuple[Inequality, Inequality]:
    return line, line


# By hand: of two deals alike, neither may go unexplained but one.


def test_what_is_paid_bounds_the_cost_of_pledges_from_above() -> None:
    """Four for pledges that are judged to cost ten: at most .4 of that, on the grid .35."""
    found = learned(*twice(inequality(rest=(4, 4), pledge=-10)))
    assert (found.deals, found.explained) == (2, 2)
    assert interval(found, "cost") == (0.01, 0.35)
    for name in ("belief", "politics", "template", "control"):
        assert interval(found, name) == ENDS[name]


def test_what_is_signed_under_threat_bounds_the_belief_from_below() -> None:
    """Six lost where the threat is empty, four had where it is not: believed at .6 or more."""
    assert interval(learned(*twice(inequality(rest=(-6, 4)))), "belief") == (0.6, 0.95)


def test_what_is_signed_for_little_bounds_what_signing_costs() -> None:
    assert interval(learned(*twice(inequality(rest=(1, 1), politics=-4))), "politics") == (0.0, 0.25)


def test_talks_on_a_text_like_others_cost_what_it_brings_at_most() -> None:
    text = inequality(us=(1, 1), talks=2, template=True)
    assert interval(learned(*twice(text)), "template") == (0.0, 0.5)
    other = learned(*twice(inequality(us=(1, 1), talks=2)))
    assert other.explained == 0, "talks on other deals are no template's"
    assert interval(other, "template") == ENDS["template"]


def test_chips_that_are_sold_bound_what_harm_counts_from_above() -> None:
    """Three with harm of two counted once, so five without: at most two and a half times what is judged, here two."""
    found = learned(*twice(inequality(us=(3, 3), control=-2)))
    assert interval(found, "control") == (0.1, 2.0)


def test_harm_that_is_spared_bounds_it_from_below() -> None:
    """Two with three spared, so minus one without, that takes a third of what is judged: on the grid a half."""
    assert interval(learned(*twice(inequality(us=(2, 2), control=3))), "control") == (0.5, 10.0)


def test_cost_and_belief_go_together() -> None:
    """Ten under threat, for pledges of twenty: a cost of half the belief at most, .475 at .95."""
    line = inequality(rest=(0, 10), pledge=-20)
    lessons = Lessons.of(twice(line))
    both = lessons.explains.all(axis=1)
    for cost, belief in {(0.5, 0.95), (0.35, 0.7), (0.35, 0.65), (0.25, 0.5), (0.25, 0.45)}:
        at = (lessons.grid[:, :2] == [cost, belief]).all(axis=1)
        assert both[at].all() == both[at].any() == (cost <= belief / 2)
    assert interval(lessons.learned(), "cost") == (0.01, 0.35)


def test_the_central_value_is_the_middle_of_what_explains_the_most() -> None:
    """Two deals say .4 at most and a third .06: costs of .06 and less explain all, .03 is the middle of their ratios.

    Up to .35 all but one are explained, so that the interval goes as far. Of what is not bounded the middle is taken.
    """
    found = learned(*twice(inequality(rest=(4, 4), pledge=-10)), inequality(rest=(0.6, 0.6), pledge=-10))
    assert (found.deals, found.explained) == (3, 3)
    assert found.central["cost"] == 0.03
    assert interval(found, "cost") == (0.01, 0.35)
    assert found.central["belief"] in {0.6, 0.65}
    assert (found.central["politics"], found.central["template"]) == (0.25, 0.25)


def test_a_deal_that_nothing_explains_moves_nothing() -> None:
    lines = twice(inequality(rest=(4, 4), pledge=-10))
    before, after = learned(*lines), learned(*lines, inequality(rest=(-1, -1)))
    assert (after.deals, after.explained) == (3, 2)
    assert (after.central, after.low, after.high) == (before.central, before.low, before.high)


def test_without_deals_everything_is_possible() -> None:
    found = learned()
    assert (found.deals, found.explained) == (0, 0)
    assert {name: interval(found, name) for name in NAMES} == ENDS


# Laws.

DEAL = st.builds(
    inequality,
    partner=st.sampled_from(("JPN", "KOR", "EUU")),
    rest=st.tuples(st.floats(-5, 5), st.floats(-5, 15)),
    pledge=st.floats(-30, 0),
    politics=st.floats(-3, 0),
    us=st.tuples(st.floats(-1, 5), st.floats(-1, 5)),
    control=st.floats(-3, 3),
    talks=st.floats(0, 1),
    template=st.booleans(),
)
FEW = st.lists(DEAL, min_size=1, max_size=6)


def spans(lessons: Lessons, score: int) -> dict[str, tuple[float, float]]:
    """Ends of all values that explain so many deals or more."""
    kept = lessons.grid[lessons.explains.sum(axis=1) >= score]
    return {name: (float(column.min()), float(column.max())) for name, column in zip(NAMES, kept.T, strict=True)}


@given(others=FEW, wrong=DEAL)
@settings(max_examples=30)
def test_one_wrong_deal_moves_an_interval_by_what_one_deal_may(others: list[Inequality], wrong: Inequality) -> None:
    """Whatever it says, what explains the others best stays inside, and what explains two fewer stays outside."""
    lessons = Lessons.of(tuple(others))
    best = int(lessons.explains.sum(axis=1).max())
    inner, outer = spans(lessons, best), spans(lessons, best - 2)
    found = learned(*others, wrong)
    for name in NAMES:
        low, high = interval(found, name)
        assert outer[name][0] <= low <= inner[name][0]
        assert inner[name][1] <= high <= outer[name][1]


@given(lines=FEW, other=DEAL)
@settings(max_examples=30)
def test_a_deal_left_out_is_not_used(lines: list[Inequality], other: Inequality) -> None:
    """Whatever its numbers are, what the rest teaches is the same to the bit."""
    mine = inequality("IND")
    changed = inequality("IND", other.rest, pledge=other.pledge, us=other.us, control=other.control, talks=other.talks)
    before, after = (Lessons.of((*lines, deal)).learned({"IND"}) for deal in (mine, changed))
    assert before == after == learned(*lines)


@given(lines=FEW)
@settings(max_examples=20)
def test_the_central_values_explain_as_many_deals_as_is_said(lines: list[Inequality]) -> None:
    """Each weighed by its own formulas."""
    found = learned(*lines)
    cost, belief, politics, template, control = (found.central[name] for name in NAMES)
    gains = [min(line.partner_gain(cost, belief, politics), line.us_gain(belief, template, control)) for line in lines]
    assert sum(gain >= -TOLERANCE for gain in gains) == found.explained


@given(lines=FEW, belief=st.floats(0, 1))
@settings(max_examples=20)
def test_as_judged_every_cost_counts_in_full(lines: Sequence[Inequality], belief: float) -> None:
    found = Lessons.of(tuple(lines)).inside_as_judged(belief)
    gains = [min(line.partner_gain(1.0, belief, 1.0), line.us_gain(belief, 1.0, 1.0)) for line in lines]
    assert found.tolist() == [gain >= -TOLERANCE for gain in gains]


@given(lines=FEW)
@settings(max_examples=20)
def test_the_interval_holds_the_central_value_and_ends_on_the_grid(lines: list[Inequality]) -> None:
    found = learned(*lines)
    for name, grid in GRIDS.items():
        assert found.low[name] <= found.central[name] <= found.high[name]
        assert {found.low[name], found.central[name], found.high[name]} <= set(grid)
    assert found.explained == int(Lessons.of(tuple(lines)).explains.sum(axis=1).max())


def test_what_is_learned_can_be_laid_on_a_scenario() -> None:
    found = learned(*twice(inequality(rest=(4, 4), pledge=-10)))
    scenario = deals.load("leverage-2025")
    before, after = scenario.world(), scenario.changed(reforms=(found.reform(),)).world()
    for name in PLEDGE_COSTS:
        assert after.value(name) == pytest.approx(found.central["cost"] * before.value(name))
    assert after.value("tariff.threat_probability") == found.central["belief"]
    for name, parameter in {"politics": "political_reserve", "control": "harm.per_kH"}.items():
        assert after.value(parameter) == pytest.approx(found.central[name] * before.value(parameter))
    assert after.value("talk.small.cost") == found.central["template"]
    assert after.value("tariff.revenue_weight") == before.value("tariff.revenue_weight"), "nothing is known of it"
    weighed = replace(found, revenue=WeightOfRevenue(2.0, 1.5, 3.0, (2.0,)))
    assert scenario.changed(reforms=(weighed.reform(),)).world().value("tariff.revenue_weight") == 2.0
    assert list(weighed.table.loc["revenue"])[:3] == [1.5, 2.0, 3.0]


def test_the_table_has_a_row_for_each_thing_learned() -> None:
    table = learned(inequality()).table
    assert table.index.tolist() == list(NAMES)
    assert (np.diff(table[["low", "value", "high"]].to_numpy(dtype=np.float64), axis=1) >= 0).all()
