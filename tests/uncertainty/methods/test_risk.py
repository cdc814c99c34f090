"""Quantiles come with their own error, and the mean of the worst is exact for every share."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from deals.kit.errors import InputError
from deals.uncertainty.methods.binomial import binomial
from deals.uncertainty.methods.risk import expected_shortfall, least, quantiles, risk, shortfall_error

OUTCOMES = st.lists(st.integers(-20, 20).map(float), min_size=2, max_size=30).map(np.array)
SHARES = st.floats(0.01, 1.0)


@given(OUTCOMES, SHARES)
def test_the_shortfall_is_the_best_of_the_bounds_of_rockafellar_and_uryasev(outcomes: np.ndarray, share: float) -> None:
    """It is the most of c - E[max(c - X, 0)] / share over c, which is reached at one of the draws."""
    bounds = [c - np.maximum(c - outcomes, 0).mean() / share for c in outcomes]
    assert expected_shortfall(outcomes, share) == pytest.approx(max(bounds))


@given(OUTCOMES, SHARES, SHARES)
def test_the_worse_the_share_the_less_it_is_and_all_of_it_is_the_mean(
    outcomes: np.ndarray, share: float, other: float
) -> None:
    low, high = sorted((share, other))
    assert expected_shortfall(outcomes, low) <= expected_shortfall(outcomes, high) + 1e-9
    assert outcomes.min() - 1e-9 <= expected_shortfall(outcomes, low)
    assert expected_shortfall(outcomes, 1.0) == pytest.approx(outcomes.mean())


@given(OUTCOMES, SHARES)
def test_what_is_reached_is_reached_with_the_odds_and_nothing_above_is(outcomes: np.ndarray, odds: float) -> None:
    found = least(outcomes, odds)
    assert (outcomes >= found).mean() >= odds - 1e-9
    above = outcomes[outcomes > found]
    assert not len(above) or (outcomes >= above.min()).mean() < odds + 1e-9


def test_the_interval_of_a_median_is_the_textbook_one() -> None:
    """For ten draws from the second to the ninth: 1 - 2 (1 + 10) / 1024 of samples (David and Nagaraja, table)."""
    row = quantiles(np.arange(1.0, 11.0), [0.5]).loc[0.5]
    assert (row["value"], row["low"], row["high"]) == (5.5, 2.0, 9.0)
    assert row["covered"] == pytest.approx(1 - 22 / 1024)


def test_intervals_hold_the_true_quantile_as_often_as_they_say() -> None:
    rng = np.random.default_rng(1)
    held = []
    for _ in range(400):
        row = quantiles(rng.exponential(size=60), [0.9]).loc[0.9]
        held.append(row["low"] <= -math.log(0.1) <= row["high"])
    assert np.mean(held) == pytest.approx(0.96, abs=0.03)


def test_too_few_draws_have_no_end_to_their_interval() -> None:
    table = quantiles(np.arange(10.0))
    assert table["low"].tolist()[0] == -math.inf
    assert table["high"].tolist()[-1] == math.inf
    answer = risk(pd.Series(np.arange(10.0), name="all"))
    assert "too few draws to say" in answer.chart().svg()


def test_the_error_of_the_shortfall_is_that_seen_over_samples() -> None:
    rng = np.random.default_rng(2)
    samples = rng.normal(size=(500, 400))
    seen = np.std([expected_shortfall(sample, 0.1) for sample in samples])
    said = np.mean([shortfall_error(sample, 0.1) for sample in samples])
    assert said == pytest.approx(seen, rel=0.1)


def test_items_stand_side_by_side_and_failed_draws_are_left_out_for_all() -> None:
    outcomes = pd.DataFrame({"leverage": [1.0, 2.0, 3.0, np.nan], "caps": [2.0, 4.0, 6.0, 100.0]})
    found = risk(outcomes, outcome="US gain, USD bn", worst=0.5)
    assert found.failed == 1
    assert found.table["mean"].to_dict() == {"leverage": 2.0, "caps": 4.0}
    assert found.table.loc["caps", "shortfall"] == pytest.approx((2 + 4 / 2) / 1.5)
    assert "1 draw failed" in found.chart().svg()
    assert found.sentence.startswith("leverage: 2")


def test_what_makes_no_sense_is_refused() -> None:
    for bad in (0.0, 1.5):
        with pytest.raises(InputError, match="not a share"):
            expected_shortfall(np.ones(3), bad)
        with pytest.raises(InputError, match="odds"):
            least(np.ones(3), bad)
    with pytest.raises(InputError, match="quantile"):
        quantiles(np.ones(3), [1.0])
    with pytest.raises(InputError, match="too few"):
        risk(pd.DataFrame({"a": [1.0, np.nan]}))
    with pytest.raises(InputError, match="no column"):
        risk(pd.DataFrame(index=range(3)))


@given(st.integers(0, 3000), st.sampled_from([0.0, 1.0]) | st.floats(1e-12, 1))
def test_chances_of_hits_are_binomial(draws: int, chance: float) -> None:
    """From a chance that SciPy can still reckon with: it overflows at the smallest numbers there are."""
    expected = stats.binom.pmf(np.arange(draws + 1), draws, chance)
    assert binomial(draws, chance) == pytest.approx(expected, rel=1e-9, abs=1e-300)
