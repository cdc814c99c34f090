"""What a restraint costs is told beside the plan's own programme: what is done alone toward others stays in both."""

from dataclasses import replace

import pytest

from deals.plan.plan import Plan, anew, solve
from deals.restraint.most_favoured import treated_alike
from deals.restraint.sequence import Sequence
from tests import three

OTHERS = ("AUS", "EGY")


@pytest.fixture(scope="module")
def plan() -> Plan:
    """One deal, beside two partners that do not sign and to which chips are opened all the same."""
    found = solve(three.question(("MYS", *OTHERS)))
    assert list(found.signed) == ["MYS"]
    return found


@pytest.fixture(scope="module")
def opened_to_others(plan: Plan) -> float:
    """What is done toward the two brings, USD bn: the plan less the same without them."""
    worth = plan.gain - solve(plan.question.keep(("MYS",))).gain
    assert worth > 0.01
    return worth


def test_one_deal_has_no_peers_to_be_treated_like(plan: Plan, opened_to_others: float) -> None:
    assert treated_alike(plan).price == pytest.approx(0.0, abs=1e-6)


def test_one_deal_pushed_at_once_loses_nothing_but_time(plan: Plan, opened_to_others: float) -> None:
    """Signed in the period in which its talks can be over, as in the plan, it costs nothing."""
    sequence = Sequence(plan)
    table = sequence.all_at_once().table
    moved = sequence.plan.signed["MYS"] - int(table["period"].to_dict()["all at once"])
    price = float(table["price"].to_dict()["all at once"])
    assert price == pytest.approx(0.0, abs=1e-6) if moved == 0 else abs(price) < opened_to_others


def test_a_scenario_in_which_nothing_differs_has_the_plan_that_there_is(plan: Plan) -> None:
    """Also where the path takes something to be opened."""
    path = {(grant.economy, grant.period): 0.5 for grant in plan.question.cells[:3]}
    scenario = plan.question.scenario
    same, other = (anew(scenario, plan.question.codes, opened) for opened in (plan.question.left_open, path))
    assert same.gain == pytest.approx(plan.gain, abs=plan.solution.absolute_gap + 1e-6)
    assert other.question.left_open == path
    assert replace(same.question, scenario=scenario).left_open == plan.question.left_open
