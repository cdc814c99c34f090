"""Data of one's own that are wrong, or that would change nothing: each told once, where it stands, and all at once."""

from datetime import date
from pathlib import Path

import pytest

from deals.kit.errors import InputError, Problem
from deals.world.own.effect import not_holding
from deals.world.own.reading import own_data
from tests.world.conftest import MAY_2025
from tests.world.own.conftest import lines_of, row_with, text_of

DEMAND = row_with("demand.csv", iso3="ARE", year="2026")


def problems_of(given: object) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        own_data(given)
    return caught.value.problems


def the_problem(file: str, text: str) -> Problem:
    (problem,) = problems_of({file: text})
    return problem


ARE_2026 = {"iso3": "ARE", "year": "2026"}
HARM = {"name": "harm.per_kH"}
SMALL = {"parameter": "lpp.annual_limit"}


@pytest.mark.parametrize(
    ("file", "cells", "field", "message"),
    [
        ("demand.csv", {**ARE_2026, "value": "*->lots"}, "value", "not a number"),
        ("demand.csv", {**ARE_2026, "value": "*->-5"}, "value", "out of its range"),
        ("demand.csv", {**ARE_2026, "value": "*->1_000"}, "value", "not a number"),
        ("demand.csv", {**ARE_2026, "year": "2026->2031"}, "year", "a year for which no other"),
        ("demand.csv", {**ARE_2026, "iso3": "ARE->ARX"}, "iso3", "unknown economy"),
        ("demand.csv", {**ARE_2026, "source": "*->"}, "source", "blank"),
        ("demand.csv", {**ARE_2026, "source": "*->mine"}, "source", "unknown source"),
        ("demand.csv", {**ARE_2026, "known_on": "*->"}, "known_on", "blank"),
        ("demand.csv", {**ARE_2026, "confidence": "*->sure"}, "confidence", "not one of its values"),
        ("assumptions.csv", {"name": "harm.per_kH->harm.per_kh"}, "name", "unknown parameter"),
        ("assumptions.csv", {**HARM, "unit": "*->share"}, "unit", "wrong unit"),
        ("regime_parameters.csv", {"parameter": "lpp.annual_limit->lpp.limit"}, "parameter", "unknown parameter"),
        ("regime_parameters.csv", {**SMALL, "value": "*->lots"}, "lpp.annual_limit", "not a number"),
        ("regime_parameters.csv", {**SMALL, "period": "*->2027"}, "period", "lpp.annual_limit has one period"),
        (
            "regime_parameters.csv",
            {"parameter": "hubs2025.list", "value": "*->MYS XYZ"},
            "hubs2025.list",
            "unknown economy",
        ),
        ("tariff_rates.csv", {"partner": "VNM->USA", "measure": "in_force"}, "partner", "no country rate"),
    ],
)
def test_a_mistake_in_a_row_is_one_problem_at_its_line(
    file: str, cells: dict[str, str], field: str, message: str
) -> None:
    problem = the_problem(file, row_with(file, **cells))
    assert (problem.file, problem.field) == (f"data/{file}:2", field)
    assert problem.message.startswith(message)
    assert problem.fix


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (DEMAND.replace("confidence", "sureness", 1), "unknown column"),
        (DEMAND.split("\n")[0] + "\n", "has a header and no rows"),
        ("", "is empty"),
        (DEMAND.replace(",", ";"), "columns are separated by semicolons"),
        (DEMAND + DEMAND.split("\n")[1] + "\n", "same as line 2"),
    ],
)
def test_a_slip_in_a_table_is_one_problem(text: str, message: str) -> None:
    problem = the_problem("demand.csv", text)
    assert problem.file.startswith("data/demand.csv")
    assert problem.message == message
    assert "restore" not in problem.fix


