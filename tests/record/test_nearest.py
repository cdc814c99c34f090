"""The nearest package that both would sign: both gain at it, and nothing nearer does."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.model.question import Question
from deals.record.weighing.evaluation import evaluated
from deals.record.weighing.nearest import NEW_RATE, _terms, both_gain, nearest
from deals.record.weighing.stated import TARIFF_TO, Stated, stated
from deals.record.weighing.worlds import Weighing
from deals.uncertainty.acceptance.packages import Part, Weighed
from deals.world.instrument import CHIPS
from tests.model.tiny import question as tiny
from tests.uncertainty.acceptance import by_hand

NEAR = 1e-3
"""What a package may lie nearer for rounding: the nearest leaves each side a hundredth of a million."""
TEN_POINTS = 10.0


@cache
def typed_in() -> Weighing:
    """The small question of which every number is typed in."""
    return Weighing(tiny(), by_hand.in_many(tiny(), 1))


def emirates(amounts: dict[str, Any], weighing: Weighing | None = None) -> tuple[Weighing, Stated]:
    here = weighing or typed_in()
    return here, stated(here.base, "ARE", amounts, signed="2025Q3")


def changed(**numbers: Any) -> Weighing:
    """The small question with some of it replaced."""
    base = replace(tiny(), **numbers)
    return Weighing(base, by_hand.in_many(base, 1))


def distance(weighing: Weighing, start: Stated, there: Stated) -> float:
    """How far a package is: each term by the part that changes, of what was stated or else of all that is possible."""
    limits = {t.instrument: t.limit for t in weighing.base.terms if t.partner == start.partner}
    if "sector_tariff_relief" in limits:
        limits["sector_tariff_relief"] = 1.0
    first = start.signed.index + weighing.base.lag
    used = sum(g.withheld for g in weighing.base.grants if g.partner == start.partner and g.period >= first)
    limits[CHIPS] = used / 0.85
    far = 0.0
    for name in {*start.amounts, *there.amounts} - {TARIFF_TO}:
        before, after = start.amounts.get(name, 0.0), there.amounts.get(name, 0.0)
        if before != after:
            far += abs(after - before) / (before or limits[name])
    if TARIFF_TO in start.amounts:
        return far + abs(there.amounts[TARIFF_TO] - start.amounts[TARIFF_TO]) / TEN_POINTS
    if TARIFF_TO in there.amounts:
        high = max(weighing.base.world.value(f"tariff.{which}.{start.partner}") for which in ("announced", "in_force"))
        far += NEW_RATE + (high - there.amounts[TARIFF_TO]) / TEN_POINTS
    return far


# By hand: the Emirates give what costs them, and only chips bring them anything.


def test_both_sides_must_gain_and_the_partner_on_each_track() -> None:
    nothing = np.zeros(1)

    def worth(us: float, trade: float, chips: float, *, linked: bool) -> Weighed:
        parts = (Part("a", np.array([us]), np.array([trade]), True), Part("b", nothing, np.array([chips]), False))
        return Weighed(parts, np.array([0.5]), linked)

    assert both_gain(worth(0.5, 1, -1, linked=True))
    assert not both_gain(worth(0.4, 1, -1, linked=True)), "talks of 0.5 are not paid"
    assert not both_gain(worth(2, 1, -1, linked=False)), "it loses on chips"
    assert not both_gain(worth(2, -2, 1, linked=True))


def test_a_pledge_for_nothing_gets_chips_or_is_cut_whichever_is_less() -> None:
    """Signing costs the Emirates 0.2, and 8 of investment costs 0.05 x 8 x 1.8 = 0.72.

    Chips are worth 2 and more each to them: fewer than a whole thousand of 160 make up for all, and the pledge stays.
    """
    weighing, start = emirates({"investment": 8.0})
    found = nearest(weighing, start)
    assert found is not None
    assert found.amounts["investment"] == pytest.approx(8.0)
    assert 0 < found.amounts[CHIPS] < 1.0
    worth = weighing.weigh(found)
    assert both_gain(worth)
    assert worth.partner[0] == pytest.approx(0.0, abs=1e-4)


def test_the_whole_of_chips_is_the_licences_that_serve_every_use() -> None:
    """75 and 85 are refused, and 0.85 of what is licensed arrives in time: the last of the curve, and no more."""
    chips = next(term for term in _terms(*emirates({"investment": 8.0})) if term.name == CHIPS)
    assert chips.whole == chips.curve[-1][0] == pytest.approx((75 + 85) / 0.85)


def test_without_chips_and_with_nothing_but_costs_there_is_no_such_package() -> None:
    weighing, start = emirates({"investment": 8.0}, changed(grants=(), cells=()))
    assert nearest(weighing, start) is None
    assert nearest(weighing, replace(start, amounts={})) is None


def test_a_signed_package_is_its_own_nearest() -> None:
    weighing, start = emirates({"investment": 8.0, "chip_access": 20.0})
    assert both_gain(weighing.weigh(start))
    found = nearest(weighing, start)
    assert found is not None
    assert found.amounts == pytest.approx(start.amounts)
    assert distance(weighing, start, found) == pytest.approx(0.0, abs=1e-9)


AMOUNTS = st.fixed_dictionaries(
    {},
    optional={
        "investment": st.floats(0.5, 30.0),
        "matching_investment": st.floats(0.5, 12.0),
        "china_exit": st.floats(0.05, 1.0),
    },
)


@given(start=AMOUNTS, other=AMOUNTS)
@settings(max_examples=25)
def test_no_package_without_chips_that_both_would_sign_is_nearer(
    start: dict[str, float], other: dict[str, float]
) -> None:
    """Where signing brings the Emirates 2 whatever else is agreed, some pledges are signed and some are not."""
    gladly = changed(reserve={**tiny().reserve, "ARE": -2.0}, grants=(), cells=())
    weighing, begun = emirates(start, gladly)
    found = nearest(weighing, begun)
    _, alternative = emirates(other, weighing)
    if found is None:
        assert not both_gain(weighing.weigh(alternative))
        return
    assert both_gain(weighing.weigh(found))
    if both_gain(weighing.weigh(alternative)):
        assert distance(weighing, begun, found) <= distance(weighing, begun, alternative) + NEAR


@given(start=AMOUNTS, chips=st.floats(1.0, 200.0))
@settings(max_examples=15)
def test_at_the_nearest_package_with_chips_both_gain(start: dict[str, float], chips: float) -> None:
    weighing, begun = emirates({**start, "chip_access": chips})
    found = nearest(weighing, begun)
    if both_gain(weighing.weigh(begun)):
        assert found is not None
        assert distance(weighing, begun, found) == pytest.approx(0.0, abs=1e-6)
    elif found is not None:
        assert both_gain(weighing.weigh(found))
        assert all(amount >= 0 for amount in found.amounts.values())


# Of the scenario, with a rate.


@pytest.mark.parametrize(
    ("partner", "terms"),
    [
        ("KOR", {"investment": 350, "tariff_to": 15}),
        ("KOR", {"investment": 350, "purchases": (400, 10)}),
        ("JPN", {"investment": 550, "tariff_to": 15, "sector_tariff_relief": 0.5}),
        ("MYS", {"investment": 70, "chip_access": {2026: 10}}),
        ("ARE", {"investment": 1400}),
        ("KHM", {"china_exit": 1, "defence": 1, "tariff_to": 49}),
    ],
)
def test_both_gain_at_the_nearest_package_weighed_again(
    base: Question, as_judged: Weighing, partner: str, terms: dict[str, Any]
) -> None:
    start = stated(base, partner, terms)
    assert not both_gain(as_judged.weigh(start))
    found = nearest(as_judged, start)
    assert found is not None
    amounts: dict[str, Any] = {n: (x, found.years[n]) if n in found.years else x for n, x in found.amounts.items()}
    again = evaluated(base, partner, amounts, draws=0)
    assert again.inside
    assert again.nearest is again
    assert found.signed == start.signed
    assert found.standard == start.standard


@pytest.fixture(scope="module")
def korea(base: Question, as_judged: Weighing) -> tuple[Stated, Stated]:
    """A package that Korea would not sign, and the nearest that it would."""
    start = stated(base, "KOR", {"investment": 350, "tariff_to": 15})
    found = nearest(as_judged, start)
    assert found is not None
    return start, found


@given(rate=st.integers(0, 25), investment=st.floats(0, 1), purchases=st.floats(0, 0.2))
@settings(max_examples=25)
def test_no_rate_and_no_pledge_by_hand_is_nearer(
    base: Question,
    as_judged: Weighing,
    korea: tuple[Stated, Stated],
    rate: int,
    investment: float,
    purchases: float,
) -> None:
    start, found = korea
    amounts = {"investment": 350 * investment, "purchases": 137.0 * purchases, "tariff_to": rate}
    other = stated(base, "KOR", {name: amount for name, amount in amounts.items() if amount or name == TARIFF_TO})
    if both_gain(as_judged.weigh(other)):
        assert distance(as_judged, start, found) <= distance(as_judged, start, other) + NEAR


def test_the_evaluation_tells_what_the_nearest_changes(base: Question) -> None:
    answer = evaluated(base, "KOR", {"investment": 350, "tariff_to": 15}, draws=0)
    near = answer.nearest
    assert near is not None
    assert near.inside
    changes = answer.changes.to_dict("index")
    assert changes["Investment in the United States"]["stated"] == 350
    assert changes["Investment in the United States"]["nearest"] == near.stated.amounts["investment"]
    assert "The nearest package that both would sign" in answer.markdown()
    assert near.changes.empty
    assert "nearest" not in near.markdown()


def test_where_there_is_none_the_evaluation_says_so(base: Question) -> None:
    """Andorra has too little to give for talks to pay."""
    answer = evaluated(base, "AND", {}, draws=0)
    assert answer.nearest is None
    assert answer.changes.empty
    assert "None was found" in answer.markdown()
