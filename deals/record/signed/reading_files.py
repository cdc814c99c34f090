"""The record read from its tables: the packaged one, or a file of one's own with a row a term."""

import csv
import math
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from deals.kit.errors import InputError, Problem, suggestion
from deals.kit.folder.place import path_of, plain_file
from deals.record.signed.real import EVENT, RATE_FROM, TERM, RealDeal, RealTerm, plain_reading, reading_of, real_deals
from deals.world import data_folder
from deals.world.schema import DEALS, SOURCES
from deals.world.tables import Row, read_table

COLUMNS = (
    *("country_iso3", "deal", "date", "side", "instrument", "quantity", "unit", "binding"),
    *("source_url", "note", "confidence"),
)
SIDES = {"us_gives": "us", "partner_gives": "partner", "us": "us", "partner": "partner"}
SEVERAL = "MULTI"
"""Rows of this country concern many at once: they are no deal with anybody."""
MOST_CELL = 20_000
WHOLE = frozenset({"share", "yes/no"})
"""Units of what is given in full where no amount is said."""


def recorded(until: date | None = None, after: date = date.min) -> dict[str, RealDeal]:
    """Deals of the packaged record, by partner; with `until` only what was known on that day.

    What was agreed up to the day `after` was given already and is no part of a deal.

    Raises
    ------
    InputError
        All that is wrong with the table, at once.
    """
    return real_deals((term for term, _ in terms_known(until)), after)


def terms_known(until: date | None = None) -> tuple[tuple[RealTerm, date], ...]:
    """Every row of the packaged record with the day on which it became known; with `until` only those known then.

    Raises
    ------
    InputError
        All that is wrong with the table, at once.
    """
    return tuple((term, known) for term, known in _recorded(data_folder()) if until is None or known <= until)


def threatened_before(partner: str, day: date) -> float | None:
    """The country rate threatened last before a day, as the packaged record knew it then: percent, None where none."""
    rows = [
        term
        for term, known in _recorded(data_folder())
        if term.partner == partner and term.name == RATE_FROM and max(term.day, known) <= day
    ]
    return max(rows, key=lambda term: term.day).quantity if rows else None


@lru_cache(maxsize=4)
def _recorded(folder: Path) -> tuple[tuple[RealTerm, date], ...]:
    problems: list[Problem] = []
    sources = frozenset(str(row["key"]) for row in read_table(folder, SOURCES, problems))
    rows = read_table(folder, DEALS, problems, sources)
    if problems:
        raise InputError(problems)
    return tuple((_term(row), _day(row["known_on"])) for row in rows)


def _term(row: Row) -> RealTerm:
    name, side, unit = str(row["instrument"]), str(row["side"]), str(row["unit"])
    return RealTerm(
        partner=str(row["partner"]),
        deal=str(row["deal"]),
        day=_day(row["date"]),
        side=side,
        name=name,
        kind=str(row["kind"]),
        quantity=_amount(row["value"]),
        unit=unit,
        years=_amount(row["years"]),
        binding=bool(row["binding"]),
        stage=str(row["stage"]),
        source=str(row["source"]),
        reading=reading_of(name, side, unit),
    )


def read_deals(path: str | Path, instruments: Mapping[str, str]) -> dict[str, RealDeal]:
    """Deals of a file of one's own, by partner: a row a term, in the columns of `COLUMNS`.

    A term is named as in ``readings.csv`` or as an instrument of ``instruments.csv``; `tariff_to` and `tariff_from` are
    the country rate after the deal and the one threatened before, percent. What cannot be read is kept and told.

    Parameters
    ----------
    path : path
    instruments : mapping
        Unit by name of instrument.

    Raises
    ------
    InputError
        All that is wrong with the file, at once.
    """
    file = path_of(path)
    try:
        with plain_file(file).open(newline="", encoding="utf-8-sig") as lines:
            reader = csv.DictReader(lines, strict=True)
            header, rows = list(reader.fieldnames or ()), list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        fix = "give a CSV file in UTF-8"
        why = getattr(error, "strerror", None) or error
        raise InputError(Problem(str(path), "", None, f"cannot be read: {why}", fix)) from error
    problems = [Problem(file.name, name, None, "missing column", "add it") for name in COLUMNS if name not in header]
    problems += [
        Problem(file.name, name, None, "unknown column", suggestion(name, COLUMNS))
        for name in header
        if name not in COLUMNS
    ]
    if problems:
        raise InputError(problems)
    terms = []
    for number, row in enumerate(rows, start=2):
        line = f"{file.name}:{number}"
        if None in row or None in row.values():
            problems.append(Problem(line, "", None, "wrong number of cells", "quote text that holds commas"))
        elif row["country_iso3"].strip() != SEVERAL:
            term = _own_term(row, line, instruments, problems)
            terms += [] if term is None else [term]
    if problems:
        raise InputError(problems)
    return real_deals(terms)


def _own_term(
    row: Mapping[str, str], line: str, instruments: Mapping[str, str], problems: list[Problem]
) -> RealTerm | None:
    before = len(problems)
    day, quantity = date.min, None
    try:
        day = date.fromisoformat(row["date"].strip())
    except ValueError:
        problems.append(Problem(line, "date", row["date"], "not a date", "write it as 2026-02-06"))
    said = row["quantity"].strip()
    if said:
        try:
            quantity = float(said) if said.isascii() and "_" not in said else math.nan
        except ValueError:
            quantity = math.nan
        if not math.isfinite(quantity) or not 0 <= quantity <= 1e9:
            fix = "write a number from 0 to 1e9, with a point, or leave it blank"
            problems.append(Problem(line, "quantity", said, "not an amount", fix))
    side = SIDES.get(row["side"].strip())
    if side is None:
        problems.append(Problem(line, "side", row["side"], "unknown side", "write us_gives or partner_gives"))
    binding = row["binding"].strip().lower()
    if binding not in {"y", "n", "1", "0", ""}:
        problems.append(Problem(line, "binding", row["binding"], "neither yes nor no", "write y or n"))
    problems += [
        Problem(line, name, None, "blank", "fill it in")
        for name in ("country_iso3", "deal", "instrument")
        if not row[name].strip()
    ]
    problems += [
        Problem(line, name, f"{text[:20]}...", f"{len(text)} characters", "shorten it")
        for name, text in row.items()
        if len(text) > MOST_CELL
    ]
    if len(problems) > before or side is None:
        return None
    name, unit = row["instrument"].strip(), row["unit"].strip()
    reading = reading_of(name, side, unit if quantity is not None else "")
    if reading is None and name in instruments and (quantity is not None or instruments[name] in WHOLE):
        reading = plain_reading(name, side, unit, instruments[name])
    return RealTerm(
        partner=row["country_iso3"].strip(),
        deal=row["deal"].strip(),
        day=day,
        side=side,
        name=name,
        kind=EVENT if name == RATE_FROM else TERM,
        quantity=quantity,
        unit=unit,
        years=None,
        binding=binding in {"y", "1"},
        stage="signed",
        source=row["source_url"].strip(),
        reading=reading,
        line=line,
    )


def _amount(cell: object) -> float | None:
    return float(cell) if isinstance(cell, int | float) and not math.isnan(cell) else None


def _day(cell: object) -> date:
    return cell if isinstance(cell, date) else date.min
