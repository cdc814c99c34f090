"""A programme kept as numbers alone is the programme that was checked."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer import ModelError, NoOptimumError, Program, UnknownKeyError
from tests.optimizer.cases import Case, cases, near


def written(program: Program, case: Case, *, integer: bool = False) -> Program:
    keys = range(len(case.costs))
    x = program.variables("x", keys, upper=dict(enumerate(case.upper)), integer=integer)
    program.objective(program.linear(((x[j], case.costs[j]) for j in keys), constant=2.0))
    rows = {}
    for i, (row, sense, limit) in enumerate(zip(case.matrix, case.senses, case.limits, strict=True)):
        left = program.linear(((x[j], row[j]) for j in keys), constant=-1.0)
        rows[i] = left <= limit if sense == "<" else left >= limit if sense == ">" else left == limit
    program.constraints("row", rows)
    return program


def both(case: Case, *, integer: bool = False) -> list[Program]:
    ways = (True, False)
    return [written(Program("case", maximise=case.maximise, checked=way), case, integer=integer) for way in ways]


def dense(program: Program) -> np.ndarray:
    arrays = program.snapshot().arrays
    table = np.zeros((arrays.rows, arrays.columns))
    np.add.at(table, (arrays.matrix.rows_of_entries(), arrays.matrix.index), arrays.matrix.value)
    return table


@given(cases(), st.booleans())
@settings(max_examples=40)
def test_checked_or_not_the_programme_has_the_same_numbers_and_labels(case: Case, integer: bool) -> None:
    checked, quick = both(case, integer=integer)
    one, other = checked.snapshot(), quick.snapshot()
    assert one.like(other)
    assert np.array_equal(dense(checked), dense(quick))
    for name in ("maximise", "offset", "cost", "lower", "upper", "row_lower", "row_upper", "integer"):
        assert np.array_equal(getattr(one.arrays, name), getattr(other.arrays, name)), name


@given(cases())
@settings(max_examples=25)
def test_checked_or_not_it_has_the_same_optimum(case: Case) -> None:
    checked, quick = both(case)
    try:
        found = checked.solve().objective
    except NoOptimumError as error:
        with pytest.raises(type(error)):
            quick.solve()
    else:
        assert near(quick.solve().objective, found)


def small(*, checked: bool = False) -> Program:
    program = Program("small", checked=checked)
    x = program.variables("x", ["a", "b"], upper={"a": 3.0, "b": None})
    pick = program.variables("pick", ["p"], binary=True)
    program.objective(program.linear([(x["a"], 2.0), (x["b"], 1.0), (pick["p"], -1.5)]))
    program.constraints("cap", {"all": program.linear([(x["a"], 1.0), (x["b"], 1.0), (pick["p"], -2.0)]) <= 4})
    return program


def test_a_variable_named_twice_in_a_row_counts_twice() -> None:
    program = Program("twice", checked=False)
    x = program.variables("x", ["a"])
    program.objective(x["a"])
    program.constraints("cap", {"a": program.linear([(x["a"], 1.0), (x["a"], 1.0)]) <= 6})
    assert program.solve().objective == pytest.approx(3)


def test_what_only_pulp_can_do_is_refused() -> None:
    program = small()
    x = program.variables("y", ["a"])
    with pytest.raises(TypeError):
        2 * x["a"]
    with pytest.raises(ModelError, match="numbers alone"):
        _ = program.problem


@pytest.mark.parametrize("checked", [True, False])
def test_a_fixed_integer_is_no_integer_and_that_is_said(checked: bool) -> None:
    program = small(checked=checked)
    free = program.solve()
    assert free.objective == pytest.approx(7.5)
    assert free.prices_are == "integers fixed"
    program.fix("pick", {"p": 0.25})
    fixed = program.solve()
    assert (fixed.is_mixed, fixed.prices_are) == (False, "integers fixed")
    assert fixed.objective == pytest.approx(6 + 1.5 - 1.5 * 0.25)
    assert free.value("pick", "p") == 1


@pytest.mark.parametrize("checked", [True, False])
def test_bounds_can_be_moved_one_by_one(checked: bool) -> None:
    program = small(checked=checked)
    program.bound("x", "a", upper=1.0)
    assert program.solve().value("x", "a") == 1
    program.bound("x", "a", lower=0.5, upper=0.5)
    assert program.solve().value("x", "a") == 0.5
    with pytest.raises(ModelError, match="bounds"):
        program.bound("x", "a", lower=2.0)
    with pytest.raises(ModelError, match="bounds"):
        program.fix("x", {"a": np.inf})
    with pytest.raises(UnknownKeyError, match=r"no variable pick\[q\]"):
        program.fix("pick", {"q": 1.0})


def test_pulp_sees_bounds_and_kinds_as_they_were_changed() -> None:
    program = small(checked=True)
    program.fix("pick", {"p": 1.0})
    program.bound("x", "a", upper=1.0)
    a, _, pick = program.problem.variables()
    assert (a.upBound, pick.lowBound, pick.upBound, pick.cat) == (1.0, 1.0, 1.0, "Continuous")


@given(cases(most=3), st.data())
@settings(max_examples=25)
def test_a_start_changes_nothing_but_the_way(case: Case, data: st.DataObject) -> None:
    try:
        start = case.program().solve()
    except NoOptimumError:
        assume(False)
        raise
    row = data.draw(st.integers(0, len(case.limits) - 1))
    moved = case.with_limit(row, float(data.draw(st.integers(-2, 8))))
    try:
        found = moved.program().solve(start=start).objective
    except NoOptimumError:
        found = np.nan
    expected = moved.optimum()
    assert near(found, expected) or (np.isnan(found) and np.isinf(expected))


def test_a_start_from_a_programme_with_other_labels_is_passed_over() -> None:
    other = Program("other", checked=False)
    other.objective(other.variables("z", ["only"], upper=1)["only"])
    program = small()
    assert program.solve(start=other.solve()).objective == pytest.approx(7.5)
    program.fix("pick", {"p": 1.0})
    assert program.solve(start=other.solve()).objective == pytest.approx(7.5)


def test_a_snapshot_keeps_the_programme_it_was_taken_of() -> None:
    program = small()
    before = program.snapshot()
    program.variables("later", ["one"])
    assert (len(before.columns), len(program.snapshot().columns)) == (3, 4)
