"""Numbers read as people write them: unit, three digits, no more."""

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.page import wording
from deals.page.wording import amount, chips, money, number, percent, told_apart


def test_the_examples_hold() -> None:
    assert doctest.testmod(wording).failed == 0


@given(st.floats(min_value=1e-6, max_value=1e9))
def test_three_digits_are_kept_and_no_more(value: float) -> None:
    text = number(value)
    assert math.isclose(float(text.replace(",", "")), value, rel_tol=5.1e-3)
    digits = text.replace(",", "").replace(".", "").lstrip("0")
    assert len(digits if "." in text else digits.rstrip("0")) <= 3


@pytest.mark.parametrize("value", [9.996, 99.96, 0.9996, 999.6, 0.09996])
def test_rounding_up_to_the_next_power_of_ten_adds_no_digit(value: float) -> None:
    assert len(number(value).replace(".", "").lstrip("0").replace(",", "")) in (3, 4)
    assert float(number(value).replace(",", "")) == pytest.approx(value, rel=1e-3)


def test_signs_are_minus_signs_and_noise_is_nothing() -> None:
    assert money(-2.5) == "−USD 2.50 bn"
    assert money(-7.8e-16) == "USD 0"
    assert money(0.891) == "USD 891 m"
    assert number(-7.8e-16) == "0"
    assert number(float("nan")) == "–"
    assert number(float("-inf")) == "−unbounded"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (2381.0, "kH", "2.38 million H100e"),
        (0.4, "share", "40% of the full measure"),
        (1.0, "share", "the full measure"),
        (9.0, "percentage points", "9 percentage points"),
        (1.0, "percentage points", "1 percentage point"),
        (0.3, "points of GDP", "0.3 percentage points of GDP"),
        (343.0, "USD bn pledged", "USD 343 bn pledged"),
        (3.9, "USD bn verified", "USD 3.90 bn verified"),
        (1.0, "yes/no", "yes"),
        (7.0, "ships", "7.00 ships"),
    ],
)
def test_amounts_name_their_unit(value: float, unit: str, words: str) -> None:
    assert amount(value, unit) == words


def test_small_orders_are_counted_in_chips() -> None:
    assert chips(0.85) == "850 H100e"
    assert chips(1e-5) == "no chips"
    assert percent(float("nan")) == "–"


@given(st.floats(min_value=0.01, max_value=1e6), st.floats(min_value=1e-4, max_value=0.5))
def test_numbers_that_differ_look_different_side_by_side(value: float, share: float) -> None:
    """12.0 of at most 12.0 hid that the limit was not reached."""
    one, other = told_apart(value, value * (1 + share))
    assert one != other
    assert told_apart(value, value) == [number(value)] * 2
