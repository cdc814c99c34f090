"""Checking a folder of data, or one table of it, before anybody asks a question of it."""

from datetime import date
from pathlib import Path

from deals.kit.errors import InputError, Problem, unknown
from deals.world import schema
from deals.world.load import load_world
from deals.world.tables import read_table


def check_data(path: Path) -> None:
    """Check a folder of tables as a whole, or one table by itself.

    Parameters
    ----------
    path
        A folder laid out as ``datasets/``, or a CSV file with the name of one of its tables. References to other
        tables are checked for a whole folder only; sources also for one table that has ``sources.csv`` beside it.

    Raises
    ------
    InputError
        With every problem found.
    """
    if path.is_dir():
        load_world(date.today(), "with-hindsight", path)
        return
    tables = {table.file: table for table in schema.TABLES}
    if path.name not in tables:
        raise InputError(unknown("table", path.name, tables, file=str(path)))
    problems: list[Problem] = []
    sources = read_table(path.parent, schema.SOURCES, []) if (path.parent / schema.SOURCES.file).exists() else []
    read_table(path.parent, tables[path.name], problems, frozenset(str(row["key"]) for row in sources) or None)
    if problems:
        raise InputError(problems)
