"""Alternatives are as good as they say, as wide as can be, and truly different."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer import Alternatives, ModelError, NoOptimumError, Program, alternatives
from tests.optimizer.cases import Case, cases, near


def found(case: Case, loss: float, *, count: int = 3) -> Alternatives:
    try:
        return alternatives(case.program(), loss, count=count, over="x")
    except NoOptimumError:
        assume(False)
        raise


def within(case: Case, best: float, loss: float) -> Case:
    sense, floor = (">", best - loss) if case.maximise else ("<", best + loss)
    return Case(
        case.maximise,
        case.costs,
        (*case.matrix, case.costs),
        (*case.senses, sense),
        (*case.limits, floor),
        case.upper,
    )


@given(cases(), st.integers(0, 4))
@settings(max_examples=25)
def test_ranges_are_as_far_as_the_loss_allows(case: Case, loss: int) -> None:
    answers = found(case, loss)
    allowed = within(case, answers.best, loss)
    for j, (least, most) in enumerate(answers.ranges[["least", "most"]].to_numpy().tolist()):
        unit = tuple(1.0 if k == j else 0.0 for k in range(len(case.costs)))
        for maximise, end in ((True, most), (False, least)):
            assert near(
                Case(maximise, unit, *(allowed.matrix, allowed.senses, allowed.limits, case.upper)).optimum(), end
            )


@given(cases(bounded=True), st.integers(0, 4))
@settings(max_examples=25)
def test_every_answer_is_feasible_and_within_the_loss(case: Case, loss: int) -> None:
    answers = found(case, loss, count=4)
    for number, objective in enumerate(answers.objectives):
        point = answers.solutions[number].to_numpy()
        assert case.holds_at(point, 1e-6)
        assert near(float(np.dot(case.costs, point)), objective)
        assert abs(objective - answers.best) <= loss + 1e-6


@given(cases(bounded=True), st.integers(1, 4))
@settings(max_examples=25)
def test_answers_differ_unless_there_is_only_one(case: Case, loss: int) -> None:
    answers = found(case, loss)
    apart = answers.distances.to_numpy()
    room = answers.ranges["most"] - answers.ranges["least"]
    assert (len(apart) > 1) == bool((room > 1e-6).any())
    assert (apart[~np.eye(len(apart), dtype=np.bool_)] > 1e-7).all()
    if len(apart) > 1:
        # The second is at least as far from the first as any point that pushes a single variable.
        assert apart[0, 1] >= 0.5 / len(case.costs) - 1e-6


def shared() -> Program:
    program = Program("shared")
    x = program.variables("share", ["a", "b", "c"], upper=1)
    spare = program.variables("spare", ["s"])
    program.objective(x["a"] + x["b"] + 0.9 * x["c"] - 0 * spare["s"])
    program.constraints("cap", {"sum": x["a"] + x["b"] + x["c"] <= 2})
    return program


def test_three_ways_to_share_two_units() -> None:
    answers = alternatives(shared(), 0.1, over="share")
    assert answers.best == pytest.approx(2)
    assert answers.ranges["least"].tolist() == pytest.approx([0, 0, 0])
    assert answers.ranges["most"].tolist() == pytest.approx([1, 1, 1])
    rounded = {tuple(answers.solutions[number].round(6)) for number in answers.solutions}
    assert rounded == {(1, 1, 0), (1, 0, 1), (0, 1, 1)}
    assert sorted(answers.objectives) == pytest.approx([1.9, 1.9, 2.0])
    assert answers.distances.loc[0, 1] == pytest.approx(2 / 3)
    assert "3 answers within 0.1 of 2" in repr(answers)


def test_labels_choose_the_variables_and_an_endless_one_is_infinite() -> None:
    answers = alternatives(shared(), 0.0, over=[("spare", "s"), ("share", "a")])
    assert list(answers.ranges.index) == [("spare", "s"), ("share", "a")]
    assert answers.ranges["most"].tolist() == [math.inf, pytest.approx(1)]
    assert len(answers.objectives) == 1
    assert answers.values("share", 0).tolist() == pytest.approx([1, 1, 0])


def test_integers_stay_fixed_and_that_is_said() -> None:
    program = shared()
    program.variables("pick", ["p"], binary=True)
    assert alternatives(program, 0.5, over="pick").values_are == "integers fixed"


def test_a_loss_is_no_gain() -> None:
    with pytest.raises(ModelError, match="from 0 up"):
        alternatives(shared(), -1.0)
    with pytest.raises(ModelError, match="at least one"):
        alternatives(shared(), 1.0, count=0)
