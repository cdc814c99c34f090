"""Ties are seen, and the choice among them hangs on the labels alone."""

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer import NoOptimumError, Program
from tests.optimizer.cases import Case, cases, near


def shared(order: list[str], *, cap: float = 2.0) -> Program:
    """Three equal claims on two units, stated in some order."""
    program = Program("shared")
    x = program.variables("x", order, upper=1)
    program.objective(program.linear((x[key], 1.0) for key in order))
    program.constraints("cap", {"sum": program.linear((x[key], 1.0) for key in order) <= cap})
    return program


def test_a_tie_is_flagged_with_the_variables_that_move() -> None:
    solution = shared(["a", "b", "c"]).solve()
    assert solution.unique is False
    assert len(solution.ties.moving) >= 2
    assert "other optimal solutions" in solution.ties.text


def test_a_single_optimum_is_proven_single() -> None:
    solution = shared(["a", "b", "c"], cap=3.0).solve()
    assert solution.unique is True
    assert solution.ties.moving == ()


def test_an_endless_edge_of_optima_is_a_tie() -> None:
    program = Program("ray", maximise=False)
    x = program.variables("x", ["a", "b"])
    program.objective(x["a"] - x["b"])
    program.constraints("row", {"r": x["a"] - x["b"] >= 1})
    assert program.solve().unique is False


def test_integers_leave_other_integers_open() -> None:
    program = Program("pick one")
    x = program.variables("x", ["a", "b"], binary=True)
    program.objective(x["a"] + x["b"])
    program.constraints("one", {"only": x["a"] + x["b"] <= 1})
    solution = program.solve()
    assert solution.unique is None
    assert "other integers are not excluded" in solution.ties.text


@given(cases(bounded=True))
@settings(max_examples=35)
def test_unique_means_that_no_variable_has_room_at_the_optimum(case: Case) -> None:
    try:
        solution = case.program().solve()
    except NoOptimumError:
        assume(False)
        raise
    n = len(case.costs)
    at_optimum = Case(
        case.maximise,
        case.costs,
        (*case.matrix, case.costs),
        (*case.senses, "="),
        (*case.limits, solution.objective),
        case.upper,
    )
    room = 0.0
    for j in range(n):
        unit = tuple(1.0 if k == j else 0.0 for k in range(n))
        most = Case(True, unit, at_optimum.matrix, at_optimum.senses, at_optimum.limits, case.upper)
        least = Case(False, unit, at_optimum.matrix, at_optimum.senses, at_optimum.limits, case.upper)
        room = max(room, most.optimum() - least.optimum())
    assert solution.unique is (room < 1e-6)


@given(cases(), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_choice_does_not_depend_on_the_order_of_rows_and_columns(case: Case, chance: random.Random) -> None:
    def shuffled() -> Program:
        columns, rows = list(range(len(case.costs))), list(range(len(case.limits)))
        chance.shuffle(columns)
        chance.shuffle(rows)
        program = Program("case", maximise=case.maximise)
        x = program.variables("x", columns, upper=dict(enumerate(case.upper)))
        program.objective(program.linear((x[j], case.costs[j]) for j in columns))
        for i in rows:
            left = program.linear((x[j], case.matrix[i][j]) for j in columns)
            sense, limit = case.senses[i], case.limits[i]
            row = left <= limit if sense == "<" else left >= limit if sense == ">" else left == limit
            program.constraints("row", {i: row})
        return program

    try:
        first = shuffled().solve(tie_break="reproducible")
        second = shuffled().solve(tie_break="reproducible")
    except NoOptimumError:
        assume(False)
        raise
    assert near(first.objective, second.objective)
    for j in range(len(case.costs)):
        assert first.value("x", j) == pytest.approx(second.value("x", j), abs=1e-7)


def test_the_choice_keeps_the_optimum_and_its_prices() -> None:
    program = shared(["a", "b", "c"])
    plain, chosen = program.solve(), program.solve(tie_break="reproducible")
    assert chosen.objective == plain.objective
    assert chosen.values("x").sum() == pytest.approx(2)
    assert chosen.prices("cap").equals(plain.prices("cap"))
    assert chosen.certificate.proven
