"""The gain along a limit: exact and certified curves agree with solving again, and end where deals cannot be kept."""

import math

import pytest

from deals.errors import InputError, UnknownNameError
from deals.sensitivity import Sensitivity

RULES = ("diversion budget", "chip supply", "participation")


@pytest.mark.parametrize("rule", RULES)
def test_a_trace_agrees_with_solving_again(sensitivity: Sensitivity, rule: str) -> None:
    exact, quick = sensitivity.trace(rule, exact=True), sensitivity.trace(rule)
    low, high = exact.holds
    limit = exact.limit
    for share in (0.1, 0.5, 0.9):
        at = low + share * (high - low)
        session = sensitivity.fixed.session()
        session.limit(rule, limit.key, at - limit.base)
        again = session.solve().objective
        assert exact.gain(at) == pytest.approx(again, rel=1e-7, abs=1e-6)
        assert quick.gain(at) == pytest.approx(again, abs=quick.trace.error + 1e-6)


def test_the_slopes_of_an_exact_trace_are_two_sided_prices(sensitivity: Sensitivity) -> None:
    exact = sensitivity.trace("participation", "ARE", exact=True)
    here = exact.data.iloc[(exact.data["limit"] - exact.limit.value).abs().argmin()]
    price = sensitivity.plan.solution.prices("participation", ["ARE"]).iloc[0]
    if math.isclose(here["limit"], exact.limit.value, abs_tol=1e-9):
        assert (here["slope_down"], here["slope_up"]) == pytest.approx((price["price_down"], price["price_up"]))
    slope = (exact.gain(exact.limit.value + 1e-4) - exact.gain(exact.limit.value)) / 1e-4
    assert slope == pytest.approx(price["price_up"], rel=1e-4)


def test_the_gain_rises_with_a_budget_and_falls_with_what_a_partner_must_gain(sensitivity: Sensitivity) -> None:
    assert sensitivity.trace("diversion budget").data["us_gain"].is_monotonic_increasing
    assert sensitivity.trace("participation").data["us_gain"].is_monotonic_decreasing


def test_words_that_mean_nothing_are_refused(sensitivity: Sensitivity) -> None:
    with pytest.raises(UnknownNameError, match="diversion budget"):
        sensitivity.trace("diversion budge")
    with pytest.raises(UnknownNameError, match="2028"):
        sensitivity.trace("diversion budget", "2082")
    with pytest.raises(InputError, match="no such limit"):
        sensitivity.trace("ceiling")
    with pytest.raises(InputError, match="not below"):
        sensitivity.trace("chip supply", low=3.0, high=2.0)
