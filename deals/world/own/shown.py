"""What is laid over the tables, as differences."""

from datetime import date
from typing import TYPE_CHECKING

from deals.world.checks.completeness import packaged_rows
from deals.world.load import data_folder
from deals.world.own.effect import SUBJECTS, subject_of
from deals.world.own.laying import own_rows, shown
from deals.world.own.own_data import LAID, OwnData
from deals.world.schema import Column, Table
from deals.world.tables import Row, key_of, key_text, newest

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("table", "key", "column", "was", "now", "source")
ABOUT = frozenset({"known_on", "confidence", "kind", "evidence", "basis", "reason", "note", "source", "seen"})
"""Columns that say where a number comes from: a difference in them is shown where there is no other."""
MAIN = ("value", "label", "citation")


def laid_over(own: OwnData, on: date, knowledge: str) -> "pd.DataFrame":
    """Every difference that rows make: table, key, column, what it was and is now, and the source of what it is.

    What a number was is what would hold on the day without the row; blank where there was none. A row that says what
    the tables say is no difference.
    """
    import pandas as pd  # heavy

    found = [line for table in LAID if table.file in own.tables for line in _of_table(own, table, on, knowledge)]
    return pd.DataFrame(found, columns=list(COLUMNS), dtype=object)


def _of_table(own: OwnData, table: Table, on: date, knowledge: str) -> list[tuple[object, ...]]:
    packaged = packaged_rows(data_folder(), table)
    by_key = {key_of(row, table): row for row in packaged}
    subjects = SUBJECTS.get(table.file)
    before = newest(packaged, subjects, on, knowledge == "with-hindsight") if subjects else by_key
    lines: list[tuple[object, ...]] = []
    for row in own_rows(own, table):
        was = by_key.get(key_of(row, table)) or before.get(subject_of(row, table))
        source = row.get("source", "")
        lines += [(table.file, _name(row, table), *difference, source) for difference in _differences(row, was, table)]
    return lines


def _name(row: Row, table: Table) -> str:
    """What a row is about, in words."""
    return key_text(subject_of(row, table))


def _differences(row: Row, was: Row | None, table: Table) -> list[tuple[str, object, object]]:
    """Column, before and after, for each column that differs; of a new row its main column alone."""
    if was is None:
        main = next((column for column in MAIN if column in row), table.columns[0].name)
        return [(main, "", shown(row[main]))]
    differing = [c for c in table.columns if shown(row[c.name]) != shown(was[c.name])]
    first = [c for c in differing if c.name not in ABOUT]
    return [(c.name, shown(was[c.name]), shown(row[c.name])) for c in first or _other(differing)]


def _other(columns: list[Column]) -> list[Column]:
    return [column for column in columns if column.name != "source"] or columns


def rows_in_words(own: OwnData) -> dict[str, tuple[str, ...]]:
    """By table what each row says: what it is about, its main cell and its source."""
    return {
        table.file: tuple(_in_words(row, table) for row in own_rows(own, table))
        for table in LAID
        if table.file in own.tables
    }


def _in_words(row: Row, table: Table) -> str:
    main = next((row[column] for column in MAIN if column in row), "")
    told = f"{main:g}" if isinstance(main, float) else str(main)
    source = f" ({row['source']})" if "source" in row else ""
    return f"{key_text(subject_of(row, table))}{f': {told}' if told else ''}{source}"
