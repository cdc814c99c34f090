"""Time as the model counts it: calendar quarters, and periods of one, two or four of them."""

import re
from dataclasses import dataclass
from datetime import date

from deals.kit.errors import InputError, Problem

LENGTHS = (3, 6, 12)
"""Lengths a period may have, in months."""

QUARTER_PATTERN = r"^[0-9]{4}Q[1-4]$"

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Period:
    """One step of the horizon.

    Attributes
    ----------
    index
        Place in the horizon, from 0.
    label
        "2025Q3", "2025H2" or "2026"; "2025Q4-2026Q1" for a period that is no calendar half or year.
    first_quarter
        The quarter in which it starts.
    quarters
        All its quarters, in order.
    year
        The calendar year in which most of it lies; the earlier one when it lies in two by halves.
    years
        Its length in years: 0.25, 0.5 or 1.
    start_years
        Years from the date of the world to its start. Below zero, by less than 0.25, when the first period
        was already under way on that date.
    """

    index: int
    label: str
    first_quarter: str
    quarters: tuple[str, ...]
    year: int
    years: float
    start_years: float


def periods(first_quarter: str, last_quarter: str, months: int, world_date: date) -> tuple[Period, ...]:
    """Cut the horizon from the first to the last quarter, both included, into periods.

    Parameters
    ----------
    first_quarter, last_quarter
        Calendar quarters such as "2025Q3".
    months
        Length of a period: 3, 6 or 12.
    world_date
        The day from which `start_years` counts.

    Raises
    ------
    InputError
        If a quarter or the length is not one, the last quarter comes before the first, or the horizon is
        no whole number of periods.

    Examples
    --------
    >>> [p.label for p in periods("2025Q3", "2026Q4", 6, date(2025, 5, 13))]
    ['2025H2', '2026H1', '2026H2']
    """
    problems = [*_quarter_problems("first_quarter", first_quarter), *_quarter_problems("last_quarter", last_quarter)]
    if months not in LENGTHS:
        problems.append(Problem("", "period_months", months, "no length of a period", "write 3, 6 or 12"))
    problems = problems or horizon_problems(first_quarter, last_quarter, months)
    if problems:
        raise InputError(problems)
    step = months // 3
    first, last = quarter_number(first_quarter), quarter_number(last_quarter)
    return tuple(_period(index, start, step, world_date) for index, start in enumerate(range(first, last + 1, step)))


def horizon_problems(first_quarter: str, last_quarter: str, months: int) -> list[Problem]:
    """Find what keeps two quarters from being a whole number of periods, and the nearest end that would do."""
    first, last, step = quarter_number(first_quarter), quarter_number(last_quarter), months // 3
    if last < first:
        fix = f"end in {quarter_text(first + step - 1)} or later"
        return [Problem("", "last_quarter", last_quarter, f"comes before the first quarter, {first_quarter}", fix)]
    count = last - first + 1
    if count % step == 0:
        return []
    ends = [first + step * whole - 1 for whole in (count // step, count // step + 1) if whole]
    message = f"{count} quarters from {first_quarter} are no whole number of periods of {months} months"
    return [Problem("", "last_quarter", last_quarter, message, f"end in {' or '.join(map(quarter_text, ends))}")]


def quarter_number(quarter: str) -> int:
    """Count quarters from the start of year 0, so that neighbours differ by one."""
    year, part = quarter.split("Q")
    return int(year) * 4 + int(part) - 1


def quarter_text(number: int) -> str:
    """Name the quarter of a :func:`quarter_number`.

    Examples
    --------
    >>> quarter_text(quarter_number("2025Q4") + 1)
    '2026Q1'
    """
    return f"{number // 4}Q{number % 4 + 1}"


def quarter_of(day: date) -> str:
    """Name the quarter that holds a day."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def quarter_start(quarter: str) -> date:
    """Give the first day of a quarter; a quarter belongs to the law of this day."""
    number = quarter_number(quarter)
    return date(number // 4, number % 4 * 3 + 1, 1)


def _period(index: int, start: int, step: int, world_date: date) -> Period:
    quarters = tuple(quarter_text(start + offset) for offset in range(step))
    return Period(
        index=index,
        label=_label(start, step),
        first_quarter=quarters[0],
        quarters=quarters,
        year=(start + (step - 1) // 2) // 4,
        years=step / 4,
        start_years=(quarter_start(quarters[0]) - world_date).days / DAYS_PER_YEAR,
    )


def _label(start: int, step: int) -> str:
    year, part = divmod(start, 4)
    if step == 1:
        return quarter_text(start)
    if step == 2 and part in (0, 2):
        return f"{year}H{part // 2 + 1}"
    if step == 4 and part == 0:
        return str(year)
    return f"{quarter_text(start)}-{quarter_text(start + step - 1)}"


def _quarter_problems(field: str, quarter: str) -> list[Problem]:
    if re.fullmatch(QUARTER_PATTERN, quarter):
        return []
    return [Problem("", field, quarter, "no quarter", "write it as 2025Q3")]
