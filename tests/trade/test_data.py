"""The tables of trade: what they hold, and what is said of them when they are wrong."""

import shutil
from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from deals.kit.errors import InputError, Problem
from deals.trade import TradeData, check, trade_data
from deals.trade.data import elasticity_set
from deals.trade.schema import COMPUTED, SCHEDULE, TABLES
from deals.world import data_folder
from deals.world.tables import read_table

Change = Callable[[str], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tables that trade needs; of results those of one day and two sets, which are quicker to read."""
    (tmp_path / "trade").mkdir()
    for path in (data_folder() / "trade").glob("*.csv"):
        shutil.copy(path, tmp_path / "trade")
    for table in COMPUTED:
        rows = (data_folder() / table.file).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [row for row in rows if row.startswith(("date,", "2025-05-13,BSY,", "2025-05-13,CP,"))]
        (tmp_path / table.file).write_text("".join(kept), encoding="utf-8")
    for name in ("sources.csv", "countries.csv"):
        shutil.copy(data_folder() / name, tmp_path)
    return tmp_path


def broken(folder: Path, file: str, old: str, new: str) -> str:
    """What is said after one change of one file."""
    path = folder / "trade" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        check(folder)
    return str(caught.value)


def test_shapes_and_some_cells(data: TradeData) -> None:
    assert (len(data.regions), len(data.sectors)) == (55, 16)
    assert data.flows.shape == data.tariffs.shape == (55, 55, 16)
    assert data.goods.sum() == 15
    assert sorted(data.elasticities) == ["BSY", "CP", "FGO", "IS", "U4"]
    us = data.regions.index("USA")
    bought = data.flows[:, us].sum(0) - data.flows[us, us]
    assert (bought * data.goods).sum() == pytest.approx(3_258_300, rel=2e-3)


def test_a_row_that_names_both_goes_before_the_row_for_all(data: TradeData) -> None:
    """India takes 4.59% on average, and from the United States by sector; nobody taxes itself, or services."""
    india, us, japan = (data.regions.index(name) for name in ("IND", "USA", "JPN"))
    on_japan = data.tariffs[japan, india]
    assert on_japan == pytest.approx(0.0459 * data.goods)
    assert np.unique(data.tariffs[us, india]).size > 5
    assert (data.tariffs[range(55), range(55)] == 0).all()
    assert (data.tariffs[:, :, data.sectors.index("SERV")] == 0).all()


def test_the_more_particular_row_goes_first_whatever_the_order(folder: Path) -> None:
    path = folder / "trade" / "tariffs.csv"
    path.write_text(path.read_text(encoding="utf-8") + "AGO,JPN,AGR,50\nAGO,JPN,*,5\nAGO,*,AGR,7\n", encoding="utf-8")
    data = trade_data(folder)
    angola, japan, korea = (data.regions.index(name) for name in ("AGO", "JPN", "KOR"))
    assert data.tariffs[japan, angola, :3] == pytest.approx([0.5, 0.05, 0.05])
    assert data.tariffs[korea, angola, :3] == pytest.approx([0.07, 0.0885, 0.0885])


def test_economies_inside_the_rest_are_told_by_sector(data: TradeData) -> None:
    """Uruguay sold USD 792 mn of food, beef above all, on which 13.2% was collected, and no cars."""
    sold, duty = data.outside["URY"]
    food, cars = data.sectors.index("FOOD"), data.sectors.index("AUTO")
    assert sold[food] == pytest.approx(792)
    assert duty[food] == pytest.approx(0.132)
    assert sold[cars] == duty[cars] == 0
    assert len(data.outside) == 20


def test_reading_is_quick_and_done_once(folder: Path) -> None:
    start = process_time()
    first = trade_data(folder)
    took = process_time() - start
    assert trade_data(folder) is first
    assert took < 0.6, f"{took:.2f} s of CPU (goal: under .3 on an idle machine)"


def test_a_changed_folder_is_read_again(folder: Path) -> None:
    first = trade_data(folder)
    path = folder / "trade" / "elasticities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("BSY,AGR,6.127", "BSY,AGR,6.5"), encoding="utf-8")
    again = trade_data(folder)
    assert again.elasticities["BSY"][0] == 6.5
    assert first.elasticities["BSY"][0] == 6.127


def test_every_judged_row_of_the_schedule_has_a_range_and_a_reason(data: TradeData) -> None:
    for row in data.schedule:
        judged = row["kind"] == "judgement"
        assert judged == (row["confidence"] == "judgement")
        assert len(str(row["reason"])) > 5
        if judged:
            assert float(str(row["low"])) < float(str(row["high"])), row


def test_dates_of_the_schedule_are_of_this_record() -> None:
    problems: list[Problem] = []
    for row in read_table(data_folder(), SCHEDULE, problems):
        assert "2025-01-01" <= str(row["applies_from"]) <= "2026-11-22"
    assert problems == []


def test_every_file_is_a_table_and_has_its_provenance(data: TradeData) -> None:
    files = {path.name for path in (data_folder() / "trade").glob("*.csv")}
    tables = {table.file.removeprefix("trade/") for table in (*TABLES, *COMPUTED)}
    assert files == tables | {"flows.csv"}
    told = {str(row["file"]) for row in data.provenance}
    sourced = {table.file.removeprefix("trade/") for table in TABLES if any(c.name == "source" for c in table.columns)}
    assert files == told | sourced | {"regions.csv"}


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "flows.csv",
            "AGO,AGO,AGR,15500",
            "AGO,AGO,AGR,-15500",
            "flows.csv:2: usd_mn: sales below nought (found '-15500')",
        ),
        (
            "flows.csv",
            "AGO,AGO,AGR,15500",
            "AGO,AGO,AGR,many",
            "flows.csv:2: usd_mn: not a number (found 'many'); write digits",
        ),
        ("flows.csv", "AGO,AGO,FUEL,", "AGO,ANGOLA,FUEL,", "flows.csv:3: destination: unknown region (found 'ANGOLA')"),
        (
            "flows.csv",
            "AGO,AGO,FUEL,",
            "AGO,AGO,FEUL,",
            "flows.csv:3: sector: unknown sector (found 'FEUL'); did you mean FUEL?",
        ),
        ("flows.csv", "AGO,AGO,FUEL,", "AGO,AGO,AGR,", "flows.csv:3: sector: cell given twice (found 'AGR'); keep one"),
        (
            "flows.csv",
            "origin,destination",
            "from,to",
            "other columns than it should have (found 'from, to, sector, usd_mn')",
        ),
        ("regions.csv", "VNM,economy", "VNX,economy", "origin: unknown region (found 'VNM')"),
        ("regions.csv", "USA,economy\n", "", "regions.csv: region: region missing (found 'USA'); add its row"),
        ("regions.csv", "ROW,rest", "ROW,remainder", "not one of its values (found 'remainder')"),
        ("elasticities.csv", "BSY,AGR,6.127", "BSY,AGR,0", "BSY.AGR: elasticity not above nought (found 0)"),
        ("elasticities.csv", "BSY,AGR,6.127,", "BSY,FOOD,6.127,", "same as line"),
        ("tariffs.csv", "AGO,*,*,8.85", "AGO,*,*,-8.85", "AGO, *, *: percent: out of its range (found -8.85)"),
        ("tariffs.csv", "AGO,*,*,8.85", "AGO,*,*,x", "tariffs.csv:2: percent: not a number (found 'x')"),
        ("tariffs.csv", "AGO,*,*,", "XXX,*,*,", "importer: unknown region (found 'XXX')"),
        ("coverage.csv", ",1", ",1.2", "out of its range (found 1.2); write a share, 0 to 1"),
        ("schedule.csv", "eo_14323", "eo_14233", "unknown source (found 'eo_14233'); did you mean eo_14323"),
        (
            "schedule.csv",
            "brazil_2025,rate,BRA,*,all,40,40,40",
            "brazil_2025,rate,BRA,*,all,-40,-40,-40",
            "low: out of its range",
        ),
        (
            "schedule.csv",
            "brazil_2025,rate,BRA,*,all,",
            "brazil_2025,rate,BRA,*,,",
            "a rate, and nothing else, says what it falls on",
        ),
        (
            "schedule.csv",
            "brazil_2025,share,BRA,*,,0.45,0.35,0.55,share",
            "brazil_2025,share,BRA,*,,0.45,0.35,0.55,percent",
            "wrong unit of a share",
        ),
        (
            "schedule.csv",
            "brazil_2025,share,BRA,*,,0.45,0.35,0.55",
            "brazil_2025,share,BRA,*,,0.45,0.35,55",
            "a share outside 0 to 1",
        ),
        (
            "schedule.csv",
            "brazil_2025,share,BRA,*,,0.45,0.35,",
            "brazil_2025,share,BRA,*,,0.45,0.5,",
            "not in rising order",
        ),
        ("outside.csv", "BHR,FOOD", "DEUX,FOOD", "partner: unknown region (found 'DEUX')"),
        ("cuts.csv", "2025-05-13,BSY,VNM,0.5,", "2025-05-13,BSY,VNM,0.5,x", "cuts.csv:"),
        ("by_level.csv", "2025-05-13,BSY,VNM,2.5,", "2025-05-13,BSY,VNM,5,", "by_level.csv:"),
        (
            "answers.csv",
            "2025-05-13,BSY,VNM,",
            "2025-05-14,BSY,VNM,",
            "answers.csv: 2025-05-13, BSY, VNM: rows missing that another table has; write the tables anew",
        ),
        (
            "answers.csv",
            "2025-05-13,CP,VNM,",
            "2025-05-13,CPX,VNM,",
            "answers.csv: set: unknown set of elasticities (found 'CPX'); did you mean CP?",
        ),
        (
            "by_level.csv",
            "date,set,partner,",
            "date,partner,",
            "by_level.csv:1: set: missing column; write the tables anew: python -m deals.trade.tabulated",
        ),
    ],
)
def test_bad_rows_get_file_place_value_and_fix(folder: Path, file: str, old: str, new: str, message: str) -> None:
    assert message in broken(folder, file, old, new)


def test_a_region_without_rows_is_missing(folder: Path) -> None:
    path = folder / "trade" / "flows.csv"
    rows = [row for row in path.read_text(encoding="utf-8").splitlines() if not row.startswith("VNM,")]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="VNM: region missing: it sells nothing; add its rows"):
        check(folder)


def test_a_sector_missing_in_a_set_is_told(folder: Path) -> None:
    path = folder / "trade" / "elasticities.csv"
    rows = [row for row in path.read_text(encoding="utf-8").splitlines() if not row.startswith("BSY,AGR")]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"BSY\.AGR: sector missing in this set; add its row"):
        check(folder)


def test_shares_of_more_than_all_trade_are_told(folder: Path) -> None:
    text = broken(folder, "coverage.csv", "AGO,FUEL,2025-01-01,0,1", "AGO,FUEL,2025-01-01,0.25,1")
    assert "AGO, FUEL: section_232, exempt: more than all trade (found 1.25)" in text


def test_many_bad_rows_are_told_in_a_few(folder: Path) -> None:
    path = folder / "trade" / "flows.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",AGR,", ",AGX,"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        check(folder)
    assert len(caught.value.problems) == 6
    assert f"unknown sector in more rows (found {text.count(',AGR,') - 5})" in str(caught.value)


def test_exactly_five_are_all_told(folder: Path) -> None:
    path = folder / "trade" / "flows.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",AGR,", ",AGX,", 5), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        check(folder)
    assert len(caught.value.problems) == 5


def test_nothing_sold_may_be_written_as_nought(folder: Path) -> None:
    path = folder / "trade" / "flows.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("AGO,AGO,AGR,15500", "AGO,AGO,AGR,0"), encoding="utf-8")
    assert trade_data(folder).flows[0, 0, 0] == 0


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "trade" / "flows.csv").unlink()
    (folder / "trade" / "coverage.csv").unlink()
    with pytest.raises(InputError) as caught:
        check(folder)
    assert {problem.fix for problem in caught.value.problems} >= {"restore the file"}


def test_an_unknown_set_of_elasticities_is_told(data: TradeData) -> None:
    with pytest.raises(InputError, match=r"unknown set of elasticities \(found 'BSX'\); did you mean BSY\?"):
        elasticity_set(data, "BSX")
