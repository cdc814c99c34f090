"""Discounting, terminal weight and the life of a promise, reckoned by hand on three half-years."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.kit.periods import periods
from deals.model.worth.timeline import Timeline

SPAN = periods("2025Q3", "2026Q4", 6, date(2025, 5, 13))
LINE = Timeline(SPAN, discount_us=0.05, discount_partner=0.08, terminal_weight=3.0)


def test_flows_are_dated_to_the_middle_of_their_period() -> None:
    assert [LINE.middle(p) for p in SPAN] == [0.25, 0.75, 1.25]


def test_the_last_half_year_counts_as_often_as_its_terminal_weight() -> None:
    """Half a year each, the last three times: 0.5, 0.5, 1.5; per unit of flow 1, 1 and 3."""
    assert [LINE.weight(p) for p in SPAN] == [0.5, 0.5, 1.5]
    assert LINE.present_us(SPAN[2]) == pytest.approx(3 * 1.05**-1.25)
    assert LINE.present_partner(SPAN[0]) == pytest.approx(1.08**-0.25)


def test_a_year_has_half_of_itself_in_the_last_half_year() -> None:
    """Of one whole year with weight 3, half a year counts once and half a year thrice: 0.5 + 1.5."""
    (year,) = periods("2026Q1", "2026Q4", 12, date(2025, 5, 13))
    assert Timeline((year,), 0.0, 0.0, 3.0).weight(year) == 2.0


def test_a_quarter_before_the_last_half_year_counts_once() -> None:
    span = periods("2026Q1", "2026Q4", 3, date(2025, 5, 13))
    assert [Timeline(span, 0.0, 0.0, 2.0).weight(p) for p in span] == [0.25, 0.25, 0.5, 0.5]


def test_a_promise_of_one_life_by_hand() -> None:
    """Signed in the second half-year, undone once in two years on average: half of that half-year, then the last.

    0.5 x 0.5 at 0.75 years, and 1.5 at 1.25 years and half a year old; a promise that started with its period would be
    worth a quarter of a year more, one that ignored the hazard a fifth of the last half-year.
    """
    second = 0.25 * 1.05**-0.75
    third = 1.5 * 1.05**-1.25 * math.exp(-0.5 / 2)
    assert LINE.in_force(SPAN[1], 2.0, 0.05) == pytest.approx(second + third)


@given(life=st.floats(0.5, 30), longer=st.floats(0, 30), discount=st.floats(0, 0.3))
def test_a_promise_that_lives_longer_is_worth_no_less(life: float, longer: float, discount: float) -> None:
    assert LINE.in_force(SPAN[0], life + longer, discount) >= LINE.in_force(SPAN[0], life, discount) - 1e-12
