"""A small plan of every kind of deal, what is done without deals, and its offers: solved once for all tests here."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from deals.model.question import Question
from deals.plan.baselines import ALONE, PLAN, baselines
from deals.plan.plan import Plan
from deals.sensitivity.worlds.decisions import Decisions
from deals.uncertainty.acceptance.offers import Offers, offers
from deals.uncertainty.acceptance.reckoning import Talked
from deals.uncertainty.draws import Draws
from deals.uncertainty.held.work import HeldWork
from tests import three
from tests.uncertainty.given import Given

PARTNERS = ("MYS", "IND", "JPN", "ARE", "THA")
DRAWS = 64


@dataclass(frozen=True, eq=False)
class Held:
    """A plan, the best that is done alone, and the plan in drawn worlds."""

    plan: Plan
    alone: Plan
    work: HeldWork

    @classmethod
    def of(cls, question: Question) -> "Held":
        solved = baselines(question).plans
        plan = solved[PLAN]
        decisions, draws = Decisions.of(plan), Draws.of(question.scenario.world())
        return cls(plan, solved[ALONE], HeldWork.of({"plan": decisions}, draws))

    def in_worlds(self, **numbers: list[float]) -> "Held":
        """The same in worlds that are typed in."""
        named = {name.replace("__", "."): listed for name, listed in numbers.items()}
        return replace(self, work=HeldWork.of(self.work.plans, Given(named)))


@pytest.fixture(scope="session")
def held() -> Held:
    """Partners with chips and without, that adopt the standard and that do not, toward which some is opened."""
    return Held.of(three.question(PARTNERS))


@pytest.fixture(scope="session")
def unlinked() -> Held:
    """Talks on chips and on trade that are not linked."""
    asked = three.question(("MYS", "IND"), unilateral_opening=False)
    return Held.of(replace(asked, regime=replace(asked.regime, linked=False)))


@pytest.fixture(scope="session")
def centre(held: Held) -> Question:
    """The plan's question in two worlds, both as judged."""
    world = held.plan.question.scenario.world()
    name = "tariff.partner_value_factor"
    return held.in_worlds(tariff__partner_value_factor=[world.value(name)] * 2).work.asked(range(2))


@pytest.fixture(scope="session")
def drawn(held: Held) -> Question:
    """The plan's question in drawn worlds."""
    return held.work.asked(range(DRAWS))


@pytest.fixture(scope="session")
def found(held: Held) -> Offers:
    """Offers with the greatest expected gain."""
    return offers(held.plan, held.alone, held.work, draws=DRAWS)


@pytest.fixture(scope="session")
def talked(held: Held, drawn: Question) -> Callable[[str], Talked]:
    """The deal with a partner, in drawn worlds."""
    return lambda code: Talked.of(held.plan, held.alone, drawn, code)
