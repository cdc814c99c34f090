"""The bound that leaves deals out, by hand on the tiny question, and never below what a deal brings.

Talks hold four times in five there. Malaysia's best rate is worth 0.3 to the United States, India's 1.76.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from deals.model.families import of_diversion
from deals.model.pruning import PRICES, bound, worth_talking
from deals.model.question import Question
from deals.model.rows.objective import weights
from deals.model.worth.terms import RateAlone, Segment, Term
from deals.plan.plan import solve
from tests.model import tiny

HOLDS = 0.8
TALKS: float = 0.05 * 2 * 1.03**-1.25
POLITICS: float = 0.1 * 1.06**-1.25
"""Of a deal with India in the last half-year: two teams, and what it costs its government."""


def bound_of(question: Question, code: str, signed: int, *, bought: bool = False) -> float:
    terms = [t for t in question.terms if t.partner == code]
    grants = [g for g in question.grants if g.partner == code]
    return bound(question, terms, grants, code, signed, bought=bought)


def over_alone(question: Question, code: str) -> float:
    """The most that any deal with a partner could bring over what is best without one."""
    rate = weights(question)["leverage"] * question.alone[code].worth if code in question.alone else 0.0
    best = max(0.0, rate)
    return max(
        bound_of(question, code, signed, bought=bought) + (rate if bought else 0.0) - best
        for signed in question.talks[code].load
        for bought in ((False, True) if code in question.alone else (False,))
    )


def failing(question: Question, chance: float) -> Question:
    """The question where talks fail with another chance."""
    return replace(question, world=question.world.patched({"threat.failure": {"set": chance}}))


def only(question: Question, wanted: Callable[[Term], bool]) -> Question:
    """The question with some terms alone, and no chips."""
    kept = tuple(t for t in question.terms if wanted(t))
    return replace(question, terms=kept, grants=(), cells=(), standards={})


def purchases(question: Question) -> Question:
    return only(question, lambda t: t.instrument == "purchases")


def rates(question: Question) -> Question:
    return only(question, lambda t: t.of_one_rate)


def least(gain: Callable[[float], float]) -> float:
    """The least over prices of the partner's gain."""
    return min(gain(float(price)) for price in PRICES)


@pytest.fixture(scope="module")
def whole() -> Question:
    return tiny.question()


def test_the_bound_of_a_deal_over_purchases_alone_by_hand(whole: Question) -> None:
    """20 of purchases at 0.1 for 1.4 years, at a cost of 0.04 for 1.35; talks of two teams; politics of 0.1.

    The partner has nothing to gain, so the higher the price of its gain the less is left, and politics comes on top.
    """

    def at(price: float) -> float:
        gain = HOLDS * 0.1 * 1.4 * 20 - price * 0.04 * 1.35 * 20
        return max(0.0, gain) - TALKS - price * POLITICS

    assert bound_of(purchases(whole), "IND", 2) == pytest.approx(least(at))


def test_of_firm_rates_only_the_best_counts(whole: Question) -> None:
    """Under threat 15 (0.4 and 2.0) or 10 (-0.6 and 3.0), bought 15 (-0.4 and 0.8) or 10 (-1.4 and 1.8): not both."""

    def at(price: float, rates: tuple[tuple[float, float], ...]) -> float:
        best = max(HOLDS * 1.3 * us + price * 1.25 * own for us, own in rates)
        return max(0.0, best) - TALKS - price * POLITICS

    threatened, bought = ((0.4, 2.0), (-0.6, 3.0)), ((-0.4, 0.8), (-1.4, 1.8))
    asked = rates(whole)
    assert bound_of(asked, "IND", 2) == pytest.approx(least(lambda price: at(price, threatened)))
    assert bound_of(asked, "IND", 2) == pytest.approx(HOLDS * 1.3 * 0.4 - TALKS)
    assert bound_of(asked, "IND", 2, bought=True) == pytest.approx(least(lambda price: at(price, bought)))
    assert bound_of(asked, "IND", 2, bought=True) < 0


def test_what_the_standard_saves_and_uncertified_chips_spare_are_counted(whole: Question) -> None:
    """Certified chips spare nothing more; those that are not may, if the country adopts the standard."""
    plain = bound_of(whole, "ARE", 0)
    certified = replace(whole, grants=tuple(replace(g, certified=True) for g in whole.grants))
    spared = [4.0 * 0.4 * 0.1 * 75, 3.0 * 0.4 * 0.1 * 85]
    assert plain - bound_of(certified, "ARE", 0) == pytest.approx(HOLDS * sum(spared), rel=1e-6)


def test_the_bound_of_chips_alone_by_hand(whole: Question) -> None:
    """India's later grant: 23 + 23 thousand at 4 + 1 of promotion less 0.25 + 0.09 of control, worth 3 and 2 to it."""
    asked = replace(whole, terms=(), grants=tuple(g for g in whole.grants if g.partner == "IND" and g.period == 2))
    talks: float = 0.05 * 2 * 1.03**-0.75
    politics: float = 0.1 * 1.06**-0.75
    each = HOLDS * (4.0 + 1.0 - 0.25 - 0.09)

    def at(price: float) -> float:
        return 23 * (each + price * 3.0) + 23 * (each + price * 2.0) - talks - price * politics

    assert bound_of(asked, "IND", 1) == pytest.approx(least(at))
    assert bound_of(asked, "IND", 2) < 0


