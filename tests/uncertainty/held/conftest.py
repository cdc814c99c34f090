"""Plans that are held: one in which the United States opens chips and rates alone, and one with deals only."""

from dataclasses import dataclass, field

import pytest

from deals.model.question import Question
from deals.plan.plan import Plan, solve
from deals.sensitivity.worlds.decisions import Decisions
from deals.uncertainty.draws import Draws
from deals.uncertainty.held.work import HeldWork
from tests import three
from tests.uncertainty.alone import by_itself


@dataclass(frozen=True, eq=False)
class Held:
    """A plan, what it has decided, draws of its world, and the work of holding it in them."""

    plan: Plan
    decisions: Decisions
    draws: Draws
    work: HeldWork
    questions: dict[int, Question] = field(default_factory=dict)

    def by_itself(self, number: int) -> Question:
        """The question of one drawn world alone, put in numbers once."""
        if number not in self.questions:
            asked = by_itself(self.decisions.question, self.decisions.concerned, self.draws, number)
            self.questions[number] = asked
        return self.questions[number]

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
