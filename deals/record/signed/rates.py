"""Country rates as they were known on a day: what was announced, and what was in force."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from deals.kit.errors import InputError, Problem
from deals.world import data_folder
from deals.world.schema import TARIFF_RATES
from deals.world.tables import Row, newest, read_table

MEASURES = ("announced", "in_force")


def rates_on(day: date) -> Mapping[tuple[str, str], float]:
    """Percent by partner and measure, ``"announced"`` or ``"in_force"``, as known on a day.

    Raises
    ------
    InputError
        All that is wrong with ``tariff_rates.csv``, at once.
    """
    rows = newest(_rows(data_folder()), ("partner", "measure"), day, hindsight=False).values()
    return {(str(row["partner"]), str(row["measure"])): float(str(row["value"])) for row in rows}


def days_of_rates(day: date) -> tuple[date, ...]:
    """Days from which a country rate was in force, as known on a day, the first first; errors as of `rates_on`."""
    rows = [row for row in _rows(data_folder()) if row["measure"] == "in_force"]
    pairs = [(row["applies_from"], row["known_on"]) for row in rows]
    return tuple(sorted({a for a, known in pairs if isinstance(a, date) and isinstance(known, date) and known <= day}))


@lru_cache(maxsize=2)
def _rows(folder: Path) -> tuple[Row, ...]:
    problems: list[Problem] = []
    rows = read_table(folder, TARIFF_RATES, problems)
    if problems:
        raise InputError(problems)
    return tuple(row for row in rows if row["measure"] in MEASURES)
