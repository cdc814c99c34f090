"""A proposal says what its scenario changed in the world: own data and reforms, with sources."""

from types import SimpleNamespace
from typing import Any, cast

from deals.page.document import Heading, Table
from deals.proposal.proposal_card import above, changed
from deals.scenario.reform import Reform
from deals.scenario.scenario import Scenario, load
from tests.world.own.conftest import row_with


def blocks(scenario: Scenario) -> list[Any]:
    return changed(cast("Any", SimpleNamespace(scenario=scenario)))


def test_nothing_is_said_where_nothing_was_changed() -> None:
    assert blocks(load("leverage-2025")) == []


def test_own_data_are_told_row_by_row() -> None:
    row = row_with("demand.csv", iso3="ARE", year="2026", value="*->444", high="*->900")
    scenario = load("leverage-2025").changed(data={"demand.csv": row})
    heading, table = blocks(scenario)
    assert isinstance(heading, Heading)
    assert isinstance(table, Table)
    assert next(cells[:5] for cells in table.rows if cells[2] == "value") == (
        "demand.csv",
        "ARE, 2026",
        "value",
        "180",
        "444",
    )
    assert scenario.data.digest[:8] in above(cast("Any", SimpleNamespace(scenario=scenario)))


def test_reforms_are_told_with_source_and_note_each_on_what_those_before_left() -> None:
    half = Reform("less", {"demand.ARE.2026": {"scale": 0.75}}, source="a study", note="sites delayed")
    again = Reform("half of that", {"demand.ARE.2026": {"scale": 0.5}})
    _, table = blocks(load("leverage-2025").apply(half, again))
    told = "demand.ARE.2026: multiplied by 0.5, from 135 to 67.5 kH a year"
    assert table.rows == [
        ("less", "demand.ARE.2026: multiplied by 0.75, from 180 to 135 kH a year", "a study", "sites delayed"),
        ("half of that", f"{told} (outside its range, 81 to 216)", "–", "–"),
    ]


def test_of_a_reform_of_many_numbers_the_first_are_told() -> None:
    world = load("leverage-2025").world()
    codes = sorted({name.split(".")[1] for name in world.parameters if name.startswith("demand.")})[:5]
    _, table = blocks(load("leverage-2025").apply(Reform("many", {f"demand.{code}": {"scale": 2} for code in codes})))
    assert table.rows[-1][1] == "and 13 more"
