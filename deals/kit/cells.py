"""One number out of a table, as a number."""

from numbers import Real
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def number(frame: "pd.DataFrame", row: str | int, column: str) -> float:
    """The number in `row` and `column` of a table with one row for each label; NaN where it is blank."""
    found: object = frame.at[row, column]
    if not isinstance(found, Real):
        raise TypeError(f"{column} of {row} is no number: {found!r}")
    return float(found)
