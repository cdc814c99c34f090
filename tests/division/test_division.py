"""One deal on the real data: its frontier is exact, and every rule settles where it says."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

import deals
from deals.bargaining import Planar
from deals.division.bilateral import Bilateral, Point
from deals.division.division import SETTLEMENTS, Division
from deals.division.domain import Domain
from deals.division.tranches import flows
from deals.kit.errors import UnknownNameError
from deals.model.question import Question, assemble
from deals.model.rows.participation import partner_pairs
from deals.plan.plan import Plan, solve
from deals.scenario.scenario import Scenario


@pytest.fixture(scope="module")
def dear(scenario: Scenario) -> Division:
    """The deal with Japan where a dollar of revenue is worth two and a half, so that a lower rate costs us."""
    reform = deals.Reform("revenue is worth more", {"tariff.revenue_weight": {"set": 1.5}})
    return Division(Bilateral.of(solve(assemble(scenario.apply(reform)).keep(("JPN",))), "JPN"))


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
    own = program.linear([(x[i], float(w)) for i, w in enumerate(deal.own)])
    program.constraints("floor", {"partner": own >= gain - deal.own_fixed})
    program.objective(program.linear([(x[i], float(w)) for i, w in enumerate(deal.us)]))
    assert deal.on_frontier(gain).us == pytest.approx(program.solve().objective + deal.us_fixed, abs=1e-5)


@pytest.mark.parametrize("partner", ["ARE", "IND", "JPN", "MYS"])
def test_in_a_plan_the_deal_lies_on_its_own_frontier(plan: Plan, partner: str) -> None:
    """What the plan has agreed with one partner cannot be bettered while the rest stands, but for the gap."""
    gain = plan.amount(partner_pairs(plan.choices, partner))
    deal = Bilateral.of(plan, partner)
    point = deal.on_frontier(gain)
    assert point.partner == pytest.approx(gain, abs=1e-6)
    assert 0 <= point.us <= plan.solution.objective + plan.solution.absolute_gap


def test_deals_of_a_plan_add_up(plan: Plan) -> None:
    """Where deals hardly touch, what each brings over its absence sums to about the plan's gain."""
    total = sum(Division(Bilateral.of(plan, code)).point("take_it_or_leave_it").us for code in plan.signed)
    assert total == pytest.approx(plan.solution.objective, rel=0.1)


def test_every_solution_is_within_reach_and_efficient(division: Division) -> None:
    for name in SETTLEMENTS:
        point = division.point(name)
        assert division.deal.on_frontier(point.partner).us == pytest.approx(point.us, abs=1e-6)


def test_solutions_do_what_they_say(division: Division) -> None:
    """All but the utilitarian count from the threat point; each is the best by its own rule on a fine grid."""
    table, threat = division.table, division.impasse
    grid = [division.deal.on_frontier(g) for g in np.linspace(0, division.point("all_to_the_partner").partner, 200)]
    nash, fair = (division.point(name) for name in ("nash", "kalai_smorodinsky"))

    def product(point: Point) -> float:
        return (point.us - threat.us) * (point.partner - threat.partner)

    assert product(nash) >= max(map(product, grid)) - 1e-6
    utilitarian = table.loc["utilitarian"]
    assert utilitarian.us_gain + utilitarian.partner_gain >= max(p.us + p.partner for p in grid) - 1e-6
    ideal_us = division.deal.on_frontier(threat.partner).us - threat.us
    planar = Planar.of([(p.us, p.partner) for p in division.deal.frontier])
    ideal_partner = planar.best_second(threat.us) - threat.partner
    reached = (fair.us - threat.us) / ideal_us, (fair.partner - threat.partner) / ideal_partner
    assert reached[0] == pytest.approx(reached[1], abs=1e-6)
    assert table.loc["no_agreement", "us_gain"] == 0


@pytest.mark.parametrize(("partner", "reached"), [("JPN", True), ("IND", False)])
def test_equal_gains_are_had_where_the_frontier_reaches_them(plan: Plan, partner: str, reached: bool) -> None:
    """India would gain less than we do if it gave nothing and had all it can have: that is as near as there is."""
    division = Division(Bilateral.of(plan, partner))
    equal, threat, end = division.point("egalitarian"), division.impasse, division.deal.frontier[-1]
    more_for_us = (equal.us - threat.us) - (equal.partner - threat.partner)
    assert (end.us - threat.us < end.partner - threat.partner) is reached
    if reached:
        assert more_for_us == pytest.approx(0.0, abs=1e-6)
    else:
        assert more_for_us > 0
        assert equal.partner == pytest.approx(end.partner, abs=1e-6)


