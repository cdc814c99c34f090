"""A frontier holds the best of every weighing of its goals, by corners that are all needed."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer import Frontier, ModelError, NoOptimumError, Program, UnboundedError, Variables, frontier
from tests.optimizer.cases import Case, cases

type Rows = list[list[float]]


def found(case: Case, goals: Rows, *, tolerance: float | None = None) -> Frontier:
    program, x = case.built()
    named = {str(n): program.linear((x[j], a) for j, a in enumerate(goal)) for n, goal in enumerate(goals)}
    try:
        return frontier(program, named, exact=tolerance is None, tolerance=tolerance or 0.0)
    except NoOptimumError:
        assume(False)
        raise


@st.composite
def questions(draw: st.DrawFn, goals: int) -> tuple[Case, Rows]:
    case = draw(cases(bounded=True))
    entry = st.integers(-3, 4).map(float)
    n = len(case.costs)
    return case, [draw(st.lists(entry, min_size=n, max_size=n)) for _ in range(goals)]


def best(case: Case, goals: Rows, weighing: list[float]) -> float:
    mixed = np.array(weighing) @ np.array(goals)
    return Case(case.maximise, tuple(mixed), case.matrix, case.senses, case.limits, case.upper).optimum()


def weighings(goals: int) -> list[list[float]]:
    rng = np.random.default_rng(7)
    return [*np.eye(goals).tolist(), *rng.dirichlet(np.ones(goals), 12).tolist()]


@pytest.mark.parametrize("goals", [2, 3, 4])
@given(data=st.data())
@settings(max_examples=20)
def test_no_weighing_of_the_goals_does_better_than_its_best_corner(goals: int, data: st.DataObject) -> None:
    case, rows = data.draw(questions(goals))
    corners = found(case, rows)
    values = corners.points[list(corners.goals)].to_numpy()
    for weighing in weighings(goals):
        sums = values @ weighing
        assert (sums.max() if case.maximise else sums.min()) == pytest.approx(best(case, rows, weighing), abs=1e-6)


@given(questions(3))
@settings(max_examples=20)
def test_every_corner_is_the_only_best_one_for_some_weighing(question: tuple[Case, Rows]) -> None:
    case, rows = question
    corners = found(case, rows)
    values = (1 if case.maximise else -1) * corners.points.to_numpy()
    facets = corners.facets
    for number, value in enumerate(values):
        others = np.delete(values, number, axis=0)
        assert not (others >= value - 1e-9).all(axis=1).any()
    for weights, on in zip(facets[list(corners.goals)].to_numpy(), facets["corners"].tolist(), strict=True):
        sums = values @ weights
        assert sums[list(on)] == pytest.approx(np.full(len(on), sums.max()))


@given(questions(3))
@settings(max_examples=20)
def test_a_gap_is_kept(question: tuple[Case, Rows]) -> None:
    case, rows = question
    corners = found(case, rows, tolerance=0.2)
    values, ranges = corners.points.to_numpy(), corners.ranges.to_numpy()
    assert corners.gap <= 0.2
    for weighing in weighings(3):
        of_shares = (np.array(weighing) / ranges).tolist()
        sums = values @ of_shares
        missed = abs((sums.max() if case.maximise else sums.min()) - best(case, rows, of_shares))
        assert missed <= corners.gap + 1e-6


def budget() -> tuple[Program, Variables[str]]:
    program = Program("budget")
    x = program.variables("x", ["a", "b", "c"], upper={"a": 4, "b": 3, "c": 5})
    program.objective(1 * x["a"])
    program.constraints("cap", {"sum": 2 * x["a"] + x["b"] + x["c"] <= 8})
    return program, x


def test_two_goals_have_every_corner_with_its_exchange_rate() -> None:
    program, x = budget()
    corners = frontier(program, {"a": x["a"], "b": x["b"] + 10})
    # The first three units of b take half a unit of a each, and c is left out.
    assert corners.points["a"].tolist() == pytest.approx([4, 2.5])
    assert corners.points["b"].tolist() == pytest.approx([10, 13])
    assert corners.points["exchange"].tolist() == pytest.approx([0.5, np.nan], nan_ok=True)
    assert corners.values("x")["a"].tolist() == pytest.approx([4, 2.5])
    assert corners.value_of(2 * x["a"] + x["b"]).tolist() == pytest.approx([8, 8])
    assert (corners.exact, corners.values_are) == (True, "linear programme")
    assert corners.facets.loc[0, "corners"] == (0, 1)
    assert "2 corners, exact" in repr(corners)


def test_goals_that_agree_have_one_corner() -> None:
    program, x = budget()
    assert frontier(program, {"a": x["a"], "twice": 2 * x["a"]}).points["twice"].tolist() == pytest.approx([8])


def test_the_programme_is_put_back_after_a_frontier() -> None:
    program, x = budget()
    solution = program.solve()
    before = solution.prices("cap")
    frontier(solution, {"a": x["a"], "b": x["b"]})
    assert solution.prices("cap").equals(before)


def test_integers_stay_fixed_and_that_is_said() -> None:
    program, x = budget()
    pick = program.variables("pick", ["p"], binary=True)
    assert frontier(program, {"a": x["a"], "pick": pick["p"]}).values_are == "integers fixed"


def test_goals_that_make_no_frontier_are_refused() -> None:
    (program, x), (_, others) = budget(), budget()
    with pytest.raises(ModelError, match="two goals or more"):
        frontier(program, {"a": x["a"]})
    with pytest.raises(ModelError, match="another programme"):
        frontier(program, {"a": x["a"], "b": others["b"]})
    free = program.variables("free", ["z"])
    with pytest.raises(UnboundedError, match='goal "z" improves without end'):
        frontier(program, {"a": x["a"], "z": free["z"]})
