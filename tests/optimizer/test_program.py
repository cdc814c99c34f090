"""Building: labels are kept, and what would go wrong in silence is refused."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings

from optimizer import DuplicateKeyError, ModelError, Program, Size, Solution, UnknownKeyError
from tests.optimizer.cases import Case, cases


def small() -> Program:
    program = Program("small programme", maximise=True)
    x = program.variables("x", [("a", 1), ("a", 2)], upper={("a", 1): 3.0, ("a", 2): None})
    program.objective(2 * x["a", 1] + x["a", 2] + 10)
    program.constraints("cap", {"both": x["a", 1] + x["a", 2] <= 4, "mix": x["a", 1] - 2 * x["a", 2] >= -5})
    return program


def test_tuple_keys_become_levels_and_constants_count() -> None:
    solution = small().solve()
    assert solution.objective == pytest.approx(17)
    assert solution.values("x").index.nlevels == 2
    assert solution.values("x").tolist() == [3, 1]
    assert solution.value("x", ("a", 2)) == 1
    assert solution.activity("cap").to_dict() == {"both": 4, "mix": 1}


def test_size_counts_what_the_solver_gets() -> None:
    assert small().size == Size(rows=2, columns=2, integers=0, nonzeros=4, smallest=1.0, largest=2.0)


def test_a_variable_no_row_uses_still_has_a_value_and_a_cost() -> None:
    program = Program("loose", maximise=False)
    program.variables("x", ["used", "unused"], lower={"used": -1, "unused": None}, upper=math.inf)
    x = program.variables("y", ["only"], upper=2)
    program.objective(-1 * x["only"])
    solution = program.solve()
    assert solution.values("x").to_dict() == {"used": -1, "unused": 0}
    session = program.open()
    session.cost("x", "used", 5)
    assert session.solve().objective == pytest.approx(-7)


def test_a_key_given_twice_is_refused_and_nothing_is_added() -> None:
    program = small()
    x = program.variables("y", ["p"])
    with pytest.raises(DuplicateKeyError, match=r"cap\[both\]"):
        program.constraints("cap", {"new": x["p"] <= 1, "both": x["p"] <= 1})
    with pytest.raises(DuplicateKeyError, match=r"z\[k\]"):
        program.variables("z", ["k", "k"])
    with pytest.raises(DuplicateKeyError, match="x"):
        program.variables("x", ["k"])
    assert program.size.rows == 2
    assert len(program.problem.constraints()) == 2


def test_a_family_can_grow_and_earlier_solutions_keep_their_labels() -> None:
    program = small()
    before = program.solve()
    x = program.variables("y", ["p"], upper=9)
    program.constraints("cap", {"third": x["p"] <= 1})
    program.constraints("none", {})
    assert list(program.solve().activity("cap").index) == ["both", "mix", "third"]
    assert program.solve().activity("none").empty
    assert list(before.activity("cap").index) == ["both", "mix"]


def test_comparing_two_variables_for_equality_is_refused() -> None:
    # PuLP answers x == y with a plain False; as a row it would be lost, or hold always.
    program = small()
    x = program.variables("y", ["p", "q"])
    with pytest.raises(ModelError, match="write x - y == 0"):
        program.constraints("same", {"pq": x["p"] == x["q"]})
    with pytest.raises(ModelError, match="float"):
        program.constraints("same", {"p": x["p"] + 0 == np.int64(3)})
    with pytest.raises(ModelError, match="not a linear comparison"):
        program.constraints("same", {"pq": x["p"] - x["q"]})
    with pytest.raises(ModelError, match="not a linear expression"):
        program.objective(x["p"] <= 3)


def test_numbers_that_are_not_finite_are_refused() -> None:
    program = small()
    x = program.variables("y", ["p"])
    with pytest.raises(ModelError, match="finite"):
        program.linear({x["p"]: math.nan})
    with pytest.raises(ModelError, match="finite"):
        program.constraints("bad", {"inf": program.linear({x["p"]: 1.0}, constant=math.inf) <= 0})
    with pytest.raises(ModelError, match="not a number"):
        program.variables("z", ["k"], upper=math.nan)
    with pytest.raises(ModelError, match=r"z\[k\].*lower bound 2"):
        program.variables("z", ["k"], lower=2, upper=1)
    with pytest.raises(ModelError, match="no bound"):
        program.variables("z", ["k", "m"], upper={"k": 1})


def test_variables_of_another_programme_are_refused() -> None:
    program, other = small(), small()
    foreign = other.variables("y", ["p"])["p"]
    with pytest.raises(ModelError, match="another programme"):
        program.objective(foreign + 1)
    with pytest.raises(ModelError, match="another programme"):
        program.constraints("bad", {"foreign": foreign + 1 <= 3})


def test_a_string_of_keys_is_refused() -> None:
    with pytest.raises(ModelError, match="not the string"):
        Program("p").variables("x", "abc")


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda solution: solution.values("y"), 'no variable family "y"'),
        (lambda solution: solution.value("x", ("a", 3)), r"no variable x\[a, 3\]; did you mean"),
        (lambda solution: solution.activity("caps"), "did you mean cap"),
        (lambda solution: solution.prices("cap", ["bth"]), r"no constraint cap\[bth\]; did you mean both"),
    ],
)
def test_unknown_names_suggest_the_nearest(ask: Callable[[Solution], object], message: str) -> None:
    with pytest.raises(UnknownKeyError, match=message):
        ask(small().solve())


@given(cases())
@settings(max_examples=40)
def test_pulp_holds_the_same_programme(case: Case) -> None:
    # The solver gets its numbers from us, so what PuLP would write out has to be the same.
    problem = case.program().problem
    rows = [{v.name: c for v, c in row.items() if c} for row in problem.constraints()]
    assert rows == [{f"x_{j}": a for j, a in enumerate(row) if a} for row in case.matrix]
    assert [-row.constant for row in problem.constraints()] == list(case.limits)
    assert [v.upBound for v in problem.variables()] == list(case.upper)
