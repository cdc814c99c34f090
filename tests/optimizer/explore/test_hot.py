"""Each programme from the same basis: what comes out is its own, whatever was solved before it, where, or by whom."""

import pickle
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import isnan
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from optimizer import Arrays, Floats, Hot, HotStack, ProgramStack, Stack, Status
from tests.optimizer.cases import Case, near
from tests.optimizer.stacks import alike, stacked

MANY = 24


def same(one: Hot, other: Hot) -> bool:
    """Whether two endings are the same to the bit."""
    if one.status is not other.status:
        return False
    return np.array_equal([one.objective], [other.objective], equal_nan=True) and np.array_equal(
        one.point, other.point, equal_nan=True
    )


def diets(count: int = MANY, width: int = 30, rows: int = 20) -> Stack:
    """Programmes large enough for a basis to matter: least cost of meeting needs, all numbers drawn."""
    rng = np.random.default_rng(11)
    program = ProgramStack("diets", count, maximise=False)
    most: Any = {j: rng.uniform(1, 9, count) for j in range(width)}
    x = program.variables("food", range(width), upper=most)

    def mixed(low: float, high: float) -> Any:
        pairs: Any = [(x[j], rng.uniform(low, high, count)) for j in range(width)]
        return program.linear(pairs)

    program.objective(mixed(1, 5))
    needs: dict[int, Any] = {i: mixed(0, 1) >= rng.uniform(5, 20, count) for i in range(rows)}
    program.constraints("need", needs)
    return program.stack()


@pytest.fixture(scope="module")
def stack() -> Stack:
    return diets()


@pytest.fixture(scope="module")
def hot(stack: Stack) -> HotStack:
    return HotStack(stack.arrays(0))


@pytest.fixture(scope="module")
def in_order(hot: HotStack, stack: Stack) -> list[Hot]:
    return [hot.solve(stack.arrays(number)) for number in range(len(stack))]


def ending(arrays: Arrays, case: Case, found: Hot) -> None:
    """Assert that a programme ended as it must: at its optimum, or as infeasible."""
    best = case.optimum()
    if found.status is Status.OPTIMAL:
        assert near(found.objective, best)
        assert case.holds_at(found.point, rounding=1e-6)
        assert near(float(arrays.cost @ found.point) + arrays.offset, found.objective)
    else:
        assert found.status is Status.INFEASIBLE
        assert best == case.nothing
        assert isnan(found.objective)
        assert np.isnan(found.point).all()
        assert len(found.point) == len(case.costs)


@given(alike())
@settings(max_examples=60)
def test_each_ends_where_it_would_by_itself(found: list[Case]) -> None:
    """Whatever the base is, infeasible or not."""
    stack = stacked(found).stack()
    hot = HotStack(stack.arrays(0))
    for number, case in enumerate(found):
        ending(stack.arrays(number), case, hot.solve(stack.arrays(number)))


def test_all_of_them_are_solved_to_their_own_optimum(stack: Stack, in_order: Sequence[Hot]) -> None:
    alone = [HotStack(stack.arrays(number)).solve(stack.arrays(number)) for number in range(len(stack))]
    assert {answer.status for answer in in_order} == {Status.OPTIMAL}
    assert [answer.objective for answer in in_order] == pytest.approx([answer.objective for answer in alone], rel=1e-9)
    assert len({round(answer.objective, 6) for answer in in_order}) == MANY


def test_none_depends_on_the_order_or_on_what_was_solved_before(
    stack: Stack, hot: HotStack, in_order: Sequence[Hot]
) -> None:
    order = list(range(len(stack))) * 2
    random.Random(4).shuffle(order)
    assert all(same(hot.solve(stack.arrays(number)), in_order[number]) for number in order)
    assert all(same(HotStack(stack.arrays(0)).solve(stack.arrays(n)), in_order[n]) for n in (3, 17))


def test_an_infeasible_programme_leaves_nothing_behind(stack: Stack, hot: HotStack, in_order: Sequence[Hot]) -> None:
    arrays = stack.arrays(2)
    hopeless = replace(arrays, row_lower=arrays.row_lower * 1e3)
    assert hot.solve(hopeless).status is Status.INFEASIBLE
    assert same(hot.solve(stack.arrays(5)), in_order[5])


def test_sent_elsewhere_it_answers_the_same(stack: Stack, hot: HotStack, in_order: Sequence[Hot]) -> None:
    sent = pickle.loads(pickle.dumps(hot))
    assert all(same(sent.solve(stack.arrays(number)), in_order[number]) for number in (9, 0, 21))
    again = pickle.loads(pickle.dumps(sent))
    assert same(again.solve(stack.arrays(9)), in_order[9])


