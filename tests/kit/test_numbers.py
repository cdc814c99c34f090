"""One world is plain Python, to the bit and the type; many worlds are each of them by itself."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.kit import numbers
from deals.kit.numbers import Array, chosen, decided, of_many, possible, smallest
from tests.many import over_worlds

type Helper = Callable[..., Any]

ANY = st.floats(-1e6, 1e6)
POSITIVE = st.floats(1e-3, 1e3)
THOUSANDTHS = st.integers(-10_000, 10_000).map(lambda n: n / 1000)
ONE_NUMBER: dict[str, tuple[Helper, Helper, st.SearchStrategy[float]]] = {
    "whole_above": (numbers.whole_above, math.ceil, ANY),
    "whole": (numbers.whole, round, ANY | st.integers(-20, 20).map(lambda n: n / 2)),
    "exponential": (numbers.exponential, math.exp, st.floats(-20, 20)),
    "logarithm": (numbers.logarithm, math.log, POSITIVE),
    "logarithm_of_one_plus": (numbers.logarithm_of_one_plus, math.log1p, st.floats(-0.9, 1e3) | st.just(1e-18)),
}
"""What is asked, what Python says, and of which numbers."""
TWO_NUMBERS: dict[str, tuple[Helper, Helper, st.SearchStrategy[float]]] = {
    "larger": (numbers.larger, max, ANY),
    "smaller": (numbers.smaller, min, ANY),
    "power": (numbers.power, lambda base, exponent: base**exponent, st.floats(0.1, 10)),
    "ratio": (numbers.ratio, lambda above, below: above / below if below > 0 else 0.0, THOUSANDTHS),
}
EXACT = {"larger", "smaller", "ratio", "whole", "whole_above"}
"""Where an array's element is the very number; elsewhere the last bit is the library's own."""


def agree(name: str, many: Array, each: Sequence[float]) -> bool:
    """Whether an array holds each world's number."""
    if name in EXACT:
        return bool(np.array_equal(many, np.array(each)))
    return bool(np.allclose(many, each, rtol=1e-14, atol=1e-300))


@pytest.mark.parametrize("name", sorted(ONE_NUMBER))
@given(data=st.data())
def test_of_one_number_one_world_is_python_and_many_are_each_by_itself(name: str, data: st.DataObject) -> None:
    helper, python, drawn = ONE_NUMBER[name]
    given_numbers = data.draw(st.lists(drawn, min_size=1, max_size=9))
    each = [helper(number) for number in given_numbers]
    assert each == [python(number) for number in given_numbers]
    assert {type(number) for number in each} == {type(python(given_numbers[0]))}
    assert agree(name, helper(np.array(given_numbers)), each)


@pytest.mark.parametrize("name", sorted(TWO_NUMBERS))
@given(data=st.data())
def test_of_two_numbers_either_or_both_may_differ_between_worlds(name: str, data: st.DataObject) -> None:
    helper, python, drawn = TWO_NUMBERS[name]
    pairs = data.draw(st.lists(st.tuples(drawn, drawn), min_size=1, max_size=9))
    first, second = (np.array(column) for column in zip(*pairs, strict=True))
    each = [helper(*pair) for pair in pairs]
    assert each == [python(*pair) for pair in pairs]
    assert {type(number) for number in each} <= {float}
    assert agree(name, helper(first, second), each)
    common = pairs[0][0]
    assert agree(name, helper(common, second), [helper(common, other) for _, other in pairs])
    assert agree(name, helper(first, common), [helper(one, common) for one, _ in pairs])


