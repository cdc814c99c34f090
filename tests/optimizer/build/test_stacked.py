"""Programmes written together are the programmes written one by one."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer import Arrays, DuplicateKeyError, ModelError, Program, ProgramStack, Stack, UnknownKeyError, valued
from tests.many import over_worlds
from tests.optimizer.cases import Case
from tests.optimizer.stacks import alike, stacked

ABOUT = ("offset", "cost", "lower", "upper", "row_lower", "row_upper", "integer")


def dense(arrays: Arrays) -> np.ndarray:
    """Coefficients as a table: an entry of nought is none."""
    table = np.zeros((arrays.rows, arrays.columns))
    np.add.at(table, (arrays.matrix.rows_of_entries(), arrays.matrix.index), arrays.matrix.value)
    return table


@given(alike())
@settings(max_examples=60)
def test_each_programme_of_a_stack_has_the_numbers_it_has_by_itself(found: list[Case]) -> None:
    stack = stacked(found).stack()
    assert len(stack) == len(found)
    for number, case in enumerate(found):
        alone, arrays = case.built(checked=False)[0].snapshot(), stack.arrays(number)
        assert arrays.maximise == case.maximise
        for name in ABOUT:
            assert np.array_equal(getattr(arrays, name), getattr(alone.arrays, name)), name
        assert np.array_equal(dense(arrays), dense(alone.arrays))
        assert (stack.rows.all, stack.columns.all) == (alone.rows.all, alone.columns.all)


@pytest.fixture
def program() -> ProgramStack:
    """Three programmes: doors and windows, of which one has neither upper bound nor plant in some of them."""
    program = ProgramStack("wyndor", 3)
    batches = program.variables("batches", ["doors", "windows"], lower=0.0, upper={"doors": 4.0, "windows": None})
    more: Any = np.array([2.0, 3.0, 0.0])
    total: Any = program.linear(
        [(batches["doors"], 3.0), (batches["windows"], over_worlds(more))], constant=over_worlds([0.0, 1, 2])
    )
    program.objective(total)
    hours: Any = program.linear([(batches["doors"], 3.0), (batches["windows"], 2.0), (batches["doors"], -more)], 1.0)
    program.constraints("hours", {"plant": hours <= np.array([18.0, 12.0, 6.0])})
    return program


@pytest.fixture
def stack(program: ProgramStack) -> Stack:
    return program.stack()


def test_a_variable_named_twice_in_a_row_counts_twice_in_each(stack: Stack) -> None:
    """Doors take 3 hours less 2, 3 or none."""
    columns, weights = stack.row("hours", "plant")
    assert [stack.columns.all[column] for column in columns] == [("batches", "doors"), ("batches", "windows")]
    assert weights.tolist() == [[1.0, 2.0], [0.0, 2.0], [3.0, 2.0]]


def test_a_coefficient_that_is_nought_in_one_of_them_keeps_its_place(stack: Stack) -> None:
    assert {len(stack.arrays(number).matrix.value) for number in range(3)} == {2}


def test_constants_go_to_the_objective_and_to_the_other_side(stack: Stack) -> None:
    assert stack.offset.tolist() == [0.0, 1.0, 2.0]
    assert stack.row_upper[:, 0].tolist() == [17.0, 11.0, 5.0]
    assert np.isinf(stack.row_lower).all()
    assert stack.cost.tolist() == [[3.0, 2.0], [3.0, 3.0], [3.0, 0.0]]
    assert stack.upper.tolist() == [[4.0, np.inf]] * 3


def test_weights_are_told_of_each(program: ProgramStack) -> None:
    batches = program.variables("late", ["one"])
    pairs: Any = [(batches["one"], np.array([1.0, 2.0, 3.0])), (batches["one"], 1.0)]
    assert program.weights_in_each(program.linear(pairs)).tolist() == [[0, 0, 2], [0, 0, 3], [0, 0, 4]]
    assert program.weights_in_each(batches["one"]).tolist() == [[0, 0, 1]] * 3


def test_a_sum_at_points_is_valued_in_each(program: ProgramStack) -> None:
    x = program.variables("x", ["a"])
    more: Any = np.array([1.0, 0.0, -1.0])
    points = np.array([[0, 0, 5.0], [0, 0, 6.0], [0, 0, 7.0]])
    assert valued([(x["a"], 2.0), (x["a"], more)], points).tolist() == [15.0, 12.0, 7.0]
    assert valued([], points).tolist() == [0.0] * 3


def test_bounds_can_be_fixed_for_all_or_for_each(program: ProgramStack) -> None:
    program.fix("batches", {"doors": 1.5})
    stack = program.stack()
    assert stack.lower[:, 0].tolist() == stack.upper[:, 0].tolist() == [1.5] * 3
    wide: Any = np.array([1.0, 2.0, 3.0])
    program.variables("each", ["a"], lower=-wide, upper={"a": wide})
    later = program.stack()
    assert later.lower[:, 2].tolist() == [-1.0, -2.0, -3.0]
    assert later.upper[:, 2].tolist() == [1.0, 2.0, 3.0]


def test_programmes_of_no_rows_or_no_columns_are_told_as_such() -> None:
    empty = ProgramStack("empty", 2)
    assert (empty.stack().cost.shape, empty.stack().row_upper.shape) == ((2, 0), (2, 0))
    x = empty.variables("x", ["a"], upper=over_worlds([1.0, 2.0]))
    empty.objective(x["a"])
    stack = empty.stack()
    assert (stack.arrays(1).rows, stack.arrays(1).columns) == (0, 1)


def test_a_stack_as_a_whole_is_no_programme(program: ProgramStack) -> None:
    with pytest.raises(ModelError, match="one by one"):
        program.snapshot()
    with pytest.raises(ModelError, match="one by one"):
        program.solve()
    with pytest.raises(ModelError, match="numbers alone"):
        _ = program.problem


def test_labels_are_minded_as_in_one(program: ProgramStack, stack: Stack) -> None:
    with pytest.raises(DuplicateKeyError):
        program.variables("batches", ["doors"])
    with pytest.raises(UnknownKeyError):
        stack.row("hours", "nowhere")


@given(alike(), st.data())
@settings(max_examples=30)
def test_no_number_depends_on_the_programmes_beside_it(found: list[Case], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(found) - 1))
    many, one = stacked(found).stack().arrays(number), stacked([found[number]]).stack().arrays(0)
    assert all(np.array_equal(getattr(many, name), getattr(one, name)) for name in ABOUT)
    assert np.array_equal(many.matrix.value, one.matrix.value)


def test_a_sum_of_many_entries_is_added_up_in_their_order() -> None:
    """To the bit what plain addition makes of them, and what the programme by itself has."""
    weights = np.random.default_rng(2).uniform(-1, 1, (11, 3)) * 10.0 ** np.arange(-5, 6)[:, None]
    program, alone = ProgramStack("sums", 3), Program("sum", checked=False)
    x, y = program.variables("x", ["a"]), alone.variables("x", ["a"])
    expected = np.zeros(3)
    for row in weights:
        expected = expected + row
    pairs: Any = [(x["a"], row) for row in weights]
    program.objective(program.linear(pairs))
    rows: Any = {"all": program.linear(pairs) <= 1.0}
    program.constraints("row", rows)
    stack = program.stack()
    assert np.array_equal(stack.cost[:, 0], expected)
    assert np.array_equal(stack.value[:, 0], expected)
    alone.objective(alone.linear([(y["a"], float(row[1])) for row in weights]))
    assert alone.snapshot().arrays.cost[0] == expected[1]
