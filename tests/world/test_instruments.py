"""Rows of one's own in the table of instruments: what is read, in which order, and what is refused with why."""

from pathlib import Path

import pytest

from deals.kit.errors import InputError, Problem
from deals.world import World, data_folder, load_world
from deals.world.instrument import FORMS
from tests.own_rows import OFFTAKE, with_rows
from tests.world.conftest import MAY_2025

LAST = len((data_folder() / "instruments.csv").read_text(encoding="utf-8").splitlines())
"""Line of the last packaged row."""


def problems(folder: Path, *rows: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        load_world(MAY_2025, folder=with_rows(folder, *rows))
    return list(caught.value.problems)


def test_a_row_is_read_at_its_place_with_its_tracks(tmp_path: Path) -> None:
    world = load_world(MAY_2025, folder=with_rows(tmp_path / "data", OFFTAKE))
    names = [instrument.name for instrument in world.instruments]
    assert names[names.index("minerals_offtake") - 1 : names.index("minerals_offtake") + 2] == [
        *("purchases", "minerals_offtake", "matching_investment")
    ]
    row = next(i for i in world.instruments if i.name == "minerals_offtake")
    assert row.on_tracks == {"trade"}
    assert row.is_trade
    assert row.sizes == {"gdp"}
    assert row.judged_worth
    assert world.kinds["minerals_offtake"] == "Purchases"


def test_what_is_packaged_has_each_form_once_and_its_order_is_that_of_the_file(then: World) -> None:
    by_form = {i.form: i.name for i in then.instruments if i.form != "plain"}
    assert by_form == FORMS
    rows = (data_folder() / "instruments.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert list(dict.fromkeys(row.split(",")[0] for row in rows)) == [i.name for i in then.instruments]
    assert then.trade_instruments == {
        *("tariff_cut", "investment", "purchases", "defence", "dst_removal", "deregulation"),
        *("tariff_relief", "sector_tariff_relief"),
    }


@pytest.mark.parametrize(
    ("old", "new", "field", "message", "fix"),
    [
        ("0.005 * gdp", "0.005 * gpd", "cost_base", "unknown size", "did you mean gdp?"),
        ("0.005 * gdp", "gdp_usd_b", "cost_base", "unknown size", "did you mean gdp_usd_bn?"),
        ("0.005 * gdp", "name", "cost_base", "unknown size", "imports_from_us"),
        ("0.005 * gdp", "gdp ** 2", "cost_base", "no part of an expression", "write numbers, names"),
        ("0.005 * gdp", "open('x')", "cost_base", "no part of an expression", "write numbers, names"),
        ("0.005 * gdp", "", "cost_base", "blank, so it would have no size", "write one, gdp"),
        ("IND JPN KAZ", "IND JPM", "eligible", "names no partner", "codes of partners"),
        ("IND JPN KAZ", "IND USA", "eligible", "names no partner", "codes of partners"),
        ("IND JPN KAZ", "IND FRA", "eligible", "bargains as part", "write EUU"),
        (",partner,", ",us,", "side", "nothing but what has a form of its own", "write partner"),
        (",plain,", ",matching,", "form", "is the form of matching_investment alone", "write plain"),
        ("{money}", "{monny}", "phrase", "unknown place for an amount", "{money}"),
        ("{money}", "{money", "phrase", "unknown place for an amount", "{money}"),
        ("purchase.margin", "purchase.margn", "us_value", "unknown parameter", "did you mean purchase.margin?"),
        (",purchase.margin,1,0,", ",purchase.margin,0,0,", "us_intercept", "worth nothing", "write 1"),
        ("pledged,3.5", "pledged,0", "quoted_years", "no years", "write 1"),
    ],
)
def test_a_row_that_cannot_take_effect_is_refused_and_says_why(
    tmp_path: Path, old: str, new: str, field: str, message: str, fix: str
) -> None:
    row = OFFTAKE.replace(old, new, 1)
    assert row != OFFTAKE
    (problem,) = problems(tmp_path / "data", row)
    assert problem.file == f"instruments.csv:{LAST + 1}"
    assert problem.field == f"minerals_offtake.{field}"
    assert message in problem.message
    assert fix in problem.fix


@pytest.mark.parametrize(("old", "new", "field"), [(",Purchases,", ",Minerals,", "group"), (",plain,", ",x,", "form")])
def test_kinds_and_forms_are_closed_lists(tmp_path: Path, old: str, new: str, field: str) -> None:
    (problem,) = problems(tmp_path / "data", OFFTAKE.replace(old, new))
    assert (problem.field, problem.message) == (field, "not one of its values")


def test_a_packaged_instrument_keeps_its_form(tmp_path: Path) -> None:
    folder = with_rows(tmp_path / "data")
    table = folder / "instruments.csv"
    text = table.read_text(encoding="utf-8").replace(",chips,chips,Chips,", ",chips,plain,Chips,")
    table.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"chip_access\.form: has a formulation of its own"):
        load_world(MAY_2025, folder=folder)
