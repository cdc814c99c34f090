"""A piece of a programme is the programme with everything else held where it stands."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer import DuplicateKeyError, ModelError, NoOptimumError, Program, Restriction, Solution, UnknownKeyError
from tests.optimizer.cases import Case, cases, near


def with_point(case: Case) -> Solution:
    """A feasible point, the best for nobody in particular."""
    program, x = case.built()
    program.objective(program.linear((x[j], float(j % 3 - 1)) for j in x))
    try:
        return program.solve()
    except NoOptimumError:
        assume(False)
        raise


@given(cases(bounded=True), st.data())
@settings(max_examples=60)
def test_a_piece_reaches_what_the_whole_reaches_with_the_rest_held(case: Case, data: st.DataObject) -> None:
    solution = with_point(case)
    n = len(case.costs)
    free = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    whole = case.program()
    piece = whole.restricted(free).at(solution.point)
    for column in np.flatnonzero(~free).tolist():
        whole.bound("x", column, lower=float(solution.point[column]), upper=float(solution.point[column]))
    best = whole.solve()
    small = Program("piece", maximise=case.maximise)
    y = small.add_piece(piece, "y")
    small.objective(small.linear((y[i], case.costs[column]) for i, column in enumerate(piece.columns.tolist())))
    found = small.solve()
    point = piece.moved(found.point)
    assert near(found.objective + float(np.dot(case.costs, piece.rest)), best.objective)
    assert near(float(np.dot(case.costs, point)), best.objective)
    assert case.holds_at(point, rounding=1e-6)
    assert np.allclose(point[~free], solution.point[~free], atol=1e-9)


def shop() -> Program:
    program = Program("shop")
    x = program.variables("make", ["a", "b", "c"], upper=5)
    program.objective(3 * x["a"] + 2 * x["b"] + 0 * x["c"])
    program.constraints("hours", {"cut": x["a"] + x["b"] + x["c"] <= 8, "sew": x["b"] - x["c"] <= 1})
    program.constraints("order", {"a": 2 * x["a"] <= 6})
    return program


def restriction(*free: bool, without: tuple[tuple[str, str], ...] = ()) -> Restriction:
    return shop().restricted(np.array(free), without)


def test_a_row_on_one_variable_is_a_bound_of_it() -> None:
    piece = restriction(True, False, False).at(np.array([0.0, 4.0, 3.0]))
    assert (piece.columns.tolist(), piece.lower.tolist(), piece.upper.tolist()) == ([0], [0], [1])
    assert piece.rows == ()


def test_what_nothing_gains_by_and_no_row_needs_stays_small() -> None:
    # More of c lets b grow, so it can move; without the row on sewing it is good for nothing.
    point = np.array([1.0, 1.0, 1.0])
    assert restriction(True, True, True).at(point).columns.tolist() == [0, 1, 2]
    loose = restriction(True, True, True, without=(("hours", "sew"),))
    assert loose.at(point).columns.tolist() == [0, 1]
    assert loose.at(point).rest.tolist() == [0, 0, 0]
    assert loose.at(point, np.array([[0.0, 0.0, 1.0]])).columns.tolist() == [0, 1, 2]


def test_points_that_settle_the_rest_alike_leave_the_same_piece() -> None:
    part = restriction(True, False, False, without=(("hours", "sew"),))
    one, other = np.array([0.0, 2.0, 1.0]), np.array([3.0, 1.0, 2.0])
    assert part.settled(one).tolist() == part.settled(other).tolist() == [3.0, 0.0]
    assert part.at(one).upper.tolist() == part.at(other).upper.tolist() == [3.0]


def test_impossible_pieces_are_refused() -> None:
    program = shop()
    program.variables("pick", ["p"], binary=True)
    with pytest.raises(ModelError, match="not 3"):
        program.restricted(np.ones(3, dtype=bool))
    with pytest.raises(ModelError, match="whole number"):
        program.restricted(np.ones(4, dtype=bool))
    with pytest.raises(UnknownKeyError, match="did you mean cut"):
        restriction(True, True, True, without=(("hours", "cat"),))
    piece, small = restriction(True, True, True).at(np.zeros(3)), Program("twice")
    small.add_piece(piece, "y")
    with pytest.raises(DuplicateKeyError):
        small.add_piece(piece, "y")