def test_an_element_does_not_depend_on_what_stands_beside_it() -> None:
    """To the bit, in arrays of any length."""
    values = np.random.default_rng(3).uniform(0.1, 5.0, 37)
    for helper in (numbers.exponential, numbers.logarithm, numbers.logarithm_of_one_plus):
        together: Any = helper(over_worlds(values))
        alone: list[Any] = [helper(over_worlds(values[place : place + 1])) for place in range(37)]
        assert np.array_equal(together, np.concatenate(alone))
    together = numbers.power(over_worlds(values), -0.7)
    alone = [numbers.power(over_worlds(values[place : place + 1]), -0.7) for place in range(37)]
    assert np.array_equal(together, np.concatenate(alone))


def test_halves_go_to_the_even_number_and_a_ceiling_stays_where_it_is() -> None:
    halves, sides = np.array([0.5, 1.5, 2.5, -0.5]), np.array([2.0, 2.000001, -1.5])
    assert np.array_equal(numbers.whole(over_worlds(halves)), [0, 2, 2, 0])
    assert np.array_equal(numbers.whole_above(over_worlds(sides)), [2, 3, -1])


def test_a_number_over_nothing_or_less_is_nothing_and_no_warning() -> None:
    assert [numbers.ratio(3.0, below) for below in (0.0, -2.0, 2.0)] == [0.0, 0.0, 1.5]
    found: Any = numbers.ratio(3.0, over_worlds([0.0, -2.0, 2.0]))
    assert found.tolist() == [0.0, 0.0, 1.5]


@given(st.lists(st.lists(ANY, min_size=4, max_size=4), min_size=1, max_size=5))
def test_the_smallest_of_several_is_that_of_each_world(rows: list[list[float]]) -> None:
    found: Any = smallest([rows[0][0], *map(over_worlds, rows)])
    columns = zip(*rows, strict=True)
    assert found.tolist() == [min(rows[0][0], *column) for column in columns]
    assert smallest(rows[0]) == min(rows[0])
    assert isinstance(smallest(iter(rows[0])), float)


def test_only_an_array_among_the_numbers_makes_many_worlds() -> None:
    assert not of_many()
    assert not of_many(1.0, 2, True, (1.0, 2.0), None)
    assert of_many(1.0, np.array([1.0, 2.0]))
    assert of_many(np.array([]))


def test_what_is_chosen_in_one_world_is_the_very_thing() -> None:
    here, elsewhere = object(), object()
    assert chosen(True, here, elsewhere) is here
    assert chosen(False, here, elsewhere) is elsewhere
    assert chosen(0.0, here, elsewhere) is elsewhere


def test_what_is_chosen_over_worlds_worlds_is_chosen_in_each() -> None:
    holds, here = np.array([True, False, True]), np.array([1.0, 2.0, 3.0])
    assert chosen(holds, here, 0.0).tolist() == [1.0, 0.0, 3.0]
    assert chosen(holds, 5.0, -here).tolist() == [5.0, -2.0, 5.0]
    assert chosen(True, here, 0.0) is here


def refused() -> float:
    raise AssertionError("asked of one world for what does not hold there")


def test_what_does_not_hold_in_one_world_is_never_asked() -> None:
    assert decided(True, lambda: 1.0, refused) == 1.0
    assert decided(False, refused, lambda: 2.0) == 2.0


def test_of_many_worlds_both_are_asked_once_whatever_holds() -> None:
    asked: list[str] = []

    def told(name: str, number: float) -> Callable[[], float]:
        def one() -> float:
            asked.append(name)
            return number

        return one

    found = decided(np.array([True, True]), told("here", 1.0), told("elsewhere", 2.0))
    assert found.tolist() == [1.0, 1.0]
    assert asked == ["here", "elsewhere"]
    assert decided(np.array([True, False]), told("", 1.0), told("", 2.0)).tolist() == [1.0, 2.0]


def test_what_may_hold_in_some_world_is_possible() -> None:
    """Even where it holds in none of those asked: what is written has one shape for all worlds there are."""
    assert possible(np.array([False, False]))
    assert possible(np.array([True]))
    assert (possible(True), possible(False), possible(2.0), possible(0.0)) == (True, False, True, False)
