"""Economies that tables name: each must be in ``countries.csv``."""

from collections.abc import Collection, Mapping

from deals.kit.codes import EUROPEAN_UNION
from deals.kit.errors import Problem, unknown
from deals.world.tables import Row

REFERENCES = (
    ("demand.csv", ("iso3",), False),
    ("tiers.csv", ("iso3",), False),
    ("services_taxes.csv", ("iso3",), False),
    ("diversion.csv", ("origin", "destination"), False),
    ("blocs.csv", ("member",), True),
    ("country_names.csv", ("iso3",), True),
    ("tariff_rates.csv", ("partner",), True),
    ("deals.csv", ("partner",), True),
)
"""Columns that name an economy, and whether the European Union is one there."""


def unknown_economies(tables: Mapping[str, list[Row]]) -> list[Problem]:
    """References to economies that are not in ``countries.csv``: each table's, or that table's lack as one problem."""
    economies = {str(row["iso3"]) for row in tables["countries.csv"]}
    unknown_in: dict[str, list[tuple[str, str]]] = {}
    for file, _, _ in REFERENCES:
        for column, name in sorted({pair for row in tables[file] for pair in unknown_names(file, row, economies)}):
            unknown_in.setdefault(name, []).append((file, column))
    lacking = [name for name, places in unknown_in.items() if len(places) > 1]
    found = [
        unknown("economy", name, economies, file=places[0][0], field=places[0][1])
        for name, places in unknown_in.items()
        if len(places) == 1
    ]
    if lacking:
        told = f"{len(lacking)} economies that other tables name are missing, {lacking[0]} first"
        found.append(Problem("countries.csv", "iso3", None, told, "restore their rows"))
    return found


def columns_of(file: str) -> tuple[str, ...]:
    """The columns of a table that name economies."""
    return next((columns for table, columns, _ in REFERENCES if table == file), ())


def unknown_names(file: str, row: Row, economies: Collection[str]) -> list[tuple[str, str]]:
    """Column and name of every economy that a row of a table names and that there is not."""
    return [
        (column, str(row[column]))
        for table, columns, with_union in REFERENCES
        if table == file
        for column in columns
        if row[column] not in economies and not (with_union and row[column] == EUROPEAN_UNION)
    ]
