"""The tornado: bars stand on the ends of ranges, and are the same wherever they are computed."""

from operator import neg

import pandas as pd
import pytest

from deals.kit.errors import UnknownNameError
from deals.kit.spread import spread
from deals.model.families import of_worst_case
from deals.model.question import assemble
from deals.plan.plan import solve
from deals.scenario.reform import Reform
from deals.sensitivity import Sensitivity
from deals.sensitivity.worlds.assumptions import assumptions
from deals.sensitivity.worlds.tornado import HIGH, LOW
from tests.sensitivity.client import Elsewhere

NAMES = ["harm.per_kH", "demand of MYS", "delivery.licence", "uae.named_share"]


@pytest.fixture(scope="module")
def bars(sensitivity: Sensitivity) -> pd.DataFrame:
    """A few bars, the widest made anew."""
    told: list[str] = []
    frame = sensitivity.tornado(names=NAMES, widest=1, progress=told.append).table
    assert told == [*NAMES, frame["assumption"][0]]
    return frame


def test_a_tornado_stands_on_the_ends_of_ranges(sensitivity: Sensitivity, bars: pd.DataFrame) -> None:
    assert set(bars["assumption"]) == set(NAMES)
    assert bars["width"].is_monotonic_decreasing
    assert set(bars["outcome_unit"]) == {"USD bn"}
    quantity = sensitivity.plan.question.world.parameters["harm.per_kH"]
    low = sensitivity.elsewhere.under({"harm.per_kH": {"set": quantity.low}})
    bar = bars.set_index("assumption").loc["harm.per_kH"]
    assert bar["at_low"] == pytest.approx(low.solution.objective)
    assert (bar["low"], bar["high"]) == (quantity.low, quantity.high)


def test_a_bar_that_nothing_feels_has_no_width(bars: pd.DataFrame) -> None:
    assert bars.set_index("assumption")["width"]["uae.named_share"] == 0


def test_the_widest_bars_are_made_anew_and_marked_with_their_gap(sensitivity: Sensitivity, bars: pd.DataFrame) -> None:
    """Made anew a plan is no worse, but that it keeps to the limit on the worst case, which the same deals need not."""
    assert bars["remade"].tolist() == [True, False, False, False]
    first, rest = bars.iloc[0], bars.iloc[1:]
    question = sensitivity.plan.question
    bar = assumptions(question, sensitivity.plan.signed)[first["assumption"]]
    for end, name in ((LOW, "low"), (HIGH, "high")):
        scenario = question.scenario.apply(Reform(name, bar.at(end)))
        free = solve(assemble(scenario).keep(question.codes), without=of_worst_case())
        slack = first["remade_gap"] + first["gap"] + free.solution.absolute_gap + 1e-6
        assert free.gain >= first[f"at_{name}"] - slack
        assert first[f"remade_{name}"] <= free.gain + slack
        limited = solve(assemble(scenario).keep(question.codes))
        assert first[f"remade_{name}"] == pytest.approx(limited.gain, abs=slack)
    assert rest[["remade_low", "remade_high", "remade_gap"]].isna().all(axis=None)


def test_bars_do_not_depend_on_where_they_are_computed(sensitivity: Sensitivity, bars: pd.DataFrame) -> None:
    away = sensitivity.tornado(names=NAMES, widest=0, workers=3, client=Elsewhere()).table
    columns = ["assumption", "at_low", "at_high", "dropped_low", "dropped_high"]
    pd.testing.assert_frame_equal(away[columns], bars[columns], check_exact=True)


def test_any_outcome_can_be_watched(sensitivity: Sensitivity) -> None:
    bars = sensitivity.tornado("quota of ARE", names=["demand of ARE"], widest=0).table
    assert bars["outcome_unit"].tolist() == ["thousand H100e"]
    assert bars["at_low"][0] < bars["base"][0] < bars["at_high"][0]


def test_assumptions_are_named(sensitivity: Sensitivity) -> None:
    with pytest.raises(UnknownNameError, match="demand of MYS"):
        sensitivity.tornado(names=["demand of MYZ"])


def test_work_is_spread_over_processes_in_order() -> None:
    with spread(2, None) as over:
        assert list(over(neg, [3, 1, 2])) == [-3, -1, -2]
