"""A trace is the optimum as a function of one number, everywhere, with its error stated."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, settings

from optimizer import ModelError, NoOptimumError, PricesUnavailableError, Program, Solution, trace
from tests.optimizer.cases import Case, cases, near


def solved(case: Case) -> Solution:
    try:
        return case.program().solve()
    except NoOptimumError:
        assume(False)
        raise


def agrees(found: float, expected: float, at: float, ends: tuple[float, float]) -> bool:
    """Values agree; at the very edge of what is feasible either answer is right."""
    if math.isnan(found) or math.isinf(expected):
        at_edge = min(abs(at - end) for end in ends) < 1e-5
        return (math.isnan(found) and math.isinf(expected)) or at_edge
    return near(found, expected)


@given(cases(most=3))
@settings(max_examples=20)
def test_an_exact_trace_of_a_limit_is_the_optimum_everywhere(case: Case) -> None:
    solution = solved(case)
    for row, limit in enumerate(case.limits):
        found = trace(solution, "row", row, limit - 6.3, limit + 5.7, exact=True)
        ends = (found.feasible_from, found.feasible_to)
        for at in np.linspace(limit - 6.3, limit + 5.7, 9).tolist():
            assert agrees(found.value(at), case.with_limit(row, at).optimum(), at, ends)


@given(cases(most=3))
@settings(max_examples=20)
def test_an_exact_trace_of_a_cost_is_the_optimum_everywhere(case: Case) -> None:
    solution = solved(case)
    for column, cost in enumerate(case.costs):
        found = trace(solution, "x", column, cost - 6.3, cost + 5.7, of="cost", exact=True)
        ends = (found.feasible_from, found.feasible_to)
        for at in np.linspace(cost - 6.3, cost + 5.7, 9).tolist():
            assert agrees(found.value(at), case.with_cost(column, at).optimum(), at, ends)


@given(cases(most=3))
@settings(max_examples=25)
def test_a_sandwich_contains_the_optimum_and_is_as_thin_as_it_says(case: Case) -> None:
    solution = solved(case)
    found = trace(solution, "row", 0, case.limits[0] - 6.3, case.limits[0] + 5.7, tolerance=0.02)
    for at in np.linspace(found.feasible_from, found.feasible_to, 11)[1:-1].tolist():
        low, high = found.bounds(at)
        assert low - 1e-6 <= case.with_limit(0, at).optimum() <= high + 1e-6
        assert (high - low) / 2 <= found.error + 1e-6


def staircase(steps: int, *, worth: Callable[[int], float] | None = None) -> Program:
    """A concave optimum with a bend at every whole number: each unit is worth one less than the last."""
    program = Program("staircase")
    x = program.variables("x", range(steps), upper=1)
    program.objective(program.linear((x[j], float(steps - j) if worth is None else worth(j)) for j in x))
    program.constraints("cap", {"sum": program.linear((x[j], 1.0) for j in x) <= steps / 2 + 0.5})
    return program


def test_an_exact_trace_finds_every_bend_with_its_slopes() -> None:
    found = trace(staircase(8), "cap", "sum", -1, 10, exact=True)
    assert found.points["at"].tolist() == pytest.approx([0, 1, 2, 3, 4, 5, 6, 7, 8, 10])
    assert found.points["slope_up"].tolist()[:-1] == pytest.approx([8, 7, 6, 5, 4, 3, 2, 1, 0])
    assert found.points["slope_down"].tolist()[1:] == pytest.approx([8, 7, 6, 5, 4, 3, 2, 1, 0])
    assert found.points["slope_down"][0] == math.inf
    assert math.isnan(found.points["slope_up"].iloc[-1])
    assert (found.feasible_from, found.feasible_to, found.error) == pytest.approx((0, 10, 0))
    assert found.solves <= len(found.points) + 2


def test_a_tolerance_takes_few_solves() -> None:
    # Worth that falls by a tenth a unit, as with most demand: 150 bends, most of which do not matter.
    program = staircase(150, worth=lambda unit: 0.9**unit)
    found = trace(program, "cap", "sum", 0, 150, tolerance=1e-3)
    assert found.solves <= 30
    assert found.error <= 1e-3 * 10
    assert found.values_are == "linear programme"


def chained(links: int) -> Program:
    """A chain in which each link must carry a little more than a share of the last: its edge is far to find."""
    program = Program("chain")
    x = program.variables("x", range(links + 1), upper=10)
    program.objective(program.linear((x[j], 1.0) for j in range(links)))
    program.constraints("link", {j: x[j + 1] - 0.7 * x[j] >= 0.1 * j for j in range(links)})
    program.constraints("end", {"cap": program.linear((x[j], 1.0 + j) for j in x) <= 400})
    return program


def test_an_edge_far_inside_the_span_takes_few_solves() -> None:
    found = trace(chained(12), "end", "cap", -1e6, 500, exact=True)
    least = trace(chained(12), "end", "cap", found.feasible_from - 1e-3, 500, exact=True)
    assert found.feasible_from == pytest.approx(least.feasible_from)
    assert found.feasible_from > 0
    assert found.solves <= least.solves + 3


def test_the_programme_is_put_back_after_a_trace() -> None:
    solution = staircase(4).solve()
    before = solution.prices("cap")
    trace(solution, "cap", "sum", 0, 4)
    trace(solution, "x", 0, -3, 9, of="cost")
    assert solution.prices("cap").equals(before)


def test_integers_are_fixed_and_that_is_said() -> None:
    program = staircase(3)
    pick = program.variables("pick", ["p"], binary=True)
    program.constraints("either", {"p": 1 * pick["p"] <= 0.5})
    assert trace(program, "cap", "sum", 0, 3).values_are == "integers fixed"


def test_impossible_spans_are_refused() -> None:
    with pytest.raises(ModelError, match="from a number up"):
        trace(staircase(3), "cap", "sum", 2, 1)
    with pytest.raises(ModelError, match="from a number up"):
        trace(staircase(3), "cap", "sum", 0, math.inf)
    with pytest.raises(PricesUnavailableError, match="no optimum anywhere"):
        trace(staircase(3), "cap", "sum", -9, -3)
