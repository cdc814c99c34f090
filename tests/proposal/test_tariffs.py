"""What tariffs are worth, asked by an analyst: by level, by list, with answers in kind, without any deal."""

import pytest

import deals
from deals.kit.cells import number
from deals.kit.errors import InputError
from deals.proposal import Tariffs


@pytest.fixture(scope="module")
def tariffs() -> Tariffs:
    return deals.tariffs(deals.load("leverage-2025"))


@pytest.mark.long
def test_the_first_look_has_the_largest_partners_and_the_rates_best_for_the_united_states(tariffs: Tariffs) -> None:
    look = tariffs.table
    assert {"EUU", "MEX", "CHN", "CAN", "JPN", "VNM", "KOR", "TWN"} <= set(look.index)
    assert (number(look, "VNM", "announced"), number(look, "VNM", "in_force")) == (46.0, 10.0)
    assert (look["best_buyers_bear"] <= look["best"]).all()
    assert (look["best"] <= look["best_sellers_bear"]).all()
    assert (look["best_from_floor"] >= 10).all()
    assert "cost" in tariffs.sentence
    names = tariffs.sentence.partition("(")[2].partition(")")[0]
    assert names.count(" and ") == 1
    assert names.startswith("the European Union, ")
    assert tariffs.chart().png()[:4] == b"\x89PNG"


def test_one_partner_is_asked_by_its_code(tariffs: Tariffs) -> None:
    vietnam = tariffs["VNM"]
    relief = vietnam.worth(20) - vietnam.worth(46)
    assert relief["us_gain_equilibrium"] == pytest.approx(5.46, rel=0.05)
    assert relief["partner_gain"] > 0
    with pytest.raises(InputError):
        tariffs["XXX"]
    with pytest.raises(InputError, match=r"USA.*name a partner, such as VNM"):
        tariffs["USA"]


def test_an_empty_list_of_partners_or_rates_is_told(tariffs: Tariffs) -> None:
    for ask in (lambda: tariffs.retaliation([]), lambda: tariffs.cuts([]), lambda: tariffs.under({})):
        with pytest.raises(InputError, match="is empty"):
            ask()


def test_a_list_of_rates_is_asked_as_a_whole_or_one_by_one(tariffs: Tariffs) -> None:
    together = tariffs.under({"VNM": 20, "THA": 19})
    apart = tariffs.under({"VNM": 20, "THA": 19}, one_by_one=True)
    assert number(together.table, "VNM", "together") == pytest.approx(number(apart.table, "VNM", "together"))
    assert {"VNM", "THA", "one_at_a_time"} <= set(apart.table.columns)


def test_answers_in_kind_and_cuts_of_partners_are_tables_with_a_picture(tariffs: Tariffs) -> None:
    answered = tariffs.retaliation(["MEX", "JPN"])
    assert number(answered.table, "MEX", "us_gain") < number(answered.table, "JPN", "us_gain") < 0
    preferential, for_all = (tariffs.cuts("IND", mfn=mfn).table for mfn in (False, True))
    assert number(preferential, "IND", "us_gain") > 0 > number(preferential, "IND", "others_gain")
    assert number(for_all, "IND", "others_gain") > number(preferential, "IND", "others_gain")
