"""Damaged tables: one message for one mistake, at its line; what can be read right is."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from deals.kit.errors import InputError, Problem
from deals.world import data_folder, load_world
from deals.world.checking import check_data

Edit = Callable[[str], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tables, without those of trade."""
    for path in data_folder().glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def damaged(folder: Path, file: str, edit: Edit) -> tuple[Problem, ...]:
    """What is said of a folder after one edit of one file."""
    path = folder / file
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    try:
        check_data(folder)
    except InputError as error:
        return error.problems
    return ()


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(start))


def in_cell(start: str, old: str, new: str) -> Edit:
    """An edit of the first line that begins so."""

    def edit(text: str) -> str:
        lines = text.splitlines(keepends=True)
        at = line_of(text, start) - 1
        assert old in lines[at]
        lines[at] = lines[at].replace(old, new, 1)
        return "".join(lines)

    return edit


def halved(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(lines[: len(lines) // 2])


@pytest.mark.parametrize("table", ["countries.csv", "demand.csv", "assumptions.csv", "sources.csv", "tiers.csv"])
def test_half_a_table_is_one_problem(folder: Path, table: str) -> None:
    (problem,) = damaged(folder, table, halved)
    assert problem.file == table
    assert "missing" in problem.message


@pytest.mark.parametrize("table", ["countries.csv", "chips.csv", "regime_parameters.csv", "deals.csv"])
def test_a_header_without_rows_is_one_problem(folder: Path, table: str) -> None:
    problems = damaged(folder, table, lambda text: text.splitlines(keepends=True)[0])
    assert [(p.file, p.message) for p in problems] == [(table, "has a header and no rows")]


@pytest.mark.parametrize(
    ("table", "edit", "field", "message"),
    [
        ("countries.csv", in_cell("KOR", ",1713", ",-1713"), "gdp_usd_bn", "out of its range"),
        ("countries.csv", in_cell("KOR", ",1713", ",1e300"), "gdp_usd_bn", "out of its range"),
        ("countries.csv", in_cell("KOR", ",1713", ",1_713"), "gdp_usd_bn", "not a number"),
        ("countries.csv", in_cell("KOR", ",1713", ",١٧١٣"), "gdp_usd_bn", "not a number"),
        ("countries.csv", in_cell("KOR", ",1713", ',"1,713"'), "gdp_usd_bn", "not a number"),
        ("tiers.csv", in_cell("KOR", ",1,", ",7,"), "tier", "out of its range"),
        ("demand.csv", in_cell("KOR,2025", "2025", "3000"), "year", "out of its range"),
        ("demand.csv", in_cell("KOR,2025", "2025", "2025.5"), "year", "not a whole number"),
        ("tiers.csv", in_cell("KOR", "2025-01-15", "3000-01-15"), "applies_from", "a day out of its range"),
    ],
)
def test_a_bad_cell_is_one_problem_at_its_line(folder: Path, table: str, edit: Edit, field: str, message: str) -> None:
    start = "KOR,2025" if table == "demand.csv" else "KOR"
    line = line_of((folder / table).read_text(encoding="utf-8"), start)
    problems = damaged(folder, table, edit)
    assert [(p.file, p.field, p.message) for p in problems] == [(f"{table}:{line}", field, message)]


def test_two_headers_swapped_are_told_as_columns_and_not_as_cells(folder: Path) -> None:
    problems = damaged(folder, "countries.csv", lambda text: text.replace("name,region", "region,name", 1))
    assert not problems, "text in the place of text cannot be told"
    problems = damaged(folder, "demand.csv", lambda text: text.replace("iso3,year", "year,iso3", 1))
    assert len(problems) <= 2
    assert "rows more" in problems[0].message


def test_a_parameter_renamed_or_deleted_is_named(folder: Path) -> None:
    (problem,) = damaged(folder, "assumptions.csv", lambda text: text.replace("\ndiscount.us,", "\ndiscount.uss,"))
    assert (problem.file, problem.field) == ("assumptions.csv", "discount.us")
    assert "discount.uss" in problem.fix


def test_a_rule_that_is_no_number_is_named(folder: Path) -> None:
    text = (folder / "regime_parameters.csv").read_text(encoding="utf-8")
    first = next(line for line in text.splitlines()[1:] if ",codes," not in line and ",date," not in line)
    name = first.split(",")[0]
    value = next(cell for cell in first.split(",")[1:] if cell.replace(".", "").isdigit())
    problems = damaged(folder, "regime_parameters.csv", in_cell(first, f",{value},", ",lots,"))
    assert [(p.field, p.value, p.message) for p in problems] == [(name, "lots", "not a number")]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda text: text.replace(",", ";"), "columns are separated by semicolons"),
        (lambda text: text.replace("iso3,name", "iso3,iso3", 1), "column given twice"),
        (lambda text: text.replace("South Korea", "South\0Korea", 1), "a NUL character, which no text has"),
        (lambda text: text.replace("South Korea", '"South Korea', 1), "a quotation mark is not closed, or"),
        (lambda text: text.replace("South Korea", "x" * 200_000, 1), "a cell"),
    ],
)
def test_a_slip_is_told_and_not_its_consequences(folder: Path, edit: Edit, message: str) -> None:
    problems = damaged(folder, "countries.csv", edit)
    assert len(problems) == 1, problems
    assert problems[0].message.startswith(message)


def test_a_mark_and_other_line_ends_are_read_right(folder: Path) -> None:
    assert not damaged(folder, "countries.csv", lambda text: "\ufeff" + text.replace("\n", "\r\n"))
    there, here = load_world(date(2025, 5, 13)), load_world(date(2025, 5, 13), folder=folder)
    assert here.countries.equals(there.countries)


def test_lines_are_counted_as_an_editor_does(folder: Path) -> None:
    """A blank line and a cell over two lines before it count."""

    def edit(text: str) -> str:
        shifted = text.replace("\nJPN,", "\n\nJPN,", 1)
        return in_cell("KOR", ",1713", ",x")(shifted)

    line = line_of((folder / "countries.csv").read_text(encoding="utf-8"), "KOR") + 1
    assert [p.file for p in damaged(folder, "countries.csv", edit)] == [f"countries.csv:{line}"]
