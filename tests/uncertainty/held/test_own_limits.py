"""A plan with limits of its own, held in drawn worlds: limits on one deal's terms stand, other floors need not."""

import numpy as np

from deals.plan.plan import solve
from deals.uncertainty.held.solving import solved
from optimizer import HotStack
from tests import three
from tests.uncertainty.held.conftest import Held

WORLDS = tuple(range(12))
LIMITS = (
    {"partner": "IND", "term": "purchases", "at_least": 60},
    {"partner": "JPN", "term": "investment", "at_most": 100},
    {"partner": "MYS", "term": "chips", "exactly": 300},
    {"group": ("IND", "MYS"), "term": "purchases", "at_least": 70},
    {"partner": "JPN", "first": True},
)


def test_terms_keep_to_their_limits_in_every_world_as_far_as_there_is_so_much() -> None:
    held = Held.of(solve(three.question(("MYS", "IND", "JPN"), unilateral_opening=False, limits=LIMITS)))
    many = held.work.programme("plan", WORLDS)
    found = solved(many, HotStack(many.stack.arrays(0)))
    assert not any(found.reasons)
    labels = many.stack.columns

    def amount(code: str, instrument: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        columns = [labels.position("ask", key) for key in labels.keys("ask") if key[:2] == (code, instrument)]
        total: np.ndarray[tuple[int], np.dtype[np.float64]] = found.points[:, columns].sum(axis=1)
        return total

    most = many.stack.upper[:, [labels.position("ask", k) for k in labels.keys("ask") if k[:2] == ("IND", "purchases")]]
    asked = np.where(found.kept[:, many.signed.index("IND")], np.minimum(60, most.sum(axis=1)), 0)
    assert asked.max() == 60
    assert (amount("IND", "purchases") >= asked - 1e-6).all()
    assert (amount("JPN", "investment") <= 100 + 1e-6).all()
    assert not {"at least together", "signs first"} & set(many.stack.rows.families)
    assert set(many.stack.rows.keys("at least")) == {"IND purchases"}
    assert "MYS chips" in set(many.stack.rows.keys("at most"))
