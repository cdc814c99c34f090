"""The default question on the real data, solved once for all tests of the model."""

import pytest

import deals
from deals.model.question import Question, assemble
from deals.plan.plan import Plan, solve
from deals.scenario.scenario import Scenario


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """The default scenario."""
    return deals.load("leverage-2025")


@pytest.fixture(scope="session")
def question(scenario: Scenario) -> Question:
    """The default scenario in numbers."""
    return assemble(scenario)


@pytest.fixture(scope="session")
def plan(question: Question) -> Plan:
    """The default plan, on all partners."""
    return solve(question)


@pytest.fixture(scope="session")
def few(question: Question) -> Question:
    """The default question asked of a few partners of every kind: small enough to solve again and again."""
    return question.keep(("ARE", "MYS", "IND", "JPN", "THA", "QAT", "KAZ", "KHM"))
