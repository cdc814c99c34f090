"""A plan near the relaxation, and a bound that no plan exceeds."""

from dataclasses import replace

import pytest

from deals.model.formulation import formulate
from deals.model.pruning import worth_talking
from deals.model.question import Question, assemble
from deals.model.rows.variables import Choices
from deals.plan.search import Held
from deals.uncertainty.anew import nearest as module
from deals.uncertainty.anew.nearest import Nearest, nearest
from deals.uncertainty.draws import Draws
from optimizer import InfeasibleError, Solution
from tests import three
from tests.model import tiny
from tests.uncertainty.alone import drawn

LONG = 60.0
ROUNDING = 1e-6


def choices(question: Question) -> Choices:
    return formulate(worth_talking(question), checked=False)


def certified(found: Nearest, best: Solution) -> None:
    """Assert that nothing is better than the bound says, and the plan no further from the best than the gap."""
    slack = ROUNDING * max(1.0, abs(best.objective))
    assert best.objective <= found.bound + slack
    assert found.gap >= best.objective - found.solution.objective - slack
    assert found.gap >= 0.0
    assert found.solution.objective <= best.objective + slack


@pytest.fixture(scope="module", params=["here", "drawn 2", "drawn 5", "deals only", "tiny"])
def asked(request: pytest.FixtureRequest, question: Question) -> Choices:
    """Questions to which a full search finds the best answer at once."""
    if request.param == "tiny":
        return formulate(tiny.question(), checked=False)
    if request.param == "deals only":
        return choices(three.question(unilateral_opening=False))
    if request.param == "here":
        return choices(question)
    scenario = question.scenario
    return choices(assemble(drawn(scenario, Draws.of(scenario.world()), int(request.param.split()[1]))))


@pytest.fixture(scope="module")
def best(asked: Choices) -> Solution:
    return asked.program.solve(gap=0.0)


@pytest.mark.parametrize("gap", [0.0, 0.01, 0.3])
def test_no_plan_is_better_than_the_bound_and_none_further_off_than_the_gap(
    asked: Choices, best: Solution, gap: float
) -> None:
    found = nearest(asked, gap, LONG)
    certified(found, best)
    assert found.bound == pytest.approx(asked.program.solve(relaxed=True).objective)


def test_on_small_questions_the_plan_is_within_a_per_cent_of_the_best(asked: Choices, best: Solution) -> None:
    found = nearest(asked, 0.0, LONG).solution.objective
    assert found == pytest.approx(best.objective, rel=0.01)


def test_a_plan_is_a_plan(asked: Choices) -> None:
    """Whole where it must be, and it can stand as it is."""
    solution = nearest(asked, 0.0, LONG).solution
    decided = {
        (family, key): (round(value), round(value))
        for family in module.WHOLE
        for key, value in solution.mapping(family).items()
    }
    again = asked.program.solve(held={label: (float(low), float(high)) for label, (low, high) in decided.items()})
    assert again.objective == pytest.approx(solution.objective, rel=1e-6)


def at_odds(asked: Choices) -> Held:
    """More than fits together: every deal signed in every half-year at once."""
    return {("sign", key): (1.0, 1.0) for key in asked.sign}


@pytest.mark.parametrize("both", [False, True])
def test_where_what_is_held_does_not_fit_together_less_of_it_is_held(
    asked: Choices, best: Solution, both: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First what the relaxation agreed to is let go, then all of it: the search is then the whole one."""

    def impossible(*_: object) -> Held:
        return at_odds(asked)

    monkeypatch.setattr(module, "_agreed", impossible)
    if both:
        monkeypatch.setattr(module, "settled_by", impossible)
    for gap in (0.0, 0.3):
        found = nearest(asked, gap, LONG)
        certified(found, best)
        relaxed, solution = asked.program.solve(relaxed=True).objective, found.solution
        searched = min(relaxed, solution.objective + solution.absolute_gap) if both else relaxed
        assert found.bound == pytest.approx(searched)
        if both:
            assert solution.objective >= (1 - gap - ROUNDING) * best.objective


def test_where_there_is_no_plan_at_all_that_is_said() -> None:
    """A partner that must sign, and whom nothing could pay."""
    asked = tiny.question(must_sign=("ARE",))
    with pytest.raises(InfeasibleError):
        nearest(formulate(replace(asked, reserve={**asked.reserve, "ARE": 1e6}), checked=False), 0.0, LONG)


def test_a_bound_below_its_plan_is_no_gap(question: Question) -> None:
    """Rounding of the solver may put the relaxation a hair below."""
    solution = choices(question).program.solve(gap=0.0)
    assert Nearest(solution, solution.objective - 1e-9).gap == 0.0
    assert Nearest(solution, solution.objective + 2.0).gap == pytest.approx(2.0)
