"""The frontier between two goals: concave, undominated, and reached by weighing the goals."""

import numpy as np
import pandas as pd
import pytest

from deals.errors import InputError, UnknownNameError
from deals.negotiation.tables import goals_series
from deals.sensitivity import Sensitivity

PAIRS = [("leverage", "control"), ("promotion", "control")]


@pytest.fixture(scope="module", params=PAIRS, ids=" and ".join)
def corners(sensitivity: Sensitivity, request: pytest.FixtureRequest) -> pd.DataFrame:
    """A frontier with its first two columns the goals that are weighed."""
    first, second = request.param
    return sensitivity.frontier(first, second)[[first, second, "exchange"]]


def test_a_frontier_falls_ever_more_steeply(corners: pd.DataFrame) -> None:
    assert len(corners) > 2
    assert (np.diff(corners.iloc[:, 0]) < 0).all()
    assert (np.diff(corners.iloc[:, 1]) > 0).all()
    assert (np.diff(corners["exchange"].dropna()) > -1e-5).all()


def test_the_plan_lies_on_or_below_the_frontier(sensitivity: Sensitivity, corners: pd.DataFrame) -> None:
    plan = goals_series(sensitivity.plan)
    first, second = corners.columns[:2]
    size = float(corners[first].max() - corners[first].min())
    reach = np.interp(plan[second], corners[second], corners[first])
    assert plan[second] <= corners[second].max() + 1e-5
    assert plan[first] <= reach + 2e-3 * size


def test_goals_are_named_and_different(sensitivity: Sensitivity) -> None:
    with pytest.raises(UnknownNameError, match="leverage"):
        sensitivity.frontier("leverag", "control")
    with pytest.raises(InputError, match="same goal"):
        sensitivity.frontier("control", "control")
