"""Tables of what rates, answers and cuts are worth: they are what the model says, and judgements come in on reading."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from deals.kit.errors import InputError, UnknownNameError
from deals.kit.frozen import FrozenMapping
from deals.trade import TradeModel, by_level, model_of, tabulated
from deals.trade.of_world import DEFAULT_SET
from deals.trade.tabulated import (
    ANSWERS,
    CUTS,
    DATES,
    GAINS,
    HEADS,
    LEVELS,
    OWN,
    SHARES,
    PartnerTable,
    partner_tables,
    rows_of,
    tables_of,
)
from deals.world import World, data_folder, load_world

DAY, LATER = DATES
SETS = ("BSY", "CP", "FGO", "IS", "U4")
SAMPLE = ("VNM", "EUU", "KAZ", "ECU")
"""Two economies of the input-output tables, the Union, and one that is split off the rest."""
SOLVED_AGAIN = {(DAY, DEFAULT_SET): SAMPLE} | {(LATER, name): ("JPN", "ECU") for name in SETS if name != DEFAULT_SET}
WITHOUT_FIGURES = {"CUB", "ERI", "KIR", "PRK", "SYR", "TUV", "VAT"}
LAST_DIGIT = 2e-4
"""How far two numbers of five digits may lie apart that differ in the last."""
ELSEWHEN = dt.date(2025, 6, 2)

Rows = list[tuple[str, ...]]


def on_file(name: str) -> Rows:
    with (data_folder() / "trade" / name).open(encoding="utf-8", newline="") as lines:
        return [tuple(row) for row in csv.reader(lines)]


def numbers(rows: Rows) -> list[list[float]]:
    return [[float(cell) for cell in row[3:]] for row in rows]


@pytest.fixture
def table() -> PartnerTable:
    """Two levels; gains of the United States 1 and 3, its revenue 10 and 30, at the two ends of who bears it."""
    gains = np.array([[1.0, 3.0, 10.0, 30.0, -2.0], [2.0, 8.0, 20.0, 60.0, -6.0]])
    return PartnerTable(np.array([10.0, 20.0]), gains, (-1.0, -0.5), np.array([[4.0, -1.0]]), estimated=False)


def with_judgements(world: World, **judged: float) -> World:
    return world.patched({f"tariff.{name}": {"set": value} for name, value in judged.items()})


@pytest.mark.parametrize(("day", "elasticities"), SOLVED_AGAIN)
def test_what_is_on_file_is_what_the_model_says(day: dt.date, elasticities: str) -> None:
    """Some partners, under each set on one of the days, solved again: other data or another model would show here."""
    partners = SOLVED_AGAIN[day, elasticities]
    computed = rows_of(day, elasticities, partners)
    for name in HEADS:
        head, *rows = on_file(name)
        kept = [row for row in rows if row[:2] == (day.isoformat(), elasticities) and row[2] in partners]
        ordered = sorted(computed[name], key=lambda row: [r[:4] for r in kept].index(row[:4]))
        assert head == HEADS[name]
        assert [row[:4] for row in ordered] == [row[:4] for row in kept]
        for mine, theirs in zip(numbers(ordered), numbers(kept), strict=True):
            assert mine == pytest.approx(theirs, rel=LAST_DIGIT, abs=1e-9)


def test_all_three_files_have_the_same_partners_for_every_set_on_the_days_of_the_scenarios() -> None:
    asked = [{row[:3] for row in on_file(name)[1:]} for name in HEADS]
    assert asked[0] == asked[1] == asked[2]
    partners = {(day, partner) for day, _, partner in asked[0]}
    assert {day for day, _ in partners} == {day.isoformat() for day in DATES}
    assert asked[0] == {(day, name, partner) for day, partner in partners for name in SETS}


@pytest.mark.parametrize("day", DATES)
def test_every_partner_with_a_rate_has_its_table_and_members_of_the_union_have_none(day: dt.date) -> None:
    world = load_world(day)
    charged = {name.split(".")[2] for name in world.parameters if name.startswith("tariff.in_force.")}
    members = set(world.blocs.loc[world.blocs["group"] == "EUU", "member"])
    tables = partner_tables(world)
    assert set(tables) == charged - WITHOUT_FIGURES
    assert not members & set(tables)
    assert set(SAMPLE) <= set(tables)


@pytest.mark.parametrize("partner", SAMPLE)
def test_gains_count_from_the_rate_in_force(partner: str) -> None:
    world = load_world(DAY)
    found = partner_tables(world)[partner]
    place = found.levels.tolist().index(world.value(f"tariff.in_force.{partner}"))
    assert found.gains[place].tolist() == [0.0] * len(GAINS)
    assert found.estimated == (partner == "ECU")


def test_tables_rise_by_level_and_cuts_end_with_all(world: World) -> None:
    for found in partner_tables(world).values():
        assert (np.diff(found.levels) > 0).all()
        assert found.cuts.shape == (len(SHARES), 2)
        assert found.reach >= tabulated.TOP


def test_without_a_set_it_is_the_default_one(world: World) -> None:
    assert world.elasticities == ""
    assert partner_tables(world) is tables_of(DAY) is tables_of(DAY, DEFAULT_SET)
    assert model_of(world).elasticities == DEFAULT_SET


def test_a_world_s_own_set_is_read(world: World) -> None:
    other = replace(world, elasticities="CP")
    assert partner_tables(other) is tables_of(DAY, "CP")
    assert model_of(other).elasticities == "CP"
    assert model_of(other, "IS").elasticities == "IS"
    with pytest.raises(TypeError, match="each has its own set"):
        partner_tables(replace(world, elasticities=("CP", "IS")))


@pytest.mark.parametrize("day", DATES)
def test_gains_differ_by_set_and_nothing_else_does(day: dt.date) -> None:
    by_set = [tables_of(day, name) for name in SETS]
    partners = set(by_set[0])
    assert all(set(tables) == partners for tables in by_set)
    for partner in partners:
        for one, other in combinations([tables[partner] for tables in by_set], 2):
            assert other.levels.tolist() == one.levels.tolist()
            assert other.estimated == one.estimated
            assert other.gains != pytest.approx(one.gains, rel=0.01)


@pytest.mark.parametrize("day", DATES)
def test_a_partner_loses_by_its_rate_under_every_set(day: dt.date) -> None:
    for name in SETS:
        for table in tables_of(day, name).values():
            assert (np.diff(table.gains[:, OWN]) < 0).all()


def test_a_set_nobody_knows_is_refused_with_the_nearest(world: World) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown set of elasticities \(found 'BSX'\); did you mean BSY\?"):
        partner_tables(replace(world, elasticities="BSX"))


def test_beside_other_rates_the_set_is_that_asked_for(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    """Vietnam's own gain beside another rate on China is what the model of that set says."""
    alone = tables_of(DAY, "CP")["VNM"]
    monkeypatch.setattr(tabulated, "tables_of", lambda day, elasticities: {"VNM": alone})
    rates = {"CHN": 60.0}
    found = tabulated._halfway.__wrapped__(DAY, "CP", FrozenMapping(rates))["VNM"]
    judged = with_judgements(load_world(DAY), partner_value_factor=1.0)
    beside = by_level(model_of(judged, "CP"), "VNM", alone.levels.tolist(), rates).table.loc[alone.levels.tolist()]
    assert found.gains[:, OWN] == pytest.approx(beside["partner_gain"].to_numpy(), rel=1e-6, abs=1e-9)
    assert found.gains[:, 0] == pytest.approx((alone.gains[:, 0] + beside["us_gain_equilibrium"].to_numpy()) / 2)


