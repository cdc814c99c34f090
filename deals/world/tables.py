"""Reading a table of ``datasets/``: every cell checked, every problem collected, nothing guessed."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from deals.kit.csv_rows import csv_rows
from deals.kit.errors import Problem, suggestion
from deals.world.schema import Column, Table
from deals.world.words import UNIT_OF_NAME, UNITS

Row = Mapping[str, object]
FLAGS = {"0": False, "1": True}
EARLIEST = date.min
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
UNKNOWN_SOURCE = "unknown source"
MANY = 5
"""Rows with the same problem from which they may be one."""


def read_table(folder: Path, table: Table, problems: list[Problem], sources: frozenset[str] | None = None) -> list[Row]:
    """Rows of one table with typed cells; whatever is wrong is added to `problems`.

    Numbers become ``float`` (blank: NaN), flags ``bool``, dates ``datetime.date`` (blank: the earliest date there is),
    text ``str``. A row with a problem is left out, so that one mistake is reported once.

    Parameters
    ----------
    sources : frozenset of str, optional
        Keys that the column ``source`` may hold; not checked where None.
    """
    name = table.file
    rows: list[Row] = []
    seen: dict[tuple[object, ...], int] = {}
    wrong: list[Problem] = []
    for record in csv_rows(folder / name, name, [column.name for column in table.columns], problems):
        where, line = f"{name}:{record.line}", record.line
        found: list[Problem] = []
        row = {column.name: _cell(record.cells[column.name].strip(), column, where, found) for column in table.columns}
        if not found:
            found = [*_range_problems(row, table, where), *_unit_problems(row, table, where)]
            if sources is not None and "source" in row and row["source"] not in sources:
                found.append(
                    Problem(where, "source", row["source"], UNKNOWN_SOURCE, suggestion(str(row["source"]), sources))
                )
            key = tuple(row[name] for name in table.key)
            if key in seen:
                found.append(Problem(where, ", ".join(table.key), _shown(key), f"same as line {seen[key]}", "keep one"))
            seen.setdefault(key, line)
        wrong.extend(found)
        if not found:
            rows.append(row)
    problems.extend(_gathered(wrong, name, len(rows)))
    return rows


def _gathered(wrong: list[Problem], name: str, fine: int) -> list[Problem]:
    """Problems of a table, those that most rows share as one: then the column is wrong, and not each of its cells."""
    by_kind: dict[tuple[str, str], list[Problem]] = {}
    for problem in wrong:
        by_kind.setdefault((problem.field, problem.message), []).append(problem)
    found = []
    for (field, message), alike in by_kind.items():
        if len(alike) > max(MANY, fine):
            first = alike[0]
            fix = "is it another column's, or written with decimal commas? Else: " + first.fix
            found.append(Problem(first.file, field, first.value, f"{message}, and so {len(alike) - 1} rows more", fix))
        else:
            found.extend(alike)
    return sorted(found, key=lambda problem: _line_of(problem, name))


def _line_of(problem: Problem, name: str) -> int:
    line = problem.file.removeprefix(f"{name}:")
    return int(line) if line.isdigit() else 0


def newest(rows: Iterable[Row], key: Sequence[str], on: date, hindsight: bool) -> dict[tuple[object, ...], Row]:
    """For each key the row that holds on a date.

    A row is out while its ``applies_from`` lies after `on` and, without hindsight, while its ``known_on`` does.
    Of the rest the one that applies latest wins, then the one known latest.
    """
    best: dict[tuple[object, ...], Row] = {}
    ranks: dict[tuple[object, ...], tuple[date, date]] = {}
    for row in rows:
        start, known = _date(row.get("applies_from", EARLIEST)), _date(row["known_on"])
        if start > on or (known > on and not hindsight):
            continue
        name = tuple(row[part] for part in key)
        if name not in ranks or (start, known) >= ranks[name]:
            best[name], ranks[name] = row, (start, known)
    return best


def _date(value: object) -> date:
    return value if isinstance(value, date) else EARLIEST


def _cell(text: str, column: Column, where: str, problems: list[Problem]) -> object:
    """One typed cell; a placeholder of the right type where it is wrong."""
    if text == "" and not column.blank:
        problems.append(Problem(where, column.name, None, "blank", "fill it in"))
    if column.choices is not None and text and text not in column.choices:
        problems.append(Problem(where, column.name, text, "not one of its values", suggestion(text, column.choices)))
    match column.cell:
        case "number":
            return _number(text, column, where, problems)
        case "flag":
            if text not in FLAGS:
                problems.append(Problem(where, column.name, text, "neither 0 nor 1", "write 0 or 1"))
            return FLAGS.get(text, False)
        case "date":
            return _day(text, column, where, problems)
        case _:
            return text


def _number(text: str, column: Column, where: str, problems: list[Problem]) -> float:
    if text == "":
        return math.nan
    value = float(text) if NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(value):
        fix = "write digits with a point, as in 1713.5, or leave it blank"
        problems.append(Problem(where, column.name, text, "not a number", fix))
    elif not column.least <= value <= column.most:
        fix = f"write a number from {column.least:g} to {column.most:g}"
        problems.append(Problem(where, column.name, text, "out of its range", fix))
    elif column.whole and value != round(value):
        problems.append(Problem(where, column.name, text, "not a whole number", "write it without a fraction"))
    return value


def _day(text: str, column: Column, where: str, problems: list[Problem]) -> date:
    if text == "":
        return EARLIEST
    try:
        day = date.fromisoformat(text) if text.isascii() else EARLIEST
    except ValueError:
        day = EARLIEST
    if day == EARLIEST:
        problems.append(Problem(where, column.name, text, "bad date", "write it as 2025-05-13"))
    elif not FIRST_DAY <= day <= LAST_DAY:
        problems.append(Problem(where, column.name, text, "a day out of its range", "write a year from 1900 to 2100"))
    return day


def _range_problems(row: Row, table: Table, where: str) -> list[Problem]:
    if not table.ranged:
        return []
    value, low, high = (_float(row[name]) for name in ("value", "low", "high"))
    if low <= value <= high:
        return []
    shown = f"{low:g}, {value:g}, {high:g}"
    return [Problem(where, "low, value, high", shown, "not in rising order", "write low <= value <= high")]


def _unit_problems(row: Row, table: Table, where: str) -> list[Problem]:
    unit, name = row.get("unit"), str(row.get("name", ""))
    wanted = table.unit
    if table.file == "assumptions.csv":
        wanted = next((u for start, u in UNIT_OF_NAME.items() if name.startswith(start)), None)
        if wanted is None and unit not in UNITS:
            return [Problem(where, "unit", unit, f"unknown unit of {name}", suggestion(str(unit), UNITS))]
    if table.file == "diversion.csv":
        wanted = "share" if row["kind"] == "leak" else "kH a year"
    if wanted is not None and unit != wanted:
        return [Problem(where, "unit", unit, f"wrong unit of {name or 'this row'}", f"write {wanted}")]
    if table.ranged and unit == "share" and not (_float(row["low"]) >= 0 and _float(row["high"]) <= 1):
        return [Problem(where, "low, high", row.get("high"), "a share outside 0 to 1", "write a share, not a percent")]
    return []


def _float(value: object) -> float:
    return value if isinstance(value, float) else math.nan


def _shown(key: tuple[object, ...]) -> str:
    return ", ".join(str(part) for part in key)
