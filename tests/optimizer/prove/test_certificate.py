"""A certificate proves what it says, and notices when there is nothing to prove."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer import NoOptimumError, Program
from optimizer.prove.certificate import certify
from optimizer.prove.rational import TooLargeError, solve
from tests.optimizer.cases import Case, cases


@given(cases())
@settings(max_examples=60)
def test_every_optimum_of_whole_numbers_is_proven(case: Case) -> None:
    try:
        solution = case.program().solve()
    except NoOptimumError:
        assume(False)
        raise
    proof = solution.certificate
    assert proof.proven
    assert proof.bound == proof.objective
    assert float(proof.objective) == pytest.approx(solution.objective)


def tenths() -> Program:
    program = Program("tenths")
    x = program.variables("x", ["a", "b", "c"])
    program.objective(0.3 * x["a"] + 0.1 * x["b"] + 0.7 * x["c"])
    rows = {
        "one": 0.1 * x["a"] + 0.2 * x["b"] + 0.3 * x["c"] <= 0.6,
        "two": 0.7 * x["a"] + 0.1 * x["b"] + 0.1 * x["c"] <= 1.1,
    }
    program.constraints("row", rows)
    return program


def test_the_objective_is_that_of_the_stored_binary_fractions() -> None:
    program = Program("three tenths")
    x = program.variables("x", ["a"], upper=3)
    program.objective(0.1 * x["a"])
    proof = program.solve().certificate
    assert proof.proven
    assert proof.objective == 3 * Fraction(0.1) != Fraction(3, 10)


def test_a_basis_that_is_not_optimal_is_not_proven() -> None:
    live = tenths().solve().live
    # The same basis under other costs: still feasible, no longer the best.
    live.arrays = replace(live.arrays, cost=np.array([9.0, 0.1, 0.0]))
    proof = certify(live)
    assert not proof.proven
    assert proof.primal_violation == 0
    assert proof.bound > proof.objective
    assert "within" in proof.text


def test_a_point_outside_its_rows_is_not_proven() -> None:
    live = tenths().solve().live
    live.arrays = replace(live.arrays, row_upper=np.array([0.6, -1.0]))
    proof = certify(live)
    assert not proof.proven
    assert proof.primal_violation > 0


def test_integers_are_checked_and_the_bound_stays_the_solvers() -> None:
    program = Program("whole")
    x = program.variables("x", ["a", "b"], integer=True, upper=9)
    program.objective(3 * x["a"] + 2 * x["b"])
    program.constraints("row", {"r": 2 * x["a"] + 3 * x["b"] <= 12.5})
    proof = program.solve().certificate
    assert (proof.kind, proof.proven, float(proof.objective)) == ("incumbent", True, 18.0)
    assert "solver's" in proof.text


def test_where_exact_elimination_is_too_long_the_bound_is_still_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_long(*_: object) -> None:
        raise TooLargeError

    monkeypatch.setattr("optimizer.prove.certificate.solve", too_long)
    program = Program("boxed")
    x = program.variables("x", ["a", "b"], upper=10)
    program.objective(x["a"] + x["b"])
    program.constraints("row", {"r": 3 * x["a"] + x["b"] <= 7, "s": x["a"] + 3 * x["b"] <= 7})
    solution = program.solve()
    proof = solution.certificate
    assert proof.kind == "safe bound"
    assert Fraction(7, 2) <= proof.bound <= Fraction(7, 2) + Fraction(1, 10**12)


@given(st.integers(1, 6), st.integers(0, 10**6))
@settings(max_examples=50)
def test_exact_elimination_solves_exactly(size: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = rng.integers(-3, 4, (size, size)) * (rng.random((size, size)) < 0.7)
    right = [Fraction(int(value), 7) for value in rng.integers(-9, 9, size)]
    rows = [{j: Fraction(int(a)) for j, a in enumerate(row) if a} for row in matrix]
    if abs(np.linalg.det(matrix)) < 0.5:
        with pytest.raises(ZeroDivisionError):
            solve(rows, list(right), 10**6)
        return
    found = solve([dict(row) for row in rows], list(right), 10**6)
    for row, value in zip(rows, right, strict=True):
        assert sum((a * found[j] for j, a in row.items()), Fraction(0)) == value
