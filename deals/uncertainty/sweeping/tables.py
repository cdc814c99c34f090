"""Rows of draws, bit for bit: what a work answers, as an Arrow table what a file holds, and what a user reads."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa

OK, FAILED = "ok", "failed"


def tabulated(answer: Mapping[str, Sequence[Any]], columns: Mapping[str, str], numbers: range) -> pd.DataFrame:
    """A work's answer for some draws as a frame.

    Parameters
    ----------
    answer : mapping
        Values by column, one a draw.
    columns : mapping
        Kind by column: `float`, `int` or `text`.
    numbers : range
        The draws asked for.

    Raises
    ------
    ValueError
        If the answer has other columns, other draws or another status than it must: the work is at fault.
    TypeError
        If a column holds another kind of values than it says.
    """
    if set(answer) != set(columns):
        odd = ", ".join(sorted(set(answer) ^ set(columns)))
        raise ValueError(f"the work answers with other columns than it says: {odd}")
    arrays = {name: _array(name, kind, answer[name]) for name, kind in columns.items()}
    short = [name for name, array in arrays.items() if len(array) != len(numbers)]
    if short or not _is_of(arrays["draw"], numbers):
        raise ValueError(f"the work was asked for draws {numbers.start} to {numbers.stop - 1} and gave other rows")
    odd = ", ".join(sorted(set(arrays["status"]) - {OK, FAILED}))
    if odd:
        raise ValueError(f"a draw's status is {OK} or {FAILED}, not {odd}")
    return pd.DataFrame(arrays)


def as_table(rows: pd.DataFrame, columns: Mapping[str, str]) -> "pa.Table":
    """The same rows for a file."""
    import pyarrow as pa  # heavy

    texts = {name for name, kind in columns.items() if kind == "text"}
    held = {name: rows[name].tolist() if name in texts else rows[name].to_numpy() for name in columns}
    wanted = schema(columns)
    return pa.table([pa.array(held[field.name], field.type, from_pandas=False) for field in wanted], schema=wanted)


def schema(columns: Mapping[str, str]) -> "pa.Schema":
    """Types of the columns: float64, int64 and strings."""
    import pyarrow as pa  # heavy

    types = {"float": pa.float64(), "int": pa.int64(), "text": pa.string()}
    return pa.schema([pa.field(name, types[kind], nullable=False) for name, kind in columns.items()])


def begins(table: "pa.Table", numbers: range) -> bool:
    """Whether a table's rows are the first of some draws, in order."""
    return _is_of(table["draw"].to_numpy(), numbers[: table.num_rows])


def failures(statuses: Sequence[str]) -> int:
    """Draws that failed."""
    return sum(status == FAILED for status in statuses)


def framed(tables: Iterable["pa.Table"], columns: Mapping[str, str]) -> pd.DataFrame:
    """Tables one below the other, as the frame that a user reads: a row a draw, in the order given."""
    import pyarrow as pa  # heavy

    frame: pd.DataFrame = pa.concat_tables([schema(columns).empty_table(), *tables]).to_pandas()
    return frame


def _array(name: str, kind: str, values: Sequence[Any]) -> Any:
    if kind == "text":
        if not all(isinstance(value, str) for value in values):
            raise TypeError(f"column {name} holds something other than text")
        return pd.array(list(values), dtype="str")
    wanted = np.float64 if kind == "float" else np.int64
    return np.asarray(values).astype(wanted, casting="safe")


def _is_of(draws: Any, numbers: range) -> bool:
    return bool(np.array_equal(draws, np.arange(numbers.start, numbers.stop)))
