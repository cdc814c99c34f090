"""A search that time stopped gives its best point, says what is not proven, and prices it with its integers fixed."""

import math

import numpy as np
import pytest

from optimizer import Program, Solution, Status
from tests.optimizer.solve.test_solving import hard


def blended(lower: float = 0.0) -> Program:
    """The same hard search, with numbers that need not be whole, and one that must be at least so much."""
    program = hard()
    y = program.variables("y", ["a", "b"], lower={"a": lower, "b": 0.0}, upper=10)
    program.constraints("blend", {"only": y["a"] + 2 * y["b"] <= 6})
    return program


@pytest.mark.parametrize("limit", [1e-4, 0.3])
def test_prices_are_those_with_its_integers_fixed(limit: float) -> None:
    program = hard()
    stopped = program.solve(time_limit=limit)
    assert stopped.status is Status.TIME_LIMIT
    assert stopped.gap > 0
    assert math.isfinite(stopped.bound)
    assert stopped.prices_are == "integers fixed"
    assert list(stopped.prices("row").columns) == list(hard().solve(gap=0.5).prices("row").columns)
    assert stopped.certificate.primal_violation < 1e-6
    assert stopped.unique is None
    assert "not looked for" in stopped.ties.text


def test_numbers_that_need_not_be_whole_are_the_best_beside_those_that_must() -> None:
    stopped = blended(lower=2.0).solve(time_limit=1e-4)
    fixed = blended(lower=2.0)
    fixed.fix("x", dict(stopped.mapping("x")))
    assert stopped.objective == pytest.approx(fixed.solve().objective)
    assert stopped.value("y", "a") >= 2.0


def test_without_a_point_the_whole_numbers_nearest_to_nought_do() -> None:
    stopped = hard().solve(time_limit=1e-4)
    if stopped.nodes == 0 and not stopped.objective:
        assert not np.any(stopped.point)
    longer: Solution = hard().solve(time_limit=0.5)
    assert stopped.objective <= longer.objective <= longer.bound <= stopped.bound + 1e-6
