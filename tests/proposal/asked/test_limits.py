"""What holds a term is told of terms that could be: what is shut presses on nothing."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from deals.proposal.asked.limits import _shut
from optimizer import PieceRow


def row(columns: list[int], weights: list[float], high: float) -> PieceRow:
    return PieceRow(np.array(columns, dtype=np.int32), np.array(weights), -np.inf, high)


def test_only_a_sum_that_must_be_nothing_shuts_its_terms() -> None:
    """Of six terms: two with no room between them, one with some, one that another makes room for, one that must be."""
    rows = (row([0, 1], [1.0, 2.0], 0.0), row([2], [1.0], 5.0), row([3, 2], [1.0, -1.0], 0.0), row([4], [1.0], 0.0))
    lower = np.array([0.0, 0.0, 0.0, 0.0, 1.0, 0.0])
    deal: Any = SimpleNamespace(issues=("chip_access",) * 6, piece=SimpleNamespace(rows=rows, lower=lower))
    assert _shut(deal).tolist() == [True, True, False, False, False, False]
