"""Tables as plain data that JSON can hold, and back to the bit."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

KINDS = ("float64", "int64", "bool", "str")
INFINITE = {math.inf: "inf", -math.inf: "-inf"}


def plain_table(frame: pd.DataFrame) -> dict[str, Any]:
    """A table with named columns of numbers or text as plain data.

    Raises
    ------
    ValueError
        If a column has another kind of content.
    """
    index = frame.index
    ranged = isinstance(index, pd.RangeIndex) and (index.start, index.step) == (0, 1)
    return {
        "rows": len(frame),
        "index": None if ranged else {"name": index.name, **_plain_column(index.to_series())},
        "columns": {str(name): _plain_column(frame[name]) for name in frame.columns},
    }


def table_of(plain: Mapping[str, Any]) -> pd.DataFrame:
    """The table of plain data.

    Raises
    ------
    ValueError, KeyError, TypeError
        If it is none.
    """
    columns = {name: _column(column, plain["rows"]) for name, column in plain["columns"].items()}
    frame = pd.DataFrame(columns, index=pd.RangeIndex(plain["rows"]))
    if (index := plain["index"]) is not None:
        frame.index = pd.Index(_column(index, plain["rows"]).array, name=index["name"])
    return frame


def _plain_column(column: "pd.Series[Any]") -> dict[str, Any]:
    kind = str(column.dtype)
    if kind not in KINDS:
        raise ValueError(f"a column of {kind} cannot be kept")
    return {"kind": kind, "values": [_plain(value) for value in column.tolist()]}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return None if math.isnan(value) else INFINITE.get(value, value)
    return value


def _column(plain: Mapping[str, Any], rows: int) -> "pd.Series[Any]":
    kind, values = plain["kind"], plain["values"]
    if kind not in KINDS or len(values) != rows:
        raise ValueError("a column of unknown kind, or of another length")
    if kind == "float64":
        values = [math.nan if value is None else float(value) for value in values]
    column: pd.Series[Any] = pd.Series(values, index=pd.RangeIndex(rows), dtype=kind)
    return column
