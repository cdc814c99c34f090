"""Questions to the trade model, each answer worked out again from single solutions."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from deals.kit.errors import InputError
from deals.page.wording import money
from deals.trade import ByLevel, TradeModel, answer, by_level, by_level_and_set, cut, effects, joint
from deals.world import World


@pytest.fixture(scope="module")
def vietnam(model: TradeModel) -> ByLevel:
    return by_level(model, "VNM", [0, 5, 10, 15, 20, 30, 60])


def test_levels_are_those_asked_for_and_the_rates_that_matter(vietnam: ByLevel) -> None:
    assert list(vietnam.table.index) == [0, 5, 10, 15, 20, 30, 46, 60]
    assert dict(vietnam.marks) == {"in force": 10.0, "announced": 46.0, "agreed": 20.0}
    assert vietnam.reference == 10.0
    assert not vietnam.estimated


def test_gains_count_from_the_rate_in_force(model: TradeModel, vietnam: ByLevel) -> None:
    table = vietnam.table
    assert (table.loc[10.0] == 0.0).all()
    before, after = model.gains(), model.gains({"VNM": 30})
    row = table.loc[30.0]
    us, partner = model.place("USA"), model.place("VNM")
    assert row["us_gain"] == pytest.approx(after.regions[us] - before.regions[us], abs=1e-6)
    assert row["partner_gain"] == pytest.approx(after.regions[partner] - before.regions[partner], abs=1e-6)
    assert row["us_gain_equilibrium"] == pytest.approx(after.us_equilibrium - before.us_equilibrium, abs=1e-6)
    assert row["us_gain_fixed_prices"] == pytest.approx(after.us_fixed - before.us_fixed, abs=1e-6)
    assert row["us_revenue_equilibrium"] == pytest.approx(
        after.revenue_equilibrium - before.revenue_equilibrium, abs=1e-6
    )
    assert row["us_revenue_fixed_prices"] == pytest.approx(after.revenue_fixed - before.revenue_fixed, abs=1e-6)


def test_another_reference_moves_all_by_the_same(model: TradeModel, vietnam: ByLevel) -> None:
    from_46 = by_level(model, "VNM", [0, 5, 10, 15, 20, 30, 60], reference=46).table
    shifted = vietnam.table - vietnam.table.loc[46.0]
    pd.testing.assert_frame_equal(from_46, shifted, atol=1e-6)


def test_others_may_stand_elsewhere(model: TradeModel) -> None:
    """Once Vietnam pays 46, relief for Thailand is worth less to Thailand: it no longer takes Vietnam's place."""
    as_is = by_level(model, "THA", [10, 36]).worth(36)["partner_gain"]
    beside = by_level(model, "THA", [10, 36], others={"VNM": 46, "THA": 99}).worth(36)["partner_gain"]
    assert beside < as_is < 0


def test_worth_to_the_united_states_by_hand(vietnam: ByLevel) -> None:
    """A quarter of the way to fixed prices, and a dollar of revenue worth half a dollar more."""
    row = vietnam.table.loc[20.0]
    gain = 0.75 * row["us_gain_equilibrium"] + 0.25 * row["us_gain_fixed_prices"]
    revenue = 0.75 * row["us_revenue_equilibrium"] + 0.25 * row["us_revenue_fixed_prices"]
    worth = vietnam.us_worth(pass_through=0.25, revenue_weight=0.5)
    assert worth[20.0] == pytest.approx(gain + 0.5 * revenue)
    assert vietnam.us_worth().to_numpy() == pytest.approx(vietnam.table["us_gain"].to_numpy())


def test_the_best_rate(vietnam: ByLevel) -> None:
    """Vietnam: 15 if sellers bear it, none if buyers do; a floor holds it up, a worth of revenue raises it."""
    assert vietnam.best_rate(pass_through=0) == 15.0
    assert vietnam.best_rate(pass_through=1) == 0.0
    assert vietnam.best_rate(10, pass_through=1) == 10.0
    assert vietnam.best_rate(12, pass_through=1) == 15.0
    assert vietnam.best_rate(pass_through=0, revenue_weight=1.5) > 15.0
    with pytest.raises(InputError, match="above every level of the table"):
        vietnam.best_rate(61)


