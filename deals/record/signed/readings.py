"""How terms of the record are read as amounts of the model's instruments: the table ``readings.csv``.

A headline dollar is a dollar pledged, an aircraft so many dollars of purchases, and what a text only promises a share
of the full measure, with a range and a reason. What the table does not name is not read, and told as such.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from deals.kit.errors import InputError, Problem
from deals.world import data_folder
from deals.world.schema import READINGS, SOURCES
from deals.world.tables import read_table

YEARLY = (" a year", " per year")
NO_MEASURE = frozenset({"", "days"})
"""Units whose number says not how far a promise goes, such as the days of a notice."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the table.

    Attributes
    ----------
    term, side, unit : str
        Of the record; the unit is blank where a text gives no amount.
    reads_as : str
        Instrument of the model, or `tariff_to`, `tariff_from`.
    low, value, high : float
        Units of the instrument for one unit of the record; where there is no amount, the share of the full measure.
    minus : float
        Taken from the amount first; 0 where nothing is.
    unless : str
        Another term of the same deal that says the same in money; "" where there is none.
    confidence, reason : str
    """

    term: str
    side: str
    unit: str
    reads_as: str
    low: float
    value: float
    high: float
    minus: float
    unless: str
    confidence: str
    reason: str

    @property
    def yearly(self) -> bool:
        """Whether the amount is for each year."""
        return self.unit.endswith(YEARLY)

    def of(self, quantity: float | None) -> tuple[float, float, float]:
        """An amount of the record in the instrument's unit: low, central, high."""
        amount = 1.0 if quantity is None or self.unit in NO_MEASURE else quantity - self.minus
        low, high = sorted((max(0.0, amount * self.low), max(0.0, amount * self.high)))
        return low, max(0.0, amount * self.value), high


def readings(folder: Path | None = None) -> dict[tuple[str, str], list[Reading]]:
    """The table, by term and side; of several units of a term the longest name first.

    Raises
    ------
    InputError
        All that is wrong with the table, at once.
    """
    return _readings(data_folder() if folder is None else folder)


@lru_cache(maxsize=4)
def _readings(folder: Path) -> dict[tuple[str, str], list[Reading]]:
    problems: list[Problem] = []
    sources = frozenset(str(row["key"]) for row in read_table(folder, SOURCES, problems))
    rows = read_table(folder, READINGS, problems, sources)
    if problems:
        raise InputError(problems)
    found: dict[tuple[str, str], list[Reading]] = {}
    for row in sorted(rows, key=lambda row: -len(str(row["unit"]))):
        low, value, high, minus = (_number(row[name]) for name in ("low", "value", "high", "minus"))
        term, side, unit, reads_as = (str(row[name]) for name in ("term", "side", "unit", "reads_as"))
        unless, confidence, reason = (str(row[name]) for name in ("unless", "confidence", "reason"))
        less = 0.0 if math.isnan(minus) else minus
        reading = Reading(term, side, unit, reads_as, low, value, high, less, unless, confidence, reason)
        found.setdefault((reading.term, reading.side), []).append(reading)
    return found


def _number(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float) else math.nan