def test_the_threat_point_is_not_the_way_out(plan: Plan) -> None:
    """While talks fail a partner waits without the other supplier: it has less than by turning there for good."""
    emirates = Division(Bilateral.of(plan, "ARE"))
    assert emirates.impasse.partner < -0.05
    assert emirates.impasse.us > 0
    assert emirates.point("take_it_or_leave_it").partner == pytest.approx(0.0, abs=1e-6), "the larger of the two"
    rows = emirates.table.loc[["while_talks_fail", "no_agreement"], "partner_gain"]
    assert rows.tolist() == [emirates.impasse.partner, 0.0]
    assert plan.impasses["JPN"].partner == 0.0, "an ally is refused nothing, so it has no need to turn elsewhere"


def test_a_better_threat_of_ours_gives_us_more(plan: Plan) -> None:
    """Counted from the way out, as if it were the threat point, the partner would have more than it gets."""
    emirates = Division(Bilateral.of(plan, "ARE"))
    planar = Planar.of([(p.us, p.partner) for p in emirates.deal.frontier])
    assert emirates.point("nash").partner < planar.nash()[1]


def test_no_rule_leaves_a_side_less_than_its_way_out(plan: Plan) -> None:
    """Binmore, Shaked and Sutton 1989: an outside option binds only where it is better, and then nothing is added."""
    for partner in plan.signed:
        division = Division(Bilateral.of(plan, partner))
        for name in SETTLEMENTS:
            if name != "utilitarian":
                assert division.point(name).partner >= -1e-6
                assert division.point(name).us >= -1e-6


def test_the_side_that_waits_better_has_more(division: Division) -> None:
    """The United States discounts less than its partner, so patience gives it more than equal power would."""
    timeline = division.deal.plan.question.timeline
    assert timeline.discount_us < timeline.discount_partner
    assert division.target.us > division.point("nash").us


def test_the_real_deal_stands_beside_the_rules_where_it_is_given(division: Division) -> None:
    """Its gains are not those of the frontier: it may lie where no rule would settle."""
    assert "real_deal" not in division.table.index
    beside = replace(division, real={"us_gain": 9.0, "partner_gain": -14.0, "tariff_relief": 7.0})
    row = beside.table.loc["real_deal"].to_dict()
    assert [row[name] for name in ("us_gain", "partner_gain", "tariff_relief")] == [9.0, -14.0, 7.0]
    assert np.isnan(row["partner_share"])


def check_ladder(division: Division) -> None:
    """Steps in the order of their price, from the opening to the walk-away, the end of what we would take."""
    ladder, positions = division.positions.ladder, division.positions.table
    assert list(positions.index) == ["opening", "target", "walk_away"]
    assert positions["us_gain"].is_monotonic_decreasing
    assert positions["partner_gain"].is_monotonic_increasing
    assert np.all(np.diff(ladder["price"]) >= -1e-6)
    gains = positions["us_gain"].to_dict()
    assert gains["walk_away"] == pytest.approx(max(division.deal.frontier[-1].us, 0.0), abs=1e-6)
    assert ladder["us_cost"].sum() == pytest.approx(gains["opening"] - gains["walk_away"], abs=1e-6)
    assert ladder["partner_gain"].sum() == pytest.approx(np.ptp(positions["partner_gain"].to_numpy()), abs=1e-6)
    assert (ladder["change"] != "").all()
    assert not ladder["change"].str.contains("_").any(), "terms are called by their names"
    asks, gives = ("Purchases of US goods", "Tariff relief")
    assert not ladder["change"].str.contains(rf"{asks} \+|{gives} −").any(), "every step is a concession of ours"


def test_concessions_lead_to_where_the_partner_has_all_it_can_have(division: Division) -> None:
    """India gives nothing any more and is given all there is, which still leaves us something."""
    check_ladder(division)
    terms = division.positions.terms
    asks, gives = (terms[terms["side"] == side] for side in ("partner", "us"))
    assert asks["walk_away"].to_dict() == pytest.approx(dict.fromkeys(asks.index, 0.0))
    assert gives["walk_away"].to_dict() == pytest.approx(gives["limit"].to_dict())
    assert division.positions.packages["walk_away"].us > 1


def test_or_concessions_lead_to_where_nothing_is_left_to_us(dear: Division) -> None:
    check_ladder(dear)
    assert dear.positions.packages["walk_away"].us == pytest.approx(0.0, abs=1e-6)


