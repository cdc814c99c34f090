"""A plan with limits of its own, held in drawn worlds: limits on one deal's terms stand, other floors need not."""

import numpy as np

from deals.plan.plan import solve
from deals.uncertainty.held.solving import solved
from optimizer import HotStack, Integers
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
    terms = {key: many.stack.columns.position("ask", key) for key in many.choices.ask}

    def columns(code: str, instrument: str) -> Integers:
        return np.array([at for key, at in terms.items() if key[:2] == (code, instrument)], dtype=np.int32)

    most = many.stack.upper[:, columns("IND", "purchases")].sum(axis=1)
    asked = np.where(found.kept[:, many.signed.index("IND")], np.minimum(60, most), 0)
    assert asked.max() == 60
    assert (found.points[:, columns("IND", "purchases")].sum(axis=1) >= asked - 1e-6).all()
    assert (found.points[:, columns("JPN", "investment")].sum(axis=1) <= 100 + 1e-6).all()
    assert not {"at least together", "signs first"} & set(many.stack.rows.families)
    assert set(many.stack.rows.keys("at least")) == {"IND purchases"}
    assert "MYS chips" in set(many.stack.rows.keys("at most"))
