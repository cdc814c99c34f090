"""The trade model of a world: rates, names, partners split off, money, and who bears a tariff."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from deals.kit.cells import number
from deals.kit.errors import InputError
from deals.trade import TradeModel, model_of, solve
from deals.trade.data import trade_data
from deals.world import World, data_folder, load_world


def test_the_same_world_gives_the_same_model(world: World, model: TradeModel) -> None:
    assert model_of(world) is model
    assert model_of(world.patched({"harm.per_kH": {"scale": 2}})) is model
    assert model_of(world, "U4") is not model
    assert model_of(world.patched({"tariff.pass_through": {"set": 0.2}})).judged.pass_through == 0.2


def test_rates_of_the_day(model: TradeModel) -> None:
    assert model.in_force["VNM"] == 10.0
    assert model.announced["VNM"] == 46.0
    assert model.agreed["VNM"] == 20.0
    assert model.agreed["EUU"] == 15.0
    assert model.chances["CHN"] == 0.9
    assert model.rates({"VNM": 20}, base=model.announced)["JPN"] == 24.0
    assert model.rates({"VNM": 20}) == {**model.rates(), "VNM": 20.0}
    assert "USA" not in model.rates()


def test_a_world_of_may_2025_knows_one_deal() -> None:
    assert dict(model_of(load_world(date(2025, 5, 13))).agreed) == {"GBR": 10.0}


def test_the_newest_deal_that_was_not_called_off_is_agreed(world: World) -> None:
    terms = [
        ("VNM", "2025-07-02", "tariff_to", 20.0, "announced"),
        ("VNM", "2025-10-26", "tariff_to", 18.0, "signed"),
        ("VNM", "2025-11-01", "tariff_from", 46.0, "signed"),
        ("THA", "2025-10-26", "tariff_to", 19.0, "withdrawn"),
        ("GBR", "2025-05-08", "tariff_baseline", 10.0, "in_force"),
    ]
    deals = pd.DataFrame(terms, columns=["partner", "date", "instrument", "value", "stage"])
    assert dict(model_of(replace(world, deals=deals)).agreed) == {"GBR": 10.0, "VNM": 18.0}
    assert dict(model_of(replace(world, deals=deals.iloc[:0])).agreed) == {}


def test_the_rest_has_the_mean_rate_of_its_economies(world: World, model: TradeModel) -> None:
    """Ten on everybody but Macau, which is at 125 and sells a hundred millions of 84 bn."""
    macau = number(world.countries, "MAC", "us_goods_imports_usd_bn")
    total = sum(one.sold for one in model.insiders if one.code in model.in_force)
    assert model.in_force["ROW"] == pytest.approx(10 + 115 * macau / total)
    assert 10 < model.in_force["ROW"] < 10.3


def test_names_and_regions(model: TradeModel) -> None:
    assert model.names["VNM"] == "Vietnam"
    assert model.names["EUU"] == "European Union"
    assert [model.region_of[code] for code in ("DEU", "VNM", "ECU")] == ["EUU", "VNM", "ROW"]


def test_partners_are_split_off_when_asked_for(model: TradeModel) -> None:
    two = model.including(["ECU", "VNM", "IRQ"])
    assert two.carved == ("ECU", "IRQ")
    assert two is model.including(["IRQ"]).including(["ECU"])
    assert model.including(["VNM", "EUU"]) is model
    us = two.place("USA")
    sold = two.economy.flows[two.place("ECU"), us] * model.data.goods
    assert sold.sum() == pytest.approx(8524.3, rel=0.03)
    assert sold[model.data.sectors.index("FUEL")] / sold.sum() == pytest.approx(0.43, abs=0.03)
    bought = two.economy.flows[us, two.place("ECU")] * model.data.goods
    assert bought.sum() == pytest.approx(1000 * next(one.bought for one in model.insiders if one.code == "ECU"))


def test_a_partner_of_which_no_sectors_are_known_has_the_pattern_of_what_is_left(model: TradeModel) -> None:
    """Kenya sells what the rest sells that is not told by partner: textiles first, and less oil than the rest."""
    kenya = model.including(["KEN"])
    sold = kenya.economy.flows[kenya.place("KEN"), kenya.place("USA")] * model.data.goods
    assert "KEN" not in model.data.outside
    assert sold.sum() == pytest.approx(737.3, rel=0.01)
    assert model.data.sectors[int(sold.argmax())] == "TEX"
    bought = kenya.economy.flows[kenya.place("USA"), kenya.place("KEN")] * model.data.goods
    assert bought.sum() == pytest.approx(1000 * next(one.bought for one in model.insiders if one.code == "KEN"))
    assert sold[model.data.sectors.index("FUEL")] / sold.sum() < 0.25


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("DEU", r"its tariffs are those of a union \(found 'DEU'\); ask for EUU"),
        ("VAT", r"too little is known to split it off the rest \(found 'VAT'\); leave it out"),
        ("VNX", r"unknown partner \(found 'VNX'\); did you mean VNM"),
    ],
)
def test_who_is_no_partner_is_told(model: TradeModel, code: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        model.including([code])


@pytest.mark.parametrize("column", ["gdp_usd_bn", "us_goods_imports_usd_bn", "us_goods_exports_usd_bn"])
def test_an_economy_that_has_none_of_one_thing_cannot_be_split_off(world: World, column: str) -> None:
    countries = world.countries.copy()
    countries.loc["ECU", column] = 0.0
    with pytest.raises(InputError, match="too little is known"):
        model_of(replace(world, countries=countries)).including(["ECU"])


def test_tariffs_of_the_world_are_those_of_the_data_but_for_the_united_states(model: TradeModel) -> None:
    cube = model.tariffs(model.rates({"VNM": 20}))
    us = model.place("USA")
    assert cube[:, us] == pytest.approx(model.schedule.duty(model.rates({"VNM": 20})))
    others = [place for place in range(55) if place != us]
    assert (cube[:, others] == model.economy.tariffs[:, others]).all()


def test_gains_are_in_billions_of_2025_and_mixed_by_who_bears_it(world: World) -> None:
    """By hand from the two solutions: USD mn of the flows x 1.027 / 1000; a quarter of the way to fixed prices."""
    patched = world.patched(
        {"tariff.pass_through": {"set": 0.25}, "tariff.partner_value_factor": {"set": 1.2}, "tariff.floor": {"set": 10}}
    )
    model = model_of(patched)
    gains = model.gains({"VNM": 20})
    tariffs = model.tariffs(model.rates({"VNM": 20}))
    cleared, held = solve(model.economy, tariffs), solve(model.economy, tariffs, prices="fixed")
    us, vietnam = model.place("USA"), model.place("VNM")
    assert gains.equilibrium.rounds < cleared.rounds
    dollars = world.value("money.2024_to_2025") / 1000
    assert gains.us_equilibrium == pytest.approx(cleared.gain[us] * dollars, abs=1e-6)
    assert gains.us_fixed == pytest.approx(held.gain[us] * dollars, abs=1e-6)
    mixed = (0.75 * cleared.gain[us] + 0.25 * held.gain[us]) * dollars
    assert gains.regions[us] == pytest.approx(mixed, abs=1e-6)
    assert gains.regions[vietnam] == pytest.approx(1.2 * cleared.gain[vietnam] * dollars, abs=1e-6)
    assert gains.revenue_equilibrium == pytest.approx(cleared.revenue[us] * dollars, abs=1e-6)
    assert gains.revenue_fixed == pytest.approx(held.revenue[us] * dollars, abs=1e-6)


def test_duties_of_the_day_may_be_set_within_their_range(model: TradeModel) -> None:
    """Goods outside USMCA are .15 of Canada's, .1 to .35: at .3 its textiles pay 25 on three tenths."""
    row = model.duties.loc["fentanyl.share.CAN.*"]
    assert (row["value"], row["low"], row["high"]) == (0.15, 0.1, 0.35)
    assert "brazil_301.rate.BRA.*" not in model.duties.index
    other = model.with_duties({"fentanyl.share.CAN.*": 0.3, "section_232.rate.*.METAL": 50.0})
    cell = model.place("CAN"), model.data.sectors.index("TEX")
    assert model.schedule.beside[cell] == pytest.approx(0.25 * 0.15)
    assert other.schedule.beside[cell] == pytest.approx(0.25 * 0.3)
    metal = model.place("JPN"), model.data.sectors.index("METAL")
    assert other.schedule.beside[metal] == pytest.approx(2 * model.schedule.beside[metal])
    for end in (0.0, 1.0):
        assert model.with_duties({"fentanyl.share.CAN.*": end}).schedule.beside[cell] == pytest.approx(0.25 * end)
    assert other.gains().regions[model.place("CAN")] < model.gains().regions[model.place("CAN")]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("fentanyl.share.CAN.*", 1.5, r"no such duty can be \(found 1.5\); give a share, 0 to 1"),
        ("section_232.rate.*.METAL", -5.0, r"no such duty can be \(found -5\); give percent, nought or more"),
        ("fentanyl.share.KAN.*", 0.5, r"unknown duty .*; did you mean fentanyl.share.CAN"),
    ],
)
def test_duties_that_cannot_be_are_told(model: TradeModel, name: str, value: float, message: str) -> None:
    with pytest.raises(InputError, match=message):
        model.with_duties({name: value})


def test_what_is_missing_is_told(model: TradeModel, world: World, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unknown set of elasticities"):
        model_of(world, "XYZ")
    with pytest.raises(InputError, match=r"rates\.VNM: a duty below nought"):
        model.gains({"VNM": -1})
    fewer = {name: q for name, q in world.parameters.items() if name != "tariff.in_force.VNM"}
    with pytest.raises(InputError, match=r"tariff_rates.csv: tariff\.in_force\.VNM: no rate; add its row"):
        model_of(replace(world, parameters=fewer))
    with pytest.raises(InputError, match="cannot be read"):
        trade_data(tmp_path)
    assert trade_data(data_folder()) is trade_data()
