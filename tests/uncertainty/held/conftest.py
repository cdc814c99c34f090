"""Plans that are held: one in which the United States opens chips and rates alone, and one with deals only."""

from dataclasses import dataclass

import pytest

from deals.plan.plan import Plan, solve
from deals.sensitivity.worlds.decisions import Decisions
from deals.uncertainty.draws import Draws
from deals.uncertainty.held.work import HeldWork
from tests import three


@dataclass(frozen=True, eq=False)
class Held:
    """A plan, what it has decided, draws of its world, and the work of holding it in them."""

    plan: Plan
    decisions: Decisions
    draws: Draws
    work: HeldWork

    @classmethod
    def of(cls, plan: Plan) -> "Held":
        decisions, draws = Decisions.of(plan), Draws.of(plan.question.scenario.world())
        return cls(plan, decisions, draws, HeldWork.of({"plan": decisions}, draws))


@pytest.fixture(scope="session")
def alone() -> Held:
    """Three partners, toward which most is opened without a deal."""
    return Held.of(solve(three.question()))


@pytest.fixture(scope="session")
def dealt() -> Held:
    """The same where nothing may be done alone: chips are in deals."""
    return Held.of(solve(three.question(unilateral_opening=False)))
