"""Tables of what rates, answers and cuts are worth: they are what the model says, and judgements come in on reading."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

from deals.trade import TradeModel, tabulated
from deals.trade.tabulated import (
    ANSWERS,
    CUTS,
    DATES,
    GAINS,
    HEADS,
    LEVELS,
    SHARES,
    PartnerTable,
    partner_tables,
    rows_of,
)
from deals.world import World, data_folder, load_world

DAY = dt.date(2025, 5, 13)
SAMPLE = ("VNM", "EUU", "KAZ", "ECU")
"""Two economies of the input-output tables, the Union, and one that is split off the rest."""
WITHOUT_FIGURES = {"CUB", "ERI", "KIR", "PRK", "SYR", "TUV", "VAT"}
LAST_DIGIT = 2e-4
"""How far two numbers of five digits may lie apart that differ in the last."""
ELSEWHEN = dt.date(2025, 6, 2)

Rows = list[tuple[str, ...]]


def on_file(name: str) -> Rows:
    with (data_folder() / "trade" / name).open(encoding="utf-8", newline="") as lines:
        return [tuple(row) for row in csv.reader(lines)]


def numbers(rows: Rows) -> list[list[float]]:
    return [[float(cell) for cell in row[2:]] for row in rows]


@pytest.fixture
def table() -> PartnerTable:
    """Two levels; gains of the United States 1 and 3, its revenue 10 and 30, at the two ends of who bears it."""
    gains = np.array([[1.0, 3.0, 10.0, 30.0, -2.0], [2.0, 8.0, 20.0, 60.0, -6.0]])
    return PartnerTable(np.array([10.0, 20.0]), gains, (-1.0, -0.5), np.array([[4.0, -1.0]]), estimated=False)


def with_judgements(world: World, **judged: float) -> World:
    return world.patched({f"tariff.{name}": {"set": value} for name, value in judged.items()})


@pytest.fixture(scope="module")
def computed() -> dict[str, Rows]:
    return rows_of(DAY, SAMPLE)


@pytest.mark.parametrize("name", HEADS)
def test_what_is_on_file_is_what_the_model_says(computed: dict[str, Rows], name: str) -> None:
    """Four partners of the first day, solved again: other tables or another model would show here."""
    head, *rows = on_file(name)
    kept = [row for row in rows if row[0] == DAY.isoformat() and row[1] in SAMPLE]
    ordered = sorted(computed[name], key=lambda row: [r[:3] for r in kept].index(row[:3]))
    assert head == HEADS[name]
    assert [row[:3] for row in ordered] == [row[:3] for row in kept]
    for mine, theirs in zip(numbers(ordered), numbers(kept), strict=True):
        assert mine == pytest.approx(theirs, rel=LAST_DIGIT, abs=1e-9)


def test_all_three_files_have_the_same_partners_on_the_days_of_the_scenarios() -> None:
    asked = [{row[:2] for row in on_file(name)[1:]} for name in HEADS]
    assert asked[0] == asked[1] == asked[2]
    assert {day for day, _ in asked[0]} == {day.isoformat() for day in DATES}


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
def solved(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dt.date]]:
    """Days whose tables were solved: for Kazakhstan alone, which is quicker, and forgotten afterwards."""
    days: list[dt.date] = []
    solve = tabulated._solved

    def of_one(model: TradeModel, partners: Iterable[str] | None = None) -> object:
        days.append(model.date)
        return solve(model, ["KAZ"])

    tabulated._computed.cache_clear()
    monkeypatch.setattr(tabulated, "_solved", of_one)
    yield days
    tabulated._computed.cache_clear()


def test_a_day_that_is_not_on_file_is_computed_once(solved: list[dt.date]) -> None:
    """On 2 June 2025 China pays less than on 13 May, so that Kazakhstan's table is another."""
    assert ELSEWHEN not in DATES
    found = partner_tables(load_world(ELSEWHEN))
    assert partner_tables(load_world(ELSEWHEN)) is found
    assert solved == [ELSEWHEN]
    rows = numbers(rows_of(ELSEWHEN, ["KAZ"])[LEVELS])
    assert set(found) == {"KAZ"}
    assert found["KAZ"].levels.tolist() == [level for level, *_ in rows]
    assert found["KAZ"].gains == pytest.approx(np.array(rows)[:, 1:], rel=LAST_DIGIT, abs=1e-9)
    assert found["KAZ"].gains != pytest.approx(partner_tables(load_world(DAY))["KAZ"].gains, rel=0.01)


def test_a_day_that_is_on_file_is_not_computed(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(tabulated, "_computed", lambda day: pytest.fail(f"{day} was computed"))
    assert partner_tables(world)["VNM"].levels[0] == 0.0


def test_what_is_written_is_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(day: dt.date) -> dict[str, Rows]:
        about = (day.isoformat(), "KAZ")
        return {
            LEVELS: [(*about, "10", "1", "3", "10", "30", "-2"), (*about, "20", "2", "8", "20", "60", "-6")],
            ANSWERS: [(*about, "27", "-1", "-0.5", "1")],
            CUTS: [(*about, "0.5", "2", "-0.2"), (*about, "1", "4", "-1")],
        }

    monkeypatch.setattr(tabulated, "rows_of", rows)
    tabulated.write(tmp_path)
    found = tabulated._kept.__wrapped__(tmp_path)
    assert set(found) == set(DATES)
    assert found[DAY]["KAZ"].gains.tolist() == [[1, 3, 10, 30, -2], [2, 8, 20, 60, -6]]
    assert found[DAY]["KAZ"].cuts.tolist() == [[2, -0.2], [4, -1]]