def test_rows_may_stand_in_any_order() -> None:
    levels = [[20.0, 2, 8, 20, 60, -6], [10.0, 1, 3, 10, 30, -2]]
    made = tabulated._table(levels, [[46.0, -1, -0.5, 1]], [[1.0, 4, -1], [0.5, 2, -0.2]])
    assert made.levels.tolist() == [10.0, 20.0]
    assert made.gains[0].tolist() == [1, 3, 10, 30, -2]
    assert made.cuts.tolist() == [[2, -0.2], [4, -1]]
    assert list(made.answered) == [-1, -0.5]
    assert made.estimated


@pytest.mark.parametrize(
    ("passed", "weight", "worth"),
    [
        (0.0, 0.0, [1.0, 2.0]),  # general equilibrium
        (1.0, 0.0, [3.0, 8.0]),  # buyers bear all
        (0.25, 0.0, [1.5, 3.5]),  # .75 + .75, 1.5 + 2
        (0.0, 0.5, [6.0, 12.0]),  # 1 + 5, 2 + 10
        (0.25, 0.5, [9.0, 18.5]),  # 1.5 + .5 x 15, 3.5 + .5 x 30
    ],
)
def test_worth_to_the_united_states_mixes_both_ends_and_weighs_revenue(
    world: World, table: PartnerTable, passed: float, weight: float, worth: list[float]
) -> None:
    judged = with_judgements(world, pass_through=passed, revenue_weight=weight)
    assert table.us(judged).tolist() == pytest.approx(worth)


