"""An infeasible programme says which limits conflict, and what would mend it."""

import subprocess
import sys
from unittest.mock import patch

import pytest
from hypothesis import assume, given, settings

from optimizer import InfeasibleError, NoOptimumError, Program
from optimizer.prove import limits
from tests.house.tree import ROOT
from tests.optimizer.cases import Case, cases


def failure(program: Program) -> InfeasibleError:
    with pytest.raises(InfeasibleError) as caught:
        program.solve()
    return caught.value


def starving() -> Program:
    program = Program("starving")
    x = program.variables("x", ["a", "b"], upper={"a": 3, "b": 10})
    program.objective(x["a"] + x["b"])
    program.constraints("need", {"total": x["a"] + x["b"] >= 20, "idle": x["a"] <= 100})
    program.constraints("balance", {"even": x["a"] - x["b"] == 0})
    return program


def test_a_conflict_is_named_in_words_and_leaves_out_the_innocent() -> None:
    text = failure(starving()).conflict().text
    assert "need[total] is at least 20" in text
    assert "idle" not in text
    assert "x[a] is at most 3" in text


def test_a_repair_gives_numbers() -> None:
    error = failure(starving())
    # The balance ties both to 3: 14 of the 20 units are out of reach.
    table = error.repair(["need"]).table
    assert table[["family", "key", "limit", "needed", "change"]].to_numpy().tolist() == [["need", "total", 20, 6, -14]]
    assert error.repair(["need"]).text == "feasible with need[total] from 20 to 6"


def test_where_the_movable_limits_cannot_help_that_is_explained_too() -> None:
    with pytest.raises(InfeasibleError, match="without the limits that may move") as caught:
        failure(starving()).repair(["balance"])
    assert "need[total]" in caught.value.conflict().text


def test_a_conflict_that_rests_on_whole_numbers() -> None:
    program = Program("parity")
    x = program.variables("x", range(3), binary=True)
    program.objective(1 * x[0])
    program.constraints("loose", {i: x[0] + x[1] + x[2] <= 3 - 0.01 * i for i in range(9)})
    program.constraints("odd", {"half": 2 * x[0] + 2 * x[1] == 3})
    conflict = failure(program).conflict()
    assert conflict.needs_whole_numbers
    assert [part.text for part in conflict.parts] == ["odd[half] is exactly 3"]


def test_bounds_without_a_whole_number_between_them() -> None:
    program = Program("gap")
    program.variables("x", ["a"], lower=0.2, upper=0.8, integer=True)
    assert "no" not in failure(program).conflict().parts[0].side
    assert "x[a] is a whole number, and there is none" in failure(program).conflict().text


@given(cases())
@settings(max_examples=80)
def test_a_conflict_has_no_part_too_many(case: Case) -> None:
    try:
        case.program().solve()
    except InfeasibleError as error:
        parts = error.conflict().parts
    except NoOptimumError:
        assume(False)
        raise
    else:
        assume(False)
        raise AssertionError
    rows = {part.key for part in parts if part.kind == "constraint"}
    bounds = {part.key for part in parts if part.kind == "variable" and part.side == "at most"}
    floors = {part.key for part in parts if part.kind == "variable" and part.side == "at least"}

    def infeasible(rows: set, bounds: set, floors: set) -> bool:
        program = Program("some of it")
        x = program.variables(
            "x",
            range(len(case.costs)),
            lower={j: 0.0 if j in floors else None for j in range(len(case.costs))},
            upper={j: case.upper[j] if j in bounds else None for j in range(len(case.costs))},
        )
        for i in rows:
            left = program.linear((x[j], a) for j, a in enumerate(case.matrix[i]))
            sense, limit = case.senses[i], case.limits[i]
            row = left <= limit if sense == "<" else left >= limit if sense == ">" else left == limit
            program.constraints("row", {i: row})
        try:
            program.solve()
        except InfeasibleError:
            return True
        return False

    assert infeasible(rows, bounds, floors)
    for row in rows:
        assert not infeasible(rows - {row}, bounds, floors)
    for bound in bounds:
        assert not infeasible(rows, bounds - {bound}, floors)
    for floor in floors:
        assert not infeasible(rows, bounds, floors - {floor})


