"""What ends a deal: it stays up to its break-even and not beyond, and leaves no later with the plan made anew."""

import math

import pytest

from deals.kit.errors import UnknownNameError
from deals.plan.plan import solve
from deals.sensitivity import Sensitivity
from deals.sensitivity.one_deal.break_even import DELAY, MOVED, QUALITY, QUALITY_HERE, RESERVATION, break_even
from deals.sensitivity.one_deal.one_deal import OneDeal


@pytest.mark.parametrize("code", ["ARE", "JPN"])
def test_a_deal_holds_up_to_its_break_even_and_no_further(sensitivity: Sensitivity, code: str) -> None:
    """There either the deal is worth nothing to us, or no terms at all would give the partner more."""
    end = float(sensitivity.break_even(code, RESERVATION).table["leaves_above"].iloc[0])
    left = OneDeal(sensitivity.plan, code, us_floor=-1e6, partner_floor=end)
    worth = left.push(left.deal.us).us
    most = left.push(left.deal.own).partner
    assert worth >= -1e-4
    assert worth == pytest.approx(0.0, abs=1e-4) or most == pytest.approx(end, abs=1e-4)


def test_every_move_says_where_the_deal_leaves_or_that_it_never_does(sensitivity: Sensitivity) -> None:
    found = sensitivity.break_even("ARE").table.set_index("moved")
    assert tuple(found.index) == MOVED
    for row in found.to_dict("records"):
        ends = [row[side] for side in ("leaves_below", "leaves_above") if not math.isnan(row[side])]
        assert all(row["low"] <= end <= row["high"] for end in ends)
        assert ("leaves the plan once" in row["sentence"]) == bool(ends)
        assert row["to_within"] <= max(0.02 * (row["high"] - row["low"]), 2.0)


def test_a_better_other_supplier_raises_what_a_partner_could_have_without_a_deal(sensitivity: Sensitivity) -> None:
    """For one partner alone and for all: the most it can gain by its deal falls, or it had nothing from the other."""
    low, high = (sensitivity.elsewhere.under({"other_supplier.quality": {"set": q}}) for q in (0.5, 1.2))
    most = [OneDeal(plan, "ARE", us_floor=-1e6).push(OneDeal(plan, "ARE").deal.own).partner for plan in (low, high)]
    assert most[1] <= most[0] + 1e-6
    assert {QUALITY, QUALITY_HERE} <= set(MOVED)


def test_made_anew_a_deal_leaves_no_later(sensitivity: Sensitivity) -> None:
    kept = sensitivity.break_even("QAT", RESERVATION, DELAY).table["leaves_above"]
    anew = break_even(sensitivity.plan, "QAT", (RESERVATION,), remade=True).table
    assert anew["remade"].all()
    assert float(anew["leaves_above"].iloc[0]) <= float(kept.iloc[0]) * 1.01 + 1e-5
    question = sensitivity.plan.question
    assert "QAT" in solve(question).signed


def test_what_cannot_be_moved_is_refused(sensitivity: Sensitivity) -> None:
    with pytest.raises(UnknownNameError, match=r"access\.lag"):
        sensitivity.break_even("ARE", "acess.lag")
    with pytest.raises(UnknownNameError, match="signed partner"):
        sensitivity.break_even("XXX")
