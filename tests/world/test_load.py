"""Loading: vintages, and every mistake of a folder told at once."""

import csv
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.kit.errors import InputError, UnknownNameError
from deals.world import World, data_folder, load_world
from deals.world.load import late_columns
from deals.world.tables import Row, newest
from tests.world.conftest import MAY_2025


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "datasets"
    target.mkdir()
    for path in data_folder().glob("*.csv"):
        shutil.copy(path, target)
    return target


def edit(folder: Path, file: str, change: Callable[[list[str]], list[str]]) -> None:
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    (folder / file).write_text("\n".join(change(lines)) + "\n", encoding="utf-8")


def swap(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a piece of text that stands in the file once."""
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def test_as_of_knows_nothing_later(then: World) -> None:
    late = [q.name for q in then.parameters.values() if q.known_on > MAY_2025]
    assert late == []
    for frame in (then.chips, then.deals):
        assert (frame["known_on"] <= MAY_2025).all()


def test_the_gulf_accord_of_15_may_2025_is_not_known_two_days_earlier(then: World, hindsight: World) -> None:
    """An as-of world that let the 500,000 chips a year in would show about 1,000 kH for 2027."""
    assert then.value("demand.ARE.2027") < 500
    assert hindsight.value("demand.ARE.2027") == pytest.approx(1000)
    assert then.value("demand.ARM.2026") < 5 < hindsight.value("demand.ARM.2026")


def test_hindsight_changes_knowledge_but_not_the_law_of_the_day(hindsight: World, now: World) -> None:
    assert hindsight.value("tariff.announced.JPN") == 24
    assert hindsight.value("tariff.threat_probability") == 0.9
    assert now.value("tariff.threat_probability") == 0.3
    assert "D:4" in hindsight.tiers["groups"]["ARE"]
    assert now.tiers["groups"]["ARE"] == frozenset({"A:5"})
    assert hindsight.tiers["tier"]["KHM"] == 3
    assert now.tiers["tier"]["KHM"] == 2


def test_country_tariffs_struck_down_in_2026_are_gone_in_november(now: World) -> None:
    assert now.value("tariff.in_force.EUU") == 10
    assert now.value("tariff.in_force.VNM") == 12.5
    assert now.value("tariff.announced.VNM") == 20
    authority = {i.name: i.legal_authority for i in now.instruments}
    assert authority["tariff_relief"] == "sector_tariff"


def test_same_names_in_every_world(then: World, hindsight: World, now: World) -> None:
    assert set(then.parameters) == set(hindsight.parameters) == set(now.parameters)


def test_columns_of_a_later_day_are_blank_unless_structural(then: World, now: World) -> None:
    assert then.countries["us_effective_added_tariff_pct"].isna().all()
    assert now.countries["us_effective_added_tariff_pct"].notna().any()
    assert then.countries["cloud_regions_count"].notna().any()


def test_strictly_as_of_structural_numbers_of_a_later_day_are_blank_too(then: World) -> None:
    strict = load_world(MAY_2025, "strictly-as-of")
    blank = {str(c) for c in strict.countries if not strict.countries[c].isna().equals(then.countries[c].isna())}
    with (data_folder() / "columns.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["column"]: row for row in csv.DictReader(lines)}
    late = {name for name, row in rows.items() if row["known_on"] > MAY_2025.isoformat() and row["structural"] == "1"}
    assert blank == late - {"iso3"}
    assert strict.parameters.keys() == then.parameters.keys()


def test_strictly_as_of_an_earlier_day_memberships_stay() -> None:
    units = {"eu_member": "yes/no", "name": "text", "gdp_usd_bn": "USD bn"}
    columns: list[Row] = [
        {"column": name, "unit": unit, "known_on": date(2024, 1, 1), "structural": True} for name, unit in units.items()
    ]
    assert late_columns(columns, date(2023, 1, 1), "strictly-as-of") == ["gdp_usd_bn"]
    assert late_columns(columns, date(2023, 1, 1), "as-of") == []
    assert late_columns(columns, date(2024, 1, 1), "strictly-as-of") == []


def test_what_was_known_then_is_told_apart_from_what_is_known_since() -> None:
    """An assumption that hindsight says again to the bit says nothing of how little was known."""
    with (data_folder() / "assumptions.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(r["name"], r["applies_from"], r["value"], r["low"], r["high"]) for r in csv.DictReader(lines)]
    assert len(rows) == len(set(rows))


def test_a_date_before_anything_was_known_names_what_is_missing() -> None:
    with pytest.raises(InputError) as caught:
        load_world(date(2024, 1, 1))
    files = {problem.file for problem in caught.value.problems}
    assert {"assumptions.csv", "demand.csv", "diversion.csv", "tariff_rates.csv"} <= files
    assert "nothing known on this date" in str(caught.value)


def test_an_unknown_kind_of_knowledge_is_refused() -> None:
    with pytest.raises(InputError, match="did you mean as-of"):
        load_world(MAY_2025, "asof")


def test_a_misspelt_parameter_gets_a_suggestion(then: World) -> None:
    with pytest.raises(UnknownNameError, match=r"harm\.per_kH"):
        then.value("harm.per_kh")


def test_all_problems_of_a_folder_come_in_one_error(folder: Path) -> None:
    """Eight mistakes in six files: each is named once, with file, line and field."""
    edit(folder, "chips.csv", lambda lines: [line.rsplit(",", 1)[0] for line in lines])
    edit(folder, "tiers.csv", lambda lines: [lines[0], lines[1].replace("2025-01-15", "15 Jan 2025", 1), *lines[2:]])
    edit(folder, "demand.csv", lambda lines: [*lines, lines[1]])
    edit(folder, "demand.csv", lambda lines: [*lines, lines[2].replace("AFG", "AFX").replace("2025,", "2024,")])
    edit(folder, "diversion.csv", lambda lines: [lines[0], lines[1].replace("share", "percent"), *lines[2:]])
    edit(folder, "supply.csv", lambda lines: [lines[0], lines[1].replace("epoch_chip_counts", "epok"), *lines[2:]])
    swap(folder, "assumptions.csv", "wtp.choke,4,2.5,8", "wtp.choke,4,5,8")
    swap(folder, "assumptions.csv", "risk.years,4", "risk.years,four")
    with pytest.raises(InputError) as caught:
        load_world(MAY_2025, folder=folder)
    found = {(p.file.split(":")[0], p.message.split(" of ")[0]) for p in caught.value.problems}
    assert found == {
        ("chips.csv", "missing column"),
        ("tiers.csv", "bad date"),
        ("demand.csv", "same as line 2"),
        ("demand.csv", "unknown economy"),
        ("diversion.csv", "wrong unit"),
        ("supply.csv", "unknown source"),
        ("assumptions.csv", "not in rising order"),
        ("assumptions.csv", "not a number"),
    }
    assert "did you mean" in str(caught.value)


def test_a_missing_file_and_a_share_over_one_are_told(folder: Path) -> None:
    (folder / "blocs.csv").unlink()
    swap(folder, "assumptions.csv", "delivery.dst,0.8,0.5,0.95", "delivery.dst,80,50,95")
    with pytest.raises(InputError) as caught:
        load_world(MAY_2025, folder=folder)
    text = str(caught.value)
    assert "blocs.csv" in text
    assert "a share outside 0 to 1" in text


def test_an_instrument_that_names_no_parameter_is_refused(folder: Path) -> None:
    swap(folder, "instruments.csv", "delivery.matching", "delivery.maching")
    with pytest.raises(InputError, match=r"did you mean delivery\.matching"):
        load_world(MAY_2025, folder=folder)


days = st.dates(date(2024, 1, 1), date(2027, 1, 1))


@given(st.lists(st.tuples(days, days), max_size=8), days)
def test_newest_never_looks_ahead_and_takes_the_latest(pairs: list[tuple[date, date]], on: date) -> None:
    rows = [{"name": "x", "applies_from": start, "known_on": known} for start, known in pairs]
    eligible = [pair for pair in pairs if max(pair) <= on]
    best = newest(rows, ("name",), on, hindsight=False)
    if not eligible:
        assert best == {}
    else:
        row = best[("x",)]
        assert (row["applies_from"], row["known_on"]) == max(eligible)
