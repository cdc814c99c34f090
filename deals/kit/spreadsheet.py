"""Tables as CSV that a spreadsheet shows as it is: no text in them becomes a formula, and no number is dust."""

import re
from typing import TYPE_CHECKING

from deals.kit.dust import swept

if TYPE_CHECKING:
    import pandas as pd

FORMULA = re.compile(r"[ \t\r\n]*[=+\-@\uff0b\uff0d\uff1d\uff20]|[\t\r]")
"""How text begins that a spreadsheet would reckon with, full-width signs among them."""
NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*%?")
"""What begins like a formula and is only a number."""


def as_text(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: text that looks like one begins with an apostrophe.

    Several texts in a cell become one.

    Examples
    --------
    >>> as_text("=1+1"), as_text("-3.5"), as_text("Japan"), as_text(-3.5), as_text(("one", "two"))
    ("'=1+1", '-3.5', 'Japan', -3.5, 'one; two')
    """
    if isinstance(cell, tuple):
        return as_text("; ".join(map(str, cell)))
    if isinstance(cell, str) and FORMULA.match(cell) and not NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def csv_of(frame: "pd.DataFrame", *, index: bool = True) -> bytes:
    """A table as a CSV file, with its index or without."""
    table = frame.reset_index(allow_duplicates=True) if index else frame.reset_index(drop=True)
    if index and frame.index.nlevels == 1 and frame.index.name is None:
        table = table.rename(columns={str(table.columns[0]): ""})
    table = swept(table).rename(columns=as_text)
    for place, kind in enumerate(table.dtypes):
        if kind.kind not in "biufM":
            table.isetitem(place, table.iloc[:, place].map(as_text).array)
    return str(table.to_csv(index=False, lineterminator="\n")).encode()
