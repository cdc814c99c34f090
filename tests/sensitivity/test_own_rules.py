"""A scenario whose rules no plan can meet is told which of its own conflict, by its settings, and what to write."""

from typing import Any

import pytest

import deals
from deals.kit.errors import Problem
from deals.scenario.scenario import Scenario
from deals.sensitivity.own_rules import conflict_problem
from optimizer import InfeasibleError
from tests import three

NO_CHIPS: dict[str, Any] = {"must_sign": ("QAT",), "caps": {"QAT": 0.0}}


@pytest.fixture(scope="module")
def small() -> Scenario:
    return three.scenario(unilateral_opening=False)


def told(scenario: Scenario, **changes: Any) -> Problem:
    problem = conflict_problem(scenario.changed(**changes))
    assert problem is not None
    return problem


def test_an_order_that_a_cap_forbids_is_told_with_both_and_with_what_the_partner_needs(small: Scenario) -> None:
    problem = told(small, **NO_CHIPS)
    assert problem.field == "must_sign"
    assert "must_sign: Qatar must sign; caps: Qatar gets at most 0 thousand H100e" in problem.message
    assert "beside what holds in any plan: Qatar signs only if it gains" in problem.message
    assert problem.fix.endswith("let Qatar go without a deal (take QAT out of must_sign)")


def test_a_cap_below_a_limit_is_told_with_the_place_of_the_limit_in_its_list(small: Scenario) -> None:
    limits = ({"partner": "IND", "term": "chips", "at_most": 9}, {"partner": "MYS", "term": "chips", "at_least": 50})
    problem = told(small, must_sign=("MYS",), caps={"MYS": 10}, limits=limits)
    assert "caps: Malaysia gets at most 10 thousand H100e" in problem.message
    assert "limits.2: chips of MYS at least 50" in problem.message
    assert "limits.1" not in problem.message


def test_limits_that_forbid_each_other_are_told_with_the_number_to_write(small: Scenario) -> None:
    group = {"group": ("MYS", "QAT"), "term": "deals", "at_least": 2}
    problem = told(small, limits=(group, {"partner": "MYS", "term": "deals", "at_most": 0}))
    assert problem.field == "limits"
    assert "(1 or less in limits.1)" in problem.fix


def test_too_few_teams_are_told_with_a_number_that_is_enough(small: Scenario) -> None:
    problem = told(small, must_sign=("MYS", "IND", "QAT"), teams=0.5)
    assert "teams: at most 0.5 negotiating at a time" in problem.message
    number = float(problem.fix.rpartition("write teams: ")[2])
    assert conflict_problem(small.changed(must_sign=("MYS", "IND", "QAT"), teams=number)) is None


def test_no_proposal_is_made_and_the_error_says_why(small: Scenario) -> None:
    with pytest.raises(InfeasibleError, match="must_sign: Qatar must sign; caps: Qatar gets at most 0") as error:
        deals.propose(small.changed(**NO_CHIPS), draws=0)
    assert error.value.conflict().parts


def test_rules_that_a_plan_meets_are_no_problem(small: Scenario) -> None:
    assert conflict_problem(small.changed(must_sign=("IND",))) is None
