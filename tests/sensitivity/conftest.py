"""A small question on the real data, solved once: a few partners of every kind."""

import pytest

import deals
from deals.model.question import Question, assemble
from deals.plan.plan import Plan, solve
from deals.scenario.scenario import Scenario
from deals.sensitivity import Sensitivity

FEW = ("ARE", "MYS", "IND", "JPN", "THA", "QAT")


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """The default scenario."""
    return deals.load("leverage-2025")


@pytest.fixture(scope="session")
def question(scenario: Scenario) -> Question:
    """The default question asked of a few partners."""
    return assemble(scenario).keep(FEW)


@pytest.fixture(scope="session")
def plan(question: Question) -> Plan:
    """The optimal plan for those partners."""
    return solve(question)


@pytest.fixture(scope="session")
def sensitivity(plan: Plan) -> Sensitivity:
    """What the tests ask."""
    return Sensitivity(plan)
