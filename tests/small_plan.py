"""Real deals, weighed alone and in a small plan, solved once for all tests of a folder."""

import pytest

import deals
from deals.division.bilateral import Bilateral
from deals.division.division import Division
from deals.model.question import Question, assemble
from deals.plan.plan import Plan, solve
from deals.scenario.scenario import Scenario


def certain(scenario: Scenario) -> Scenario:
    """The same where nothing is done alone, and talks that are begun hold."""
    hold = deals.Reform("talks hold", {"threat.failure": {"set": 0.0}})
    return scenario.changed(unilateral_opening=False).apply(hold)


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """The default scenario with chips in deals: nothing is opened alone, and talks that are begun hold."""
    return certain(deals.load("leverage-2025"))


@pytest.fixture(scope="session")
def question(scenario: Scenario) -> Question:
    """The default scenario in numbers."""
    return assemble(scenario)


@pytest.fixture(scope="session")
def plan(question: Question) -> Plan:
    """A plan for some partners of every kind."""
    return solve(question.keep(("ARE", "MYS", "IND", "JPN", "THA", "KHM")))


@pytest.fixture(scope="session")
def india(question: Question) -> Plan:
    """A plan for India alone."""
    return solve(question.keep(("IND",)))


@pytest.fixture(scope="session")
def deal(india: Plan) -> Bilateral:
    """The deal with India alone."""
    return Bilateral.of(india, "IND")


@pytest.fixture(scope="session")
def division(deal: Bilateral) -> Division:
    """Its division."""
    return Division(deal)
