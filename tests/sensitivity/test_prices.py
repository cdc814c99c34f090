"""Two-sided prices of the real limits are their finite differences on both sides, inside the interval they state."""

import math
from collections.abc import Hashable

import pytest

from deals.sensitivity import Sensitivity
from optimizer import InfeasibleError, Session

FAMILIES = (
    *("chip supply", "diversion budget", "worst-case diversion", "participation", "investment capacity"),
    *("matching within chips", "terms under a deal", "access under a deal", "saved by deliveries"),
)
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


@pytest.mark.parametrize("family", FAMILIES)
def test_prices_are_finite_differences_on_both_sides(sensitivity: Sensitivity, family: str) -> None:
    solution, session = sensitivity.plan.solution, sensitivity.fixed.session()
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
