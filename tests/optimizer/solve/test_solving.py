"""Solving: the optimum is the optimum, and nothing else can be taken for one."""

import math
import os
import signal
import threading
import time

import numpy as np
import pulp
import pytest
from hypothesis import given, settings

from optimizer import (
    InfeasibleError,
    NoOptimumError,
    Program,
    Status,
    TimeLimitError,
    UnboundedError,
)
from tests.optimizer.cases import Case, cases, near


def outcome(program: Program) -> float:
    """The optimum, infinite as the case may be."""
    try:
        return program.solve().objective
    except InfeasibleError:
        return -math.inf if program.maximise else math.inf
    except UnboundedError:
        return math.inf if program.maximise else -math.inf


def hard(n: int = 60, m: int = 40) -> Program:
    """A set-packing programme that takes the solver much longer than any test."""
    rng = np.random.default_rng(0)
    program = Program("hard")
    x = program.variables("x", range(n), upper=5, integer=True)
    program.objective(program.linear((x[j], rng.uniform(1, 3)) for j in x))
    rows = {i: program.linear((x[j], rng.uniform(0.5, 5)) for j in x) <= rng.uniform(50, 200) for i in range(m)}
    program.constraints("row", rows)
    return program


@given(cases())
@settings(max_examples=60)
def test_optimum_and_status_agree_with_scipy(case: Case) -> None:
    assert near(outcome(case.program()), case.optimum())


@given(cases(most=3, bounded=True))
@settings(max_examples=40)
def test_optimum_is_the_best_vertex(case: Case) -> None:
    best = case.best_vertex()
    assert near(outcome(case.program()), case.nothing if best is None else best)


@given(cases(most=3, bounded=True))
@settings(max_examples=40)
def test_integer_optimum_is_the_best_whole_point(case: Case) -> None:
    best = case.best_whole_point(5)
    assert near(outcome(case.program(integer=True)), case.nothing if best is None else best)


@given(cases())
@settings(max_examples=25)
def test_pulp_solving_the_same_problem_agrees(case: Case) -> None:
    program = case.program()
    found = outcome(program)
    program.problem.solve(pulp.HiGHS(msg=False))
    if math.isfinite(found):
        assert near(found, pulp.value(program.problem.objective) or 0.0)


def test_default_gap_is_zero() -> None:
    # With the solver's own default gap of 1e-4 an optimum of 11500 is passed over for 11499.
    program = Program("fine")
    x = program.variables("x", ["large", "small"], integer=True, upper={"large": 1, "small": 1})
    program.objective(11499 * x["large"] + 11500 * x["small"])
    program.constraints("one", {"only": x["large"] + x["small"] <= 1})
    solution = program.solve()
    assert (solution.objective, solution.status, solution.gap) == (11500, Status.OPTIMAL, 0)


def test_a_search_stopped_at_its_gap_says_so() -> None:
    solution = hard().solve(gap=0.5)
    assert solution.status is Status.WITHIN_GAP
    assert 0 < solution.gap <= 0.5
    assert solution.bound > solution.objective
    assert "within the gap" in repr(solution)


def test_time_without_a_solution_raises() -> None:
    # Market split (Cornuejols and Dawande 1998): small, and no search finds a point in any test's time.
    rng = np.random.default_rng(1)
    shares = rng.integers(0, 100, (6, 50))
    program = Program("market split")
    x = program.variables("x", range(50), binary=True)
    program.objective(program.linear({}))
    for i, row in enumerate(shares.tolist()):
        total = program.linear((x[j], a) for j, a in enumerate(row))
        program.constraints("half", {i: total == sum(row) // 2})
    with pytest.raises(TimeLimitError) as caught:
        program.solve(time_limit=0.3)
    assert caught.value.status is Status.TIME_LIMIT
    assert isinstance(caught.value, NoOptimumError)


def test_whole_numbers_come_out_whole() -> None:
    program = Program("whole")
    x = program.variables("x", range(3), integer=True, upper=10)
    program.objective(program.linear((x[j], 0.1 * (j + 1)) for j in x))
    program.constraints("sum", {"s": program.linear((x[j], 1 / 3) for j in x) <= 7 / 3})
    assert program.solve().values("x").tolist() == [0, 0, 7]


@pytest.mark.parametrize("limit", [-1.0, 0.0, 1.0])
def test_rows_without_variables_are_checked(limit: float) -> None:
    program = Program("constant")
    program.constraints("rule", {"0 <= limit": program.linear({}) <= limit})
    assert outcome(program) == (0.0 if limit >= 0 else -math.inf)


def test_unbounded_integers_are_told_from_infeasible_ones() -> None:
    program = Program("open")
    x = program.variables("x", ["a", "b"], integer=True)
    program.objective(x["a"] + x["b"])
    program.constraints("row", {"r": x["a"] - x["b"] <= 4})
    assert outcome(program) == math.inf
    program.constraints("row", {"never": x["a"] + x["b"] <= -1})
    assert outcome(program) == -math.inf


def test_another_number_of_threads_still_solves() -> None:
    # HiGHS answers "not solved", without an error, when the count changes within a process.
    program = hard(12, 6)
    first = program.solve()
    assert program.solve(threads=2).objective == pytest.approx(first.objective)
    assert program.solve(threads=1).objective == pytest.approx(first.objective)


def test_programmes_solve_in_threads_of_their_own() -> None:
    found: dict[int, float] = {}

    def work(number: int) -> None:
        program = Program(f"thread {number}")
        x = program.variables("x", ["a"], upper=number)
        program.objective(2 * x["a"])
        found[number] = program.solve().objective

    workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert found == {number: 2.0 * number for number in range(4)}


def test_ctrl_c_stops_a_long_solve() -> None:
    program = hard()
    program.snapshot()
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    began = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        program.solve(time_limit=30)
    assert time.monotonic() - began < 10


@given(cases())
@settings(max_examples=40)
def test_relaxing_a_limit_never_makes_the_optimum_worse(case: Case) -> None:
    before = outcome(case.program())
    for row, sense in enumerate(case.senses):
        if sense != "=":
            looser = case.limits[row] + (1.5 if sense == "<" else -1.5)
            after = outcome(case.with_limit(row, looser).program())
            assert near(after, before) or (after > before) == case.maximise
