"""A solver's ray is taken where it proves what it is for, and refused where it does not."""

import numpy as np
import pytest
from numpy.typing import NDArray

from optimizer import Arrays, Program
from optimizer.exact.checks import contradiction, holds, improves_for_ever
from optimizer.solve.handle import Handle
from optimizer.solve.outcome import Settings

type Floats = NDArray[np.float64]


def clash(least: float = 3.0, most: float = 1.0) -> Arrays:
    """a - 3 b is at least one number, and a third of it at most another third; no bound is of help."""
    program = Program("clash", maximise=True)
    x = program.variables("x", ["a", "b"])
    program.objective(x["a"] + x["b"])
    program.constraints("row", {1: x["a"] - 3 * x["b"] >= least, 2: 0.1 * x["a"] - 0.3 * x["b"] <= 0.1 * most})
    return program.snapshot().arrays


def proven(arrays: Arrays, ray: Floats) -> bool:
    return contradiction(*Handle(arrays, Settings()).touched(ray)) is not None


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_ray_with_a_rounding_is_mended(sign: float) -> None:
    # 0.1 and 0.3 are no decimals as stored: no multiple of the second row is the first, but b may have what is left.
    found = contradiction(*Handle(clash(), Settings()).touched(sign * np.array([-1.0, 10.0 * (1 + 1e-13)])))
    assert found is not None
    assert found[0] < 0 < found[1]


def test_a_ray_of_a_programme_that_has_a_point_proves_nothing() -> None:
    assert not proven(clash(1.0, 3.0), np.array([-1.0, 10.0]))


def test_a_ray_that_is_none_proves_nothing() -> None:
    assert not proven(clash(), np.array([-1.0, 9.0]))
    assert not proven(clash(), np.zeros(2))
    assert not proven(clash(), np.array([1.0, 10.0]))


def test_a_direction_has_to_keep_every_limit_and_gain() -> None:
    arrays = clash(1.0, 3.0)
    assert not improves_for_ever(arrays, np.array([1.0, 0.0]))
    assert not improves_for_ever(arrays, np.array([-3.0, -1.0]))
    assert not improves_for_ever(arrays, np.zeros(2))
    program = Program("open", maximise=True)
    x = program.variables("x", ["a", "b"])
    program.objective(x["a"] - x["b"])
    program.constraints("row", {1: 0.1 * x["a"] - 0.3 * x["b"] == 0.0})
    # Off by a rounding: the nearest that keeps the row is taken.
    assert improves_for_ever(program.snapshot().arrays, np.array([3.0, 1.0 + 1e-12]))


def test_a_point_holds_to_a_rounding_of_what_is_added_up() -> None:
    arrays = clash(1.0, 3.0)
    assert holds(arrays, np.array([2.0, 0.0]))
    assert not holds(arrays, np.array([4.0, 0.0]))
    assert not holds(arrays, np.array([2.0, -1.0]))
    assert not holds(arrays, np.array([np.nan, 0.0]))
