"""What can be asked of a solution at its point."""

import pickle

import numpy as np
import pytest
from hypothesis import assume, given, settings

from optimizer import InfeasibleError, ModelError, NoOptimumError, Program, UnknownKeyError
from tests.optimizer.cases import Case, cases, near


@given(cases())
@settings(max_examples=40)
def test_any_expression_has_its_value_at_the_point(case: Case) -> None:
    program, x = case.built()
    try:
        solution = program.solve()
    except NoOptimumError:
        assume(False)
        raise
    costs = program.linear(((x[j], c) for j, c in enumerate(case.costs)), constant=1.5)
    assert near(solution.value_of(costs), solution.objective + 1.5)
    assert solution.value_of(x[0]) == solution.value("x", 0)
    assert program.weights(costs).tolist() == list(case.costs)


@pytest.mark.parametrize("checked", [True, False])
def test_a_value_is_the_same_checked_or_not(checked: bool) -> None:
    program = Program("box", checked=checked)
    x = program.variables("x", ["a", "b"], upper={"a": 1.0, "b": 2.0})
    program.objective(program.linear([(x["a"], 1.0), (x["b"], 1.0)]))
    solution = program.solve()
    twice = program.linear([(x["b"], 2.0), (x["a"], 1.0), (x["b"], 1.0)], constant=0.25)
    assert solution.value_of(twice) == 7.25
    assert solution.value_of(x["b"]) == 2.0
    assert program.weights(twice).tolist() == [1.0, 3.0]


@given(cases())
@settings(max_examples=30)
def test_a_solution_sent_to_another_process_says_the_same(case: Case) -> None:
    try:
        solution = case.built(checked=False)[0].solve()
    except NoOptimumError:
        assume(False)
        raise
    sent = pickle.loads(pickle.dumps(solution))
    assert (sent.objective, sent.bound, sent.status) == (solution.objective, solution.bound, solution.status)
    assert (sent.point == solution.point).all()
    assert near(float(np.abs(sent.net_costs() - solution.net_costs()).max(initial=0.0)), 0.0)


def test_why_there_is_none_is_sent_in_words() -> None:
    program = Program("empty")
    x = program.variables("x", ["a"], upper=1)
    program.constraints("demand", {"all": x["a"] >= 2})
    with pytest.raises(InfeasibleError) as caught:
        program.solve()
    sent = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(sent, NoOptimumError)
    assert (str(sent), sent.status) == (str(caught.value), caught.value.status)


def test_expressions_of_another_programme_have_no_value() -> None:
    one, other, quick = Program("one"), Program("other"), Program("quick", checked=False)
    x, y, z = (program.variables("x", ["a"], upper=1) for program in (one, other, quick))
    one.objective(x["a"] + 0)
    for strange in (1 * y["a"], quick.linear([(z["a"], 1.0)])):
        with pytest.raises(ModelError, match="another programme"):
            one.solve().value_of(strange)


@given(cases())
@settings(max_examples=30)
def test_between_its_bounds_a_variable_has_no_net_cost(case: Case) -> None:
    try:
        solution = case.program().solve()
    except NoOptimumError:
        assume(False)
        raise
    net, point, upper = solution.net_costs(), solution.point, np.array(case.upper)
    between = (point > 1e-6) & (point < upper - 1e-6)
    assert np.allclose(net[between], 0.0, atol=1e-6)
    sign = 1.0 if case.maximise else -1.0
    assert (sign * net[(point <= 1e-6) & (upper > 1e-6)] <= 1e-6).all()
    assert (sign * net[(point >= upper - 1e-6) & (upper > 1e-6)] >= -1e-6).all()
    assert np.allclose(solution.net_costs(free=["row", "no such family"]), case.costs)
    # Strong duality: what limits and bounds are worth adds up to the optimum.
    held = solution.live.row_prices @ np.array(case.limits)
    assert near(held + float(net @ point), solution.objective)


def test_variables_of_a_programme_are_keys_of_a_dictionary() -> None:
    program = Program("keys")
    x = program.variables("x", ["a", "b"])
    named = {variable: key for key, variable in x.items()}
    row = x["a"] + 2 * x["b"]
    assert {named[variable]: weight for variable, weight in row.items()} == {"a": 1.0, "b": 2.0}
    assert [variable.id for variable in x.values()] == [0, 1]
    with pytest.raises(UnknownKeyError):
        program.fix("y", {"a": 1.0})
