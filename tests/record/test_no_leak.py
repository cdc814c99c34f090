"""Nothing that became known later enters what is said as of a day."""

import csv
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import deals
from deals.model.question import Question, assemble
from deals.scenario import reform
from deals.world import World, data_folder, load_world
from deals.world.schema import COLUMNS, COUNTRIES, TABLES, Table

DAY = date(2025, 5, 13)
LAW = ("rules", "rule_dates", "rule_codes")
"""What the regimes say: rules that were proposed later are compared on purpose, each by its own name."""
ABSURD = "777"

type Rows = list[dict[str, str]]


def changed(folder: Path, table: Table, change: Callable[[Rows], Rows]) -> None:
    """Write a table again with other rows."""
    path = folder / table.file
    with path.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        names, rows = list(reader.fieldnames or ()), list(reader)
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, names)
        writer.writeheader()
        writer.writerows(change(rows))


def known(rows: Rows) -> Rows:
    return [row for row in rows if row["known_on"] <= DAY.isoformat()]


def late_columns(folder: Path) -> list[str]:
    """Columns of countries that became known later and are not declared structural."""
    with (folder / COLUMNS.file).open(newline="", encoding="utf-8") as lines:
        return [
            r["column"] for r in csv.DictReader(lines) if r["known_on"] > DAY.isoformat() and r["structural"] == "0"
        ]


@pytest.fixture(scope="module")
def ignorant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data without any row that became known after the day, and with nonsense in columns that did."""
    folder = tmp_path_factory.mktemp("data") / "datasets"
    shutil.copytree(data_folder(), folder)
    for table in TABLES:
        if any(column.name == "known_on" for column in table.columns) and table is not COLUMNS:
            changed(folder, table, known)
    late = late_columns(folder)
    assert late
    changed(folder, COUNTRIES, lambda rows: [{**row, **dict.fromkeys(late, ABSURD)} for row in rows])
    return folder


def world_of(folder: Path, day: date, knowledge: str = "as-of") -> World:
    """The world of a day where these are all the data there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("deals.world.load.data_folder", lambda: folder)
        return load_world(day, knowledge)


@pytest.fixture(scope="module")
def before(ignorant: Path) -> World:
    return world_of(ignorant, DAY)


@pytest.fixture(scope="module")
def here() -> World:
    return load_world(DAY)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(one, other)
        return True
    return bool(one == other)


def test_much_became_known_later(ignorant: Path) -> None:
    """Else the tests below would say less than they seem to."""
    for name in ("assumptions.csv", "demand.csv", "tariff_rates.csv", "deals.csv", "diversion.csv"):
        now, then = (
            len((folder / name).read_text(encoding="utf-8").splitlines()) for folder in (data_folder(), ignorant)
        )
        assert then < now


@pytest.mark.parametrize("name", [field.name for field in fields(World) if field.name not in LAW])
def test_a_world_of_a_day_is_the_same_where_later_rows_do_not_exist(here: World, before: World, name: str) -> None:
    assert same(getattr(here, name), getattr(before, name))


@pytest.mark.parametrize("name", LAW)
def test_rules_known_on_the_day_are_the_same_and_later_ones_bear_other_names(
    here: World, before: World, name: str
) -> None:
    now: Mapping[str, Any] = getattr(here, name)
    then: Mapping[str, Any] = getattr(before, name)
    assert then.items() <= now.items()


def test_with_hindsight_the_world_is_another(before: World) -> None:
    hindsight = load_world(DAY, "with-hindsight")
    moved = [name for name, quantity in hindsight.parameters.items() if before.parameters[name].value != quantity.value]
    assert len(moved) > 100


@pytest.fixture
def ignorant_scenarios(ignorant: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Scenarios that read the data without what became known later."""
    monkeypatch.setattr(reform, "load_world", partial(world_of, ignorant))
    reform.reformed.cache_clear()
    yield
    reform.reformed.cache_clear()


@pytest.mark.usefixtures("ignorant_scenarios")
def test_the_scenarios_question_is_the_same_where_later_rows_do_not_exist(base: Question) -> None:
    """Terms, chips, talks, standards, what is done alone, and the path without deals."""
    asked = assemble(deals.load("leverage-2025"))
    assert len(asked.world.rules) < len(base.world.rules), "the data are those without later rows"
    assert asked.world.deals.equals(base.world.deals)
    for name in ("terms", "grants", "standards", "talks", "reserve", "cells", "alone", "economies", "lag", "partners"):
        assert getattr(asked, name) == getattr(base, name)
    assert asked.path == base.path
