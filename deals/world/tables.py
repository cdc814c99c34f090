"""Reading a table of ``datasets/``: every cell checked, every problem collected, nothing guessed."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from deals.kit.csv_rows import CsvRow, csv_rows
from deals.kit.errors import Problem, suggestion
from deals.world.schema import INSTRUMENTS, RULES, Column, Table
from deals.world.words import UNIT_OF_NAME, UNITS

Row = Mapping[str, object]
FLAGS = {"0": False, "1": True}
EARLIEST = date.min
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
UNKNOWN_SOURCE = "unknown source"
MOST_OF_A_RULE = 1e30
OWN = "own"
"""Marks a row as one that was laid over the tables; no column is called so."""
WHERE = "where"
"""File and line of a row, of tables whose rows are checked again once all tables are read; no column is called so."""
LOCATED = frozenset({INSTRUMENTS.file})
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
    columns = [column.name for column in table.columns]
    records = csv_rows(folder / table.file, table.file, columns, problems)
    return [row for _, row in checked_rows(records, table, table.file, problems, sources)]


def checked_rows(
    records: Iterable[CsvRow], table: Table, name: str, problems: list[Problem], sources: frozenset[str] | None = None
) -> list[tuple[CsvRow, Row]]:
    """Records of one table, each with its typed cells, as :func:`read_table` has them; `name` is what messages say."""
    rows: list[tuple[CsvRow, Row]] = []
    seen: dict[tuple[object, ...], int] = {}
    wrong: list[Problem] = []
    # Texts of each column that were found fine, with what they say: most stand in many rows.
    fine: list[tuple[Column, dict[str, object]]] = [(column, {}) for column in table.columns]
    for record in records:
        where, line = f"{name}:{record.line}", record.line
        found: list[Problem] = []
        row: dict[str, object] = {WHERE: where} if table.file in LOCATED else {}
        for column, read in fine:
            text = record.cells[column.name].strip()
            if text not in read:
                before = len(found)
                row[column.name] = _cell(text, column, where, found)
                if len(found) == before:
                    read[text] = row[column.name]
            else:
                row[column.name] = read[text]
        if not found:
            found = [
                *_range_problems(row, table, where),
                *_unit_problems(row, table, where),
                *_rule_problems(row, table, where),
            ]
            if sources is not None and "source" in row and row["source"] not in sources:
                found.append(
                    Problem(where, "source", row["source"], UNKNOWN_SOURCE, suggestion(str(row["source"]), sources))
                )
            key = key_of(row, table)
            if key in seen:
                found.append(
                    Problem(where, ", ".join(table.key), key_text(key), f"same as line {seen[key]}", "keep one")
                )
            seen.setdefault(key, line)
        wrong.extend(found)
        if not found:
            rows.append((record, row))
    problems.extend(_gathered(wrong, name, len(rows)))
    return rows


def key_of(row: Row, table: Table) -> tuple[object, ...]:
    """What identifies a row in its table."""
    return tuple(row[name] for name in table.key)


def key_text(key: Iterable[object]) -> str:
    """A key in words: its parts that are not blank."""
    parts = (f"{part:.0f}" if isinstance(part, float) else str(part) for part in key if part != EARLIEST)
    return ", ".join(part for part in parts if part)


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
    Of the rest the one that applies latest wins, then one that was laid over, then the one known latest.
    """
    best: dict[tuple[object, ...], Row] = {}
    ranks: dict[tuple[object, ...], tuple[date, bool, date]] = {}
    for row in rows:
        start, known = day_in(row.get("applies_from", EARLIEST)), day_in(row["known_on"])
        if start > on or (known > on and not hindsight):
            continue
        name = tuple(row[part] for part in key)
        rank = start, OWN in row, known
        if name not in ranks or rank >= ranks[name]:
            best[name], ranks[name] = row, rank
    return best


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
    value, low, high = (number_in(row[name]) for name in ("value", "low", "high"))
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
    if table.ranged and unit == "share" and not (number_in(row["low"]) >= 0 and number_in(row["high"]) <= 1):
        return [Problem(where, "low, high", row.get("high"), "a share outside 0 to 1", "write a share, not a percent")]
    return []


def _rule_problems(row: Row, table: Table, where: str) -> list[Problem]:
    """Numbers and dates of regimes that are none."""
    if table.file != RULES.file:
        return []
    unit, value = str(row["unit"]), str(row["value"])
    if unit == "codes" or _is(unit, value):
        return []
    kind, fix = ("date", "write it as 2025-05-13") if unit == "date" else ("number", "write digits with a point")
    return [Problem(where, str(row["parameter"]), value, f"not a {kind}", fix)]


def _is(unit: str, value: str) -> bool:
    """Whether a value is a date or, of any other unit, a number."""
    try:
        if unit == "date":
            return date.fromisoformat(value).year > 0
        return NUMBER.fullmatch(value) is not None and abs(float(value)) <= MOST_OF_A_RULE
    except ValueError:
        return False


def number_in(cell: object) -> float:
    """A cell as a number; NaN where it is none."""
    return float(cell) if isinstance(cell, int | float) else math.nan


def day_in(cell: object) -> date:
    """A cell as a day; the earliest there is where it is none."""
    return cell if isinstance(cell, date) else EARLIEST
