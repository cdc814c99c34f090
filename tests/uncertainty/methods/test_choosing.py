"""Regret, and the stability of an order, on the same draws."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import kendalltau, rankdata

from deals.kit.errors import InputError, UnknownNameError
from deals.uncertainty.methods.regret import regret
from deals.uncertainty.methods.stability import agreement, stability
from optimizer import Floats

VALUES = st.tuples(st.integers(2, 12), st.integers(2, 5)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(-3, 3).map(float))
)


@given(VALUES, st.integers(-5, 5))
def test_regret_does_not_change_with_what_all_alternatives_share(values: Floats, more: int) -> None:
    shared = np.arange(len(values))[:, None] * more
    here, there = regret(pd.DataFrame(values)).table, regret(pd.DataFrame(values + shared)).table
    for column in ("regret_mean", "regret_90", "regret_max", "best", "place"):
        assert here[column].to_numpy() == pytest.approx(there[column].to_numpy())


@given(VALUES)
def test_in_every_draw_something_is_not_regretted_and_shares_of_best_add_up(values: Floats) -> None:
    found = regret(pd.DataFrame(values))
    assert (found.draws.min(axis=1) == 0).all()
    assert found.table["best"].sum() == pytest.approx(1)
    assert (found.table["regret_max"] >= found.table["regret_90"] - 1e-12).all()
    # What is expected and what is regretted on average add up to the same for all.
    assert np.ptp(found.table["expected"] + found.table["regret_mean"]) == pytest.approx(0, abs=1e-9)


def test_ties_are_told() -> None:
    found = regret(pd.DataFrame({"a": [1.0, 3.0], "b": [3.0, 1.0], "c": [0.0, 0.0]}), outcome="US gain, USD bn")
    assert found.picks["best on average"] == ("a", "b")
    assert found.table["best"].to_dict() == {"a": 0.5, "b": 0.5, "c": 0.0}
    assert "a and b are best on average (tied)" in found.sentence
    assert found.chart().png().startswith(b"\x89PNG")


def test_a_draw_that_failed_for_one_is_left_out_for_all() -> None:
    found = regret(pd.DataFrame({"a": [1.0, 2.0, np.nan], "b": [0.0, 3.0, 50.0]}))
    assert found.failed == 1
    assert found.table["regret_max"].to_dict() == {"a": 1.0, "b": 1.0}
    assert "1 draw failed" in found.chart().svg()


@given(VALUES, st.data())
def test_places_are_those_of_ranks_and_shares_of_the_top_add_up(values: Floats, data: st.DataObject) -> None:
    items = values.shape[1]
    top = data.draw(st.integers(1, items))
    table = stability(pd.DataFrame(values), top).table.loc[list(range(items))]
    ranks = rankdata(-values, axis=1)
    assert table["mean"].to_numpy() == pytest.approx(ranks.mean(axis=0))
    assert table["top"].sum() == pytest.approx(top)
    assert table["first"].sum() == pytest.approx(1)
    assert (table["first"] <= table["top"] + 1e-12).all()


@given(VALUES, st.lists(st.integers(-3, 3).map(float), min_size=5, max_size=5))
def test_agreement_is_kendalls(values: Floats, central: list[float]) -> None:
    middle = np.array(central[: values.shape[1]])
    known = [kendalltau(draw, middle).statistic for draw in values]
    assert agreement(values, middle) == pytest.approx(np.array(known), nan_ok=True)


def test_the_order_is_that_of_the_central_case() -> None:
    values = pd.DataFrame({"ARE": [3.0, 1.0, 3.0], "IND": [2.0, 2.0, 2.0], "BRA": [1.0, 3.0, np.nan]})
    found = stability(values, 1, central=pd.Series({"BRA": 9.0, "IND": 5.0, "ARE": 1.0}))
    assert found.table.index.tolist() == ["BRA", "IND", "ARE"]
    assert found.agreement.tolist() == [-1.0, 1.0]
    assert found.failed == 1
    assert found.table["first"].to_dict() == {"BRA": 0.5, "IND": 0.0, "ARE": 0.5}
    assert "in the top 1" in found.chart().svg()
    with pytest.raises(UnknownNameError, match="BRA"):
        stability(values, 1, central=pd.Series({"IND": 5.0, "ARE": 1.0}))
    with pytest.raises(InputError, match="1 to 3"):
        stability(values, 4)
