"""Choosing without probabilities, and the mean of the worst, as textbooks print them."""

import numpy as np
import pandas as pd
import pytest

from deals.uncertainty.methods.regret import regret
from deals.uncertainty.methods.risk import expected_shortfall


def test_stocks_bonds_or_the_money_market() -> None:
    """The example of the encyclopaedia's article on minimax regret: returns as interest rates rise, stay or fall."""
    returns = pd.DataFrame({"stocks": [-4, 4, 12], "bonds": [-2, 3, 8], "money market": [3, 2, 1]})
    found = regret(returns)
    assert found.draws.to_dict("list") == {"stocks": [7, 0, 0], "bonds": [5, 1, 4], "money market": [0, 2, 11]}
    assert found.table["worst"].to_dict() == {"stocks": -4, "bonds": -2, "money market": 1}
    assert found.table["regret_max"].to_dict() == {"stocks": 7, "bonds": 5, "money market": 11}
    assert found.picks["best at worst (maximin)"] == ("money market",)
    assert found.picks["least regret at most (minimax regret)"] == ("bonds",)


def test_the_mixture_of_the_same_example_is_regretted_less() -> None:
    """With 61.1% in stocks and 38.9% in the money market the largest regret is 4.28, less than with any one of them."""
    returns = pd.DataFrame({"stocks": [-4, 4, 12], "money market": [3, 2, 1]})
    returns["mixture"] = 0.611 * returns["stocks"] + 0.389 * returns["money market"]
    returns["bonds"] = [-2, 3, 8]
    assert regret(returns).table.loc["mixture", "regret_max"] == pytest.approx(4.28, abs=0.005)
    assert regret(returns).picks["least regret at most (minimax regret)"] == ("mixture",)


def test_goferbroke_by_hillier_and_lieberman() -> None:
    """Introduction to Operations Research, decision making without experimentation: drill for oil or sell the land.

    700 or -100 for drilling, 90 for selling, with oil in one of four cases: drilling is best on average (100), selling
    at worst. By hand, the regret is 190 at most for drilling and 610 for selling.
    """
    land = pd.DataFrame({"drill": [700, -100, -100, -100], "sell": [90, 90, 90, 90]})
    found = regret(land)
    assert found.table["expected"].to_dict() == {"drill": 100, "sell": 90}
    assert found.picks["best on average"] == ("drill",)
    assert found.picks["best at worst (maximin)"] == ("sell",)
    assert found.table["regret_max"].to_dict() == {"drill": 190, "sell": 610}


def test_the_mean_of_the_worst_quarter_of_ten() -> None:
    """By hand: a quarter of ten draws are two and a half of them; (1 + 2 + 3/2) / 2.5 = 1.8."""
    assert expected_shortfall(np.arange(1.0, 11.0), 0.25) == pytest.approx(1.8)
    assert expected_shortfall(np.arange(1.0, 11.0), 1.0) == pytest.approx(5.5)
    assert expected_shortfall(np.arange(1.0, 11.0), 0.01) == pytest.approx(1.0)
