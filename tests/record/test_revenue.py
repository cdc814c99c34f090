"""What the rates agreed say of the political weight of revenue."""

import math

import pandas as pd

from deals.record.lessons.revenue import told_of, weight_of_revenue

NAMES = ["JPN", "VNM", "MYS"]
AGREED = pd.Series([15.0, 20.0, 19.0], index=NAMES)


def test_the_weight_that_misses_least_and_its_ends_where_one_deal_is_left_out_by_hand() -> None:
    """Misses of 0, 6 and 3 at nil, of 9, 0 and 0 at one, of 5, 0 and 0 at two: in all 9, 9 and 5.

    Without Japan one and two miss nothing, and the smaller is taken; without Vietnam nil misses 3, least; without
    Malaysia two misses 5.
    """
    modelled = pd.DataFrame({0.0: [15.0, 14.0, 16.0], 1.0: [24.0, 20.0, 19.0], 2.0: [20.0, 20.0, 19.0]}, index=NAMES)
    found = weight_of_revenue(AGREED, modelled)
    assert found is not None
    assert (found.value, found.low, found.high) == (2.0, 0.0, 2.0)
    assert found.left_out == (1.0, 0.0, 2.0)


def test_one_deal_teaches_no_interval() -> None:
    assert weight_of_revenue(AGREED[:1], pd.DataFrame({0.0: [15.0]})) is None


def test_partners_without_a_modelled_rate_are_left_out() -> None:
    rates = pd.DataFrame({"agreed": AGREED, "as judged": [math.nan, 10.0, 10.0]})
    modelled = pd.DataFrame({0.0: [10.0, 10.0, 10.0], 1.0: [10.0, math.nan, 10.0]}, index=NAMES)
    told, weighed = told_of(rates, modelled)
    assert told.index.tolist() == weighed.index.tolist() == ["MYS"]
    assert told_of(pd.DataFrame(), modelled)[0].empty
