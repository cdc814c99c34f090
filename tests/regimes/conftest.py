"""The default scenario, and access under every regime in its world."""

from collections.abc import Callable, Mapping

import pytest

import deals
from deals import regimes
from deals.model.question import setting_of
from deals.regimes import EconomyAccess, Setting
from deals.scenario import Scenario

Access = Mapping[str, EconomyAccess]


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """The default scenario."""
    return deals.load("leverage-2025")


@pytest.fixture(scope="session")
def setting(scenario: Scenario) -> Setting:
    """What rules may look at in the default scenario."""
    return setting_of(scenario, scenario.world())


@pytest.fixture(scope="session")
def access(scenario: Scenario) -> Callable[[str], Access]:
    """Access of every economy under a regime."""
    made: dict[str, Access] = {}

    def of(name: str) -> Access:
        if name not in made:
            regime = regimes.get(name)
            made[name] = regime.access(setting_of(scenario, regime.world(scenario.world())))
        return made[name]

    return of
