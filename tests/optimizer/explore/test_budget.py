"""A protected row holds whatever the budget of deviations does to it, and gives up no more than it must."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import linprog

from optimizer import (
    DuplicateKeyError,
    ModelError,
    Program,
    Solution,
    least_budget,
    protected,
    violation_bound,
    violation_bound_by_normal,
    violation_bound_by_stirling,
)

WHOLE = st.integers(-4, 6).map(float)


def worst_vectors(deviations: list[float], budget: float) -> list[list[float]]:
    """Every way to spend a budget: some coefficients at their worst, and one more by the fraction that is left."""
    count, whole = len(deviations), min(len(deviations), math.floor(budget))
    rest = min(budget, count) - whole
    ways = []
    for full in combinations(range(count), whole):
        for part in [j for j in range(count) if j not in full] or [-1]:
            shares = [1.0 if j in full else rest if j == part else 0.0 for j in range(count)]
            ways.append([share * deviation for share, deviation in zip(shares, deviations, strict=True)])
    return ways


def by_enumeration(
    costs: list[float], terms: list[float], deviations: list[float], budget: float, limit: float, low: float
) -> float:
    """The optimum with a row for every way and every choice of signs."""
    rows = []
    for way in worst_vectors(deviations, budget):
        for signs in np.ndindex(*([2] * len(terms))):
            rows.append(np.array(terms) + np.array(way) * (1 - 2 * np.array(signs)))
    found = linprog(-np.array(costs), A_ub=np.array(rows), b_ub=[limit] * len(rows), bounds=[(low, 5)] * len(costs))
    return -found.fun if found.status == 0 else -math.inf


def solved(
    costs: list[float], terms: list[float], deviations: list[float], budget: float, limit: float, low: float
) -> tuple[Solution, float]:
    """The optimum of the protected programme, and what it keeps back."""
    program = Program("small")
    x = program.variables("x", range(len(costs)), lower=low, upper=5)
    program.objective(program.linear((x[j], costs[j]) for j in x))
    pairs = [(x[j], deviations[j]) for j in x]
    kept = protected(program, "row", [(x[j], terms[j]) for j in x], pairs, budget=budget, limit=limit)
    solution = program.solve()
    return solution, solution.value_of(kept)


@given(
    st.lists(st.tuples(WHOLE, WHOLE, st.integers(0, 3).map(float)), min_size=1, max_size=3),
    st.integers(0, 6).map(lambda n: n / 2),
    st.integers(0, 12).map(float),
    st.sampled_from([0.0, -3.0]),
)
def test_the_optimum_is_that_over_every_way_to_spend_the_budget(
    columns: list[tuple[float, float, float]], budget: float, limit: float, low: float
) -> None:
    costs, terms, deviations = (list(column) for column in zip(*columns, strict=True))
    expected = by_enumeration(costs, terms, deviations, budget, limit, low)
    assume(math.isfinite(expected))
    solution, kept = solved(costs, terms, deviations, budget, limit, low)
    assert solution.objective == pytest.approx(expected, abs=1e-7)
    point = np.array(solution.values("x"))
    worst = max(float(np.array(way) @ np.abs(point)) for way in worst_vectors(deviations, budget))
    assert kept >= worst - 1e-7
    assert float(np.array(terms) @ point) + worst <= limit + 1e-7


def test_without_a_budget_the_row_is_as_expected_and_with_all_of_it_as_bad_as_can_be() -> None:
    costs, terms, deviations = [3.0, 2.0], [2.0, 1.0], [1.0, 0.5]
    program = Program("plain")
    x = program.variables("x", range(2), upper=5)
    program.objective(3 * x[0] + 2 * x[1])
    program.constraints("row", {"plain": 2 * x[0] + x[1] <= 6})
    assert solved(costs, terms, deviations, 0.0, 6.0, 0.0)[0].objective == pytest.approx(program.solve().objective)
    assert solved(costs, terms, deviations, 2.0, 6.0, 0.0)[0].objective == pytest.approx(
        by_enumeration(costs, [3.0, 1.5], [0.0, 0.0], 0.0, 6.0, 0.0)
    )
    more = solved(costs, terms, deviations, 9.0, 6.0, 0.0)[0]
    assert more.objective == pytest.approx(solved(costs, terms, deviations, 2.0, 6.0, 0.0)[0].objective)


def test_what_makes_no_sense_is_refused() -> None:
    program = Program("refusals")
    x = program.variables("x", ["a"])
    pairs = [(x["a"], 1.0)]
    for budget in (-1.0, math.nan):
        with pytest.raises(ModelError, match="budget"):
            protected(program, "row", pairs, pairs, budget=budget, limit=1.0)
    with pytest.raises(ModelError, match="deviation"):
        protected(program, "row", pairs, [(x["a"], -1.0)], budget=1.0, limit=1.0)
    protected(program, "row", {x["a"]: 1.0}, {x["a"]: 0.5}, budget=1.0, limit=1.0)
    with pytest.raises(DuplicateKeyError):
        protected(program, "row", pairs, pairs, budget=1.0, limit=1.0)
    for count, budget in ((0, 0.0), (3, 3.5), (3, -0.1)):
        with pytest.raises(ModelError):
            violation_bound(count, budget)
    with pytest.raises(ModelError, match="chance"):
        least_budget(3, 1.5)


@given(st.integers(1, 60), st.floats(0, 1))
def test_bounds_fall_with_the_budget_and_keep_their_order(count: int, share: float) -> None:
    budget = share * count
    exact = violation_bound(count, budget)
    assert exact <= violation_bound_by_stirling(count, budget) + 1e-12
    assert exact <= math.exp(-(budget**2) / (2 * count)) + 1e-12
    assert violation_bound(count, min(count, budget + 0.5)) <= exact + 1e-12


@given(st.integers(1, 60), st.floats(1e-6, 1))
def test_the_least_budget_is_the_least(count: int, chance: float) -> None:
    budget = least_budget(count, chance)
    assert violation_bound(count, budget) <= chance * (1 + 1e-9)
    if budget > 1e-6:
        assert violation_bound(count, max(0.0, budget - 1e-6)) > chance * (1 - 1e-4)


def test_the_bound_is_reached_where_every_term_deviates_by_the_same_to_either_side() -> None:
    """Theorem 3 is tight: of ten terms of one size, each up or down as a coin falls, more than a budget's worth."""
    count = 10
    for budget in (0, 2, 4, 6, 8):
        heads = [bin(way).count("1") for way in range(2**count)]
        broken = sum(2 * up - count >= budget for up in heads) / 2**count
        assert violation_bound(count, float(budget)) == pytest.approx(broken)


def test_the_normal_bound_is_near_for_many() -> None:
    for count in (200, 2000):
        budget = least_budget(count, 0.05)
        assert violation_bound_by_normal(count, budget) == pytest.approx(0.05, abs=2e-4)
