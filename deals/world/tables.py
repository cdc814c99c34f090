"""Reading a table of ``datasets/``: every cell checked, every problem collected, nothing guessed."""

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from deals.kit.errors import Problem, suggestion
from deals.world.schema import Column, Table
from deals.world.words import UNIT_OF_NAME, UNITS

Row = Mapping[str, object]
FLAGS = {"0": False, "1": True}
EARLIEST = date.min


def read_table(folder: Path, table: Table, problems: list[Problem], sources: frozenset[str] | None = None) -> list[Row]:
    """Rows of one table with typed cells; whatever is wrong is added to `problems`.

    Numbers become ``float`` (blank: NaN), flags ``bool``, dates ``datetime.date`` (blank: the earliest date there is),
    text ``str``. A row with a problem is left out, so that one mistake is reported once.

    Parameters
    ----------
    sources : frozenset of str, optional
        Keys that the column ``source`` may hold; not checked where None.
    """
    path = folder / table.file
    try:
        with path.open(newline="", encoding="utf-8") as handle:
            reader = csv.DictReader(handle)
            header, records = list(reader.fieldnames or ()), list(reader)
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(str(path), "", None, f"cannot be read: {error}", "restore the file"))
        return []
    expected = [column.name for column in table.columns]
    wrong = [Problem(table.file, name, None, "missing column", "add it") for name in expected if name not in header]
    wrong += [
        Problem(table.file, name, None, "unknown column", suggestion(name, expected))
        for name in header
        if name not in expected
    ]
    if wrong:
        problems.extend(wrong)
        return []
    rows: list[Row] = []
    seen: dict[tuple[object, ...], int] = {}
    for line, record in enumerate(records, start=2):
        where = f"{table.file}:{line}"
        found: list[Problem] = []
        if None in record or None in record.values():
            problems.append(Problem(where, "", None, "wrong number of cells", "quote text that holds commas"))
            continue
        row = {column.name: _cell(record[column.name], column, where, found) for column in table.columns}
        if not found:
            found = [*_range_problems(row, table, where), *_unit_problems(row, table, where)]
            if sources is not None and "source" in row and row["source"] not in sources:
                found.append(
                    Problem(where, "source", row["source"], "unknown source", suggestion(str(row["source"]), sources))
                )
            key = tuple(row[name] for name in table.key)
            if key in seen:
                found.append(Problem(where, ", ".join(table.key), _shown(key), f"same as line {seen[key]}", "keep one"))
            seen.setdefault(key, line)
        problems.extend(found)
        if not found:
            rows.append(row)
    return rows


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
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        problems.append(Problem(where, column.name, text, "not a number", "write digits, or leave it blank"))
    return value


def _day(text: str, column: Column, where: str, problems: list[Problem]) -> date:
    if text == "":
        return EARLIEST
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(Problem(where, column.name, text, "bad date", "write it as 2025-05-13"))
        return EARLIEST


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