def test_all_but_talks_counts_by_the_chance_that_they_hold(whole: Question) -> None:
    """Chips alone, which the partner wants: what they bring is sure, or half of it, or nothing; talks cost the same."""
    asked = replace(whole, terms=(), standards={})
    talks = 0.05 * 1.03**-0.25
    sure, half, never = (bound_of(failing(asked, chance), "ARE", 0) + talks for chance in (0.0, 0.5, 1.0))
    assert sure == pytest.approx(75 * (5.0 - 0.75) + 85 * (4.5 - 0.75))
    assert half == pytest.approx(sure / 2)
    assert never == pytest.approx(0.0)


def test_if_talks_are_sure_to_fail_nobody_is_talked_to(whole: Question) -> None:
    """Nobody but those who must sign; and what can be done alone remains."""
    idle = worth_talking(failing(whole, 1.0))
    assert (idle.codes, idle.kinds, idle.terms, idle.grants) == ((), {}, (), ())
    assert (idle.cells, idle.alone) == (whole.cells, whole.alone)
    told = replace(whole, scenario=whole.scenario.changed(must_sign=("IND",)))
    assert worth_talking(failing(told, 1.0)).kinds == {"IND": frozenset({False, True})}


@pytest.mark.parametrize(("worth", "kinds"), [(0.0, {False, True}), (3.3, {False, True}), (3.4, {True})])
def test_a_deal_under_threat_must_be_worth_more_than_the_rate_set_alone(
    whole: Question, worth: float, kinds: set[bool]
) -> None:
    """Purchases of 20 and relief bring at most 0.8 x (0.1 x 1.8 x 20 + 0.4 x 1.7) under threat, less talks: 3.33.

    A deal that buys the rate is over the best alone already and need only bring something.
    """
    asked = only(whole, lambda t: t.of_one_rate or t.instrument == "purchases")
    asked = replace(asked, alone={"IND": RateAlone(26.0, 10.0, 20.0, worth)})
    assert bound_of(asked, "IND", 1) == pytest.approx(HOLDS * (3.6 + 0.68) - 0.1 * 1.03**-0.75)
    assert bound_of(asked, "IND", 1, bought=True) > 0
    assert worth_talking(asked).kinds["IND"] == kinds


def test_a_rate_alone_that_is_worse_than_the_threat_is_not_set_and_a_deal_that_buys_must_make_it_up(
    whole: Question,
) -> None:
    asked = only(whole, lambda t: t.of_one_rate or t.instrument == "purchases")
    brings = bound_of(asked, "IND", 1, bought=True)
    assert brings > 0
    for worth, pays in ((-brings / 2, True), (-2 * brings, False)):
        kinds = worth_talking(replace(asked, alone={"IND": RateAlone(10.0, 0.0, 10.0, worth)})).kinds["IND"]
        assert (True in kinds) is pays
        assert False in kinds


def test_weights_of_the_goals_count_for_the_rate_alone_too(whole: Question) -> None:
    """Leverage counted for nothing leaves nothing of rates, pledges and talks."""
    asked = rates(replace(whole, scenario=whole.scenario.changed(goals={"leverage": 0.0})))
    assert worth_talking(asked).kinds == {}


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("chance", [0.0, 0.2, 0.7, 1.0])
def test_no_deal_brings_more_than_its_bound(alone: bool, chance: float) -> None:
    """Over the best without deals: one partner at a time, for what frees the limits on diversion is in no bound."""
    whole = failing(tiny.question(unilateral_opening=alone), chance)
    for code in whole.codes:
        asked = whole.keep((code,))
        apart = replace(asked, scenario=asked.scenario.changed(must_not_sign=(code,)))
        best, without = (solve(q, without=of_diversion()).solution.objective for q in (asked, apart))
        most = over_alone(whole, code)
        assert best - without <= max(0.0, most) + 1e-6
        assert (code in worth_talking(whole).codes) == (most > 0)


def test_who_must_sign_is_kept_for_either_kind_of_deal(whole: Question) -> None:
    told = replace(whole, scenario=whole.scenario.changed(must_sign=("IND",)), terms=(), grants=(), standards={})
    assert worth_talking(told).kinds == {"IND": frozenset({False, True})}


def test_a_partner_without_a_rate_of_its_own_has_deals_of_one_kind(whole: Question) -> None:
    assert worth_talking(whole).kinds["ARE"] == {False}
    assert all(worth_talking(whole).kinds.values())


def test_a_rate_that_is_never_bought_counts_nothing_in_a_deal_that_buys(whole: Question) -> None:
    segments = (Segment(1.0, 5.0, 5.0, rate=10.0),)
    term = next(t for t in whole.terms if t.of_one_rate)
    asked = replace(rates(whole), terms=(replace(term, segments=segments),))
    assert bound_of(asked, "IND", 2) > 5.0
    assert bound_of(asked, "IND", 2, bought=True) == pytest.approx(-TALKS - float(PRICES[-1]) * POLITICS)