def test_worth_to_the_partner_is_scaled_as_judged_and_by_nothing_else(world: World, table: PartnerTable) -> None:
    assert table.partner(with_judgements(world, partner_value_factor=1.0)).tolist() == [-2.0, -6.0]
    judged = with_judgements(world, partner_value_factor=1.5, pass_through=1.0, revenue_weight=1.5)
    assert table.partner(judged).tolist() == [-3.0, -9.0]


def test_between_levels_it_is_straight(table: PartnerTable) -> None:
    values = np.array([1.0, 2.0])
    assert [table.at(values, level) for level in (10, 12.5, 17.5, 20)] == pytest.approx([1.0, 1.25, 1.75, 2.0])
    assert table.reach == 20.0


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[dt.date, str]]]:
    """Days and sets whose tables were solved: for Kazakhstan alone, which is quicker, and forgotten afterwards."""
    asked: list[tuple[dt.date, str]] = []
    solve = tabulated._solved

    def of_one(model: TradeModel, partners: Iterable[str] | None = None) -> object:
        asked.append((model.date, model.elasticities))
        return solve(model, ["KAZ"])

    tabulated._computed.cache_clear()
    monkeypatch.setattr(tabulated, "_solved", of_one)
    yield asked
    tabulated._computed.cache_clear()


def test_a_day_that_is_not_on_file_is_computed_once_for_a_set(solved: list[tuple[dt.date, str]]) -> None:
    """On 2 June 2025 China pays less than on 13 May, so that Kazakhstan's table is another."""
    assert ELSEWHEN not in DATES
    found = partner_tables(load_world(ELSEWHEN))
    assert partner_tables(load_world(ELSEWHEN)) is found
    assert solved == [(ELSEWHEN, DEFAULT_SET)]
    other = tables_of(ELSEWHEN, "U4")
    assert tables_of(ELSEWHEN, "U4") is other
    assert solved == [(ELSEWHEN, DEFAULT_SET), (ELSEWHEN, "U4")]
    assert other["KAZ"].gains != pytest.approx(found["KAZ"].gains, rel=0.01)
    rows = numbers(rows_of(ELSEWHEN, DEFAULT_SET, ["KAZ"])[LEVELS])
    assert set(found) == {"KAZ"}
    assert found["KAZ"].levels.tolist() == [level for level, *_ in rows]
    assert found["KAZ"].gains == pytest.approx(np.array(rows)[:, 1:], rel=LAST_DIGIT, abs=1e-9)
    assert found["KAZ"].gains != pytest.approx(partner_tables(load_world(DAY))["KAZ"].gains, rel=0.01)


def test_a_day_that_is_on_file_is_not_computed(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(tabulated, "_computed", lambda day, name: pytest.fail(f"{day} was computed under {name}"))
    for name in ("", *SETS):
        assert partner_tables(replace(world, elasticities=name))["VNM"].levels[0] == 0.0


def test_what_is_written_is_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(day: dt.date, elasticities: str) -> dict[str, Rows]:
        about = (day.isoformat(), elasticities, "KAZ")
        return {
            LEVELS: [(*about, "10", "1", "3", "10", "30", "-2"), (*about, "20", "2", "8", "20", "60", "-6")],
            ANSWERS: [(*about, "27", "-1", "-0.5", "1")],
            CUTS: [(*about, "0.5", "2", "-0.2"), (*about, "1", "4", "-1")],
        }

    monkeypatch.setattr(tabulated, "rows_of", rows)
    tabulated.write(tmp_path)
    for day in DATES:
        for name in SETS:
            found = tabulated._kept.__wrapped__(tmp_path, day, name)
            assert set(found) == {"KAZ"}
            assert found["KAZ"].gains.tolist() == [[1, 3, 10, 30, -2], [2, 8, 20, 60, -6]]
            assert found["KAZ"].cuts.tolist() == [[2, -0.2], [4, -1]]
    assert tabulated._kept.__wrapped__(tmp_path, ELSEWHEN, DEFAULT_SET) == {}


def test_tables_of_one_set_alone_are_refused_and_not_misread(tmp_path: Path) -> None:
    (tmp_path / LEVELS).write_text("date,partner,level\n2025-05-13,KAZ,0\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"other columns than it should have .*write the tables anew"):
        tabulated._kept.__wrapped__(tmp_path, DAY, DEFAULT_SET)
