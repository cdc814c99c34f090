"""What moves in a straight line is known before it is traced, and traced it is the optimum everywhere."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer import (
    Direction,
    ModelError,
    Moved,
    PricesUnavailableError,
    Program,
    direction,
    trace,
    trace_along,
)
from tests.optimizer.cases import Case, cases, near


def shifted(case: Case, costs: list[float], limits: list[float], at: float) -> Case:
    moved = [cost + at * change for cost, change in zip(case.costs, costs, strict=True)]
    held = [limit + at * change for limit, change in zip(case.limits, limits, strict=True)]
    return Case(case.maximise, tuple(moved), case.matrix, case.senses, tuple(held), case.upper)


@given(cases(most=3, bounded=True), st.booleans(), st.data())
@settings(max_examples=40)
def test_a_trace_along_a_direction_is_the_optimum_everywhere(case: Case, of_costs: bool, data: st.DataObject) -> None:
    whole = st.integers(-2, 2).map(float)
    n, m = len(case.costs), len(case.limits)
    costs = data.draw(st.lists(whole, min_size=n, max_size=n)) if of_costs else [0.0] * n
    limits = [0.0] * m if of_costs else data.draw(st.lists(whole, min_size=m, max_size=m))
    places = {at: shifted(case, costs, limits, at) for at in (-1.0, 0.0, 1.5)}
    assume(math.isfinite(case.optimum()))
    moved, way = direction({at: place.program().snapshot() for at, place in places.items()}, 0.0)
    assert way is not None
    assert moved is not Moved.BOTH
    exact, quick = trace_along(way, -1.0, 1.5, exact=True), trace_along(way, -1.0, 1.5, tolerance=0.05)
    assert quick.error <= 0.05 * max(quick.points["value"].abs()) + 1e-6
    for at in np.linspace(exact.feasible_from, exact.feasible_to, 7)[1:-1].tolist():
        expected = shifted(case, costs, limits, at).optimum()
        assert near(exact.value(at), expected)
        assert abs(quick.value(at) - expected) <= quick.error + 1e-6


def shop(*, hours: float = 8.0, price: float = 3.0, slow: float = 1.0, whole: bool = False) -> Program:
    program = Program("shop")
    x = program.variables("make", ["a", "b"], upper=6, integer=whole)
    program.objective(price * x["a"] + 5 * x["b"])
    program.constraints("hours", {"cut": slow * x["a"] + x["b"] <= hours, "sew": x["a"] + 3 * x["b"] <= 12})
    return program


def moves(*programs: Program) -> tuple[Moved, Direction | None]:
    return direction({float(at): program.snapshot() for at, program in enumerate(programs)}, 0.0)


def test_what_moves_is_told() -> None:
    here = shop()
    assert moves(here, shop(hours=9), shop(hours=10))[0] is Moved.LIMITS
    assert moves(here, shop(price=4), shop(price=5))[0] is Moved.COSTS
    assert moves(here, shop(), shop())[0] is Moved.NOTHING
    assert moves(here, shop(hours=9, price=4), shop(hours=10, price=5))[0] is Moved.BOTH
    assert moves(here, shop(hours=9), shop(hours=12)) == (Moved.BENT, None)
    assert moves(here, shop(slow=2), shop(slow=3)) == (Moved.COEFFICIENTS, None)
    longer = shop()
    longer.variables("more", ["c"])
    assert moves(here, longer, longer) == (Moved.COEFFICIENTS, None)


def test_a_fixed_variable_that_grows_moves_the_limits_it_uses_up() -> None:
    programs = [shop(whole=True) for _ in range(3)]
    for at, program in enumerate(programs):
        program.fix("make", {"b": float(at)})
        program.bound("make", "a", lower=1.0, upper=6.0)
    with pytest.raises(ModelError, match="integers fixed"):
        moves(*programs)
    for program in programs:
        program.fix("make", {"a": 1.0})
    moved, way = moves(*programs)
    assert moved is Moved.LIMITS
    assert way is not None
    found = trace_along(way, 0.0, 2.0)
    assert (found.value(0.0), found.value(2.0), found.values_are) == (3.0, 13.0, "integers fixed")


def test_along_one_cost_it_is_the_trace_of_that_cost() -> None:
    solution = shop().solve()
    found = trace_along(Direction.of_costs(solution, np.array([1.0, 0.0]), now=3.0), 0.0, 9.0, exact=True)
    expected = trace(solution, "make", "a", 0.0, 9.0, of="cost", exact=True)
    assert np.allclose(found.points, expected.points, equal_nan=True)
    assert found.values_are == "linear programme"


def test_impossible_traces_are_refused() -> None:
    moved, way = moves(shop(), shop(hours=9, price=4), shop(hours=10, price=5))
    assert not moved.is_linear
    assert way is not None
    with pytest.raises(ModelError, match="at once"):
        trace_along(way, 0.0, 1.0)
    with pytest.raises(ModelError, match="from a number up"):
        trace_along(way, 1.0, 1.0)


def test_a_programme_without_an_optimum_where_it_stands_is_not_traced() -> None:
    _, way = moves(shop(hours=-1), shop(hours=0), shop(hours=1))
    assert way is not None
    with pytest.raises(PricesUnavailableError, match="no optimum where it stands"):
        trace_along(way, 0.0, 2.0)
