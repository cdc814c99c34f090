"""Prices where numbers are far apart and limits meet: those of fractions, whatever was asked before."""

import math
from fractions import Fraction
from random import Random

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer import NoOptimumError, Program, Solution
from optimizer.solve.cone import Cone
from tests.optimizer.exactly import Wide, wide

SIDES = (("price_down", -1), ("price_up", 1))


def solved(case: Wide) -> Solution:
    try:
        return case.program().solve()
    except NoOptimumError:
        assume(False)
        raise


def close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-5, abs_tol=1e-5)


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one, other, rtol=1e-7, atol=1e-9)


@given(st.integers(0, 10**9))
@settings(max_examples=60)
def test_prices_are_the_slopes_of_the_exact_optimum(seed: int) -> None:
    case = wide(Random(seed))
    solution, exact = solved(case), case.optimum()
    # Where a rounding decides what the optimum is, it decides the prices.
    assume(isinstance(exact, Fraction) and close(solution.objective, float(exact)))
    table = solution.prices("row", intervals=False)
    for row in range(len(case.rows)):
        for side, way in SIDES:
            price, (at_once, further) = table[side].tolist()[row], case.prices(row, way)
            between = min(at_once, further) <= price <= max(at_once, further)
            assert between or close(price, at_once) or close(price, further), (case, row, side, price, at_once)


@given(st.integers(0, 10**9))
@settings(max_examples=60)
def test_prices_do_not_hang_on_what_was_asked_before(seed: int) -> None:
    case = wide(Random(seed))
    solution = solved(case)
    first = solution.prices("row", intervals=False)
    full = solution.prices("row")
    solution.costs("x")
    same(solution.prices("row"), full)
    for row in reversed(range(len(case.rows))):
        same(solution.prices("row", [row], intervals=False), first.loc[[row]])
        same(solution.prices("row", [row]), full.loc[[row]])
    sides = [side for side, _ in SIDES]
    same(full[sides], first[sides])


def test_a_limit_that_cannot_move_has_no_price_though_a_small_step_is_lost_in_tolerances() -> None:
    """To move by 1e-6 the equation asks for x = 0.0025, which misses the third limit by little and so by nothing."""
    program = Program("flat", maximise=False)
    x = program.variables("x", ["a"])
    program.objective(0 * x["a"])
    rows = {0: 70000 * x["a"] >= 0, 1: -0.9 * x["a"] <= 0, 2: 4e-4 * x["a"] == 0}
    program.constraints("row", rows)
    solution = program.solve()
    for _ in range(2):
        table = solution.prices("row", intervals=False)
        assert table["price_up"].tolist() == [math.inf, 0, 0]
        assert table["price_down"].tolist() == [0, -math.inf, -math.inf]


@pytest.mark.parametrize("small", [1e-3, 1e-6, 1e-8])
def test_what_is_infeasible_by_less_than_a_tolerance_at_unit_step_is_so_all_the_same(small: float) -> None:
    program = Program("steep", maximise=False)
    x = program.variables("x", ["a"])
    program.objective(0 * x["a"])
    program.constraints("row", {0: small * x["a"] <= 0, 1: -20000 * x["a"] == 0})
    table = program.solve().prices("row", intervals=False)
    assert table["price_down"].tolist() == [-math.inf, -math.inf]
    assert table["price_up"].tolist() == [0, math.inf]


def test_a_small_cost_counts_beside_a_large_one() -> None:
    """Of a, 1/70 for 1; b would cost 100 for 7e-6."""
    program = Program("pennies", maximise=False)
    x = program.variables("x", ["a", "b", "c"], upper={"a": None, "b": None, "c": 10.0})
    program.objective(-1 * x["a"] + 100 * x["b"] + x["c"])
    program.constraints("row", {0: -70 * x["a"] + 7e-6 * x["b"] - 7e-6 * x["c"] >= 0})
    price = program.solve().prices("row").loc[0]
    assert (price.price_down, price.price_up) == pytest.approx((1 / 70, 1e8 / 7))


def test_a_dropped_coefficient_says_nothing_in_the_cone() -> None:
    """The solver takes 1e-13 for nothing where bounds are; away from them, as directions are, it would refuse it."""
    program = Program("dust")
    x = program.variables("x", ["a", "b"], upper=1.0)
    program.objective(x["a"] + x["b"])
    program.constraints("row", {0: x["a"] <= 1, 1: x["a"] + 1e-13 * x["b"] <= 1, 2: 0.5 * x["a"] + x["b"] <= 1})
    table = program.solve().prices("row", intervals=False)
    assert table["price_up"].tolist() == pytest.approx([0, 0, 1])
    assert table["price_down"].tolist() == pytest.approx([0.5, 0.5, 1])


def test_a_piece_ends_where_a_far_steeper_one_begins_though_rounding_hides_the_crossing() -> None:
    """Points near the end come to lie above the line and below it in turn."""
    program = Program("wall", maximise=False)
    x = program.variables("x", ["a", "b", "c"], upper={"a": None, "b": 10.0, "c": None})
    program.objective(-1 * x["b"] + x["c"])
    rows = {
        0: 7000 * x["a"] + 6e-4 * x["b"] - 6e-4 * x["c"] <= 10,
        1: -6e-4 * x["c"] <= -1,
        2: -20 * x["a"] + 0.2 * x["b"] + 6e-5 * x["c"] <= 10,
        3: -10 * x["a"] + 1e-6 * x["c"] <= 1,
    }
    program.constraints("row", rows)
    price = program.solve().prices("row").loc[3]
    # A lies at most at 11/7000 where b is 0, and has to make up for 1e-6 of 1e4 / 6.
    assert price.holds_from == pytest.approx(1e4 / 6 * 1e-6 - 10 * 10.994 / 7000, abs=1e-4)


def test_a_row_past_its_limit_by_what_the_solver_allows_stands_at_it() -> None:
    """Two rows hold a down: past its limit or not, either has its price."""
    program = Program("past")
    x = program.variables("x", ["a"])
    program.objective(3 * x["a"])
    program.constraints("row", {0: x["a"] <= 1, 1: -1 * x["a"] >= -1})
    live = program.solve().live
    for past in ([1e-9, 0.0], [0.0, -1e-9]):
        cone = Cone(
            live.arrays, live.point, live.activity + past, live.row_prices, live.reduced_costs, live.basis, 1e-9
        )
        assert [cone.touches(row) for row in (0, 1)] == [True, True]
        assert [cone.slope(0, -1), cone.slope(1, 1)] == pytest.approx([3, -3])
