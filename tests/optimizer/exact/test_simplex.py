"""What fractions decide is what trying every vertex, or every point, finds."""

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

from optimizer import Status
from optimizer.exact.branching import decide_whole
from optimizer.exact.simplex import Budget, TooLongError, decide
from tests.optimizer.cases import Case, cases
from tests.optimizer.exactly import wide

BUDGET = 1_000_000


@pytest.mark.parametrize("binary", [False, True])
def test_it_decides_as_trying_everything_does(binary: bool) -> None:
    random = Random(3)
    for _ in range(300):
        case = wide(random, binary=binary)
        arrays = case.program().snapshot().arrays
        found = decide_whole(arrays, Budget(BUDGET))
        exact = case.optimum()
        if found.status is Status.OPTIMAL:
            assert found.objective(arrays) == exact
            assert case.holds_at(tuple(found.point))
        else:
            assert found.status.value == exact


@given(cases())
@settings(max_examples=80)
def test_its_prices_and_rays_are_exact(case: Case) -> None:
    arrays = case.program().snapshot().arrays
    found = decide(arrays, Budget(BUDGET))
    matrix = [[Fraction(a) for a in row] for row in case.matrix]
    sign = 1 if case.maximise else -1
    if found.status is Status.UNBOUNDED:
        assert sign * sum(Fraction(c) * d for c, d in zip(case.costs, found.ray, strict=True)) > 0
        for row, sense in zip(matrix, case.senses, strict=True):
            pace = sum(a * d for a, d in zip(row, found.ray, strict=True))
            assert pace <= 0 if sense == "<" else pace >= 0 if sense == ">" else pace == 0
    if found.status is Status.OPTIMAL:
        # Prices and bounds add up to the objective.
        reduced = [Fraction(c) for c in case.costs]
        total = Fraction(0)
        for i, price in found.multipliers.items():
            total += price * Fraction(case.limits[i])
            reduced = [c - price * a for c, a in zip(reduced, matrix[i], strict=True)]
        for cost, upper in zip(reduced, case.upper, strict=True):
            total += cost * Fraction(upper) if sign * cost > 0 else 0
        assert total == found.objective(arrays)
        assert len([s for s in (*found.columns, *found.rows) if s == 1]) == arrays.rows


def test_a_budget_is_kept() -> None:
    arrays = wide(Random(1)).program().snapshot().arrays
    rows = np.arange(arrays.rows)
    assert len(rows)
    with pytest.raises(TooLongError):
        Budget(3).spend(4)
