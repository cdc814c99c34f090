"""A signed deal taken apart: linear in what is learned, at the rates of its own day."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.model.question import Question
from deals.record.lessons.inequalities import (
    BELIEF,
    HARM,
    Inequality,
    as_stated,
    inequalities,
    quarter_of,
    rates_before,
    table_of,
    within,
)
from deals.record.lessons.learning import PLEDGE_COSTS
from deals.record.signed.rates import rates_on
from deals.record.signed.real import RealDeal, real_deals
from deals.record.weighing.stated import stated
from deals.record.weighing.worlds import Weighing
from tests.record.given_deals import DAY, inequality, rate, term, threat

DEALS = real_deals(
    [
        *[rate(15), threat(30, day=DAY - timedelta(days=50)), term("investment", 550, "USD bn", years=3.5)],
        *[term("energy_purchases", 8, "USD bn a year"), term("tariff_cut"), term("export_control_alignment")],
        *[rate(19, partner="KHM"), term("tariff_cut", partner="KHM")],
        term("chip_export_licence", 35_000, "chips", partner="ARE", side="us"),
        term("investment", 200, "USD bn", partner="ARE"),
    ]
)


@pytest.fixture(scope="module")
def lines(base: Question) -> dict[str, Inequality]:
    return {line.partner: line for line in inequalities(base, DEALS)}


# By hand.


def test_gains_by_hand() -> None:
    """Threat never -2, surely 8; pledges cost 10, of which half is counted, and signing 1; a belief of .4.

    -2 x .6 + 8 x .4 - 5 - 1 = -4. To the United States 3 x .6 + 6 x .4 less talks of .5, a fifth of them counted.
    """
    line = inequality(rest=(-2, 8), pledge=-10, politics=-1, us=(3, 6), talks=0.5, template=True)
    assert line.partner_gain(0.5, 0.4, 1.0) == pytest.approx(-4)
    assert line.us_gain(0.4, 0.2, 1.0) == pytest.approx(4.2 - 0.1)
    assert inequality(us=(3, 6), talks=0.5).us_gain(0.4, 0.2, 1.0) == pytest.approx(4.2 - 0.5)


def test_harm_is_counted_beside_what_is_judged() -> None:
    """Of three, two are lost to harm: counted three times, four more are lost."""
    assert inequality(us=(3, 3), control=-2).us_gain(0.4, 1.0, 3.0) == pytest.approx(-1)
    assert inequality(us=(3, 3), control=-2).us_gain(0.4, 1.0, 0.0) == pytest.approx(5)


def test_points_of_indifference_by_hand() -> None:
    """At a belief of .4 two are left for pledges of ten; at a tenth of their cost a belief of .3 pays for one."""
    line = inequality(rest=(-2, 8), pledge=-10, politics=-1)
    assert line.cost_at(0.4) == pytest.approx(0.2)
    assert line.cost_at(0.4, politics=1.0) == pytest.approx(0.1)
    assert line.cost_at(0.1) == 0.0, "it gains at no cost"
    assert line.belief_at(0.1) == pytest.approx(0.3)
    assert line.belief_at(0.0, politics=1.0) == pytest.approx(0.3)
    assert math.isnan(line.belief_at(1.0)), "at no belief"
    assert inequality(rest=(3, 1), pledge=-2).belief_at(1.0) == 0.0
    assert math.isnan(inequality(rest=(3, 1)).cost_at(0.5)), "nothing is pledged"


NUMBERS = st.floats(-50, 50)


@given(rest=st.tuples(NUMBERS, NUMBERS), pledge=st.floats(-50, -0.1), politics=st.floats(-5, 0), at=st.floats(0, 1))
def test_at_a_point_of_indifference_the_partner_has_nothing(
    rest: tuple[float, float], pledge: float, politics: float, at: float
) -> None:
    line = inequality(rest=rest, pledge=pledge, politics=politics)
    if (cost := line.cost_at(at, politics=0.5)) > 0:
        assert line.partner_gain(cost, at, 0.5) == pytest.approx(0.0, abs=1e-9)
    else:
        assert line.partner_gain(0.0, at, 0.5) <= 1e-9
    belief = line.belief_at(at, politics=0.5)
    if math.isnan(belief):
        assert line.partner_gain(at, 1.0, 0.5) < 0
    elif belief > 0:
        assert 0 < belief <= 1
        assert line.partner_gain(at, belief, 0.5) == pytest.approx(0.0, abs=1e-9)
    else:
        assert line.partner_gain(at, 0.0, 0.5) >= 0


def test_a_deal_is_one_row_with_talks_where_they_belong() -> None:
    one = inequality(rest=(1, 2), pledge=-3, politics=-4, us=(5, 6), control=8, talks=7, template=True)
    other = inequality(rest=(1, 2), pledge=-3, politics=-4, us=(5, 6), control=8, talks=7)
    assert table_of((one, other)).tolist() == [[1, 2, -3, -4, 5, 6, 8, 7, 0], [1, 2, -3, -4, 5, 6, 8, 0, 7]]
    assert table_of(()).shape == (0, 9)


# Of the scenario.


@pytest.mark.parametrize("code", ["JPN", "KHM", "ARE"])
@given(belief=st.floats(0, 1), cost=st.floats(0.01, 2), politics=st.floats(0, 2), harm=st.floats(0, 3))
@settings(max_examples=4)
def test_taken_apart_a_deal_is_worth_what_it_is_as_a_whole(
    base: Question, lines: dict[str, Inequality], code: str, belief: float, cost: float, politics: float, harm: float
) -> None:
    """Weighed in the world of its day with these numbers, whole: the same to both sides."""
    line = lines[code]
    factors = {**dict.fromkeys(PLEDGE_COSTS, cost), "political_reserve": politics, HARM: harm}
    changes = {**rates_before(base, {code: DEALS[code]}), BELIEF: belief}
    worth = Weighing.of(base, [code], 0, changes=changes, factors=factors).weigh(line.stated)
    assert line.partner_gain(cost, belief, politics) == pytest.approx(float(worth.partner[0]), abs=1e-8)
    assert line.us_gain(belief, 1.0, harm) == pytest.approx(float((worth.us - worth.talks)[0]), abs=1e-8)


def test_a_text_without_pledges_and_chips_is_like_others(lines: dict[str, Inequality]) -> None:
    assert {code: line.template for code, line in lines.items()} == {"JPN": False, "KHM": True, "ARE": False}
    pledged = {code: line.pledged for code, line in lines.items()}
    assert pledged == pytest.approx({"JPN": 550 + 8 * 3.5, "KHM": 0, "ARE": 200})


def test_the_threat_is_the_last_before_the_deal_else_what_was_announced(base: Question) -> None:
    """Told with the deal, else on the packaged record: Cambodia's letter of 7 July 2025 said 36."""
    found = rates_before(base, DEALS)
    known = rates_on(DAY - timedelta(days=1))
    assert found["tariff.announced.JPN"] == 30
    assert found["tariff.announced.KHM"] == 36
    assert found["tariff.announced.ARE"] == known["ARE", "announced"]
    for code in DEALS:
        assert found[f"tariff.in_force.{code}"] == known[code, "in_force"]


