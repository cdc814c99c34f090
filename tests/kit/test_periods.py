from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.kit.errors import InputError
from deals.kit.periods import periods, quarter_number, quarter_of, quarter_start, quarter_text

DAY = date(2025, 5, 13)


def test_half_years_of_the_default_horizon() -> None:
    cut = periods("2025Q3", "2028Q4", 6, DAY)
    assert [p.label for p in cut] == ["2025H2", "2026H1", "2026H2", "2027H1", "2027H2", "2028H1", "2028H2"]
    assert cut[0].quarters == ("2025Q3", "2025Q4")
    assert [p.year for p in cut] == [2025, 2026, 2026, 2027, 2027, 2028, 2028]
    assert cut[0].start_years == pytest.approx((date(2025, 7, 1) - DAY).days / 365.25)


@pytest.mark.parametrize(
    ("first", "last", "months", "labels", "years"),
    [
        ("2026Q4", "2027Q1", 3, ["2026Q4", "2027Q1"], [2026, 2027]),
        ("2026Q1", "2027Q4", 12, ["2026", "2027"], [2026, 2027]),
        ("2025Q4", "2026Q1", 6, ["2025Q4-2026Q1"], [2025]),
        ("2025Q4", "2026Q3", 12, ["2025Q4-2026Q3"], [2026]),
        ("2025Q3", "2026Q2", 12, ["2025Q3-2026Q2"], [2025]),
        ("2025Q2", "2026Q1", 12, ["2025Q2-2026Q1"], [2025]),
    ],
)
def test_a_period_belongs_to_the_year_in_which_most_of_it_lies(
    first: str, last: str, months: int, labels: list[str], years: list[int]
) -> None:
    cut = periods(first, last, months, date(2025, 4, 1))
    assert [p.label for p in cut] == labels
    assert [p.year for p in cut] == years


def test_a_period_under_way_starts_before_the_world() -> None:
    (only,) = periods("2026Q4", "2026Q4", 3, date(2026, 11, 22))
    assert -0.25 < only.start_years < 0


@pytest.mark.parametrize(
    ("first", "last", "months", "field", "fix"),
    [
        ("2025Q3", "2025Q2", 3, "last_quarter", "end in 2025Q3 or later"),
        ("2025Q3", "2025Q2", 6, "last_quarter", "end in 2025Q4 or later"),
        ("2025Q3", "2028Q4", 12, "last_quarter", "end in 2028Q2 or 2029Q2"),
        ("2025Q3", "2025Q3", 12, "last_quarter", "end in 2026Q2"),
        ("2025-07", "2025Q3", 3, "first_quarter", "write it as 2025Q3"),
        ("2025Q3", "2025Q4", 4, "period_months", "write 3, 6 or 12"),
    ],
)
def test_what_is_no_horizon_is_refused_with_the_nearest_that_is(
    first: str, last: str, months: int, field: str, fix: str
) -> None:
    with pytest.raises(InputError) as refused:
        periods(first, last, months, DAY)
    (problem,) = refused.value.problems
    assert (problem.field, problem.fix) == (field, fix)


@given(start=st.integers(8000, 8200), count=st.integers(1, 12), months=st.sampled_from([3, 6, 12]))
def test_periods_cover_the_horizon_once_and_in_order(start: int, count: int, months: int) -> None:
    step = months // 3
    cut = periods(quarter_text(start), quarter_text(start + count * step - 1), months, DAY)
    assert [q for p in cut for q in p.quarters] == [quarter_text(start + i) for i in range(count * step)]
    assert [p.index for p in cut] == list(range(count))
    assert sum(p.years for p in cut) == count * step / 4
    assert len({p.label for p in cut}) == count


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_lies_in_its_quarter(day: date) -> None:
    quarter = quarter_of(day)
    following = quarter_start(quarter_text(quarter_number(quarter) + 1))
    assert quarter_start(quarter) <= day < following
    assert quarter_of(following - timedelta(days=1)) == quarter
