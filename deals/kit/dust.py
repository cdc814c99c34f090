"""Numbers without what rounding leaves behind: next to nothing is nothing, and nothing has no sign."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

NOISE = 1e-9
"""Below this a number is rounding in the solver."""
PRICE_NOISE = 1e-15
"""The same of prices, since a unit of some limits is next to nothing."""


def without_dust(value: float, noise: float = NOISE) -> float:
    """The number, or nothing where it is next to nothing.

    Examples
    --------
    >>> without_dust(-5.6e-16), without_dust(-0.0), without_dust(-0.4)
    (0.0, 0.0, -0.4)
    """
    return 0.0 if abs(value) <= noise else value


def swept(frame: "pd.DataFrame", noise: float = NOISE) -> "pd.DataFrame":
    """A copy of a table in which every number is without dust, also those in columns of mixed kinds."""
    clean = frame.copy()
    for place, kind in enumerate(frame.dtypes):
        column = frame.iloc[:, place]
        if kind.kind == "f":
            clean.isetitem(place, column.mask(column.abs() <= noise, 0.0).array)
        elif kind.kind == "O":
            clean.isetitem(place, column.map(lambda cell: _cell(cell, noise)).array)
    return clean


def _cell(cell: object, noise: float) -> object:
    return without_dust(cell, noise) if isinstance(cell, float) else cell


def swept_series(series: "pd.Series[float]") -> "pd.Series[float]":
    """The same for one row of numbers."""
    return series.mask(series.abs() <= NOISE, 0.0)
