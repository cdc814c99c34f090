"""Reading the flows: tens of thousands of rows, checked a column at a time."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from deals.kit.errors import Problem, suggestion
from deals.trade.economy import Array
from deals.trade.schema import FLOW_COLUMNS, FLOWS

SHOWN = 5
"""Problems of one kind that are told one by one."""
HEADER = 2
"""The first line of figures in the file."""


def read_flows(folder: Path, regions: Sequence[str], sectors: Sequence[str], problems: list[Problem]) -> Array:
    """Sales by origin, destination and sector, USD mn net of tariff; whatever is wrong is added to `problems`.

    A cell that no row gives is nought. Regions and sectors are those the other tables name, each of which must sell
    and buy something.
    """
    empty = np.zeros((len(regions), len(regions), len(sectors)))
    frame = _read(folder / FLOWS, problems)
    if frame is None:
        return empty
    before = len(problems)
    places = []
    for column, known in zip(FLOW_COLUMNS[:3], (regions, regions, sectors), strict=True):
        place = pd.Index(known).get_indexer(pd.Index(frame[column]))
        _tell(frame, column, place < 0, f"unknown {'sector' if column == 'sector' else 'region'}", known, problems)
        places.append(place)
    amounts = pd.to_numeric(frame["usd_mn"], errors="coerce").to_numpy(dtype=np.float64)
    wrong = ~np.isfinite(amounts)
    _tell(frame, "usd_mn", wrong, "not a number", (), problems, "write digits")
    _tell(frame, "usd_mn", ~wrong & (amounts < 0), "sales below nought", (), problems, "leave the row out")
    twice = frame.duplicated(list(FLOW_COLUMNS[:3])).to_numpy()
    _tell(frame, "sector", twice, "cell given twice", (), problems, "keep one")
    if len(problems) > before:
        return empty
    empty[tuple(places)] = amounts
    for region, sold, bought in zip(regions, empty.sum((1, 2)), empty.sum((0, 2)), strict=True):
        for verb, amount in (("sells", sold), ("buys", bought)):
            if not amount:
                problems.append(Problem(FLOWS, region, None, f"region missing: it {verb} nothing", "add its rows"))
    return empty


def _read(path: Path, problems: list[Problem]) -> pd.DataFrame | None:
    try:
        with path.open(newline="", encoding="utf-8") as handle:
            header = next(csv.reader(handle), [])
        if tuple(header) != FLOW_COLUMNS:
            fix = f"write {', '.join(FLOW_COLUMNS)}"
            problems.append(Problem(FLOWS, "", ", ".join(header), "other columns than it should have", fix))
            return None
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError) as error:
        problems.append(Problem(str(path), "", None, f"cannot be read: {error}", "restore the file"))
        return None


def _tell(
    frame: pd.DataFrame,
    column: str,
    wrong: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    message: str,
    known: Sequence[str],
    problems: list[Problem],
    fix: str = "",
) -> None:
    """Tell the first few rows in which a column is wrong, and how many more there are."""
    lines = np.flatnonzero(wrong)
    for line in lines[:SHOWN]:
        value = str(frame[column].iloc[line])
        problems.append(Problem(f"{FLOWS}:{line + HEADER}", column, value, message, fix or suggestion(value, known)))
    if len(lines) > SHOWN:
        problems.append(Problem(FLOWS, column, len(lines) - SHOWN, f"{message} in more rows", "mend those shown first"))
