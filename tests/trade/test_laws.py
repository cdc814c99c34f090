"""What must hold over the whole of the data, whichever number a table has."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from deals.trade import TradeModel, by_level, joint, model_of
from deals.world import load_world

LEVELS = [2.5 * step for step in range(13)]
"""Nought to thirty: beyond the peak of a curve that has one."""
TIGHT = 1e-9
PARTNERS = ("VNM", "EUU", "CHN", "STP", "ROW")
SETS = ("BSY", "CP", "FGO", "IS", "U4")


@pytest.fixture(scope="module")
def curves(april: TradeModel) -> dict[str, pd.DataFrame]:
    """Every region's, others at the rates of April 2025, to thirty."""
    tables = {partner: by_level(april, partner, LEVELS).table for partner in april.partners}
    return {partner: table[table.index <= LEVELS[-1]] for partner, table in tables.items()}


def best(curves: dict[str, pd.DataFrame], column: str) -> "pd.Series[float]":
    """Best rate for the United States on each of the 53 economies."""
    found = {name: float(table.index[int(table[column].argmax())]) for name, table in curves.items() if name != "ROW"}
    assert len(found) == 53
    return pd.Series(found)


@pytest.mark.long
def test_in_general_equilibrium_the_best_rate_is_moderate(curves: dict[str, pd.DataFrame]) -> None:
    """Between 5 and 25 for at least 40 of 53: 50 now. China and Hong Kong pay 20 points over fentanyl already."""
    rates = best(curves, "us_gain_equilibrium")
    assert rates.between(5, 25).sum() >= 40
    assert set(rates[~rates.between(5, 25)].index) <= {"CHN", "HKG", "BGD", "BRN", "MMR", "PAK"}


@pytest.mark.long
def test_with_fixed_prices_no_rate_is_best(curves: dict[str, pd.DataFrame]) -> None:
    """Nought for at least 40 (44 now), and at most 10 for all: relief to one diverts trade from higher duties."""
    rates = best(curves, "us_gain_fixed_prices")
    assert (rates == 0).sum() >= 40
    assert rates.max() <= 10


@pytest.mark.long
def test_every_curve_of_the_united_states_has_one_peak(curves: dict[str, pd.DataFrame]) -> None:
    for partner, table in curves.items():
        steps = np.diff(table["us_gain_equilibrium"].to_numpy())
        falling = np.flatnonzero(steps < 0)
        first = int(falling[0]) if len(falling) else len(steps)
        assert (steps[:first] > 0).all(), partner
        assert (steps[first:] < 0).all(), partner


@pytest.mark.long
def test_a_partners_gain_falls_with_its_rate(curves: dict[str, pd.DataFrame]) -> None:
    for partner, table in curves.items():
        assert (np.diff(table["partner_gain"].to_numpy()) < 0).all(), partner


def test_relief_as_agreed_pays_both_sides(april: TradeModel) -> None:
    """From the rates announced in April 2025 to those agreed, others at the rates in force."""
    for partner, deal in {"VNM": 20, "JPN": 15, "EUU": 15, "KOR": 15, "IND": 18, "THA": 19, "MYS": 19}.items():
        curve = by_level(april, partner, [deal])
        change = curve.worth(deal) - curve.worth(april.announced[partner])
        assert change["us_gain_equilibrium"] > 0, partner
        assert change["us_gain_fixed_prices"] > 0, partner
        assert change["partner_gain"] > 0, partner


def test_ten_more_on_everybody_turns_sign_with_who_bears_it() -> None:
    """USD 81 bn a year in general equilibrium, and a loss of 60 where buyers bear it (elasticities of 4)."""
    model = model_of(load_world(date(2025, 4, 10), "with-hindsight"), "U4")
    us = model.place("USA")
    tariffs = model.economy.tariffs.copy()
    before = model.gains_under(tariffs)
    tariffs[:, us] += 0.1 * model.data.goods
    after = model.gains_under(tariffs)
    assert after.us_equilibrium - before.us_equilibrium == pytest.approx(81.3, abs=0.2)
    assert after.us_fixed - before.us_fixed == pytest.approx(-60, abs=5)


@pytest.mark.parametrize("name", SETS)
def test_every_equation_holds(name: str) -> None:
    """A sample of partners and levels under every set; ``benchmarks/trade.py`` runs all of them."""
    model = model_of(load_world(date(2025, 4, 10), "with-hindsight"), name)
    for partner in PARTNERS:
        start = None
        for level in (0.0, 10.0, 46.0, 125.0):
            reached = model.gains({partner: level}, start).equilibrium
            assert reached.residual < TIGHT
            start = reached


def test_no_shock_no_gain(april: TradeModel) -> None:
    data = april.data
    same = april.gains_under(april.economy.tariffs)
    assert np.abs(same.regions).max() < 1e-9
    assert same.us_fixed == pytest.approx(0.0, abs=1e-9)
    assert joint(april, {"VNM": april.in_force["VNM"]}).table["together"].abs().max() < 1e-9
    assert data.flows.sum() > 0


def test_splitting_a_partner_off_the_rest_hardly_moves_the_others(april: TradeModel) -> None:
    """The rest is kept whole but for its own duties; who trades with it sees the same."""
    split = april.including(["ECU"])
    change = joint(april, {"VNM": 46.0}).table["together"]
    again = joint(split, {"VNM": 46.0}).table["together"]
    for name in ("USA", "VNM", "CHN", "MEX", "EUU"):
        assert again[name] == pytest.approx(change[name], rel=5e-3)