def test_the_rate_that_the_deal_brings_is_not_known_on_its_own_day(base: Question) -> None:
    """On 22 July 2025 Japan's rate was agreed at 15; the day before 25 had been threatened and 10 was in force."""
    deal = {"JPN": real_deals([rate(15, day=date(2025, 7, 22))])["JPN"]}
    found = rates_before(base, deal)
    assert found == {"tariff.announced.JPN": 25, "tariff.in_force.JPN": 10}


def test_a_real_deal_is_a_package_signed_in_its_quarter(base: Question) -> None:
    pledges = {"investment": 550, "purchases": 8 * 3.5}
    terms = {"tariff_to": 15, **pledges, "tariff_cut": 0.5, "export_control_alignment": 0.4}
    assert as_stated(base, DEALS["JPN"]) == stated(base, "JPN", terms, signed="2025Q3")


def test_chips_for_each_year_are_for_all_years_of_the_horizon(base: Question) -> None:
    chips = term("chip_export_authorisation", 500_000, "chips a year", partner="ARE", side="us", day=date(2026, 1, 1))
    deal = RealDeal("ARE", (chips,), ())
    assert as_stated(base, deal).amounts["chip_access"] == pytest.approx(1200 * (366 + 730 - 1) / 365.25)


def test_a_deal_after_the_horizon_is_weighed_at_its_end(base: Question) -> None:
    assert [quarter_of(date(2026, month, 1)) for month in (1, 3, 4, 12)] == ["2026Q1", "2026Q1", "2026Q2", "2026Q4"]
    assert within(base, date(2026, 2, 6)) == "2026Q1"
    assert within(base, date(2031, 2, 6)) == "2028Q4"
