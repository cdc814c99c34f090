"""Arithmetic over names: what it comes to, and that nothing else is read."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.kit.expression import ExpressionError, expression_problems, has_numbers, names_in, parsed, value_of

SIZES = {"gdp": 200.0, "imports_from_us": 8.0, "none": 0.0, "two": 2.0}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("gdp", 200.0),
        ("0.05 * gdp", 10.0),
        ("gdp - imports_from_us", 192.0),
        ("gdp + -imports_from_us", 192.0),
        ("gdp / two / two", 50.0),
        ("gdp / none", 0.0),
        ("(gdp - 100) / (imports_from_us + 2)", 10.0),
        ("gdp - 100 / imports_from_us + 2", 189.5),
        ("min(0.05 * gdp, imports_from_us)", 8.0),
        ("max(0.05 * gdp, imports_from_us)", 10.0),
        ("min(gdp, 7, imports_from_us)", 7.0),
        ("max(min(gdp, 7), two)", 7.0),
        ("1e2", 100.0),
    ],
)
def test_an_expression_comes_to_what_a_hand_makes_of_it(text: str, value: float) -> None:
    assert value_of(text, SIZES.__getitem__) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        *("gdp ** 2", "gdp // 2", "gdp % 2", "not gdp", "gdp < 2", "gdp and two", "gdp if two else 1"),
        *("abs(gdp)", "min(gdp)", "min(gdp, key=two)", "min(*gdp)", "gdp.real", "gdp[0]", "__import__('os')"),
        *("'gdp'", "True", "1j", "lambda: 1", "(gdp := 1)", "[gdp]", "gdp, two", "f'{gdp}'", "gdp;two", ""),
        "0.05 x gdp",
        "+".join(["gdp"] * 60),
    ],
)  # fmt: skip
def test_nothing_else_is_read(text: str) -> None:
    with pytest.raises(ExpressionError):
        parsed(text)


def test_names_and_numbers_in_an_expression() -> None:
    assert names_in("min(0.05 * gdp, imports_from_us)") == {"gdp", "imports_from_us"}
    assert names_in("") == frozenset()
    assert [has_numbers(text) for text in ("gdp", "2 * gdp", "")] == [False, True, False]


def test_a_problem_names_the_nearest_and_all_there_are() -> None:
    (problem,) = expression_problems("2 * gpd", SIZES, "t.csv", "x.us_base")
    assert (problem.value, problem.message) == ("gpd", "unknown size")
    assert problem.fix == "did you mean gdp? Names are gdp, imports_from_us, none, two"
    (problem,) = expression_problems("gdp ** 2", SIZES, "t.csv", "x.us_base")
    assert "holds gdp ** 2" in problem.message
    assert "min(a, b)" in problem.fix
    assert not expression_problems("gdp / two", SIZES, "t.csv", "x.us_base")


NUMBERS = st.floats(-1e3, 1e3)
TREES = st.recursive(
    st.sampled_from(["a", "b"]) | st.integers(0, 9).map(str),
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({' '.join(parts)})")
        | st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda p: f"{p[0]}({p[1]}, {p[2]})")
    ),
    max_leaves=8,
)


@given(TREES, st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=4))
def test_many_worlds_at_once_are_each_by_itself(text: str, worlds: list[tuple[float, float]]) -> None:
    many: dict[str, Any] = {n: np.array(v) for n, v in zip("ab", zip(*worlds, strict=True), strict=True)}
    at_once = np.broadcast_to(value_of(text, many.__getitem__), len(worlds))
    alone = [value_of(text, dict(zip("ab", world, strict=True)).__getitem__) for world in worlds]
    assert np.array_equal(at_once, np.array(alone))
