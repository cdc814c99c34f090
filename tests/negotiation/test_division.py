"""One deal on the real data: its frontier is exact, and every rule settles where it says."""

from itertools import pairwise

import numpy as np
import pytest

from deals.errors import UnknownNameError
from deals.model.participation import partner_pairs
from deals.negotiation.bilateral import Bilateral
from deals.negotiation.division import SETTLEMENTS, Division
from deals.negotiation.plan import Plan


def test_leaving_the_partner_nothing_is_the_optimum_of_the_contract_problem(division: Division, india: Plan) -> None:
    """Two ways to one number: the frontier's end at the reservation value, and the whole programme solved at once."""
    assert division.point("take_it_or_leave_it").us == pytest.approx(india.solution.objective, abs=1e-5)
    assert division.point("take_it_or_leave_it").partner == pytest.approx(0, abs=1e-7)


def test_the_frontier_is_concave_and_falls(deal: Bilateral) -> None:
    prices = [-(b.us - a.us) / (b.partner - a.partner) for a, b in pairwise(deal.frontier)]
    assert all(price > 0 for price in prices)
    assert prices == sorted(prices)


@pytest.mark.parametrize("gain", [-6.0, -0.7, 0.4, 1.9, 3.3])
def test_nothing_lies_beyond_the_frontier(deal: Bilateral, gain: float) -> None:
    """The most for the United States at a gain of the partner, asked of the programme itself."""
    program, x = deal.program()
    own = program.linear([(x[i,], float(w)) for i, w in enumerate(deal.own)])
    program.constraints("floor", {"partner": own >= gain - deal.own_fixed})
    program.objective(program.linear([(x[i,], float(w)) for i, w in enumerate(deal.us)]))
    assert deal.on_frontier(gain).us == pytest.approx(program.solve().objective + deal.us_fixed, abs=1e-5)


@pytest.mark.parametrize("partner", ["ARE", "IND", "JPN", "MYS"])
def test_in_a_plan_the_deal_lies_on_its_own_frontier(plan: Plan, partner: str) -> None:
    """What the plan has agreed with one partner cannot be bettered while the rest stands, but for the gap."""
    gain = plan.amount(partner_pairs(plan.choices, partner))
    deal = Bilateral.of(plan, partner)
    found = deal.on_frontier(gain)
    assert found.partner == pytest.approx(gain, abs=1e-6)
    assert 0 <= found.us <= plan.solution.objective + plan.solution.absolute_gap


def test_deals_of_a_plan_add_up(plan: Plan) -> None:
    """Where deals hardly touch, what each brings over its absence sums to about the plan's gain."""
    total = sum(Division(Bilateral.of(plan, code)).point("take_it_or_leave_it").us for code in plan.signed)
    assert total == pytest.approx(plan.solution.objective, rel=0.1)


def test_every_solution_is_within_reach_and_efficient(division: Division) -> None:
    for name in SETTLEMENTS:
        point = division.point(name)
        assert division.deal.on_frontier(point.partner).us == pytest.approx(point.us, abs=1e-6)


def test_solutions_do_what_they_say(division: Division) -> None:
    table = division.table
    grid = [division.deal.on_frontier(g) for g in np.linspace(0, division.point("all_to_the_partner").partner, 200)]
    nash, equal = table.loc["nash"], table.loc["egalitarian"]
    assert nash.us_gain * nash.partner_gain >= max(p.us * p.partner for p in grid) - 1e-6
    assert equal.us_gain == pytest.approx(equal.partner_gain, abs=1e-6)
    utilitarian = table.loc["utilitarian"]
    assert utilitarian.us_gain + utilitarian.partner_gain >= max(p.us + p.partner for p in grid) - 1e-6
    best = division.point("take_it_or_leave_it").us, division.point("all_to_the_partner").partner
    fair = division.point("kalai_smorodinsky")
    assert fair.us / best[0] == pytest.approx(fair.partner / best[1], abs=1e-6)
    assert table.loc["no_agreement", "us_gain"] == 0


def test_the_side_that_waits_better_has_more(division: Division) -> None:
    """The United States discounts less than its partner, so patience gives it more than equal power would."""
    timeline = division.deal.plan.question.timeline
    assert timeline.discount_us < timeline.discount_partner
    assert division.target.us > division.point("nash").us


def test_the_real_deal_lies_within_reach(division: Division) -> None:
    """India's framework of February 2026: headline pledges alone, below the frontier and cut to what can be sent."""
    real = division.real
    assert real is not None
    assert real.us <= division.deal.on_frontier(real.partner).us + 1e-6
    assert division.table.loc["real_deal", "tariff_relief"] == pytest.approx(7.0)


def test_concessions_are_ordered_by_their_price_and_lead_to_the_walk_away(division: Division) -> None:
    ladder, positions = division.ladder(), division.positions()
    assert list(positions.index) == ["opening", "target", "walk_away"]
    assert positions["us_gain"].is_monotonic_decreasing
    assert positions["partner_gain"].is_monotonic_increasing
    assert np.all(np.diff(ladder["price"]) >= -1e-6)
    assert ladder["us_cost"].sum() == pytest.approx(positions.loc["opening", "us_gain"], abs=1e-6)
    assert (ladder["change"] != "").all()


def test_only_signed_partners_have_a_frontier(india: Plan) -> None:
    with pytest.raises(UnknownNameError):
        Bilateral.of(india, "JPN")


def test_the_picture_shows_every_point(division: Division) -> None:
    chart = division.picture()
    drawn = set(chart.data["point"])
    assert {
        "frontier",
        "Nash",
        "Take it or leave it",
        "No deal: reservation values",
        "Real deal, headline terms",
    } <= drawn
    assert chart.png().startswith(b"\x89PNG")