def test_a_source_can_be_described_beside() -> None:
    row = row_with("demand.csv", iso3="ARE", year="2026", source="*->mine")
    sources = text_of(["key", "citation", "url", "date", "licence"], [["mine", "My study", "", "2025-05-01", "own"]])
    assert own_data({"demand.csv": row, "sources.csv": sources})
    assert "sources.csv" in the_problem("demand.csv", row).fix


@pytest.mark.parametrize(
    ("file", "message", "fix"),
    [
        ("demands.csv", "unknown table", "did you mean demand.csv?"),
        ("flows.csv", "nothing can be laid over the tables of trade", "take the file out"),
        ("countries.csv", "cannot be laid over: has no source for each row", "take the file out"),
        ("supply.csv", "cannot be laid over: is evidence", "take the file out"),
    ],
)
def test_a_table_that_takes_nothing_is_refused_with_the_reason(file: str, message: str, fix: str) -> None:
    problem = the_problem(file, "a\n1\n")
    assert problem.message.startswith(message)
    assert problem.fix == fix


def test_all_problems_of_a_folder_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "trade").mkdir()
    (tmp_path / "chips.xlsx").write_bytes(b"PK")
    (tmp_path / "asumptions.csv").write_text("a\n", encoding="utf-8")
    (tmp_path / "demand.csv").write_text(DEMAND.replace("2026", "x", 1), encoding="utf-8")
    (tmp_path / "tiers.csv").write_text(row_with("tiers.csv", iso3="ARE", tier="*->7"), encoding="utf-8")
    found = {(Path(problem.file.partition(":")[0]).name, problem.message) for problem in problems_of(tmp_path)}
    assert found == {
        ("trade", "nothing can be laid over the tables of trade"),
        ("chips.xlsx", "is no CSV file"),
        ("asumptions.csv", "unknown table"),
        ("demand.csv", "not a number"),
        ("tiers.csv", "out of its range"),
    }


def test_a_folder_without_tables_and_what_is_no_folder(tmp_path: Path) -> None:
    assert problems_of(tmp_path)[0].message == "has no table in it"
    assert problems_of(tmp_path / "nowhere")[0].message.startswith("cannot be read")
    assert problems_of("no\0name")[0].message.startswith("cannot be read")
    assert problems_of(7)[0].message == "is no folder"
    assert problems_of({"demand.csv": 7})[0].message == "is no folder"


@pytest.mark.parametrize(
    ("file", "cells", "field", "words"),
    [
        ("demand.csv", {**ARE_2026, "known_on": "*->2025-06-01"}, "known_on", "was not known on 2025-05-13"),
        ("chips.csv", {"chip": "A800->Z9", "known_on": "*->2026-01-01"}, "known_on", "was not known on 2025-05-13"),
        ("tiers.csv", {"iso3": "ARE", "applies_from": "*->2025-06-01"}, "applies_from", "applies only after 2025-05"),
        (
            "tariff_rates.csv",
            {"partner": "VNM", "measure": "in_force", "applies_from": "*->2025-04-01"},
            "applies_from",
            "another row applies from 2025-04-",
        ),
    ],
)
def test_a_row_that_does_not_hold_on_the_day_is_told(file: str, cells: dict[str, str], field: str, words: str) -> None:
    (problem,) = not_holding(own_data({file: row_with(file, **cells)}), MAY_2025, "as-of")
    assert (problem.file, problem.field) == (f"data/{file}:2", field)
    assert words in problem.message


def test_with_hindsight_what_was_known_later_holds() -> None:
    own = own_data({"chips.csv": row_with("chips.csv", chip="A800->Z9", known_on="*->2026-01-01")})
    assert not not_holding(own, MAY_2025, "with-hindsight")
    assert not not_holding(own, date(2026, 11, 22), "as-of")


def test_every_table_can_be_laid_over_as_it_is() -> None:
    for file in ("tiers.csv", "blocs.csv", "services_taxes.csv", "diversion.csv", "deals.csv", "instruments.csv"):
        header, rows = lines_of(file)
        assert own_data({file: text_of(header, rows)})
