"""A live session answers as a rebuild would."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer import InfeasibleError, ModelError, NoOptimumError, Program, Session, UnknownKeyError
from tests.optimizer.cases import Case, cases, near


def optimum(session_or_program: Session | Program) -> float:
    try:
        return session_or_program.solve().objective
    except NoOptimumError:
        return math.nan


@given(cases(), st.data())
@settings(max_examples=40)
def test_edits_give_what_a_rebuild_gives(case: Case, data: st.DataObject) -> None:
    session = case.program().open()
    for _ in range(4):
        if data.draw(st.booleans()):
            row = data.draw(st.integers(0, len(case.limits) - 1))
            case = case.with_limit(row, float(data.draw(st.integers(-3, 9))))
            session.limit("row", row, case.limits[row])
        else:
            column = data.draw(st.integers(0, len(case.costs) - 1))
            case = case.with_cost(column, float(data.draw(st.integers(-3, 4))))
            session.cost("x", column, case.costs[column])
        found, rebuilt = optimum(session), optimum(case.program())
        assert near(found, rebuilt) or (math.isnan(found) and math.isnan(rebuilt))


def wyndor() -> Program:
    program = Program("wyndor")
    x = program.variables("batches", ["doors", "windows"])
    program.objective(3 * x["doors"] + 5 * x["windows"])
    program.constraints(
        "hours",
        {"1": x["doors"] <= 4, "2": 2 * x["windows"] <= 12, "3": 3 * x["doors"] + 2 * x["windows"] <= 18},
    )
    return program


def test_earlier_solutions_keep_their_numbers() -> None:
    session = wyndor().open()
    first = session.solve()
    session.limit("hours", "3", 24)
    second = session.solve()
    assert (first.objective, second.objective) == pytest.approx((36, 42))
    assert first.values("batches").tolist() == [2, 6]
    assert first.prices("hours")["limit"].tolist() == [4, 12, 18]
    assert second.prices("hours")["limit"].tolist() == [4, 12, 24]


def test_the_base_basis_gives_the_same_answers() -> None:
    session = wyndor().open()
    session.solve()
    for limit in (6.0, 24.0, 12.0, 18.0):
        session.limit("hours", "3", limit)
        assert near(session.solve(from_base=True).objective, session.solve().objective)


def test_an_infeasible_edit_raises_and_the_session_goes_on() -> None:
    session = wyndor().open()
    session.limit("hours", "1", -1)
    with pytest.raises(InfeasibleError) as caught:
        session.solve()
    assert "hours[1] is at most -1" in caught.value.conflict().text
    session.limit("hours", "1", math.inf)
    assert session.solve().objective == pytest.approx(42 - 6)


def test_bounds_and_impossible_edits() -> None:
    session = wyndor().open()
    session.bound("batches", "windows", upper=4)
    assert session.solve().values("batches").tolist() == pytest.approx([10 / 3, 4])
    session.bound("batches", "windows", lower=1, upper=5)
    assert session.solve().value("batches", "windows") == pytest.approx(5)
    with pytest.raises(ModelError, match="bounds"):
        session.bound("batches", "windows", lower=6)
    with pytest.raises(ModelError, match="limit"):
        session.limit("hours", "1", -math.inf)
    with pytest.raises(ModelError, match="limit"):
        session.limit("hours", "1", math.nan)
    with pytest.raises(ModelError, match="cost"):
        session.cost("batches", "doors", math.inf)
    with pytest.raises(UnknownKeyError):
        session.limit("hours", "4", 1)


def test_costs_of_a_whole_family_are_those_set_one_by_one() -> None:
    one_by_one, at_once = wyndor().open(), wyndor().open()
    one_by_one.cost("batches", "doors", 1)
    one_by_one.cost("batches", "windows", 2)
    at_once.costs("batches", np.array([1.0, 2.0]))
    assert at_once.solve().objective == one_by_one.solve().objective == pytest.approx(14)
    with pytest.raises(ModelError, match="2 variables, and 1 costs"):
        at_once.costs("batches", np.array([1.0]))
    with pytest.raises(ModelError, match="cannot have the cost inf"):
        at_once.costs("batches", np.array([1.0, math.inf]))


def mixed() -> Program:
    program = Program("mixed")
    build = program.variables("build", ["a", "b"], binary=True)
    make = program.variables("make", ["a", "b"])
    program.objective(3 * make["a"] + 2 * make["b"] - 4 * build["a"] - build["b"])
    rows = {key: make[key] - 5 * build[key] <= 0 for key in make}
    program.constraints("only if built", rows)
    program.constraints("total", {"sum": make["a"] + make["b"] <= 6})
    return program


def test_fixed_integers_leave_a_linear_programme() -> None:
    program = mixed()
    session = program.open()
    whole = session.solve()
    session.fix_integers()
    fixed = session.solve()
    assert fixed.objective == pytest.approx(whole.objective)
    assert (fixed.prices_are, fixed.unique) == ("integers fixed", None)
    session.limit("total", "sum", 3)
    # A rebuild would build one only; with the integers fixed both stay built, and paid for.
    assert (session.solve().objective, optimum_with_total(3)) == pytest.approx((4, 5))


def optimum_with_total(total: float) -> float:
    session = mixed().open()
    session.limit("total", "sum", total)
    return session.solve().objective


def test_integers_can_be_fixed_at_another_solution() -> None:
    program = mixed()
    session = program.open()
    session.limit("total", "sum", 3)
    only_one = session.solve()
    assert only_one.values("build").sum() == 1
    other = program.open()
    other.fix_integers(only_one)
    assert other.solve().values("build").tolist() == only_one.values("build").tolist()
