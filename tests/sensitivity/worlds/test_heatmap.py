"""Two ranges at once: the grid agrees with each world by itself, and its picture says what it shows."""

from collections.abc import Mapping

import pandas as pd
import pytest

from deals.kit.errors import InputError
from deals.plan.plan import Plan
from deals.scenario.scenario import Scenario
from deals.sensitivity import Sensitivity
from deals.sensitivity.worlds import worlds
from tests.sensitivity.client import Elsewhere

FIRST, SECOND = "harm.per_kH", "demand of MYS"


@pytest.fixture(scope="module")
def grid(sensitivity: Sensitivity) -> pd.DataFrame:
    """Three points along either range."""
    return sensitivity.heatmap(FIRST, SECOND, points=3).table


def test_corners_and_middle_agree_with_each_world_by_itself(sensitivity: Sensitivity, grid: pd.DataFrame) -> None:
    quantity = sensitivity.plan.question.world.parameters[FIRST]
    demand = [q for name, q in sensitivity.plan.question.world.parameters.items() if name.startswith("demand.MYS.")]
    high = {FIRST: {"set": quantity.high}, **{q.name: {"set": q.high} for q in demand}}
    corner = grid[(grid["first_value"] == quantity.high) & (grid["second_value"] == 1)].iloc[0]
    assert corner["value"] == pytest.approx(sensitivity.elsewhere.under(high).solution.objective, rel=1e-9)
    here = grid[grid["here"]].iloc[0]
    assert here["first_value"] == quantity.value
    assert here["value"] == pytest.approx(here["base"])


def test_a_grid_does_not_depend_on_where_it_is_computed(sensitivity: Sensitivity, grid: pd.DataFrame) -> None:
    away = sensitivity.heatmap(FIRST, SECOND, points=3, workers=2, client=Elsewhere()).table
    pd.testing.assert_frame_equal(away, grid, check_exact=True)


def test_a_plan_is_made_anew_at_every_point_but_where_things_stand(
    sensitivity: Sensitivity, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Scenario] = []

    def anew(scenario: Scenario, codes: tuple[str, ...], opened: Mapping[tuple[str, int], float]) -> Plan:
        assert opened == sensitivity.plan.question.left_open
        asked.append(scenario)
        return sensitivity.plan

    monkeypatch.setattr(worlds, "anew", anew)
    told: list[str] = []
    grid = sensitivity.heatmap(FIRST, SECOND, points=3, remade=True, progress=told.append).table
    assert told[-1] == "9 of 9"
    assert len({scenario.reforms for scenario in asked}) == len(asked) == 8
    assert (grid["value"] == sensitivity.plan.gain).all()
    assert grid["remade"].all()


def test_a_heatmap_draws_its_own_points(sensitivity: Sensitivity, grid: pd.DataFrame) -> None:
    chart = sensitivity.heatmap(FIRST, SECOND, points=3).chart()
    assert chart.data["value"].tolist() == grid["value"].tolist()
    assert "USD bn" in str(chart.spec["title"])
    assert chart.png().startswith(b"\x89PNG")


def test_two_different_ranges_are_needed(sensitivity: Sensitivity) -> None:
    with pytest.raises(InputError, match="two different ranges"):
        sensitivity.heatmap(FIRST, FIRST)
    with pytest.raises(InputError, match="two points"):
        sensitivity.heatmap(FIRST, SECOND, points=1)
