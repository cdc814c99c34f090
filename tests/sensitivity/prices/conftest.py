"""The same small question with chips in deals, so that they have prices: nothing opened alone, and talks that hold."""

import pytest

import deals
from deals.scenario.scenario import Scenario
from tests.small_plan import certain


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """The default scenario with all that is done in deals alone, for sure."""
    return certain(deals.load("leverage-2025"))
