"""Rows of one's own as one value: it can be compared, hashed, remembered and sent to another process."""

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from deals.kit.csv_rows import CsvRow
from deals.kit.frozen import FrozenMapping
from deals.world import schema
from deals.world.schema import Table

LAID = (
    schema.SOURCES,
    schema.ASSUMPTIONS,
    schema.DEMAND,
    schema.DIVERSION,
    schema.TARIFF_RATES,
    schema.SERVICES_TAXES,
    schema.TIERS,
    schema.BLOCS,
    schema.INSTRUMENTS,
    schema.CHIPS,
    schema.RULES,
    schema.DEALS,
)
"""Tables over which rows can be laid: those that a world is made of and whose every row has its source."""
TABLES = {table.file: table for table in LAID}
DIGITS = 16


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One row as it was written, a cell for each column of its table in that table's order, and its line."""

    cells: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class OwnData:
    """Rows to lay over the tables; equal to others with the same rows, whatever the order and the folder.

    Attributes
    ----------
    tables : Mapping of str to tuple of OwnRow
        Rows by the table's file, each in one order.
    name : str
        The folder, for messages.
    """

    tables: Mapping[str, tuple[OwnRow, ...]] = FrozenMapping({})
    name: str = field(default="data", compare=False)

    @classmethod
    def of(cls, rows: Mapping[str, list[CsvRow]], name: str) -> "OwnData":
        """Make one of rows by file; files without any are left out."""
        made = {
            file: tuple(
                sorted(
                    (OwnRow(tuple(row.cells[c.name].strip() for c in TABLES[file].columns), row.line) for row in found),
                    key=lambda row: row.cells,
                )
            )
            for file, found in sorted(rows.items())
            if found
        }
        return cls(FrozenMapping(made), name)

    def __bool__(self) -> bool:
        return bool(self.tables)

    def rows(self, table: Table) -> list[CsvRow]:
        """The rows of one table by column."""
        columns = [column.name for column in table.columns]
        found = self.tables.get(table.file, ())
        return [CsvRow(row.line, dict(zip(columns, row.cells, strict=True))) for row in found]

    def place(self, table: Table) -> str:
        """What messages call one table of it."""
        return f"{self.name}/{table.file}"

    def places(self, table: Table, column: str) -> dict[str, str]:
        """File and line of each row of one table, by a cell that names what it is about."""
        return {row.cells[column]: f"{self.place(table)}:{row.line}" for row in self.rows(table)}

    def texts(self) -> dict[str, str]:
        """Each table as the text of a CSV file, as it can stand in a scenario."""
        return {file: _text(TABLES[file], rows) for file, rows in self.tables.items()}

    @property
    def digest(self) -> str:
        """A short digest of all rows."""
        told = "".join(f"{file}\n{text}\n" for file, text in self.texts().items())
        return hashlib.sha256(told.encode()).hexdigest()[:DIGITS]


NOTHING = OwnData()


def _text(table: Table, rows: tuple[OwnRow, ...]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows(row.cells for row in rows)
    return written.getvalue()
