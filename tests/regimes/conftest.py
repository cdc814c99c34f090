"""The default scenario, and access under every regime in its world."""

from collections.abc import Callable, Mapping

import pytest

import deals
from deals import regimes
from deals.model.question import Question, assemble, setting_of
from deals.model.worth.partners import partners
from deals.regimes import EconomyAccess, Setting
from deals.scenario.scenario import Scenario

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


@pytest.fixture(scope="session")
def questions(scenario: Scenario, access: Callable[[str], Access]) -> Callable[[str], Question]:
    """The question under a regime, of no partner: what flows without deals."""
    made: dict[str, Question] = {}
    everybody = tuple(p.code for p in partners(scenario.world(), scenario))

    def under(name: str) -> Question:
        if name not in made:
            made[name] = assemble(scenario.changed(regime=name, **nobody), access(name))
        return made[name]

    nobody = {"excluded": everybody, "talks_under_way": {}, "baseline_deals": (), "baseline_instruments": {}}
    nobody |= {"separate_track": (), "tariff_only": ()}
    return under
