"""Ranges of the basis lie within ours, and equal them where nothing is degenerate."""

import numpy as np
import pytest
from hypothesis import assume, given, settings

from optimizer import NoOptimumError, Program, Solution
from tests.optimizer.cases import Case, cases, near


def solved(case: Case) -> Solution:
    try:
        return case.program().solve()
    except NoOptimumError:
        assume(False)
        raise


def generic(case: Case) -> Case:
    """The same programme shaken a little, so that hardly a vertex is degenerate and hardly a cost a tie."""
    rng = np.random.default_rng(11)
    limits = tuple(limit + float(rng.uniform(0, 0.3)) for limit in case.limits)
    costs = tuple(cost + float(rng.uniform(0, 0.3)) for cost in case.costs)
    return Case(case.maximise, costs, case.matrix, case.senses, limits, case.upper)


@given(cases())
@settings(max_examples=40)
def test_ranges_of_the_basis_lie_within_ours(case: Case) -> None:
    solution = solved(case)
    for table, here in ((solution.prices("row"), "limit"), (solution.costs("x"), "cost")):
        rounding = 1e-6
        assert (table["holds_from"] <= table["basis_from"] + rounding).all()
        assert (table["basis_from"] <= table[here] + rounding).all()
        assert (table[here] <= table["basis_to"] + rounding).all()
        assert (table["basis_to"] <= table["holds_to"] + rounding).all()


@given(cases())
@settings(max_examples=40)
def test_ranges_of_the_basis_are_those_of_the_solver(case: Case) -> None:
    # The solver's own ranging, for the basis it stands at. Of a limit it ranges what is not basic.
    solution = solved(case)
    prices, costs = solution.prices("row"), solution.costs("x")
    live = solution.live
    live.settle()
    _, ranging = live.engine.highs.getRanging()
    assume(ranging.valid)
    basic = set(live.engine.basic().tolist())
    for row in range(len(case.limits)):
        if -(row + 1) not in basic and case.senses[row] != "=":
            assert near(prices["basis_from"].iloc[row], ranging.row_bound_dn.value_[row])
            assert near(prices["basis_to"].iloc[row], ranging.row_bound_up.value_[row])
    for column in range(len(case.costs)):
        assert near(costs["basis_from"].iloc[column], ranging.col_cost_dn.value_[column])
        assert near(costs["basis_to"].iloc[column], ranging.col_cost_up.value_[column])


@given(cases())
@settings(max_examples=40)
def test_where_nothing_is_degenerate_a_price_holds_as_far_as_its_basis_unless_the_next_has_it_too(case: Case) -> None:
    case = generic(case)
    solution = solved(case)
    assume(solution.unique)
    table = solution.prices("row")
    for row in range(len(case.limits)):
        end = table["basis_to"].iloc[row]
        if np.isfinite(end) and not near(end, table["holds_to"].iloc[row]):
            beyond = case.with_limit(row, end + 1e-4).optimum()
            straight = solution.objective + table["price_up"].iloc[row] * (end + 1e-4 - case.limits[row])
            assert near(beyond, straight)


def test_a_range_of_the_basis_can_be_shorter_than_that_of_the_price() -> None:
    # At 120 the first variable reaches its bound and the basis changes; the second is worth as much.
    program = Program("long")
    x = program.variables("x", ["a", "b"], upper={"a": 120.0, "b": 30.0})
    program.objective(2 * x["a"] + 2 * x["b"])
    program.constraints("cap", {"sum": x["a"] + x["b"] <= 100})
    price = program.solve().prices("cap").loc["sum"]
    assert (price.holds_from, price.holds_to) == pytest.approx((0, 150))
    assert price.basis_to - price.basis_from == pytest.approx(120) or price.basis_from == pytest.approx(30)


def test_without_intervals_there_are_none() -> None:
    program = Program("plain")
    x = program.variables("x", ["a"])
    program.objective(1 * x["a"])
    program.constraints("cap", {"a": 1 * x["a"] <= 3})
    assert program.solve().prices("cap", intervals=False)[["basis_from", "basis_to"]].isna().all(axis=None)
