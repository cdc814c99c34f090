"""The frontier between goals: concave, undominated, and reached by weighing the goals."""

import numpy as np
import pandas as pd
import pytest

from deals.kit.errors import InputError, UnknownNameError
from deals.plan.tables import goals_series
from deals.sensitivity import Sensitivity
from deals.sensitivity.prices.frontier import GOALS, goal_frontier, goals_together

PAIRS = [("leverage", "control"), ("promotion", "control")]


@pytest.fixture(scope="module", params=PAIRS, ids=" and ".join)
def corners(sensitivity: Sensitivity, request: pytest.FixtureRequest) -> pd.DataFrame:
    """A frontier with its first two columns the goals that are weighed."""
    first, second = request.param
    return sensitivity.frontier(first, second).table[[first, second, "exchange"]]


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
    with pytest.raises(InputError, match="fewer than two"):
        goal_frontier(sensitivity.as_linear, "control")


def test_three_goals_have_a_gap_and_hold_the_frontier_of_two(sensitivity: Sensitivity) -> None:
    corners = goal_frontier(sensitivity.as_linear, *GOALS).table
    assert 0 <= corners.attrs["gap"] <= 5e-3
    assert not corners.attrs["exact"]
    two = goal_frontier(sensitivity.as_linear, "leverage", "control", exact=True).table
    assert two.attrs["exact"]
    ranges = goals_together(sensitivity.as_linear, *GOALS).ranges
    for weight in np.linspace(0.1, 0.9, 5):
        shares = np.array([weight / ranges["leverage"], (1 - weight) / ranges["control"]])
        of_two, of_three = (
            float((frame[["leverage", "control"]].to_numpy() @ shares).max()) for frame in (two, corners)
        )
        assert of_three <= of_two + 1e-6
        assert of_two - of_three <= corners.attrs["gap"] + 1e-6
