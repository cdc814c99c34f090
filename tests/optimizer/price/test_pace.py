"""From which size on a basic variable's pace counts as moving: judged against the terms of each row, by hand."""

import numpy as np

from optimizer.build.arrays import Arrays, Matrix
from optimizer.price.moving import _of_note


def test_a_pace_counts_by_the_largest_term_of_its_row_and_what_makes_as_much_of_another() -> None:
    """Rows 2x + 4y and y, where x moves at 3 and y at 1: terms 6 and 4, and 1.

    So the first row moves by 6 at most; x makes that at 6/2, y at 6/4 there and at 1/1 in the second.
    """
    matrix = Matrix(np.array([0, 2, 3], dtype=np.int32), np.array([0, 1, 1], dtype=np.int32), np.array([2.0, 4.0, 1.0]))
    free, nothing = np.full(2, np.inf), np.zeros(2)
    arrays = Arrays(True, 0.0, nothing, -free, free, -free, free, np.zeros(2, dtype=np.bool_), matrix)
    basic = np.array([0, 1, -1, -2], dtype=np.int32)
    found = _of_note(arrays, basic, np.array([3.0, -1.0, 7.0, 9.0]))
    assert found.tolist() == [3.0, 1.0, 6.0, 1.0]
    still = _of_note(arrays, basic, np.zeros(4))
    assert still.tolist() == [np.inf, np.inf, 0.0, 0.0]
