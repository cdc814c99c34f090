"""A second opinion on bargaining solutions: NegMAS, on scenarios of its own.

Where definitions coincide we agree: its functions that end in ``convex_hull`` allow lotteries over outcomes, as ours
do, and what it calls Kalai is the egalitarian solution. Where they differ, the tests say how:

- NegMAS's other functions choose from the list of outcomes. No lottery is on it, so they fall short of ours, and give
  the same point where our solution happens to be an outcome.
- NegMAS's ideal point is the best of all outcomes for each side. Ours, as in Kalai and Smorodinsky (1975), is the best
  that leaves nobody below its reservation value. Given our ideal point, it agrees.
- NegMAS counts a reservation value below every outcome as the worst outcome, unless it is given the range.
- With three sides NegMAS's egalitarian point is one of several that are as good for whoever has least. Ours goes on to
  the next (lexicographic).
"""

import importlib
import warnings
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deals.bargaining import bargaining_solutions
from optimizer import Floats

few = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
made_by_negmas = given(made=st.random_module(), issues=st.integers(1, 3))
"""The generator draws from the global generators, which `random_module` seeds."""


@pytest.fixture(scope="module")
def ops() -> ModuleType:
    """NegMAS's bargaining functions, imported when first asked for: no other test waits for them."""
    with warnings.catch_warnings():
        # A pattern in stringcase, which NegMAS needs, is not a raw string: compiling it warns.
        warnings.simplefilter("ignore", SyntaxWarning)
        return importlib.import_module("negmas.preferences.ops")


def generated(issues: int, reserved: float = 0.0, sides: int = 2) -> tuple[Any, Floats]:
    """A scenario from NegMAS's generator: utility functions, and what every outcome is worth to each side."""
    from negmas.preferences.generators import generate_multi_issue_ufuns

    utilities = generate_multi_issue_ufuns(issues, n_values=(3, 5), n_ufuns=sides, reserved_values=reserved)
    outcomes = list(utilities[0].outcome_space.enumerate_or_sample())
    return utilities, np.array([[float(u(outcome)) for u in utilities] for outcome in outcomes])


def trade() -> tuple[Any, Floats]:
    """The scenario of NegMAS's tutorial: a seller and a buyer on price, quantity and time of delivery."""
    from negmas import LinearAdditiveUtilityFunction, make_issue
    from negmas.outcomes import make_os
    from negmas.preferences.value_fun import AffineFun, IdentityFun, LinearFun

    space = make_os([make_issue(10, "price"), make_issue((1, 11), "quantity"), make_issue(10, "delivery_time")])
    rising, falling, more = IdentityFun(), AffineFun(-1, bias=9.0), LinearFun(0.2)
    values = ({"price": rising, "delivery_time": falling}, {"price": falling, "delivery_time": rising})
    utilities = tuple(
        LinearAdditiveUtilityFunction({**own, "quantity": more}, outcome_space=space, reserved_value=0.0)
        for own in values
    )
    outcomes = list(space.enumerate_or_sample())
    return utilities, np.array([[float(u(outcome)) for u in utilities] for outcome in outcomes])


def frontier(ops: ModuleType, points: Floats) -> list[tuple[float, ...]]:
    return [tuple(points[i].tolist()) for i in ops.pareto_frontier_numpy(points)]


@few
@made_by_negmas
def test_with_lotteries_we_agree(ops: ModuleType, made: object, issues: int) -> None:
    _, points = generated(issues)
    ours = bargaining_solutions(points, [0.0, 0.0])
    known = {"points": points, "ranges": [(0.0, float(best)) for best in ours.ideal]}
    assert ours["egalitarian"] == pytest.approx(ops.kalai_point_convex_hull(None, **known)[0], abs=1e-6)
    assert ours["kalai_smorodinsky"] == pytest.approx(ops.ks_point_convex_hull(None, **known)[0], abs=1e-6)
    assert np.prod(ours["nash"]) == pytest.approx(np.prod(ops.nash_point_convex_hull(None, **known)[0]), rel=1e-6)
    assert ours["nash"] == pytest.approx(ops.nash_point_convex_hull(None, **known)[0], abs=1e-3)


@few
@made_by_negmas
def test_the_greatest_sum_needs_no_lottery(ops: ModuleType, made: object, issues: int) -> None:
    utilities, points = generated(issues)
    best = ops.max_welfare_points(utilities, frontier(ops, points), outcome_space=utilities[0].outcome_space)
    ours = bargaining_solutions(points, [0.0, 0.0])
    assert sum(ours["utilitarian"]) == pytest.approx(sum(best[0][0]), abs=1e-9)
    if "utilitarian" not in ours.tied:
        assert ours["utilitarian"] == pytest.approx(best[0][0], abs=1e-6)


