"""Whether a folder of data has what the packaged one has: a table cut off, a number that the model needs renamed."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from deals.kit.errors import Problem, suggestion
from deals.world.schema import ASSUMPTIONS, RULES, Table
from deals.world.tables import Row, key_of, key_text, read_table

CUT_OFF = 0.1
"""Part of a table's rows that may be missing: beyond it the file is taken to be cut off."""
NAMED = {ASSUMPTIONS.file: "name", RULES.file: "parameter"}
"""Tables of which every name is looked up by the model."""


def missing_rows(
    packaged: Path, wanted: Sequence[Table], tables: Mapping[str, Sequence[Row]], wrong: set[str]
) -> list[Problem]:
    """What is missing of the packaged tables, a problem a table or, of numbers that the model needs, a name.

    Parameters
    ----------
    packaged : Path
        Folder of the packaged tables.
    wanted : sequence of Table
    tables : mapping
        Rows by file.
    wrong : set of str
        Files with problems already: rows that could not be read are not missing.
    """
    found: list[Problem] = []
    for table in wanted:
        if table.file in wrong or table.file not in tables:
            continue
        here = {key_of(row, table) for row in tables[table.file]}
        there = [key_of(row, table) for row in packaged_rows(packaged, table)]
        gone = [key for key in there if key not in here]
        if len(gone) > CUT_OFF * len(there):
            told = f"{len(gone)} of {len(there)} rows of the packaged table are missing, {key_text(gone[0])} first"
            found.append(Problem(table.file, "", None, told, "restore them: is the file cut off?"))
        elif table.file in NAMED:
            column = NAMED[table.file]
            names = {str(row[column]) for row in tables[table.file]}
            needed = dict.fromkeys(str(key[0]) for key in gone)
            new = names - {str(key[0]) for key in there}
            for name in needed:
                if name not in names:
                    near = suggestion(name, new) if new else ""
                    fix = f"restore its row; {near}" if near.startswith("did you") else "restore its row"
                    found.append(Problem(table.file, name, None, "is missing, and the model needs it", fix))
    return found


@lru_cache(maxsize=64)
def packaged_rows(packaged: Path, table: Table) -> tuple[Row, ...]:
    """The rows of one packaged table, read once."""
    return tuple(read_table(packaged, table, []))