def test_the_limit_of_a_country_rate_is_the_lowest_of_the_rates_it_could_be(dear: Division) -> None:
    """Rates are alternatives, not steps to be added up; parts of two of them are agreed."""
    (rates,) = (t.segments for t in dear.deal.plan.asked.terms if t.of_one_rate)
    assert [rate.points for rate in rates] == [6.5, 9.0, 11.5, 14.0]
    assert dear.deal.limits["tariff_relief"] == 14.0
    reliefs = [dear.deal.totals(corner.terms)["tariff_relief"] for corner in dear.deal.frontier]
    assert np.diff(reliefs).min() > -1e-9, "the more is left to Japan, the lower its rate"
    assert reliefs[-1] == pytest.approx(14.0)
    assert 11.5 < dear.deal.totals(dear.target.terms)["tariff_relief"] < 14.0


def test_a_rate_made_firm_where_it_stands_relieves_nothing_and_is_worth_something(question: Question) -> None:
    """The United Kingdom's ten per cent: no points on a term sheet, nothing to take shares of, but worth its years."""
    division = Division(Bilateral.of(solve(question.keep(("GBR",))), "GBR"))
    domain, point = Domain(division.deal), division.point("nash")
    assert division.deal.limits["tariff_relief"] == 0.0
    row = domain.issues.index("tariff_relief")
    assert np.isfinite(domain.shares).all()
    assert not domain.shares[row].any()
    assert domain.worth(point)[row] > 0
    kept = domain.with_amounts({"tariff_relief": 0.0}, point, np.ones(len(domain.issues)))
    assert kept is not None
    assert kept.us == pytest.approx(point.us)
    spread = flows(division.deal, point)
    assert "tariff_relief" in spread.issues
    assert spread.us.sum() + spread.us_fixed == pytest.approx(point.us)


def test_only_signed_partners_have_a_frontier(india: Plan) -> None:
    with pytest.raises(UnknownNameError):
        Bilateral.of(india, "JPN")


def test_the_chart_shows_every_point(division: Division) -> None:
    chart = replace(division, real={"us_gain": 9.0, "partner_gain": 1.0}).chart()
    drawn = set(chart.data["point"])
    assert {
        "frontier",
        "Nash",
        "Take it or leave it",
        "Nash-in-Nash (others settle too)",
        "While talks fail: threat point",
        "No deal: reservation values",
        "Real deal, headline terms",
    } <= drawn
    assert chart.png().startswith(b"\x89PNG")


def test_every_instrument_has_its_positions(division: Division) -> None:
    """One row an instrument, within its limit; where a side walks, it is left with nothing, all else as targeted."""
    frame = division.positions.terms
    assert set(frame.index) == set(division.deal.limits)
    for position in ("opening", "target", "walk_away"):
        assert (frame[position] <= frame["limit"] + 1e-6).all()
        expected = division.positions.table.loc[position]
        assert frame[position].to_dict() == pytest.approx({i: float(expected[i]) for i in frame.index})
    asks = frame[frame["side"] == "partner"]
    assert (asks["opening"] >= asks["walk_away"] - 1e-6).all()
    least_relief = frame["they_walk"].to_dict()["tariff_relief"]
    assert 0 < least_relief < frame["target"].to_dict()["tariff_relief"]
    deal, here = division.deal, division.target.terms
    program, x = deal.program()
    moving = [issue in ("", "tariff_relief") for issue in deal.issues]
    held = {i: program.linear([(x[i], 1.0)]) == float(here[i]) for i, moves in enumerate(moving) if not moves}
    program.constraints("held", held)
    relief = [(x[i], float(deal.amounts[i])) for i, issue in enumerate(deal.issues) if issue == "tariff_relief"]
    program.constraints("relief", {"least": program.linear(relief) <= least_relief})
    program.objective(program.linear([(x[i], float(w)) for i, w in enumerate(deal.own)]))
    assert program.solve().objective + deal.own_fixed == pytest.approx(0.0, abs=1e-5)


def test_the_ladder_says_where_the_target_is(division: Division) -> None:
    ladder = division.positions.ladder
    to_target = ladder[ladder["stage"] == "to the target"]
    assert to_target["partner_after"].iloc[-1] == pytest.approx(division.target.partner)
    assert to_target["us_after"].iloc[-1] == pytest.approx(division.target.us)
    assert len(division.positions.chart().data) == 3 * len(division.positions.terms)


def test_answers_say_themselves(division: Division) -> None:
    assert f"{division.target.us:.2f} to us" in division.sentence
    assert repr(division.positions) == f"<Positions: {division.positions.sentence}>"
    assert f"{len(division.positions.ladder)} steps" in division.positions.sentence
