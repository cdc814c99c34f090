"""Scores of a backtest by hand, each beside rules that know nothing."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from deals.kit.periods import periods
from deals.record.trial.predicting import Predictions
from deals.record.trial.scoring import Score, of_bands, of_pledges, of_rates, of_who, of_zone, when_signed
from deals.record.trial.solo import SoloDeal
from deals.record.weighing.stated import Stated
from tests.record.given_deals import DAY

(PERIOD,) = periods("2025Q3", "2025Q4", 6, DAY)


def by_name(found: list[Score]) -> dict[str, Score]:
    return {score.name: score for score in found}


def packages(**amounts: dict[str, float]) -> dict[str, Stated]:
    return {code: Stated(code, code, PERIOD, said, {}, {}, standard=False, notes=()) for code, said in amounts.items()}


def predicted(**amounts: Mapping[str, list[float]]) -> Predictions:
    """Amounts by partner, the world as judged first."""
    solo = {}
    for code, said in amounts.items():
        worlds = {name: np.array(numbers) for name, numbers in said.items()}
        solo[code] = SoloDeal(code, np.ones(1), np.zeros(1), worlds)
    return Predictions(solo)


def test_the_best_naive_rule_is_the_highest_or_where_less_is_better_the_lowest() -> None:
    rules = {"imports": 0.6, "GDP": 0.8}
    score = Score("a", "b", 0.7, 10, rules)
    assert score.best == ("GDP", 0.8)
    assert score.best_naive == "GDP alone 0.800"
    assert Score("a", "b", 0.7, 10, rules, lower_is_better=True).best == ("imports", 0.6)
    assert Score("a", "b", 0.7, 10).best is None
    assert Score("a", "b", 0.7, 10).best_naive == "nothing beside it"


def test_a_record_has_none_for_what_is_no_number() -> None:
    bare: dict[str, Any] = Score("a", "b", 0.7, 10).record
    assert (bare["low"], bare["naive"], bare["naive_is"], bare["all_naive"]) == (None, None, "", {})
    assert (bare["model"], bare["cases"]) == (0.7, 10)


def zone(**columns: list[bool]) -> pd.DataFrame:
    frame = pd.DataFrame({"inside": [True, False, False, False], "inside_learned": [True, True, True, False]})
    return frame.assign(inside_by_partner=[True, True, False, False], empty=[False, False, True, False], **columns)


def test_deals_inside_are_counted_and_without_those_that_are_empty() -> None:
    found = by_name(of_zone(zone()))
    counted = {name: (score.model, score.cases) for name, score in found.items()}
    assert counted == {
        "zone_as_judged": (1, 4),
        "zone_learned": (3, 4),
        "zone_by_partner": (2, 4),
        "zone_learned_not_empty": (2, 3),
    }
    for score in found.values():
        assert 0 <= score.low <= score.model <= score.high <= score.cases
    assert not of_zone(zone().head(0))
    only_empty = by_name(of_zone(zone().assign(empty=True)))
    assert "zone_learned_not_empty" not in only_empty


def test_who_signs_by_hand() -> None:
    """Signers gain 5 and 2, the others 3, 1 and 0: of six pairs five are in order; by imports four are.

    Ranks by gain 5, 3, 4, 2, 1 and by imports 4, 3, 5, 2, 1: together 9 and 6 against 9, 4 and 2, a tie and one wrong.
    Of the two that gain the most one signed, and so of the two from which most is imported.
    """
    gain, imports = np.array([5.0, 2.0, 3.0, 1.0, 0.0]), np.array([40.0, 30.0, 50.0, 20.0, 10.0])
    signed = np.array([True, True, False, False, False])
    found = by_name(of_who(gain, {"imports": imports, "GDP": -imports}, signed))
    assert found["who_auc"].model == pytest.approx(5 / 6)
    assert found["who_auc"].naive == {"imports": pytest.approx(4 / 6), "GDP": pytest.approx(2 / 6)}
    assert found["who_auc_with_imports"].model == pytest.approx(4.5 / 6)
    assert found["who_precision"].model == 0.5
    assert found["who_precision"].naive["imports"] == 0.5
    assert found["who_auc"].low <= 5 / 6 <= found["who_auc"].high


@pytest.mark.parametrize("signed", [True, False])
def test_where_all_or_none_sign_there_is_no_order(signed: bool) -> None:
    assert of_who(np.arange(3.0), {"imports": np.arange(3.0)}, np.full(3, signed)) == []


def test_those_that_gain_the_most_should_sign_first() -> None:
    score = when_signed(np.array([3.0, 2.0, 1.0]), np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 30.0]))
    assert score.model == pytest.approx(1.0)
    assert score.naive == {"imports": pytest.approx(-1.0)}
    assert score.cases == 3


def rates(**columns: list[float]) -> pd.DataFrame:
    plain = {"agreed": [15.0, 20.0, 19.0], "as judged": [10.0, 10.0, 10.0], "last rate": [25.0, math.nan, 36.0]}
    return pd.DataFrame({**plain, "19 for all": [19.0] * 3, **columns}, index=["JPN", "VNM", "MYS"])


def test_rates_are_off_by_points_and_naive_rules_by_what_they_say() -> None:
    """10 for all is off by 5, 10 and 9; the last rate by 10 and 17 where it is known; 19 by 4, 1 and 0."""
    weighed = pd.DataFrame({0.0: [10.0] * 3, 1.0: [15.0, 16.0, 18.0]}, index=["JPN", "VNM", "MYS"])
    found = by_name(of_rates(rates(), weighed))
    assert found["rate_error"].model == pytest.approx(8)
    assert found["rate_error"].naive == {"last rate": pytest.approx(13.5), "19 for all": pytest.approx(5 / 3)}
    assert found["rate_error"].lower_is_better
    assert found["rate_error"].best_naive == "19 for all alone 1.67"
    assert found["rate_error_learned"].model == pytest.approx((0 + 4 + 1) / 3)


def test_the_weight_that_is_used_for_a_deal_is_learned_from_the_others() -> None:
    """Zero fits the first alone and one the two others: with one the first is off by 9, and the others by nothing."""
    weighed = pd.DataFrame({0.0: [15.0, 0.0, 0.0], 1.0: [24.0, 20.0, 19.0]}, index=["JPN", "VNM", "MYS"])
    found = by_name(of_rates(rates(), weighed))
    assert found["rate_error_learned"].model == pytest.approx(9 / 3)


def test_of_partners_without_a_rate_none_is_scored() -> None:
    """Where the model says nothing, or nobody knows the last rate."""
    weighed = pd.DataFrame({0.0: [10.0] * 3}, index=["JPN", "VNM", "MYS"])
    found = by_name(of_rates(rates(**{"as judged": [math.nan, 10.0, 10.0]}), weighed))
    assert found["rate_error"].cases == 2
    assert found["rate_error"].model == pytest.approx((10 + 9) / 2)
    unknown = by_name(of_rates(rates(**{"last rate": [math.nan] * 3}), weighed))
    assert unknown["rate_error"].naive.keys() == {"19 for all"}
    assert of_rates(rates(**{"as judged": [math.nan] * 3}), weighed) == []
    assert of_rates(pd.DataFrame(), pd.DataFrame()) == []


def test_pledges_by_order_and_level() -> None:
    """Said 50, 100 and 300 of 100, 400 and 300: a half, a quarter and all, an eighth to the power of a third."""
    real = packages(
        JPN={"investment": 60, "purchases": 40}, KOR={"investment": 400}, VNM={"purchases": 300}, ARG={"tariff_cut": 1}
    )
    said = {"JPN": {"investment": [50.0]}, "KOR": {"investment": [100.0]}, "VNM": {"purchases": [300.0]}}
    made = predicted(**said)
    found = by_name(of_pledges(real, made, dict.fromkeys(said, made)))
    assert found["pledges_rank"].model == pytest.approx(0.5)
    assert found["pledges_rank"].cases == 3
    assert found["pledges_level"].model == pytest.approx(0.5)
    assert found["pledges_learned_rank"].model == pytest.approx(0.5)
    assert of_pledges(packages(JPN={"investment": 60}), made, {"JPN": made}) == []


def test_bands_hold_what_lies_between_their_quantiles() -> None:
    """Of worlds 0 to 100 the half lies from 25 to 75, eight tenths from 10 to 90: 50 in both, 80 in one, 95 in none."""
    worlds = [0.0, *np.arange(101.0).tolist()]
    made = predicted(JPN={"investment": worlds, "purchases": worlds}, KOR={"investment": worlds})
    real = packages(JPN={"investment": 50, "purchases": 80}, KOR={"investment": 95, "purchases": 5})
    found = by_name(of_bands(real, made))
    assert found["coverage_50"].model == pytest.approx(1 / 3)
    assert found["coverage_80"].model == pytest.approx(2 / 3)
    assert found["coverage_80"].cases == 3, "of what is not predicted there is no band"
    assert of_bands(packages(JPN={"tariff_cut": 1}), made) == []
