"""With the integers free a trace is the best of all structures, and says where that is proven."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings

from optimizer import Envelope, NoOptimumError, Program, Solution, trace
from tests.optimizer.cases import Case, cases


def solved(case: Case) -> Solution:
    try:
        return case.program(integer=True).solve()
    except NoOptimumError:
        assume(False)
        raise


def agrees(found: Envelope, at: float, expected: float | None, *, maximise: bool) -> bool:
    """Bounds hold everywhere, and are as tight as stated wherever that is."""
    low, high = found.bounds(at)
    if expected is None:
        return math.isnan(low) or math.isinf(low if maximise else high)
    inside = low - 1e-5 <= expected <= high + 1e-5
    left_open = any(a - 1e-9 <= at <= b + 1e-9 for a, b in found.unproven.to_numpy().tolist())
    return inside and (left_open or abs(found.value(at) - expected) <= found.error + 1e-5)


@given(cases(most=3, bounded=True))
@settings(max_examples=25)
def test_an_envelope_along_a_limit_is_the_optimum_of_whole_points(case: Case) -> None:
    solution = solved(case)
    limit = case.limits[0]
    found = trace(solution, "row", 0, limit - 3.3, limit + 2.9, integers="free")
    for at in np.linspace(limit - 3.3, limit + 2.9, 13).tolist():
        expected = case.with_limit(0, at).best_whole_point(5)
        assert agrees(found, at, expected, maximise=case.maximise)


@given(cases(most=3, bounded=True))
@settings(max_examples=25)
def test_an_envelope_along_a_cost_is_the_optimum_of_whole_points(case: Case) -> None:
    solution = solved(case)
    cost = case.costs[0]
    found = trace(solution, "x", 0, cost - 3.3, cost + 2.9, of="cost", integers="free")
    assert found.unproven.empty
    for at in np.linspace(cost - 3.3, cost + 2.9, 13).tolist():
        expected = case.with_cost(0, at).best_whole_point(5)
        assert agrees(found, at, expected, maximise=case.maximise)


def plants() -> Program:
    """A small plant and a large one, each with a fixed cost: the more may be made, the larger pays."""
    program = Program("plants")
    build = program.variables("build", ["small", "large"], binary=True)
    make = program.variables("make", ["small", "large"])
    program.objective(3 * make["small"] + 4 * make["large"] - 2 * build["small"] - 10 * build["large"])
    program.constraints(
        "room",
        {"small": make["small"] - 5 * build["small"] <= 0, "large": make["large"] - 20 * build["large"] <= 0},
    )
    program.constraints("total", {"sum": make["small"] + make["large"] <= 3})
    return program


def test_the_places_where_the_structure_changes() -> None:
    found = trace(plants(), "total", "sum", 0, 30, integers="free")
    # Nothing at first; the small one from 2/3 on, where 3 b - 2 is above 0, worth 13 from 5 on; the large one from
    # 23/4, where 4 b - 10 is above 13, worth 70 from 20 on; both once 70 + 3 (b - 20) - 2 is above 70.
    assert found.changes["at"].tolist() == pytest.approx([2 / 3, 5.75, 62 / 3], abs=1e-6)
    assert found.changes["value_before"].tolist() == pytest.approx([0, 13, 70], abs=1e-4)
    assert [[(s.key, s.after) for s in switches] for switches in found.changes["switches"]] == [
        [("small", 1)],
        [("small", 0), ("large", 1)],
        [("small", 1)],
    ]
    assert found.structures["build"].to_numpy().tolist() == [[0, 0], [1, 0], [0, 1], [1, 1]]
    assert found.unproven.empty
    assert found.values_are == "integers free"
    assert found.error <= 1e-4 * 7
    assert found.value(5.0) == pytest.approx(13)
    assert "4 structures" in repr(found)


def lumps() -> Program:
    program = Program("lumps")
    pick = program.variables("pick", ["a", "b"], binary=True)
    program.objective(5 * pick["a"] + 8 * pick["b"])
    program.constraints("cap", {"weight": 2 * pick["a"] + 3 * pick["b"] <= 4})
    return program


def test_beside_a_jump_a_narrow_strip_stays_unproven_and_is_listed() -> None:
    found = trace(lumps(), "cap", "weight", 0, 6, integers="free")
    assert found.changes["at"].tolist() == pytest.approx([2, 3, 5])
    assert found.changes["value_after"].tolist() == pytest.approx([5, 8, 13])
    assert (found.unproven["high"] - found.unproven["low"]).max() <= 1e-4
    assert found.unproven["high"].tolist() == pytest.approx([2, 3, 5])
    assert found.value(2.5) == pytest.approx(5)
    assert found.bounds(2.5) == pytest.approx((5, 5))


def test_where_the_budget_runs_out_that_is_stated() -> None:
    found = trace(lumps(), "cap", "weight", 0, 6, integers="free", budget=1)
    assert found.solves == 1
    assert found.unproven.to_numpy().tolist() == [[0, 6]]
    low, high = found.bounds(2.5)
    assert low <= 5 <= high


def test_nothing_feasible_is_nothing_found() -> None:
    program = lumps()
    pick = program.variables("need", ["n"], lower=1, upper=1)
    program.constraints("cap", {"need": 2.5 * pick["n"] <= 3})
    found = trace(program, "cap", "need", 0, 6, integers="free")
    assert math.isnan(found.value(1.0))
    assert math.isnan(found.bounds(1.0)[0])
    assert found.value(4.0) == pytest.approx(8)
    assert found.changes.empty
    assert found.points["value"].isna().any()
