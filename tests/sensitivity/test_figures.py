"""Figures carry the frame of their answer and render without a network."""

from collections.abc import Callable

import pandas as pd
import pytest

from deals.briefing.chart import Chart
from deals.briefing.figures.reforms import what_if
from deals.briefing.figures.sensitivity import assumption_ranges
from deals.errors import InputError, UnknownNameError
from deals.sensitivity import Sensitivity

QUESTIONS: dict[str, tuple[Callable[[Sensitivity], Chart], Callable[[Sensitivity], pd.DataFrame]]] = {
    "limit prices": (lambda s: s.limit_prices_chart("chip supply"), lambda s: s.limit_prices("chip supply")),
    "zone": (lambda s: s.zone_chart("MYS"), lambda s: s.zone("MYS")),
    "packages": (lambda s: s.different_packages_chart("ARE", 0.2), lambda s: s.different_packages("ARE", 0.2)),
    "two goals": (lambda s: s.frontier_chart("leverage", "control"), lambda s: s.frontier("leverage", "control")),
    "trace": (lambda s: s.trace("chip supply").chart(), lambda s: s.trace("chip supply").data),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_one_call_gives_figure_and_data(sensitivity: Sensitivity, name: str) -> None:
    draw, ask = QUESTIONS[name]
    chart = draw(sensitivity)
    pd.testing.assert_frame_equal(chart.data, ask(sensitivity))
    assert chart.png().startswith(b"\x89PNG")


def test_three_goals_are_drawn(sensitivity: Sensitivity) -> None:
    assert sensitivity.frontier_chart("leverage", "promotion", "control").png().startswith(b"\x89PNG")


def test_terms_nearly_as_good_are_drawn_inside_their_zone(sensitivity: Sensitivity) -> None:
    chart = sensitivity.equivalent_terms_chart("MYS", 0.2)
    assert (chart.data["zone_largest"] >= chart.data["largest"] - 1e-5).all()
    assert chart.png().startswith(b"\x89PNG")


def test_what_ends_a_deal_is_drawn(sensitivity: Sensitivity) -> None:
    chart = sensitivity.break_even_chart("MYS", "delay of the signing")
    assert chart.data["moved"].tolist() == ["delay of the signing"]
    assert chart.png().startswith(b"\x89PNG")


def test_prices_of_concessions_are_drawn_for_one_partner_or_one_instrument(sensitivity: Sensitivity) -> None:
    chart = sensitivity.concession_prices_chart(partner="ARE")
    assert set(chart.data["partner"]) == {"ARE"}
    assert chart.png().startswith(b"\x89PNG")
    assert sensitivity.concession_prices_chart(instrument="investment").png().startswith(b"\x89PNG")
    with pytest.raises(InputError, match="name one"):
        sensitivity.concession_prices_chart()
    with pytest.raises(UnknownNameError, match="ARE"):
        sensitivity.concession_prices_chart(partner="AREE")


def test_kinks_are_flagged_on_the_figure(sensitivity: Sensitivity) -> None:
    prices = sensitivity.limit_prices("matching within chips", "participation", "negotiating teams")
    chart = sensitivity.limit_prices_chart("matching within chips", "participation")
    shown = chart.data[chart.data[["price_down", "price_up"]].abs().replace(float("inf"), 0.0).max(axis=1) > 1e-9]
    assert ("star" in chart.svg()) == bool(shown["degenerate"].any())
    assert prices["degenerate"].any()


def test_the_sum_of_two_reforms_stands_beside_what_they_bring_together() -> None:
    answer = pd.DataFrame(
        {
            "reforms": ["a", "b", "a + b"],
            "outcome": "US gain",
            "unit": "USD bn",
            "value": [11.0, 12.0, 14.0],
            "change": [1.0, 2.0, 4.0],
            "interaction": [float("nan"), float("nan"), 1.0],
            "gap": 0.1,
        }
    )
    chart = what_if(answer)
    assert chart.data is answer
    assert chart.png().startswith(b"\x89PNG")


def test_bars_run_from_the_base_to_either_end() -> None:
    bars = pd.DataFrame(
        {
            "assumption": ["harm", "leak"],
            "base": [5.0, 5.0],
            "at_low": [3.0, 4.5],
            "at_high": [8.0, 5.5],
            "remade_low": [3.5, float("nan")],
            "remade_high": [8.5, float("nan")],
        }
    )
    chart = assumption_ranges(bars, "US gain", "USD bn")
    assert chart.data["to"].tolist() == pytest.approx([3.0, 8.0, 4.5, 5.5])
    assert chart.png().startswith(b"\x89PNG")
