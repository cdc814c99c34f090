"""Two-sided prices of the real limits are their finite differences on both sides, inside the interval they state."""

import math
from collections.abc import Hashable

import pytest

from deals.model.families import REGISTER
from deals.model.family import Kind
from deals.sensitivity import Sensitivity
from deals.sensitivity.prices.limits import find_limit
from optimizer import InfeasibleError, Session

TOLD = [name for name, family in REGISTER.items() if family.kind is not Kind.DEAL]
"""Rules on yes-or-no choices are left out: with these fixed there is nothing left of them to price."""
SAMPLE = 4


def slope(session: Session, family: str, key: Hashable, at: float, step: float, base: float) -> float:
    """Change of the gain per unit of a limit moved by a step, infinite where the deals cannot then be kept."""
    session.limit(family, key, at + step)
    try:
        return (session.solve().objective - base) / step
    except InfeasibleError:
        return math.inf if step < 0 else -math.inf
    finally:
        session.limit(family, key, at)


@pytest.mark.parametrize("family", TOLD)
def test_prices_are_finite_differences_on_both_sides(sensitivity: Sensitivity, family: str) -> None:
    solution, session = sensitivity.plan.solution, sensitivity.as_linear.session()
    base = session.solve().objective
    keys = list(sensitivity.plan.choices.program.snapshot().rows.keys(family))
    prices = solution.prices(family, keys[:: max(1, len(keys) // SAMPLE)][:SAMPLE])
    for key, price in zip(prices.index, prices.to_dict("records"), strict=True):
        at = price["limit"]
        for side, end in (("price_down", price["holds_from"]), ("price_up", price["holds_to"])):
            way = -1.0 if side == "price_down" else 1.0
            room = abs(end - at) if math.isfinite(price[side]) else 1e-3
            step = way * min(1e-2, room / 2)
            if abs(step) > 1e-7:
                found = slope(session, family, key, at, step, base)
                assert found == pytest.approx(price[side], rel=1e-4, abs=1e-5), (family, key, side)


def test_limits_are_ranked_within_one_unit_and_say_what_they_are_prices_of(sensitivity: Sensitivity) -> None:
    prices = sensitivity.limit_prices().table
    assert set(prices["prices_are"]) == {"integers fixed"}
    size = prices[["price_down", "price_up"]].abs().replace(math.inf, 0.0).max(axis=1)
    for _, own in prices.assign(size=size).groupby("price_unit"):
        assert own["rank"].min() == 1
        assert own.sort_values("rank")["size"].is_monotonic_decreasing
    assert (prices.loc[prices["degenerate"], "note"] != "").all()
    assert (prices.loc[prices["tied"], "note"] != "").all()
    assert (prices["holds_from"] <= prices["limit"] + 1e-6).all()
    assert (prices["holds_to"] >= prices["limit"] - 1e-6).all()


def test_a_limit_that_is_not_reached_can_fall_to_what_is_used_at_no_cost(sensitivity: Sensitivity) -> None:
    rule = "worst-case diversion"
    prices = sensitivity.limit_prices(rule).table
    slack = prices[(prices["price_down"] == 0) & (prices["limit"] - prices["used"] > 1e-3)]
    assert not slack.empty
    row = slack.iloc[0]
    session = sensitivity.as_linear.session()
    base = session.solve().objective
    session.limit(
        rule,
        str(row["subject"]),
        float(row["holds_from"]) - find_limit(sensitivity.as_linear, rule, str(row["subject"])).base,
    )
    assert session.solve().objective == pytest.approx(base)
