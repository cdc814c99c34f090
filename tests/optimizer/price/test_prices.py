"""Prices are the derivatives of the optimum on both sides, and hold exactly as far as they say."""

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given, settings

from optimizer import NoOptimumError, Program, Solution
from tests.optimizer.cases import Case, cases, near

STEP = 1e-4


def solved(case: Case) -> Solution:
    try:
        return case.program().solve()
    except NoOptimumError:
        assume(False)
        raise


def numbered(table: pd.DataFrame) -> Iterator[tuple[int, Any]]:
    """Rows of a table with their numbers, which are their keys in the cases here."""
    return enumerate(table.itertuples(index=False))


def slope(one: float, other: float, step: float) -> float:
    """Difference quotient; infinite where one side is infeasible."""
    return (other - one) / step


@given(cases())
@settings(max_examples=45)
def test_prices_are_the_differences_on_both_sides(case: Case) -> None:
    solution = solved(case)
    for row, price in numbered(solution.prices("row", intervals=False)):
        limit, here = case.limits[row], solution.objective
        above = case.with_limit(row, limit + STEP).optimum()
        below = case.with_limit(row, limit - STEP).optimum()
        assert price.price_up == pytest.approx(slope(here, above, STEP), abs=1e-5)
        assert price.price_down == pytest.approx(slope(below, here, STEP), abs=1e-5)


@given(cases())
@settings(max_examples=30)
def test_prices_hold_to_the_ends_stated_and_no_further(case: Case) -> None:
    solution = solved(case)
    for row, price in numbered(solution.prices("row")):
        for rate, end, way in ((price.price_up, price.holds_to, 1), (price.price_down, price.holds_from, -1)):
            if math.isinf(rate):
                assert end == price.limit
                continue
            inside = price.limit + way * min(abs(end - price.limit), 500.0)
            straight = solution.objective + rate * (inside - price.limit)
            assert near(case.with_limit(row, inside).optimum(), straight)
            if math.isfinite(end):
                beyond = end + way * 0.01
                straight = solution.objective + rate * (beyond - price.limit)
                assert abs(case.with_limit(row, beyond).optimum() - straight) > 1e-6


@given(cases())
@settings(max_examples=20)
def test_prices_without_intervals_are_the_same_prices(case: Case) -> None:
    solution = solved(case)
    quick, full = solution.prices("row", intervals=False), solution.prices("row")
    for side in ("price_down", "price_up"):
        assert quick[side].tolist() == pytest.approx(full[side].tolist(), abs=1e-8)
    assert quick[["holds_from", "holds_to"]].isna().all(axis=None)


@given(cases())
@settings(max_examples=40)
def test_slack_is_told_without_a_price_and_has_none(case: Case) -> None:
    solution = solved(case)
    slack, prices = solution.slack("row"), solution.prices("row", intervals=False)
    assert slack.tolist() == pytest.approx(prices["slack"].tolist(), abs=1e-6)
    assert (prices.loc[slack > 1e-4, ["price_down", "price_up"]] == 0).all(axis=None)


@given(cases())
@settings(max_examples=30)
def test_prices_have_the_sign_of_the_sense(case: Case) -> None:
    # More room never hurts: loosening gains when maximising and saves when minimising.
    prices = solved(case).prices("row", intervals=False)
    gain = 1 if case.maximise else -1
    for row, sense in enumerate(case.senses):
        loosens = {"<": 1, ">": -1, "=": 0}[sense]
        for side in ("price_down", "price_up") if loosens else ():
            assert gain * loosens * prices[side].tolist()[row] >= -1e-9


@given(cases())
@settings(max_examples=30)
def test_cost_ranges_are_where_the_solution_stays_optimal_and_no_further(case: Case) -> None:
    solution = solved(case)
    for column, found in numbered(solution.costs("x")):
        for end, way in ((found.holds_to, 1), (found.holds_from, -1)):
            inside = found.cost + way * min(abs(end - found.cost), 500.0)
            kept = solution.objective + found.value * (inside - found.cost)
            assert near(case.with_cost(column, inside).optimum(), kept)
            if math.isfinite(end):
                beyond = end + way * 0.01
                kept = solution.objective + found.value * (beyond - found.cost)
                assert abs(case.with_cost(column, beyond).optimum() - kept) > 1e-6


def forced(case: Case, column: int, value: float) -> float:
    """The optimum with one variable held at a value."""
    row = tuple(1.0 if j == column else 0.0 for j in range(len(case.costs)))
    return Case(
        case.maximise,
        case.costs,
        (*case.matrix, row),
        (*case.senses, "="),
        (*case.limits, value),
        case.upper,
    ).optimum()


@given(cases())
@settings(max_examples=30)
def test_reduced_costs_are_what_forcing_a_variable_off_its_bound_costs(case: Case) -> None:
    solution = solved(case)
    for column, found in numbered(solution.costs("x")):
        at_lower, at_upper = found.value == 0, found.value == case.upper[column]
        if at_lower:
            here = slope(solution.objective, forced(case, column, STEP), STEP)
            assert found.reduced_cost == pytest.approx(here, abs=1e-5)
        elif at_upper:
            here = slope(forced(case, column, found.value - STEP), solution.objective, STEP)
            assert found.reduced_cost == pytest.approx(here, abs=1e-5)
        else:
            assert found.reduced_cost == 0


