"""A number that the solver would take for another one is refused by name."""

import pytest

from optimizer import HotStack, ModelError, Program, Size, Status


def program(coefficient: float = 1.0, **numbers: float) -> Program:
    built = Program("units", checked=True)
    upper = {"a": numbers.get("upper"), "b": 5.0}
    x = built.variables("x", ["a", "b"], lower={"a": numbers.get("lower", 0.0), "b": 0.0}, upper=upper)
    built.objective(numbers.get("cost", 1.0) * x["a"] + x["b"])
    built.constraints("hours", {"plant": coefficient * x["a"] + x["b"] <= numbers.get("limit", 1.0)})
    return built


@pytest.mark.parametrize("coefficient", [1e-12, -1e-12, 3e-13, 1e-40, 1e15, -1e16, 1e30])
def test_a_coefficient_out_of_range_is_named(coefficient: float) -> None:
    for act in (lambda: program(coefficient).solve(), lambda: program(coefficient).open()):
        with pytest.raises(ModelError) as caught:
            act()
        assert f"the coefficient {coefficient:.6g} of x[a] in hours[plant]" in str(caught.value)


@pytest.mark.parametrize(("name", "value"), [("cost", 1e20), ("upper", 1e25), ("lower", -1e20), ("limit", 4e22)])
def test_a_number_that_would_be_infinite_is_named(name: str, value: float) -> None:
    with pytest.raises(ModelError, match=rf"{value:.6g}".replace("+", r"\+")):
        program(**{name: value}).solve()


def test_a_difference_of_equal_decimals_is_dropped_where_it_says_nothing() -> None:
    dust = 0.1 + 0.2 - 0.3
    assert program(dust, upper=3.0).solve().objective == pytest.approx(4.0)
    with pytest.raises(ModelError, match="would be dropped"):
        program(dust).solve()


def test_the_smallest_and_largest_that_are_taken_are_taken() -> None:
    assert program(1.1e-12).solve().objective == pytest.approx(1 / 1.1e-12)
    assert program(9e14).solve().objective == pytest.approx(1.0)
    assert isinstance(program(9e14).size, Size)


def test_edits_are_refused_as_well() -> None:
    session = program().open()
    for edit in (
        lambda: session.limit("hours", "plant", 1e20),
        lambda: session.cost("x", "a", -1e21),
        lambda: session.bound("x", "a", upper=1e20),
    ):
        with pytest.raises(ModelError, match="infinite to the solver"):
            edit()
    assert session.solve().status is Status.OPTIMAL


def test_a_programme_without_labels_names_the_place() -> None:
    hot = HotStack(program(1.0).snapshot().arrays)
    with pytest.raises(ModelError, match="coefficient 1e-13 of column 0 in row 0"):
        hot.solve(program(1e-13).snapshot().arrays)
