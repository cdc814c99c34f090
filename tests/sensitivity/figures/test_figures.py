"""Figures carry the frame of their answer and render without a network."""

from collections.abc import Callable

import pandas as pd
import pytest

from deals.kit.errors import InputError, UnknownNameError
from deals.page.answer import Answer
from deals.page.chart import MIME
from deals.sensitivity import Sensitivity
from deals.sensitivity.figures.conflict import conflict
from deals.sensitivity.figures.reforms import what_if
from deals.sensitivity.figures.sensitivity import assumption_ranges
from tests.wide import WIDEST, width_of

QUESTIONS: dict[str, Callable[[Sensitivity], Answer]] = {
    "limit prices": lambda s: s.limit_prices("chip supply"),
    "zone": lambda s: s.zone("MYS"),
    "packages": lambda s: s.different_packages("ARE", 0.2),
    "two goals": lambda s: s.frontier("leverage", "control"),
    "trace": lambda s: s.trace("chip supply"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_has_a_table_and_a_figure_and_shows_itself(sensitivity: Sensitivity, name: str) -> None:
    answer = QUESTIONS[name](sensitivity)
    chart = answer.chart()
    pd.testing.assert_frame_equal(chart.data, answer.table)
    assert chart.png().startswith(b"\x89PNG")
    shown = answer._repr_mimebundle_()
    assert MIME in shown
    assert answer.sentence in shown["text/plain"]


def test_an_answer_stays_what_it_is(sensitivity: Sensitivity) -> None:
    for answer in (sensitivity.limit_prices("chip supply"), sensitivity.concession_prices()):
        before, changed = answer.table, answer.table
        changed.loc[0, "unit"] = "something else"
        pd.testing.assert_frame_equal(answer.table, before)


def test_three_goals_are_drawn(sensitivity: Sensitivity) -> None:
    assert sensitivity.frontier("leverage", "promotion", "control").chart().png().startswith(b"\x89PNG")


def test_terms_nearly_as_good_are_drawn_inside_their_zone(sensitivity: Sensitivity) -> None:
    chart = sensitivity.equivalent_terms("MYS", 0.2).chart()
    assert (chart.data["zone_largest"] >= chart.data["largest"] - 1e-5).all()
    assert chart.png().startswith(b"\x89PNG")


def test_figures_of_packages_fit_a_notebook(sensitivity: Sensitivity) -> None:
    partner = next(iter(sensitivity.plan.signed))
    for answer in (sensitivity.different_packages(partner, 0.2), sensitivity.equivalent_terms(partner, 0.2)):
        assert width_of(answer.chart()) < WIDEST


def test_what_ends_a_deal_is_drawn(sensitivity: Sensitivity) -> None:
    chart = sensitivity.break_even("MYS", "delay of the signing").chart()
    assert chart.data["moved"].tolist() == ["delay of the signing"]
    assert chart.png().startswith(b"\x89PNG")


def test_prices_of_concessions_are_drawn_for_one_partner_or_one_instrument(sensitivity: Sensitivity) -> None:
    prices = sensitivity.concession_prices()
    chart = prices.chart(partner="ARE")
    assert set(chart.data["partner"]) == {"ARE"}
    assert chart.png().startswith(b"\x89PNG")
    assert prices.chart(instrument="investment").png().startswith(b"\x89PNG")
    with pytest.raises(InputError, match="name one"):
        prices.chart()
    with pytest.raises(UnknownNameError, match="ARE"):
        prices.chart(partner="AREE")
    assert set(prices._repr_mimebundle_()) == {"text/html", "text/plain"}


def test_kinks_are_flagged_on_the_figure(sensitivity: Sensitivity) -> None:
    flagged = set()
    for rule in ("matching within chips", "participation", "investment capacity", "chip supply"):
        chart = sensitivity.limit_prices(rule).chart()
        shown = chart.data[chart.data[["price_down", "price_up"]].abs().replace(float("inf"), 0.0).max(axis=1) > 1e-9]
        kinks = bool(shown["degenerate"].any())
        assert ("Marked with a star" in chart.svg()) == kinks, rule
        flagged.add(kinks)
    assert flagged == {True, False}


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


def test_limits_in_conflict_are_drawn_with_where_they_would_have_to_stand() -> None:
    rules = pd.DataFrame(
        {
            "rule": ["must sign", "ceiling"],
            "subject": ["ARE", "ARE"],
            "limit": [1.0, 20.0],
            "needed": [0.0, float("nan")],
            "sentence": ["ARE must sign", "ARE gets little"],
            "way_out": ["let ARE go without a deal", ""],
        }
    )
    chart = conflict(rules)
    assert chart.data is rules
    assert "as it is" in chart.svg()
    assert "let ARE go without a deal" in chart.svg()