def test_a_degenerate_optimum_has_two_prices() -> None:
    # Three limits meet at (1, 1): any solver shows one of (1, 1, 0), (0, 0, 1) and what lies between.
    program = Program("corner")
    x = program.variables("x", ["a", "b"])
    program.objective(x["a"] + x["b"])
    program.constraints("cap", {"a": x["a"] <= 1, "b": x["b"] <= 1, "sum": x["a"] + x["b"] <= 2})
    prices = program.solve().prices("cap")
    assert prices["price_down"].tolist() == pytest.approx([1, 1, 1])
    assert prices["price_up"].tolist() == pytest.approx([0, 0, 0])
    assert prices["holds_from"].tolist() == pytest.approx([0, 0, 0])
    assert prices["holds_to"].tolist() == [math.inf] * 3


def test_a_price_holds_beyond_the_range_of_its_basis() -> None:
    # At 120 the basis changes (another variable reaches its bound) but the price does not.
    program = Program("long")
    x = program.variables("x", ["a", "b"], upper={"a": 120.0, "b": 30.0})
    program.objective(2 * x["a"] + 2 * x["b"])
    program.constraints("cap", {"sum": x["a"] + x["b"] <= 100})
    price = program.solve().prices("cap").loc["sum"]
    assert (price.price_down, price.price_up) == pytest.approx((2, 2))
    assert (price.holds_from, price.holds_to) == pytest.approx((0, 150))


def test_small_prices_are_not_lost_in_a_large_objective() -> None:
    program = Program("fine print")
    x = program.variables("x", ["huge", "tiny"], upper={"huge": 1e4, "tiny": 10.0})
    program.objective(x["huge"] + 1e-4 * x["tiny"])
    program.constraints("cap", {"tiny": x["tiny"] <= 2, "twin": 2 * x["tiny"] <= 4})
    prices = program.solve().prices("cap")
    assert prices["price_down"].tolist() == pytest.approx([1e-4, 5e-5])
    assert prices["price_up"].tolist() == pytest.approx([0, 0])


def knapsack() -> Program:
    program = Program("mixed")
    pick = program.variables("pick", ["a", "b", "c"], binary=True)
    pour = program.variables("pour", ["q"])
    program.objective(5 * pick["a"] + 4 * pick["b"] + 3 * pick["c"] + 2 * pour["q"])
    weight = 2 * pick["a"] + 3 * pick["b"] + pick["c"] + pour["q"]
    program.constraints("cap", {"weight": weight <= 5.5})
    return program


def test_prices_with_integers_are_labelled_and_hold_them_fixed() -> None:
    solution = knapsack().solve()
    assert solution.prices_are == "integers fixed"
    price = solution.prices("cap").loc["weight"]
    # Below 3 the chosen items no longer fit: with the integers fixed there is nothing there.
    assert (price.price_down, price.price_up, price.holds_from) == pytest.approx((2, 2, 3))
    assert price.holds_to == math.inf
    assert solution.costs("pick")["holds_from"].isna().all()
    assert solution.costs("pour").loc["q", "holds_to"] == math.inf


def test_a_linear_programme_says_its_prices_are_its_own() -> None:
    program = Program("plain")
    x = program.variables("x", ["a"], upper=1)
    program.objective(1 * x["a"])
    assert program.solve().prices_are == "linear programme"


def test_some_keys_only() -> None:
    program = Program("keys")
    x = program.variables("x", [("p", 1), ("p", 2), ("q", 1)], upper=5)
    program.objective(program.linear((x[key], 1.0) for key in x))
    program.constraints("cap", {key: 1 * x[key] <= 3 for key in x})
    prices = program.solve().prices("cap", [("q", 1)])
    assert list(prices.index) == [("q", 1)]
    assert prices.loc[("q", 1), "price_down"] == pytest.approx(1)


def test_a_piece_ends_where_one_many_times_as_steep_begins() -> None:
    """Of c there are 1/40000 for 100 each; more asks for b, at a price that makes much of every rounding."""
    program = Program("steep", maximise=False)
    x = program.variables("x", ["a", "b", "c"], upper={"a": 10.0, "b": 10.0, "c": None})
    program.objective(-1 * x["a"] + 100 * x["b"] + 100 * x["c"])
    rows = {
        0: -2e-5 * x["b"] + 40000 * x["c"] <= 1,
        1: -2 * x["c"] == 0,
        2: 1000 * x["a"] + 70 * x["b"] + 0.7 * x["c"] <= 100,
    }
    program.constraints("row", rows)
    table = program.solve().prices("row")
    assert table["price_down"].iloc[1] == pytest.approx(-50.00035, rel=1e-5)
    assert table["holds_from"].iloc[1] == pytest.approx(-5e-5, abs=1e-9)
