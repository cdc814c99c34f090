"""Programmes found by trying thousands whose numbers lie further apart than the solver's tolerances reach."""

from fractions import Fraction

import numpy as np
import pytest
from highspy import HighsModelStatus

from optimizer import InfeasibleError, Program, Solution, TimeLimitError, UnboundedError
from optimizer.solve.cone import Cone
from optimizer.solve.engine import Engine
from tests.optimizer.exactly import Wide

type Numbers = tuple[float, ...]


def of(costs: Numbers, upper: tuple[float | None, ...], *rows: tuple[Numbers, str, float]) -> Wide:
    def exact(numbers: Numbers) -> tuple[Fraction, ...]:
        return tuple(Fraction(number) for number in numbers)

    return Wide(
        costs=exact(costs),
        rows=tuple(exact(row) for row, _, _ in rows),
        senses=tuple(sense for _, sense, _ in rows),
        limits=exact(tuple(limit for _, _, limit in rows)),
        upper=tuple(None if bound is None else Fraction(bound) for bound in upper),
    )


FAR_APART = {
    "a pace of 1e-10 is a row's whole movement": of(
        *((0, -1), (None, 10)),
        *(((100, 20000), "<", 0), ((0, 2e-6), "=", 0), ((9000, 0), "<", 0)),
    ),
    "a pace below 1e-10 is a row's whole movement": of(
        *((100, 0, -1), (None, None, 10)),
        *(((7e-5, 2e-5, 40000), "<", 0), ((9e-4, -40, 1e-5), "<", 1), ((0.9, 0.09, 1e-6), "<", 0)),
        ((0, 6e-5, -1), "<", 100),
    ),
    "a bound is missed by less than a tolerance at any step": of(
        *((-1, 0, 0), (None, None, None)),
        *(((6000, 0, 4e-6), "=", 0), ((-2e-4, 0, 0), ">", 0), ((-6e-6, 0, 10000), "=", 0)),
    ),
    "a multiplier has the wrong sign by less than a tolerance": of(
        *((100, 0), (10, None)),
        *(((1e-4, -7000), "<", 0), ((40, 1e-5), ">", 0)),
    ),
    "another point is better by 3e-13": of(
        *((100, 0, 1), (None, 10, 10)),
        *(((-9000, -9, 7000), "<", -1), ((0, 1, 2e-6), "=", 10), ((7000, -7e-4, 70), ">", 10)),
        ((-70000, 2e-6, -90), "<", 1),
    ),
}


@pytest.mark.parametrize("name", FAR_APART)
def test_prices_are_those_of_fractions(name: str) -> None:
    case = FAR_APART[name]
    table = case.program().solve().prices("row", intervals=False)
    for side, way in (("price_down", -1), ("price_up", 1)):
        for row in range(len(case.rows)):
            at_once, further = case.prices(row, way)
            assert table[side].iloc[row] in (pytest.approx(at_once, rel=1e-5, abs=1e-5), pytest.approx(further)), row


def test_an_optimum_whose_multipliers_are_wrong_by_less_than_a_tolerance_is_looked_at_again() -> None:
    """With x the second may be 90,000 x, the third 0.0045 x; the solver takes a gain of 6e-8 a unit for none."""
    case = of(
        *((-1, 0, 0), (None, None, None)),
        *(((-9e-4, 0, 0.09), "<", 1), ((40, -200, 0.07), "<", 0), ((90, -0.001, 0), "=", 0)),
        ((2e-4, 0.001, -20000), "<", -1),
    )
    assert case.optimum() == "unbounded"
    with pytest.raises(UnboundedError):
        case.program().solve()


def test_an_optimum_that_misses_a_limit_is_looked_at_again() -> None:
    """The first is to be at least 1.5e-5 times the second, at most 3.5e-6 times it, and the second is not 0."""
    case = of(
        *((0, 100), (None, None)),
        *(((1, -2000), "<", -1), ((-60, 9e-4), "<", 0), ((2000, -0.007), "<", 0), ((0.7, 20000), ">", 100)),
    )
    assert case.optimum() == "infeasible"
    with pytest.raises(InfeasibleError):
        case.program().solve()


def test_an_optimum_stays_one_after_a_second_look() -> None:
    """A cost of 5e-8 is worth its unit, once looked at."""
    case = of((-5e-8,), (10,), ((1,), "<", 1e4))
    answer = case.program().solve()
    assert isinstance(answer, Solution)
    assert answer.mapping("x")[0] == pytest.approx(10)


def test_a_second_look_for_which_there_is_no_time_is_no_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program("late")
    x = program.variables("x", ["a"], upper=1.0)
    program.objective(x["a"])
    monkeypatch.setattr(Engine, "_doubted", lambda self: True)
    monkeypatch.setattr(Engine, "run_so", lambda self, options, basis=None: HighsModelStatus.kTimeLimit)
    with pytest.raises(TimeLimitError):
        program.solve()


def test_directions_that_improve_by_a_rounding_have_the_slope_of_costs_a_rounding_away() -> None:
    """At a = 1, b = 0, taken for the optimum, b gains 1e-6 a unit without end; held, it gains nothing."""
    arrays = of((1, -(2**-20)), (None, None), ((1, 0), ">", 1), ((-1, 0), "<", 0)).program().snapshot().arrays
    prices, none = np.array([1.0, 0.0]), np.zeros(2)
    cone = Cone(arrays, np.array([1.0, 0.0]), np.array([1.0, -1.0]), prices, none, None, 1e-9)
    assert [cone.slope(0, way) for way in (-1, 1)] == pytest.approx([1, 1])


@pytest.mark.parametrize("maximise", [False, True])
def test_fractions_give_the_slopes_that_the_solver_gives(monkeypatch: pytest.MonkeyPatch, maximise: bool) -> None:
    program = Program("plain", maximise=maximise)
    x = program.variables("x", ["a", "b"], upper=10.0)
    sign = 1 if maximise else -1
    program.objective(sign * 3 * x["a"] + sign * 2 * x["b"])
    program.constraints("row", {0: x["a"] <= 4, 1: x["a"] + x["b"] <= 6, 2: 2 * x["a"] + x["b"] <= 10})
    live = program.solve().live
    slopes = [live.cone.slope(row, way) for row in range(3) for way in (-1, 1)]
    monkeypatch.setattr(Engine, "leans", lambda self: True)
    assert [live.cone.slope(row, way) for row in range(3) for way in (-1, 1)] == pytest.approx(slopes)
    assert any(slopes)