def test_between_levels_it_is_straight(vietnam: ByLevel) -> None:
    low, high = vietnam.table.loc[20.0], vietnam.table.loc[30.0]
    between = vietnam.worth(22.5)
    assert between["us_gain"] == pytest.approx(0.75 * low["us_gain"] + 0.25 * high["us_gain"])
    assert vietnam.worth(60)["partner_gain"] == pytest.approx(vietnam.table["partner_gain"].iloc[-1])
    assert vietnam.worth(0)["us_gain"] == pytest.approx(vietnam.table["us_gain"].iloc[0])
    for level in (-1.0, 60.5):
        with pytest.raises(
            InputError, match=r"outside the levels that were computed .*; ask within 0 to 60 percent, or"
        ):
            vietnam.worth(level)


def test_what_is_asked_stays_as_it_is(vietnam: ByLevel) -> None:
    table = vietnam.table
    table["us_gain"] = 99.0
    assert (vietnam.table["us_gain"] < 1).all()


def test_default_levels(model: TradeModel) -> None:
    levels = by_level(model, "GBR").table.index
    assert list(levels) == [2.5 * step for step in range(25)]
    assert by_level(model, "CHN").table.index[-1] == 125.0


@pytest.mark.parametrize(
    ("levels", "others", "message"),
    [
        ([10, -2.5], None, "levels.VNM: a duty below nought (found -2.5)"),
        ([10, float("inf")], None, "levels.VNM: a rate that is no number (found inf)"),
        (["ten"], None, "levels.VNM: a rate that is no number (found 'ten')"),
        ([10], {"JPN": -1}, "rates.JPN: a duty below nought"),
        ([10], {"JPX": 10}, "rates.JPX: unknown partner (found 'JPX'); did you mean JPN"),
    ],
)
def test_no_curve_goes_below_nought(model: TradeModel, levels: Any, others: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        by_level(model, "VNM", levels, others)
    assert message in str(caught.value)


def test_a_partner_split_off_is_an_estimate(model: TradeModel) -> None:
    ecuador = by_level(model, "ECU", [0, 10, 20])
    assert ecuador.estimated
    falls = ecuador.table["partner_gain"].to_numpy()
    assert falls[0] > 0 > falls[2]
    assert "(estimate)" in str(ecuador.chart().spec)


def test_every_set_of_elasticities(world: World, model: TradeModel) -> None:
    sets = by_level_and_set(world, "JPN", [10, 24])
    assert sorted(set(sets.index.get_level_values("set"))) == ["BSY", "CP", "FGO", "IS", "U4"]
    ours = by_level(model, "JPN", [10, 24]).table
    assert sets[sets.index.get_level_values("set") == "BSY"].to_numpy() == pytest.approx(ours.to_numpy(), abs=1e-9)


MOVES = {"VNM": 20.0, "JPN": 15.0}
FROM = {"VNM": 46.0, "JPN": 24.0, "EUU": 20.0}


def test_effects_one_at_a_time_and_together(model: TradeModel) -> None:
    answered = effects(model, MOVES, FROM)
    table = answered.table
    assert list(table.columns) == ["name", "VNM", "JPN", "one_at_a_time", "together"]
    before = model.gains(FROM).regions
    assert table["VNM"].to_numpy() == pytest.approx(model.gains({**FROM, "VNM": 20}).regions - before, abs=1e-6)
    together = model.gains({**FROM, **MOVES})
    assert table["together"].to_numpy() == pytest.approx(together.regions - before, abs=1e-6)
    assert table["one_at_a_time"].to_numpy() == pytest.approx((table["VNM"] + table["JPN"]).to_numpy())
    assert answered.moved == {"VNM": (46.0, 20.0), "JPN": (24.0, 15.0)}
    assert answered.us_equilibrium == pytest.approx(
        together.us_equilibrium - model.gains(FROM).us_equilibrium, abs=1e-6
    )
    assert answered.us_fixed == pytest.approx(together.us_fixed - model.gains(FROM).us_fixed, abs=1e-6)
    assert answered.revenue == pytest.approx(
        together.revenue_equilibrium - model.gains(FROM).revenue_equilibrium, abs=1e-6
    )


def test_joint_is_the_last_column_of_effects(model: TradeModel) -> None:
    one = joint(model, MOVES)
    assert list(one.table.columns) == ["name", "together"]
    assert one.table["together"].to_numpy() == pytest.approx(effects(model, MOVES).table["together"].to_numpy())
    nothing = joint(model, {"VNM": model.in_force["VNM"]})
    assert nothing.moved == {}
    assert nothing.table["together"].to_numpy() == pytest.approx(np.zeros(55), abs=1e-9)


def test_signers_together_gain_less_than_one_by_one(model: TradeModel) -> None:
    threat = model.rates(base=model.announced)
    signers = ("VNM", "JPN", "EUU", "KOR", "THA", "IDN", "IND")
    table = effects(model, dict.fromkeys(signers, 15.0), threat).table
    together, single = (table.loc[list(signers), column].sum() for column in ("together", "one_at_a_time"))
    assert 0.8 * single < together < 0.97 * single


def test_an_answer_in_kind(model: TradeModel) -> None:
    """Twenty on Mexico's covered goods, and twenty more on all goods it buys: USD 27 bn a year to the United States."""
    answered = answer(model, ["MEX", "JPN", "ECU"], 20)
    table = answered.table
    split = model.including(["ECU"])
    charged = split.gains({"MEX": 20})
    tariffs = split.tariffs(split.rates({"MEX": 20}))
    tariffs[split.place("USA"), split.place("MEX")] += 0.2 * model.data.goods
    back = split.gains_under(tariffs)
    assert table.loc["MEX", "us_gain"] == pytest.approx(back.us_equilibrium - charged.us_equilibrium, abs=1e-6)
    place = split.place("MEX")
    assert table.loc["MEX", "partner_gain"] == pytest.approx(back.regions[place] - charged.regions[place], abs=1e-6)
    assert table["chance"].tolist() == [0.15, 0.05, 0.0]
    assert table.loc["MEX", "us_gain"] == pytest.approx(-27.1, abs=0.3)
    assert answer(model, "JPN", 20).table.loc["JPN", "us_gain"] == pytest.approx(-5.46, abs=0.1)


def test_a_cut_of_its_own_tariffs(model: TradeModel) -> None:
    answered = cut(model, "IND", 0.5)
    us, india = model.place("USA"), model.place("IND")
    tariffs = model.present.equilibrium.tariffs.copy()
    tariffs[us, india] *= np.where(model.data.goods > 0, 0.5, 1.0)
    gains = model.gains_under(tariffs)
    row = answered.table.loc["IND"]
    assert row["us_gain"] == pytest.approx(gains.us_equilibrium - model.present.us_equilibrium, abs=1e-6)
    own = gains.regions[india] - model.present.regions[india]
    assert row["partner_gain"] == pytest.approx(own, abs=1e-6)
    rest = (gains.regions - model.present.regions).sum() - own - (gains.regions[us] - model.present.regions[us])
    assert row["others_gain"] == pytest.approx(rest, abs=1e-6)


def test_a_cut_for_everybody_costs_the_partner_more_and_serves_all_others(model: TradeModel) -> None:
    alone, everybody = (cut(model, ["IND", "EUU"], 1.0, mfn=mfn).table for mfn in (False, True))
    assert (everybody["partner_gain"] < alone["partner_gain"]).all()
    assert (everybody["others_gain"] > 0).all()
    assert (alone["others_gain"] < 0).all()
    assert (alone["us_gain"] > 0).all()


@pytest.mark.parametrize("share", [0.0, -0.5, 1.1])
def test_a_cut_is_a_part_of_a_tariff(model: TradeModel, share: float) -> None:
    with pytest.raises(InputError, match="not a part of a tariff"):
        cut(model, "IND", share)


def test_answers_say_it_in_a_sentence(model: TradeModel, vietnam: ByLevel) -> None:
    assert "Vietnam: a rate of" in vietnam.sentence
    assert "15 if sellers bear it, 0 if buyers do" in vietnam.sentence
    beside = vietnam.worth(46) - vietnam.worth(vietnam.best_rate())
    us, partner = (money(beside[column], sign=True) for column in ("us_gain", "partner_gain"))
    assert f"the announced 46% is worth {us} a year beside it to the United States" in vietnam.sentence
    assert vietnam.sentence.endswith(f"and to the partner {partner}")
    spread = effects(model, MOVES, FROM).sentence
    assert spread.startswith("Vietnam 46 to 20% and Japan 24 to 15%: the United States +USD")
    assert "fixed prices" in spread
    assert "Vietnam +USD" in spread
    told = answer(model, ["MEX", "JPN"], 20).sentence
    assert told.startswith("an answer in kind at 20%: to the United States Mexico −USD 27")
    many = dict.fromkeys(("VNM", "JPN", "EUU", "KOR", "THA", "IDN", "IND", "PHL"), 15.0)
    assert "and 2 more" in joint(model, many).sentence
