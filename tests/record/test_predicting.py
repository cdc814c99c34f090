"""What is said of each partner before it is known: means, odds and quantiles of drawn worlds, as by hand."""

import math
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from deals.model.question import Question
from deals.record.signed.real import RealDeal, real_deals
from deals.record.trial.naive import last_rate, sizes
from deals.record.trial.predicting import LEVELS, QUANTITIES, Predictions
from deals.record.trial.solo import SoloDeal
from tests.record.given_deals import rate, threat

PARTNERS = ("KOR", "KHM", "ARE")


def typed(us: list[float], alone: float = 0.0, **amounts: list[float]) -> Predictions:
    """Of one partner, the world as judged first."""
    columns = {name: np.array(worlds) for name, worlds in amounts.items()}
    return Predictions({"KOR": SoloDeal("KOR", np.array(us), np.full(len(us), alone), columns)})


@pytest.fixture(scope="module")
def found(base: Question) -> Predictions:
    return Predictions.of(base, PARTNERS, 3)


def test_the_gain_expected_is_the_mean_of_drawn_worlds() -> None:
    assert typed([100.0, 1.0, 2.0, 6.0]).gain.tolist() == [3.0]
    assert typed([100.0]).gain.tolist() == [100.0], "where none are drawn, as judged"


def test_a_deal_pays_where_it_brings_more_than_acting_alone() -> None:
    assert typed([0.0, 1.0, 3.0, 4.0, 0.0], alone=2.0).pays.tolist() == [0.5]
    assert typed([0.0, 1.0, 3.0, 4.0, 0.0], alone=-2.0).pays.tolist() == [0.75], "one that loses alone does nothing"


def test_quantities_are_as_judged_and_quantiles_of_what_is_drawn() -> None:
    made = typed([1.0] * 6, investment=[350.0, 0.0, 10.0, 20.0, 30.0, 40.0])
    assert made.central("KOR", "investment") == 350
    assert made.quantiles("KOR", "investment") == pytest.approx([4, 10, 20, 30, 36])
    assert math.isnan(made.central("KOR", "purchases"))
    assert np.isnan(made.quantiles("KOR", "purchases")).all()
    assert len(made.quantiles("KOR", "purchases")) == len(LEVELS)


def test_partners_come_in_the_order_of_the_data(base: Question, found: Predictions) -> None:
    assert found.partners == [code for code in base.codes if code in PARTNERS]
    table = found.table
    assert table.index.tolist() == found.partners
    assert table.columns.tolist() == ["gain", "pays", *QUANTITIES]
    assert table["pays"].between(0, 1).all()
    pd.testing.assert_frame_equal(Predictions.of(base, PARTNERS[::-1], 3).table, table)


def test_the_less_pledges_cost_the_more_is_expected(base: Question, found: Predictions) -> None:
    cheap = Predictions.of(base, PARTNERS, 3, factors={"invest.partner_cost": 0.3, "purchase.partner_cost": 0.3})
    assert (cheap.gain >= found.gain - 1e-9).all()
    assert cheap.central("KOR", "investment") > found.central("KOR", "investment")


# Rules that know nothing of the model.


def test_size_is_imports_trade_and_gdp(base: Question) -> None:
    beside = sizes(base, ["KOR", "KHM"])
    economy = base.economies["KOR"]
    assert beside["imports"][0] == economy.us_imports
    assert beside["trade"][0] == economy.us_imports + economy.us_exports
    assert beside["GDP"][0] == economy.gdp
    assert beside["GDP"][0] > beside["GDP"][1] > 0


AGREED = date(2025, 7, 22)


def japan(*threatened: float) -> RealDeal:
    """A rate of 15, and threats of the day before."""
    before = AGREED - timedelta(days=1)
    return real_deals([rate(15, day=AGREED), *(threat(percent, day=before) for percent in threatened)])["JPN"]


def test_the_last_rate_is_the_threat_on_record_else_what_was_announced_until_the_day_before() -> None:
    """In April 24 percent was announced for Japan."""
    assert last_rate(japan(25)) == 25
    assert last_rate(japan()) == 24
    assert math.isnan(last_rate(real_deals([rate(15, partner="ATL")])["ATL"])), "nothing is known of Atlantis"
