"""What of a record is the deal: the first rate, of other terms the last agreement, each in its instrument's unit."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.record.signed.real import RealDeal, RealTerm, problems_of, real_deals
from tests.record.given_deals import DAY, rate, term, threat

LATER = DAY + timedelta(days=100)
QUOTED = {"investment": 3.5, "purchases": 3.5, "china_exit": 3.5, "defence": 1.0}
LEFT, SPENT = 3.0, 1.5


def deal(*terms: RealTerm, after: date = date.min) -> RealDeal:
    (found,) = real_deals(terms, after).values()
    return found


def said(*terms: RealTerm, place: int = 1) -> dict[str, Any]:
    return deal(*terms).stated(QUOTED, LEFT, SPENT, place)


def test_of_rates_the_first_counts_and_of_other_terms_the_last() -> None:
    first = [rate(15), term("investment", 300, "USD bn")]
    last = [rate(10, day=LATER, deal="treaty"), term("investment", 550, "USD bn", day=LATER, deal="treaty")]
    found = deal(*first, *last)
    assert {row.name: row.quantity for row in found.terms} == {"tariff_to": 15, "investment": 550}
    assert {row.name: row.quantity for row in found.beside} == {"tariff_to": 10, "investment": 300}
    assert found.signed == DAY


def test_rows_of_one_agreement_add_up_and_those_of_another_deal_of_the_day_do_not() -> None:
    ships, grain = term("purchases", 100, "USD bn"), term("purchases", 20, "USD bn of grain")
    assert said(ships, grain, term("purchases", 7, "USD bn", deal="another")) == {"purchases": 120}


def test_aircraft_are_not_counted_where_dollars_are() -> None:
    aircraft, dollars = term("aircraft", 100, "aircraft"), term("aircraft_purchases", 36, "USD bn")
    assert said(aircraft) == {"purchases": pytest.approx(23.5)}
    assert said(aircraft, dollars) == {"purchases": 36}
    assert said(aircraft, dollars, term("energy_purchases", 10, "USD bn")) == {"purchases": 46}
    without_amount = term("aircraft_purchases", None, "")
    assert said(aircraft, without_amount) == {"purchases": pytest.approx(23.5)}


def test_yearly_amounts_are_times_their_years() -> None:
    """Over the years of the text, else over those that the instrument is quoted for."""
    assert said(term("energy_purchases", 8, "USD bn a year")) == {"purchases": 8 * 3.5}
    assert said(term("energy_purchases", 8, "USD bn a year", years=10)) == {"purchases": (80, 10)}
    assert said(term("energy_purchases", 8, "USD bn", years=3.5)) == {"purchases": 8}
    assert said(term("investment", 8, "USD bn per year", years=10)) == {"investment": (80, 10)}


def test_sums_over_different_years_are_one_over_their_mean() -> None:
    """60 over ten years and 20 over two: 80 over (60 x 10 + 20 x 2) / 80 = 8."""
    found = said(term("energy_purchases", 60, "USD bn", years=10), term("agri_purchases", 20, "USD bn", years=2))
    assert found == {"purchases": (80, pytest.approx(8))}


def test_chips_for_each_year_are_for_all_years_left() -> None:
    """500,000 chips of 2.4 H100e for three years."""
    chips = term("chip_export_authorisation", 500_000, "chips a year", side="us")
    assert said(chips) == {"chip_access": pytest.approx(500 * 2.4 * LEFT)}
    once = term("chip_export_licence", 35_000, "chips", side="us")
    assert said(chips, once) == {"chip_access": pytest.approx(500 * 2.4 * LEFT + 35 * 2.4)}


def test_of_promises_of_the_same_measure_the_furthest_counts_and_none_is_more_than_all() -> None:
    weaker, stronger = term("security_cooperation"), term("security_law_alignment")
    assert said(weaker, stronger) == {"export_control_alignment": 0.5}
    assert said(weaker, stronger, place=2) == {"export_control_alignment": 0.9}
    eased = [term("digital_deregulation"), term("data_transfer")]
    assert said(*eased)["deregulation"] <= 1
    assert said(term("tariff_cut", 150, "percent of lines")) == {"tariff_cut": 1.0}


def test_defence_counts_above_what_is_spent() -> None:
    """3.5 percent of GDP, 1.5 spent: 2 points, of which .8 are expected, from .5 to 1."""
    promise = term("defence_spending", 3.5, "percent of GDP")
    assert [said(promise, place=place)["defence"] for place in range(3)] == pytest.approx([1.0, 1.6, 2.0])
    assert said(term("defence_spending", 1.0, "percent of GDP")) == {"defence": 0.0}


def test_rates_threatened_are_beside_the_deal_and_the_last_before_it_is_the_threat() -> None:
    found = deal(
        rate(15), threat(24, day=DAY - timedelta(days=60)), threat(25, day=DAY - timedelta(days=9)),
        threat(30, day=LATER),
    )  # fmt: skip
    assert [row.name for row in found.terms] == ["tariff_to"]
    assert found.threatened == 25
    assert deal(rate(15)).threatened is None
    assert found.stated(QUOTED, LEFT, SPENT) == {"tariff_to": 15}


def test_terms_before_the_day_are_given_already() -> None:
    before = term("dst_commitment", day=DAY - timedelta(days=1))
    found = deal(before, term("tariff_cut"), after=DAY - timedelta(days=1))
    assert [row.name for row in found.terms] == ["tariff_cut"]
    assert [row.name for row in found.beside] == ["dst_commitment"]
    assert real_deals([before], DAY) == {}
    assert real_deals([threat(25), term("tariff_cut", stage="withdrawn")]) == {}


def test_deliveries_are_told_and_are_no_terms() -> None:
    found = deal(
        term("investment", 550, "USD bn"), term("investment", 70, "USD bn", kind="delivery", day=LATER),
        term("investment", 30, "USD bn", kind="delivery", day=LATER),
    )  # fmt: skip
    assert found.delivered == {"investment": 100}
    assert found.stated(QUOTED, LEFT, SPENT) == {"investment": 550}


def test_what_is_not_read_is_told_and_weighs_nothing() -> None:
    found = deal(term("soybeans", 25, "million tonnes"), term("tariff_cut"))
    assert [row.name for row in found.unread] == ["soybeans"]
    assert found.unread[0].amount is None
    assert found.stated(QUOTED, LEFT, SPENT) == {"tariff_cut": 0.5}


def test_without_a_rate_a_deal_is_of_the_day_of_most_terms() -> None:
    found = deal(term("tariff_cut"), term("dst_commitment", day=LATER), term("data_transfer", day=LATER))
    assert found.signed == LATER
    assert deal(*found.terms, rate(15)).signed == DAY


def test_the_stage_is_that_of_most_terms() -> None:
    rows = [term("tariff_cut", stage="announced"), term("dst_commitment"), term("data_transfer")]
    assert deal(*rows).stage == "signed"
    assert deal(rows[0]).stage == "announced"


def test_a_partner_that_nobody_knows_is_told_at_its_line() -> None:
    problems = problems_of([rate(15, partner="JPP"), rate(15)], ["JPN"])
    assert [(problem.field, problem.value) for problem in problems] == [("partner", "JPP")]


ROWS = st.builds(
    term,
    st.sampled_from(("investment", "purchases", "energy_purchases")),
    st.floats(0, 1000),
    st.sampled_from(("USD bn", "USD bn a year")),
    deal=st.sampled_from(("a", "b")),
    day=st.sampled_from((DAY, LATER)),
    years=st.none() | st.floats(1, 20),
)


@given(rows=st.lists(ROWS, min_size=1, max_size=8))
@settings(max_examples=60)
def test_each_row_is_in_the_deal_or_beside_it_and_no_dollar_is_lost(rows: list[RealTerm]) -> None:
    found = deal(*rows)
    assert sorted(map(id, (*found.terms, *found.beside))) == sorted(map(id, rows))
    dollars = 0.0
    for name in ("investment", "purchases"):
        total = found.stated(QUOTED, LEFT, SPENT).get(name, 0.0)
        dollars += total[0] if isinstance(total, tuple) else total
    counted = sum((r.quantity or 0) * ((r.years or 3.5) if r.unit.endswith("year") else 1) for r in found.terms)
    assert dollars == pytest.approx(counted)
