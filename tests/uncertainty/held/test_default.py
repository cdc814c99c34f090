"""The default scenario, all of its partners: its plan in drawn worlds, and in its own."""

import pytest

import deals
from deals.model.question import assemble
from deals.plan.plan import solve
from deals.uncertainty.held.programme import written
from deals.uncertainty.held.reading import by_deal, whole
from deals.uncertainty.held.solving import solved
from optimizer import HotStack
from tests.uncertainty.alone import apart, in_numbers
from tests.uncertainty.held.conftest import Held
from tests.uncertainty.held.test_asking import agreed_with

pytestmark = pytest.mark.long
DRAWS = (4, 1)


@pytest.fixture(scope="module")
def default() -> Held:
    return Held.of(solve(assemble(deals.load("leverage-2025"))))


def test_a_drawn_world_s_question_and_answer_are_those_of_that_world_by_itself(default: Held) -> None:
    """Every number that is looked up; then gain, who signs, and what each could have, whatever the terms."""
    decisions = default.decisions
    many = default.work.asked(DRAWS)
    one = default.by_itself(DRAWS[1])
    assert len(decisions.concerned) > 50
    assert not apart(in_numbers(many, 1), in_numbers(agreed_with(one, decisions.signed)))
    programme = written(decisions, one, 1)
    answer = solved(programme, HotStack(programme.stack.arrays(0)))
    alone, told = {**whole(programme, answer), **by_deal(programme, answer)}, default.work(DRAWS)
    assert told["gain"][1] == pytest.approx(alone["gain"][0], rel=1e-9)
    for code in programme.signed:
        for name in ("signed", "unpaid", "most", "alone"):
            assert told[f"{name}/{code}"][1] == pytest.approx(alone[f"{name}/{code}"][0], rel=1e-9, abs=1e-8), name


def test_in_its_own_world_the_held_plan_brings_what_the_plan_brings(default: Held) -> None:
    plan = default.plan
    programme = written(default.decisions, plan.question.keep(default.decisions.concerned), 1)
    answer = solved(programme, HotStack(programme.stack.arrays(0)))
    assert answer.kept.all()
    assert whole(programme, answer)["gain"][0] == pytest.approx(plan.gain, abs=1e-6)
