"""A scenario with data of its own: read beside its file, kept wherever it goes, told in words."""

import pickle
from pathlib import Path
from typing import Any

import pytest

import deals
from deals.kit.errors import InputError
from deals.scenario.reform import Reform
from deals.scenario.scenario import Scenario, load
from tests.world.own.conftest import row_with

OWN = row_with("demand.csv", iso3="ARE", year="2026", value="*->444", high="*->900")
LINES = "\n".join(
    (
        "name: mine",
        "title: My question",
        "data: figures",
        "world_date: 2025-05-13",
        "regime: leverage",
        "first_quarter: 2025Q3",
        "last_quarter: 2026Q4",
    )
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A scenario's file with a folder of data beside it."""
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "demand.csv").write_text(OWN, encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(LINES + "\n", encoding="utf-8")
    return tmp_path / "mine.yaml"


def test_a_folder_is_sought_beside_the_file(file: Path) -> None:
    scenario = load(file)
    assert scenario.world().value("demand.ARE.2026") == 444
    assert list(scenario.laid_over["table"].unique()) == ["demand.csv"]


def test_data_can_be_given_when_a_scenario_is_loaded(file: Path) -> None:
    scenario = deals.load("leverage-2025", data=file.parent / "figures")
    assert scenario.world().value("demand.ARE.2026") == 444
    assert scenario.data == load(file).data


def test_data_stay_with_a_scenario(file: Path) -> None:
    """Through change, reform, hindsight, YAML and another process; they are not read again."""
    scenario = load(file)
    (file.parent / "figures" / "demand.csv").unlink()
    reformed = scenario.apply(Reform("half of it", {"demand.ARE.2026": {"scale": 0.5}}))
    assert reformed.world().value("demand.ARE.2026") == 222
    for other in (
        scenario.changed(gap=0.02),
        scenario.with_hindsight(),
        Scenario.from_yaml(scenario.to_yaml()),
        pickle.loads(pickle.dumps(scenario)),
    ):
        assert other.data == scenario.data
        assert other.world().value("demand.ARE.2026") == 444


def test_no_data_and_empty_data_are_the_same(small: Scenario) -> None:
    assert small.changed(data={}) == small.changed(data=None) == small
    assert small.laid_over.empty
    assert small.changed(data={}).world() is small.world()


def test_the_difference_names_rows_and_numbers(small: Scenario) -> None:
    own = small.changed(data={"demand.csv": OWN})
    source = own.laid_over["source"].iloc[0]
    before = small.world().value("demand.ARE.2026")
    assert small.difference(own) == [
        f"data.demand.csv: with ARE, 2026: 444 ({source})",
        f"demand.ARE.2026: from {before:g} to 444 kH a year",
    ]
    assert f"data.demand.csv: without ARE, 2026: 444 ({source})" in own.difference(small)


def test_problems_of_data_and_settings_come_at_once(file: Path) -> None:
    (file.parent / "figures" / "demand.csv").write_text(OWN.replace("444", "lots"), encoding="utf-8")
    file.write_text(LINES + "\nmust_sign: [XXX]\ntitel: y\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(file)
    folder = (file.parent / "figures").as_posix()
    assert [(p.file, p.field) for p in caught.value.problems] == [
        (f"{folder}/demand.csv:2", "value"),
        (f"{file}:9", "titel"),
        (f"{file}:8", "must_sign.1"),
    ]


def test_a_folder_that_is_not_there_is_told_where_it_is_named(file: Path) -> None:
    file.write_text(LINES.replace("figures", "elsewhere"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(file)
    (problem,) = caught.value.problems
    assert (problem.file, problem.field, problem.value) == (f"{file}:3", "data", "elsewhere")
    with pytest.raises(InputError) as caught:
        load("leverage-2025", data=file.parent / "nowhere")
    (problem,) = caught.value.problems
    assert (problem.file, problem.field) == (str(file.parent / "nowhere"), "")


def test_a_row_that_does_not_hold_refuses_the_scenario(settings: dict[str, Any]) -> None:
    late = row_with("demand.csv", iso3="ARE", year="2026", value="*->170", known_on="*->2025-06-01")
    made = {**settings, "data": {"demand.csv": late}}
    with pytest.raises(InputError, match="was not known on 2025-05-13"):
        Scenario(**made)
    made["knowledge"] = "with-hindsight"
    assert Scenario(**made).world().value("demand.ARE.2026") == 170


def test_an_own_instrument_can_be_in_the_baseline(settings: dict[str, Any]) -> None:
    """What names it is checked against the world with the data, not against the tables alone."""
    own = {
        "instruments.csv": row_with(
            "instruments.csv", name="investment->minerals", label="*->Critical minerals", form="investment->plain"
        )
    }
    made = {**settings, "data": own, "baseline_deals": ["GBR"], "baseline_instruments": {"GBR": ["minerals"]}}
    assert Scenario(**made).baseline_instruments["GBR"] == ("minerals",)