@pytest.mark.parametrize("threads", [2, 5])
def test_threads_share_it_and_get_the_same_bits(
    stack: Stack, hot: HotStack, in_order: Sequence[Hot], threads: int
) -> None:
    """Each has a live solver of its own, so that none sees another's programme."""

    def solve(number: int) -> Hot:
        return hot.solve(stack.arrays(number))

    order = list(range(len(stack))) * 3
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(solve, order))
    assert all(same(answer, in_order[number]) for number, answer in zip(order, found, strict=True))


def within(arrays: Arrays, columns: Sequence[int], high: Floats) -> Arrays:
    upper = arrays.upper.copy()
    upper[list(columns)] = high
    return replace(arrays, upper=upper)


def test_with_other_bounds_the_last_one_is_solved_again(stack: Stack, hot: HotStack) -> None:
    columns, nothing = np.array([1, 4], dtype=np.int32), np.zeros(2)
    for number in (3, 8):
        before = hot.solve(stack.arrays(number))
        found = hot.solve_within(columns, nothing, nothing)
        anew = hot.solve(within(stack.arrays(number), columns.tolist(), nothing))
        assert found.status is anew.status is Status.OPTIMAL
        assert found.objective == pytest.approx(anew.objective, rel=1e-9)
        assert found.objective >= before.objective
        assert not found.point[columns].any()


def test_bounds_of_a_second_look_are_gone_with_the_next_programme(
    stack: Stack, hot: HotStack, in_order: Sequence[Hot]
) -> None:
    hot.solve(stack.arrays(3))
    hot.solve_within(np.arange(30, dtype=np.int32), np.zeros(30), np.zeros(30))
    assert same(hot.solve(stack.arrays(3)), in_order[3])


def test_a_second_look_may_find_nothing_feasible(stack: Stack, hot: HotStack) -> None:
    hot.solve(stack.arrays(3))
    every = np.arange(30, dtype=np.int32)
    found = hot.solve_within(every, np.zeros(30), np.zeros(30))
    assert found.status is Status.INFEASIBLE
    assert isnan(found.objective)
    assert np.isnan(found.point).all()


def test_solving_leaves_the_numbers_as_they_were(stack: Stack) -> None:
    names = ("cost", "lower", "upper", "row_lower", "row_upper", "value")
    before = {name: getattr(stack, name).copy() for name in names}
    hot = HotStack(stack.arrays(0))
    hot.solve(stack.arrays(1))
    hot.solve_within(np.array([0], dtype=np.int32), np.zeros(1), np.ones(1))
    assert all(np.array_equal(getattr(stack, name), before[name]) for name in names)


def small() -> Stack:
    """Four programmes: bounded, infeasible, unbounded, bounded again."""
    program = ProgramStack("endings", 4)
    most: Any = {"a": np.array([3.0, 3.0, np.inf, 2.0]), "b": 1.0}
    x = program.variables("x", ["a", "b"], upper=most)
    more: Any = np.array([1.0, 1.0, 1.0, 5.0])
    program.objective(program.linear([(x["a"], more), (x["b"], 1.0)]))
    least: Any = np.array([0.0, 9.0, 0.0, 0.0])
    rows: dict[str, Any] = {
        "least": program.linear([(x["a"], 1.0), (x["b"], 1.0)]) >= least,
        "apart": program.linear([(x["b"], 1.0), (x["a"], -1.0)]) <= 1.0,
    }
    program.constraints("row", rows)
    return program.stack()


ENDINGS = [Status.OPTIMAL, Status.INFEASIBLE, Status.UNBOUNDED, Status.OPTIMAL]


@pytest.mark.parametrize("base", range(4))
def test_infeasible_and_unbounded_are_told_apart_whichever_the_base_is(base: int) -> None:
    stack = small()
    hot = HotStack(stack.arrays(base))
    for order in ([0, 1, 2, 3], [3, 2, 1, 0]):
        found = {number: hot.solve(stack.arrays(number)) for number in order}
        assert [found[number].status for number in range(4)] == ENDINGS
        assert [found[0].objective, found[3].objective] == pytest.approx([4.0, 11.0])
        assert isnan(found[1].objective)
        assert isnan(found[2].objective)


@pytest.mark.parametrize("better", ["a", "b"])
def test_of_equally_good_points_it_ends_at_the_one_nearest_to_its_base(better: str) -> None:
    """Both sides of a budget are as good: where the base prefers one, it is already at an optimum."""
    program = ProgramStack("tie", 2)
    x = program.variables("x", ["a", "b"])
    worth: Any = {key: np.array([2.0 if key == better else 1.0, 1.0]) for key in x}
    program.objective(program.linear([(x[key], worth[key]) for key in x]))
    rows: dict[str, Any] = {"budget": program.linear([(x[key], 1.0) for key in x]) <= 1.0}
    program.constraints("row", rows)
    stack = program.stack()
    found = HotStack(stack.arrays(0)).solve(stack.arrays(1))
    assert found.objective == pytest.approx(1.0)
    assert found.point[stack.columns.position("x", better)] == pytest.approx(1.0)
