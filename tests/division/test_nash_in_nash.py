"""Pairs settling in turn: each is at its own Nash point given the others, and several ends are told as such."""

import pytest

from deals.bargaining import Planar
from deals.division.bilateral import Bilateral
from deals.division.division import Division
from deals.division.joint_division import JointDivision
from deals.division.nash_in_nash import NashInNash
from deals.division.pair import bilateral_nash
from deals.model.question import Question
from deals.plan.impasse import Impasse
from deals.plan.plan import Plan, solve


@pytest.fixture(scope="module")
def pairs(plan: Plan) -> NashInNash:
    return NashInNash(plan)


def test_it_settles_and_says_so(pairs: NashInNash) -> None:
    assert pairs.settled
    assert 1 <= pairs.rounds <= 12
    assert len(pairs.ends) == 3
    assert "need not be efficient" in pairs.sentence


@pytest.mark.parametrize("partner", ["ARE", "IND", "MYS", "THA"])
def test_every_pair_is_at_the_nash_point_of_its_own_frontier(pairs: NashInNash, plan: Plan, partner: str) -> None:
    """With the others where they ended: found on the whole frontier, by other code than the pairs use."""
    deal, point = pairs.ends[0].deals[partner]
    threat = plan.impasses[partner]
    nash = Planar.of([(p.us - threat.us, p.partner - threat.partner) for p in deal.frontier]).nash()
    assert point.partner == pytest.approx(max(0.0, nash[1] + threat.partner), abs=1e-5)
    assert point.us == pytest.approx(deal.on_frontier(point.partner).us, abs=1e-5)


@pytest.mark.parametrize("threat", [Impasse(), Impasse(0.3, -1.0), Impasse(0.0, -30.0), Impasse(100.0, 0.0)])
def test_the_short_way_to_nash_ends_where_the_whole_frontier_does(deal: Bilateral, threat: Impasse) -> None:
    """A threat point far below the way out leaves the partner nothing more; one above our best leaves no bargain."""
    settled = bilateral_nash(deal, threat)
    if threat.us > 50:
        assert not settled.surplus
        assert settled.point.partner == pytest.approx(0.0, abs=1e-6)
        return
    nash = Planar.of([(p.us - threat.us, p.partner - threat.partner) for p in deal.frontier]).nash()
    assert settled.surplus
    assert settled.point.partner == pytest.approx(max(0.0, nash[1] + threat.partner), abs=1e-5)


def test_a_pair_alone_is_the_bilateral_nash_solution(india: Plan, division: Division) -> None:
    """With one partner there are no others to take as given: the same point, from every start."""
    alone = NashInNash(india)
    assert alone.unique
    assert alone.point("IND").us == pytest.approx(division.point("nash").us, abs=1e-5)
    assert division.table.loc["nash_in_nash", "partner_gain"] == pytest.approx(division.point("nash").partner, abs=1e-5)


def test_where_deals_touch_the_order_decides_and_is_told(question: Question) -> None:
    """A ceiling on diversion that two partners must share: who settles first takes more, so ends differ by start."""
    pairs = NashInNash(solve(question.keep(("THA", "VNM", "MYS", "IDN"))))
    assert pairs.settled
    assert pairs.unique == (pairs.spread <= 1e-3)
    table = pairs.table
    assert (table["us_gain_low"] <= table["us_gain"] + 1e-9).all()
    assert (table["us_gain"] <= table["us_gain_high"] + 1e-9).all()
    assert ("several ends" in pairs.sentence) == (not pairs.unique)


def test_all_deals_at_once(plan: Plan, pairs: NashInNash) -> None:
    """Laws of the joint solutions: the plan's own end, equal gains, proportion, and a product nobody betters."""
    joint = JointDivision(plan, pairs)
    assert joint.pairs is pairs
    table = joint.table
    sides = ["USA", *plan.signed]
    assert table.loc["take_it_or_leave_it", "USA"] == pytest.approx(plan.solution.objective, abs=0.01)
    solved = table.loc[["kalai_smorodinsky", "nash", "egalitarian", "utilitarian", "nash_in_nash"], sides]
    assert (solved >= -1e-6).all().all()
    assert (solved <= table.loc["ideal", sides] + 1e-5).all().all()
    assert table["sum"].drop("ideal").max() == pytest.approx(table.loc["utilitarian", "sum"])
    assert joint.lost_by_pairs >= -1e-6
    over = table[sides] - table.loc["while_talks_fail", sides]
    share = over.loc["kalai_smorodinsky"] / over.loc["ideal"]
    assert share.min() == pytest.approx(share["USA"], abs=1e-5)
    smallest = over[sides].min(axis=1)
    assert smallest["egalitarian"] >= smallest.drop(["ideal"]).max() - 1e-6
    products = over.prod(axis=1)
    assert products["nash"] * (1 + joint.nash_gap) >= products.drop("ideal").max() * (1 - 1e-9)
    assert joint.nash_gap < 1e-3


def test_joint_nash_of_one_pair_is_the_bilateral_one(india: Plan, division: Division) -> None:
    """Two ways to one number: tangents of logarithms on the programme, and geometry on the frontier."""
    table = JointDivision(india).table
    for name in ("nash", "kalai_smorodinsky", "egalitarian"):
        assert table.loc[name, "IND"] == pytest.approx(division.point(name).partner, abs=2e-2)
        assert table.loc[name, "USA"] == pytest.approx(division.point(name).us, abs=2e-2)


def test_the_charts_have_a_mark_for_every_side(plan: Plan, pairs: NashInNash) -> None:
    joint = JointDivision(plan, pairs)
    assert len(joint.chart().data) == 5 * (1 + len(plan.signed))
    assert len(pairs.chart().data) == 2 * len(plan.signed)
    assert "pair by pair loses" in joint.sentence


def test_a_division_takes_what_pairs_agree_from_who_has_it(plan: Plan, pairs: NashInNash) -> None:
    japan = Division(Bilateral.of(plan, "JPN"), pairs)
    assert japan.pairs is pairs
    assert japan.table.loc["nash_in_nash", "us_gain"] == pairs.point("JPN").us
