"""The bound that leaves partners out, by hand on the tiny question, and never below what a deal brings."""

from dataclasses import replace

import pytest

from deals.model.pruning import PRICES, _bound, worth_talking_to
from deals.model.question import Question
from deals.plan.plan import solve
from tests.model import tiny


def bound(question: Question, code: str, signed: int) -> float:
    terms = [t for t in question.terms if t.partner == code]
    return _bound(question, terms, [g for g in question.grants if g.partner == code], code, signed)


def test_the_bound_of_a_deal_over_purchases_alone_by_hand() -> None:
    """20 of purchases at 0.1 for 1.4 years, at a cost of 0.04 for 1.35; talks of two teams; politics of 0.1.

    The partner has nothing to gain, so a price on its gain makes the purchases worth nothing; at the least price of
    0.02 the United States keeps all but 0.02 of what they cost.
    """
    whole = tiny.question()
    only = replace(whole, terms=tuple(t for t in whole.terms if t.instrument == "purchases"), grants=())
    talks = 0.05 * 2 * 1.03**-1.25
    politics = 0.1 * 1.06**-1.25

    def at(price: float) -> float:
        gain = 0.1 * 1.4 * 20 - price * 0.04 * 1.35 * 20
        return float(max(0.0, gain) - talks - price * politics)

    assert bound(only, "IND", 2) == pytest.approx(min(at(price) for price in PRICES))


def test_what_the_standard_saves_and_uncertified_chips_spare_are_counted() -> None:
    """Certified chips spare nothing more; those that are not may, if the country adopts the standard."""
    whole = tiny.question()
    plain = bound(whole, "ARE", 0)
    certified = replace(whole, grants=tuple(replace(g, certified=True) for g in whole.grants))
    spared = [4.0 * 0.4 * 0.1 * 75, 3.0 * 0.4 * 0.1 * 85]
    assert plain - bound(certified, "ARE", 0) == pytest.approx(sum(spared), rel=1e-6)


def test_the_bound_of_chips_alone_by_hand() -> None:
    """India's later grant: 23 + 23 thousand at 4 + 1 of promotion less 0.25 + 0.09 of control, worth 3 and 2 to it."""
    whole = tiny.question()
    only = replace(whole, terms=(), grants=tuple(g for g in whole.grants if g.partner == "IND" and g.period == 2))
    talks, politics = 0.05 * 2 * 1.03**-0.75, 0.1 * 1.06**-0.75
    each = 4.0 + 1.0 - 0.25 - 0.09

    def at(price: float) -> float:
        return float(23 * (each + price * 3.0) + 23 * (each + price * 2.0) - talks - price * politics)

    assert bound(only, "IND", 1) == pytest.approx(min(at(price) for price in PRICES))
    assert bound(only, "IND", 2) < 0


def test_nobody_is_left_out_whose_deal_pays_alone() -> None:
    whole = tiny.question()
    for code in whole.codes:
        alone = solve(whole.keep((code,)))
        best = max(bound(whole, code, signed) for signed in whole.talks[code].load)
        assert best >= alone.gain - 1e-6
        assert (code in worth_talking_to(whole)) == (best > 0)
    told = replace(whole, scenario=whole.scenario.changed(must_sign=("IND",)), terms=(), grants=(), standards={})
    assert worth_talking_to(told) == ("IND",)
