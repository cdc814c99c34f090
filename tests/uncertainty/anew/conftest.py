"""Small questions that are answered anew in other worlds."""

import pytest

from deals.model.question import Question
from deals.plan.plan import Plan, solve
from tests import three


@pytest.fixture(scope="session")
def question() -> Question:
    """Three partners, toward which much may be done alone."""
    return three.question()


@pytest.fixture(scope="session")
def plan(question: Question) -> Plan:
    """The best plan in the scenario's own world, to the optimum."""
    return solve(question)
