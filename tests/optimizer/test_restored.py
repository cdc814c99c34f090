"""A solution taken up again: the same as it was, and refused where it is not what it says."""

from dataclasses import replace
from typing import Any

import pytest

from optimizer import Ended, Label, ModelError, Program, Solution, Status, UnknownKeyError, restored


def knapsack() -> Program:
    """Three of 5, 4 and 3 in weight of worth 6, 5 and 3 within 9: the first two, 11."""
    program = Program("knapsack")
    x = program.variables("x", ["a", "b", "c"], lower=0, upper=1, integer=True)
    program.objective(6 * x["a"] + 5 * x["b"] + 3 * x["c"] + 1)
    program.constraints("weight", {"all": 5 * x["a"] + 4 * x["b"] + 3 * x["c"] <= 9})
    return program


@pytest.fixture
def solution() -> Solution:
    return knapsack().solve()


def again(solution: Solution, **changes: Any) -> Solution:
    ended = replace(Ended.of(solution), **changes) if changes else Ended.of(solution)
    return restored(knapsack(), {"x": {"a": 1.0, "b": 1.0}}, ended)


def test_a_solution_is_taken_up_as_it_was(solution: Solution) -> None:
    found = again(solution)
    assert (found.objective, found.bound, found.status, found.seconds, found.nodes) == (
        *(solution.objective, solution.bound, solution.status, solution.seconds, solution.nodes),
    )
    assert found.point.tolist() == solution.point.tolist() == [1, 1, 0]
    assert found.activity("weight").tolist() == [9]
    assert found.prices("weight").equals(solution.prices("weight"))
    assert found.certificate.proven


def test_what_was_held_is_held_again() -> None:
    held: dict[Label, tuple[float, float]] = {("x", "a"): (0.0, 0.0)}
    without = knapsack().solve(held=held)
    found = restored(knapsack(), {"x": {"b": 1.0, "c": 1.0}}, Ended.of(without), held)
    assert found.objective == without.objective == 9
    with pytest.raises(ModelError, match="misses a row"):
        restored(knapsack(), {"x": {"a": 1.0, "b": 1.0}}, Ended.of(knapsack().solve()), held)


def test_one_stopped_by_time_stays_so(solution: Solution) -> None:
    found = again(solution, status=Status.TIME_LIMIT, bound=13.0)
    assert (found.status, found.absolute_gap) == (Status.TIME_LIMIT, 1.0)


@pytest.mark.parametrize(
    ("values", "changes", "told"),
    [
        ({"a": 1.0, "b": 1.0, "c": 1.0}, {"objective": 15.0, "bound": 15.0}, "misses a row"),
        ({"a": 1.0, "b": 0.5}, {"objective": 9.5}, "whole number"),
        ({"a": 2.0}, {"objective": 13.0, "bound": 13.0}, "misses a row, a bound"),
        ({"a": float("nan")}, {}, "misses"),
        ({"a": 1.0}, {}, "brings 7, and not 12"),
        ({"a": 1.0, "b": 1.0}, {"bound": 11.0}, "beyond its bound"),
        ({"a": 1.0, "b": 1.0}, {"objective": float("nan")}, "and not nan"),
    ],
)
def test_what_is_no_such_solution_is_refused(
    solution: Solution, values: dict[Any, float], changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(ModelError, match=told):
        restored(knapsack(), {"x": values}, replace(Ended.of(solution), **changes))


def test_of_a_minimum_the_bound_lies_below() -> None:
    program = Program("least", maximise=False)
    x = program.variables("x", ["a"], lower=2)
    program.objective(3 * x["a"])
    least = program.solve()
    assert restored(program, {"x": {"a": 2.0}}, Ended.of(least)).objective == 6
    with pytest.raises(ModelError, match="beyond its bound"):
        restored(program, {"x": {"a": 2.0}}, replace(Ended.of(least), bound=7.0))


def test_a_variable_that_there_is_not_is_told() -> None:
    with pytest.raises(UnknownKeyError, match="did you mean"):
        restored(knapsack(), {"x": {"aa": 1.0}}, Ended.of(knapsack().solve()))
