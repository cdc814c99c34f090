"""Rows laid over those of the tables."""

import math
from collections.abc import Iterable, Mapping
from datetime import date

from deals.world.own.own_data import LAID, OwnData
from deals.world.schema import Table
from deals.world.tables import EARLIEST, OWN, Row, checked_rows, key_of


def laid(tables: Mapping[str, list[Row]], own: OwnData) -> dict[str, list[Row]]:
    """Tables with rows laid over: a row takes the place of the one with its key, and is added where there is none.

    A row that is laid over goes before others of the same number that apply from the same day, however late these were
    known: see :func:`deals.world.tables.newest`.
    """
    over = {table.file: laid_rows(tables[table.file], own, table) for table in LAID if table.file in own.tables}
    return {**tables, **over}


def laid_rows(rows: Iterable[Row], own: OwnData, table: Table) -> list[Row]:
    """The rows of one table with one's own laid over, which are marked as such unless they say what was there."""
    over = {key_of(row, table): row for row in own_rows(own, table)}
    merged = []
    for row in rows:
        mine = over.pop(key_of(row, table), row)
        merged.append(row if same(mine, row, table) else mine)
    return [*merged, *over.values()]


def same(one: Row, other: Row | None, table: Table) -> bool:
    """Whether two rows say the same in every column."""
    return other is not None and all(shown(one[c.name]) == shown(other[c.name]) for c in table.columns)


def shown(cell: object) -> object:
    """A cell as it is read: blank where there is nothing."""
    if isinstance(cell, date):
        return "" if cell == EARLIEST else cell.isoformat()
    return "" if isinstance(cell, float) and math.isnan(cell) else cell


def own_rows(own: OwnData, table: Table) -> list[Row]:
    """One's own rows of one table, typed and marked."""
    return [{**row, OWN: True} for _, row in checked_rows(own.rows(table), table, own.place(table), [])]
