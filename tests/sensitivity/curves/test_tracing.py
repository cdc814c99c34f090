"""The gain along a limit: exact and certified curves agree with solving again, and end where deals cannot be kept."""

import math

import pytest

from deals.kit.errors import InputError, UnknownNameError
from deals.sensitivity import Sensitivity
from deals.sensitivity.curves.envelope import trace_anew
from deals.sensitivity.curves.tracing import trace_limit
from optimizer import Moved

RULES = ("diversion budget", "chip supply", "participation")


@pytest.mark.parametrize("rule", RULES)
def test_a_trace_agrees_with_solving_again(sensitivity: Sensitivity, rule: str) -> None:
    exact, quick = trace_limit(sensitivity.as_linear, rule, exact=True), sensitivity.trace(rule)
    low, high = exact.holds
    limit = exact.limit
    for share in (0.1, 0.5, 0.9):
        at = low + share * (high - low)
        session = sensitivity.as_linear.session()
        session.limit(rule, limit.key, at - limit.base)
        again = session.solve().objective
        assert exact.gain(at) == pytest.approx(again, rel=1e-7, abs=1e-6)
        assert quick.gain(at) == pytest.approx(again, abs=quick.trace.error + 1e-6)


def test_the_slopes_of_an_exact_trace_are_two_sided_prices(sensitivity: Sensitivity) -> None:
    exact = trace_limit(sensitivity.as_linear, "participation", "ARE", exact=True)
    here = exact.table.iloc[(exact.table["limit"] - exact.limit.value).abs().argmin()]
    price = sensitivity.plan.solution.prices("participation", ["ARE"]).iloc[0]
    if math.isclose(here["limit"], exact.limit.value, abs_tol=1e-9):
        assert (here["slope_down"], here["slope_up"]) == pytest.approx((price["price_down"], price["price_up"]))
    slope = (exact.gain(exact.limit.value + 1e-4) - exact.gain(exact.limit.value)) / 1e-4
    assert slope == pytest.approx(price["price_up"], rel=1e-4)


def test_the_gain_rises_with_a_budget_and_falls_with_what_a_partner_must_gain(sensitivity: Sensitivity) -> None:
    assert sensitivity.trace("diversion budget").table["us_gain"].is_monotonic_increasing
    assert sensitivity.trace("participation").table["us_gain"].is_monotonic_decreasing


def test_words_that_mean_nothing_are_refused(sensitivity: Sensitivity) -> None:
    with pytest.raises(UnknownNameError, match="diversion budget"):
        sensitivity.trace("diversion budge")
    with pytest.raises(UnknownNameError, match="2028"):
        sensitivity.trace("diversion budget", "2082")
    with pytest.raises(InputError, match="no such limit"):
        sensitivity.trace("ceiling")
    with pytest.raises(InputError, match="not below"):
        sensitivity.trace("chip supply", low=3.0, high=2.0)


@pytest.mark.parametrize(
    ("name", "moved"), [("harm.per_kH", Moved.COSTS), ("purchase.capacity", Moved.LIMITS), ("deal.fixed_cost", None)]
)
def test_an_assumption_traced_agrees_with_the_deals_put_in_numbers_again(
    sensitivity: Sensitivity, name: str, moved: Moved | None
) -> None:
    """Costs make it convex and limits concave; a curve turned the wrong way would miss by far more than its error."""
    found = sensitivity.trace(name)
    assert moved in (None, found.moved)
    low, high = found.holds
    for share in (0.0, 0.3, 0.8, 1.0):
        at = low + share * (high - low)
        again = sensitivity.elsewhere.under({name: {"set": at}}).solution.objective
        assert found.gain(at) == pytest.approx(again, abs=found.trace.error + 1e-5)


def test_an_assumption_that_bends_is_refused_and_shown_the_way(sensitivity: Sensitivity) -> None:
    with pytest.raises(InputError, match=r"straight line.*tornado"):
        sensitivity.trace("discount.us")
    with pytest.raises(UnknownNameError, match=r"harm\.per_kH"):
        sensitivity.trace("harm.per_kh")


def test_the_worth_of_a_term_has_its_amount_for_slope(sensitivity: Sensitivity) -> None:
    """At one times its worth the slope is what the term brings: the envelope theorem."""
    found = sensitivity.trace("worth of investment", "JPN", exact=True)
    at = float(found.gain(1.0))
    brought = sum(
        sensitivity.as_linear.to_us[sensitivity.as_linear.column("ask", key)] * value
        for key, value in sensitivity.plan.values["ask"].items()
        if key[:2] == ("JPN", "investment")
    )
    before, after = ((found.gain(1.0 + step) - at) / step for step in (-1e-4, 1e-4))
    assert before - 1e-4 <= brought <= after + 1e-4


def test_with_the_plan_made_anew_the_curve_is_nowhere_lower_and_changes_are_named(sensitivity: Sensitivity) -> None:
    kept = trace_limit(sensitivity.as_linear, "diversion budget")
    anew = trace_anew(sensitivity.as_linear, "diversion budget", kept.limit.subject, budget=6)
    assert anew.gain(kept.now) == pytest.approx(sensitivity.plan.solution.objective, rel=5e-3)
    low, high = kept.holds
    for share in (0.1, 0.6, 1.0):
        at = low + share * (high - low)
        assert anew.gain(at) >= kept.gain(at) - kept.trace.error - 1e-5
    assert anew.changes["sentence"].str.startswith("At ").all()
    assert "plans made anew" in anew.sentence
    assert anew.chart().png().startswith(b"\x89PNG")