@given(cases())
@settings(max_examples=40)
def test_the_repaired_programme_is_feasible(case: Case) -> None:
    try:
        case.program().solve()
    except InfeasibleError as error:
        repair = error.repair()
    except NoOptimumError:
        assume(False)
        raise
    else:
        assume(False)
        raise AssertionError
    assert repair.changes
    for row, needed in zip(repair.table["key"].tolist(), repair.table["needed"].tolist(), strict=True):
        sense = case.senses[row]
        # A hair more than needed, so that rounding does not decide.
        hair = {"<": 1e-6, ">": -1e-6, "=": 0.0}[sense]
        case = case.with_limit(row, needed + hair)
    assert case.optimum() != case.nothing


def zero() -> InfeasibleError:
    program = Program("nought")
    x = program.variables("x", ["a", "b"], lower={"a": 1.0, "b": -0.0})
    program.constraints("sum", {"even": x["a"] + x["b"] == 0, "less": x["a"] <= 5})
    return failure(program)


def test_nought_has_no_sign() -> None:
    error = zero()
    for text in (error.conflict().text, error.repair().text, error.proof().text, str(error.repair().table)):
        assert "-0" not in text
    program = Program("nought")
    x = program.variables("x", ["a"])
    program.objective(-1 * x["a"])
    program.constraints("row", {1: -1 * x["a"] <= 0})
    solution = program.solve()
    assert "-0" not in f"{solution.objective} {solution.bound} {solution.value_of(-1 * x['a'])} {solution!r}"
    assert "-0" not in f"{solution.activity('row').tolist()} {solution.net_costs(['row']).tolist()[1:]}"


@pytest.mark.parametrize("out_of_reach", ["_ENTRIES", "_OPERATIONS"])
def test_where_fractions_take_too_long_the_solver_thins_a_conflict_out(out_of_reach: str) -> None:
    with patch.object(limits, out_of_reach, -1):
        parts = failure(starving()).conflict().parts
        found = [(part.family, part.key, part.side) for part in parts]
        # Either is a conflict with no part too many: both ends of the sum, or one and the balance.
        one, other = ("x", "b", "at most"), ("balance", "even", "exactly")
        assert len(found) == 3
        assert {("need", "total", "at least"), ("x", "a", "at most")} < set(found)
        assert one in found or other in found


def far_apart() -> Program:
    """Row 2 leaves nothing of a, and row 3 asks for 1/400 of it; the solver's search for that goes round in circles."""
    program = Program("far apart", maximise=False)
    x = program.variables("x", ["a", "b"], binary=True)
    rows = {
        0: -2000 * x["b"] <= 100,
        1: -40000 * x["a"] + 1e-6 * x["b"] <= 10,
        2: 0.0006 * x["a"] + 900 * x["b"] <= 0,
        3: 4000 * x["a"] - 0.004 * x["b"] >= 10,
    }
    program.constraints("row", rows)
    return program


def test_a_conflict_is_found_where_the_solver_would_look_for_one_for_ever() -> None:
    """In a process of its own, for such a search heeds nobody."""
    asked = "print(*(p.key for p in failure(far_apart()).conflict().parts))"
    script = f"from {__name__} import failure, far_apart, limits; {asked}; limits._ENTRIES = -1; {asked}"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ran.stdout.split() == 2 * ["2", "3", "b"], ran.stderr


def test_a_column_in_conflict_with_both_its_bounds_has_them_both_named() -> None:
    program = Program("boxed")
    x = program.variables("x", ["a", "b"], lower={"a": 1.0, "b": None}, upper={"a": 2.0, "b": None})
    program.constraints("row", {1: x["b"] - x["a"] >= 1.5, 2: x["b"] + x["a"] <= 1.0})
    assert failure(program).proof().holds
    parts = failure(program).conflict().parts
    assert ("a", "at least") in {(part.key, part.side) for part in parts}


def test_a_repair_counts_what_a_rounded_whole_number_hides() -> None:
    program = Program("hidden")
    x = program.variables("x", ["a", "b"], binary=True)
    program.constraints("row", {1: -4e-6 * x["a"] + 9000 * x["b"] == 0, 2: 20 * x["a"] - 90 * x["b"] >= 1})
    assert failure(program).repair().changes
