"""The same small question with chips in deals, so that they have prices: nothing opened alone, and talks that hold.

All fixtures are defined anew: one that has been made for another folder keeps the scenario that it was made for.
"""

import pytest

import deals
from deals.model.question import Question, assemble
from deals.plan.plan import Plan, solve
from deals.scenario.scenario import Scenario
from deals.sensitivity import Sensitivity
from tests.sensitivity.conftest import FEW
from tests.small_plan import certain


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """The default scenario with all that is done in deals alone, for sure."""
    return certain(deals.load("leverage-2025"))


@pytest.fixture(scope="session")
def question(scenario: Scenario) -> Question:
    """That question asked of a few partners."""
    return assemble(scenario).keep(FEW)


@pytest.fixture(scope="session")
def plan(question: Question) -> Plan:
    """The optimal plan for those partners."""
    return solve(question)


@pytest.fixture(scope="session")
def sensitivity(plan: Plan) -> Sensitivity:
    """What the tests ask."""
    return Sensitivity(plan)
