"""Pictures: what they show, and that they can be drawn on a light and on a dark background."""

from typing import Any

import pytest

from deals.page.chart import Chart
from deals.trade import TradeModel, answer, by_level, cut, effects
from deals.trade.figures.regions import CLASSES, TOGETHER, shade


@pytest.fixture(scope="module")
def charts(model: TradeModel) -> dict[str, Chart]:
    return {
        "levels": by_level(model, "VNM", [0, 10, 20, 40]).chart(),
        "regions": effects(model, {"VNM": 20.0}, {"VNM": 46.0}).chart(),
        "answers": answer(model, ["MEX", "JPN"], 20).chart(),
        "cuts": cut(model, ["IND", "EUU"], 0.5).chart(),
    }


def rows(chart: Chart, layer: int) -> list[dict[str, Any]]:
    """What one layer of a picture draws."""
    spec = chart.spec
    found: list[dict[str, Any]] = spec["datasets"][spec["layer"][layer]["data"]["name"]]
    return found


@pytest.mark.parametrize("name", ["levels", "regions", "answers", "cuts"])
@pytest.mark.parametrize("dark", [False, True])
def test_every_picture_can_be_drawn(charts: dict[str, Chart], name: str, dark: bool) -> None:
    assert charts[name].svg(dark=dark).startswith("<svg")


def test_the_curve_says_who_bears_it_and_marks_the_rates(charts: dict[str, Chart]) -> None:
    text = charts["levels"].svg()
    for words in ("fixed prices", "general equilibrium", "in force 10", "agreed 20", "announced 46", "Vietnam"):
        assert words in text


def test_rates_at_the_same_level_are_written_together(model: TradeModel) -> None:
    assert "in force, announced, agreed 10" in by_level(model, "GBR", [0, 10, 20]).chart().svg()


def test_the_map_shades_members_as_the_union_and_the_rest_apart(charts: dict[str, Chart]) -> None:
    data = charts["regions"].data.set_index("iso3")
    assert data["gain"]["DEU"] == data["gain"]["FRA"]
    assert data.loc["DEU", "region"] == "European Union"
    assert data.loc["KEN", "shade"] == TOGETHER
    assert data.loc["VNM", "shade"] == CLASSES[-1]
    assert len(data) > 190


def test_the_map_stands_in_the_middle(charts: dict[str, Chart]) -> None:
    spec = charts["regions"].spec
    assert spec["projection"]["translate"] == [spec["width"] / 2, spec["height"] / 2]
    assert spec["projection"]["rotate"] == [-11, 0, 0]
    points = {row["iso3"] for row in rows(charts["regions"], 2)}
    assert {"SGP", "MLT"} <= points
    assert not {"VNM", "FRA"} & points


def test_marks_stand_where_they_belong(charts: dict[str, Chart], model: TradeModel) -> None:
    """The diamond at the best rate and its gain; a row of bars for each partner."""
    answered = by_level(model, "VNM", [0, 10, 20, 40])
    diamond = rows(charts["levels"], -1)
    best = answered.best_rate()
    assert [row["level"] for row in diamond] == [best]
    assert diamond[0]["gain"] == pytest.approx(answered.worth(best)["us_gain"], abs=1e-4)
    assert charts["answers"].spec["height"] == 2 * 30


def test_a_partner_split_off_has_a_shade_of_its_own(model: TradeModel) -> None:
    data = effects(model, {"ECU": 30.0}).chart().data.set_index("iso3")
    assert data.loc["ECU", "shade"] in CLASSES[:3]
    assert data.loc["KEN", "shade"] == TOGETHER


@pytest.mark.parametrize(
    ("gain", "place"), [(-2, 0), (-1, 1), (-0.5, 1), (-0.05, 2), (0.0, 3), (0.01, 4), (0.5, 5), (1.0, 6), (30.0, 6)]
)
def test_classes_of_gains(gain: float, place: int) -> None:
    assert shade(gain) == CLASSES[place]


def test_bars_are_ordered_by_what_they_cost(charts: dict[str, Chart]) -> None:
    assert charts["answers"].data["name"].iloc[0] == "Mexico"