@few
@made_by_negmas
def test_a_list_without_lotteries_falls_short(ops: ModuleType, made: object, issues: int) -> None:
    utilities, points = generated(issues)
    ours = bargaining_solutions(points, [0.0, 0.0])
    known = {"frontier": frontier(ops, points), "ranges": [(0.0, float(best)) for best in points.max(axis=0)]}
    nash = ops.nash_points(utilities, **known)[0][0]
    equal = ops.kalai_points(utilities, **known)[0][0]
    assert np.prod(nash) <= np.prod(ours["nash"]) + 1e-9
    assert min(equal) <= min(ours["egalitarian"]) + 1e-9
    for solution, listed in (("nash", nash), ("egalitarian", equal)):
        if np.abs(points - ours[solution]).max(axis=1).min() < 1e-9:
            assert listed == pytest.approx(ours[solution], abs=1e-6)


def test_a_reservation_value_below_every_outcome_is_kept(ops: ModuleType) -> None:
    """Unless it is given ranges, NegMAS takes the worst outcome instead; its point is then the one from there."""
    from negmas import MappingUtilityFunction
    from negmas.outcomes import make_issue, make_os

    points = np.array([[10.0, 4.0], [6.0, 6.0], [5.0, 9.0]])
    space = make_os([make_issue(["a", "b", "c"], "outcome")])
    outcomes = [(name,) for name in "abc"]
    utilities = [
        MappingUtilityFunction(dict(zip(outcomes, column, strict=True)), outcome_space=space, reserved_value=0.0)
        for column in points.T.tolist()
    ]
    theirs = ops.nash_point_convex_hull(utilities, points, outcome_space=space)[0]
    assert theirs == pytest.approx(bargaining_solutions(points, points.min(axis=0))["nash"], abs=1e-4)
    told = ops.nash_point_convex_hull(utilities, points, ranges=[(0.0, 10.0), (0.0, 9.0)])[0]
    assert told == pytest.approx(bargaining_solutions(points, [0.0, 0.0])["nash"], abs=1e-4)
    assert told != pytest.approx(theirs, abs=0.01)


def test_where_the_solution_is_an_outcome_the_list_has_it(ops: ModuleType) -> None:
    """In the tutorial's scenario whatever one side gains the other loses: both halve it, lottery or not."""
    utilities, points = trade()
    ours = bargaining_solutions(points, [0.0, 0.0])
    known = {"frontier": frontier(ops, points), "outcome_space": utilities[0].outcome_space}
    for solution, theirs in (
        ("nash", "nash_points"),
        ("egalitarian", "kalai_points"),
        ("kalai_smorodinsky", "ks_points"),
    ):
        assert ours[solution] == pytest.approx(getattr(ops, theirs)(utilities, **known)[0][0], abs=1e-9)
        assert ours[solution][0] == pytest.approx(ours[solution][1])
    assert "utilitarian" in ours.tied
    assert len(ops.max_welfare_points(utilities, **known)) > 1


def test_a_list_of_two_outcomes_shows_what_lotteries_add(ops: ModuleType) -> None:
    """One outcome for each side's taste: NegMAS has to choose, the convex solution throws a coin."""
    points = np.array([[1.0, 0.2], [0.2, 1.0]])
    ours = bargaining_solutions(points, [0.0, 0.0])
    assert ours["nash"] == pytest.approx((0.6, 0.6))
    listed = ops.nash_points(None, frontier(ops, points), ranges=[(0.0, 1.0)] * 2)
    assert {point for point, _ in listed} == {(1.0, 0.2), (0.2, 1.0)}


def test_the_ideal_point_leaves_out_what_the_other_would_refuse(ops: ModuleType) -> None:
    """The best outcome of one side is below the other's reservation value: NegMAS counts it, the rule does not."""
    points, reserved = np.array([[10.0, 0.0], [6.0, 4.0], [0.0, 6.0]]), [0.0, 2.0]
    ours = bargaining_solutions(points, reserved)
    assert ours.ideal == pytest.approx((8.0, 6.0))
    given_ours = list(zip(reserved, ours.ideal, strict=True))
    assert ours["kalai_smorodinsky"] == pytest.approx(
        ops.ks_point_convex_hull(None, points, ranges=given_ours)[0], abs=1e-6
    )
    widest = list(zip(reserved, points.max(axis=0).tolist(), strict=True))
    theirs = ops.ks_point_convex_hull(None, points, ranges=widest)[0]
    gains = np.array(theirs) - reserved
    assert gains[0] / gains[1] == pytest.approx(10.0 / 4.0)
    assert theirs[0] > ours["kalai_smorodinsky"][0] + 0.1


def test_with_three_sides_ours_goes_on_where_theirs_stops(ops: ModuleType) -> None:
    """The first side can have one at most; what the others get beyond that is left open by the smallest gain alone."""
    points = np.array([[1.0, 1.0, 1.0], [1.0, 3.0, 2.0], [1.0, 2.0, 3.0]])
    ours = bargaining_solutions(points, [0.0, 0.0, 0.0])
    theirs = ops.kalai_point_convex_hull(None, points, ranges=[(0.0, 3.0)] * 3)[0]
    assert min(theirs) == pytest.approx(min(ours["egalitarian"]), abs=1e-6)
    assert ours["egalitarian"] == pytest.approx((1.0, 2.5, 2.5), abs=1e-6)
    assert sorted(theirs)[1] <= sorted(ours["egalitarian"])[1] + 1e-6
