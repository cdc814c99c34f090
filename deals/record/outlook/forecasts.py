"""Forecasts as a file that can be scored when outcomes are known, and outcomes as another: read, and checked whole.

Both are CSV in UTF-8, a row a forecast or an outcome. Of ``signed`` a forecast has a probability (of a signed text by
the day), of the other questions five quantiles in the unit of the question.
"""

import csv
import hashlib
import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from deals.kit.codes import EUROPEAN_UNION, UNITED_STATES
from deals.kit.errors import InputError, Problem, suggestion, unknown
from deals.kit.folder.place import path_of, place_for_file, plain_file
from deals.kit.folder.whole import write_whole
from deals.world import data_folder
from deals.world.schema import COUNTRIES
from deals.world.tables import read_table

SIGNED = "signed"
UNITS = {SIGNED: "probability", "rate": "percent", "pledges": "USD bn", "chips": "thousand H100e"}
"""The questions, each with the unit of its forecasts."""
QUANTILES = {"q10": 0.1, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q90": 0.9}
PAIR = ("partner", "question", "resolves_on")
"""What a forecast and an outcome are matched by."""
FORECAST = ("forecaster", *PAIR, "unit", "probability", *QUANTILES, "reason")
OUTCOME = (*PAIR, "value", "source")
NUMBERS = ("probability", *QUANTILES, "value")


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file as it is written: its cells, and the path and line it begins on."""

    where: str
    cells: Mapping[str, str]


def fingerprint(path: str | Path) -> str:
    """SHA-256 of the bytes of a file, 64 hexadecimal digits: shows that a forecast is as it was when frozen.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    return hashlib.sha256(_bytes(path_of(path))).hexdigest()


def read_forecasts(path: str | Path) -> pd.DataFrame:
    """Forecasts out of a file.

    Parameters
    ----------
    path
        CSV with the columns `FORECAST`, in any order: who forecasts, partner (ISO3 or EUU), question (a key of
        `UNITS`), day of the outcome, its unit, then a probability (0 to 1) for ``signed``, or five quantiles that do
        not fall and are not below 0, and a reason, which may be blank.

    Returns
    -------
    DataFrame
        A row a forecast, in the order of the file; `resolves_on` as time, numbers as float, NaN where there is none.

    Raises
    ------
    InputError
        Every mistake in it at once, each with its line; or that it cannot be read, or holds no forecast.
    """
    file = path_of(path)
    frame = _read(file, FORECAST, ("forecaster", *PAIR), _forecast_problems)
    if frame.empty:
        raise InputError(Problem(str(file), "", None, "no forecast in it", "write one a row"))
    return frame


def write_forecasts(frame: pd.DataFrame, path: str | Path) -> None:
    """Write forecasts to a file, and read it again to see that nothing is wrong with it.

    Parameters
    ----------
    frame
        As :func:`read_forecasts` gives them.
    path
        Of the file; one that is there is replaced.

    Raises
    ------
    InputError
        As :func:`read_forecasts`.
    """
    text = frame[list(FORECAST)].to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n")
    write_whole(place_for_file(path), lambda unfinished: unfinished.write_bytes(text.encode("utf-8")))
    read_forecasts(path)


def read_outcomes(path: str | Path) -> pd.DataFrame:
    """Outcomes out of a file.

    Parameters
    ----------
    path
        CSV with the columns `OUTCOME`, in any order: partner, question and day as in forecasts, the value (1 or 0 for
        ``signed``, else not below 0, in the unit of the question), and where it is known from.

    Returns
    -------
    DataFrame
        A row an outcome, in the order of the file; it may have none, while nothing is known yet.

    Raises
    ------
    InputError
        Every mistake in it at once, each with its line; or that it cannot be read.
    """
    return _read(path_of(path), OUTCOME, PAIR, _outcome_problems)


def _read(
    path: Path, columns: tuple[str, ...], key: tuple[str, ...], wrong: Callable[[Record], list[Problem]]
) -> pd.DataFrame:
    """Rows of a file without a problem; else all of them."""
    problems: list[Problem] = []
    records = _records(path, columns, problems)
    partners, seen = _partners(), dict[tuple[str, ...], str]()
    for record in records:
        found = [*_pair_problems(record, partners), *wrong(record)]
        named = tuple(record.cells[name] for name in key)
        if named in seen:
            line = seen[named].rpartition(":")[2]
            found.append(Problem(record.where, ", ".join(key), ", ".join(named), f"same as line {line}", "keep one"))
        seen.setdefault(named, record.where)
        problems += found
    if problems:
        raise InputError(problems)
    frame = pd.DataFrame([record.cells for record in records], columns=list(columns), dtype=str)
    for name in [name for name in NUMBERS if name in columns]:
        frame[name] = np.array([float(text) if text else math.nan for text in frame[name]], dtype=np.float64)
    return frame.assign(resolves_on=frame["resolves_on"].astype("datetime64[s]"))


def _records(path: Path, columns: tuple[str, ...], problems: list[Problem]) -> list[Record]:
    """Rows with the right number of cells, of a file with the right columns."""
    try:
        text = _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(Problem(str(path), "", None, f"cannot be read: {error}", "save it as UTF-8")) from error
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[Record] = []
    before = 0
    try:
        header = next(lines, [])
        if misnamed := _header_problems(str(path), header, columns):
            raise InputError(misnamed)
        before = lines.line_num
        for cells in lines:
            where, before = f"{path}:{before + 1}", lines.line_num
            if cells and len(cells) != len(header):
                fix = f"write {len(header)}; quote text that holds commas"
                problems.append(Problem(where, "", len(cells), "wrong number of cells", fix))
            elif cells:
                records.append(Record(where, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        fix = "close the quotation marks, and double those inside"
        problems.append(Problem(f"{path}:{before + 1}", "", None, f"cannot be read from here on: {error}", fix))
    return records


def _bytes(path: Path) -> bytes:
    try:
        return plain_file(path).read_bytes()
    except OSError as error:
        fix = "name a file that is there"
        raise InputError(Problem(str(path), "", None, f"cannot be read: {error.strerror}", fix)) from error


def _header_problems(file: str, header: list[str], columns: tuple[str, ...]) -> list[Problem]:
    missing = [Problem(file, name, None, "missing column", "add it") for name in columns if name not in header]
    strange = [
        Problem(file, name, None, "unknown column", suggestion(name, columns)) for name in header if name not in columns
    ]
    twice = [Problem(file, name, None, "column given twice", "keep one") for name in columns if header.count(name) > 1]
    return [*missing, *strange, *twice]


def _partners() -> frozenset[str]:
    """Everybody whom a forecast may be about."""
    problems: list[Problem] = []
    economies = {str(row["iso3"]) for row in read_table(data_folder(), COUNTRIES, problems)}
    if problems:
        raise InputError(problems)
    return frozenset(economies - {UNITED_STATES} | {EUROPEAN_UNION})


def _pair_problems(record: Record, partners: frozenset[str]) -> list[Problem]:
    """What is wrong with partner, question and day."""
    where, partner, question = record.where, record.cells["partner"], record.cells["question"]
    found = []
    if partner not in partners:
        found.append(unknown("partner", partner, partners, file=where, field="partner"))
    if question not in UNITS:
        found.append(unknown("question", question, UNITS, file=where, field="question"))
    if not _is_day(day := record.cells["resolves_on"]):
        found.append(Problem(where, "resolves_on", day, "not a day", "write it as 2026-12-31"))
    return found


def _is_day(text: str) -> bool:
    """Whether it is a day written as 2026-12-31, and in no other way, so that it matches as it stands."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _forecast_problems(record: Record) -> list[Problem]:
    """What is wrong with the forecaster and what is forecast."""
    where, cells = record.where, record.cells
    found = []
    if not cells["forecaster"].strip():
        found.append(Problem(where, "forecaster", None, "blank", "say who forecasts"))
    question = cells["question"]
    if question not in UNITS:
        return found
    if cells["unit"] != UNITS[question]:
        fix = f"write {UNITS[question]}"
        found.append(Problem(where, "unit", cells["unit"], f"wrong unit of {question}", fix))
    asked, others = (["probability"], list(QUANTILES)) if question == SIGNED else (list(QUANTILES), ["probability"])
    if filled := [name for name in others if cells[name]]:
        fix = f"leave blank: {question} is told by {', '.join(asked)}"
        found.append(Problem(where, ", ".join(filled), cells[filled[0]], f"not asked of {question}", fix))
    if blank := [name for name in asked if not cells[name]]:
        found.append(Problem(where, ", ".join(blank), None, "blank", "fill it in"))
    told = [problem for name in asked if cells[name] for problem in _number_problems(record, name, question)]
    numbers = [float(cells[name]) for name in asked] if not told and not blank else []
    if numbers != sorted(numbers):
        shown = ", ".join(cells[name] for name in asked)
        told.append(Problem(where, ", ".join(asked), shown, "quantiles fall", "write them so that none is less"))
    return [*found, *told]


def _outcome_problems(record: Record) -> list[Problem]:
    """What is wrong with an outcome's value and its source."""
    where, value, question = record.where, record.cells["value"], record.cells["question"]
    found = []
    if not record.cells["source"].strip():
        found.append(Problem(where, "source", None, "blank", "say where it is known from"))
    if not value:
        found.append(Problem(where, "value", None, "blank", "fill it in, or leave the row out until it is known"))
    elif told := _number_problems(record, "value", question):
        found += told
    elif question == SIGNED and float(value) not in (0, 1):
        found.append(Problem(where, "value", value, "neither signed nor not", "write 1 or 0"))
    return found


def _number_problems(record: Record, name: str, question: str) -> list[Problem]:
    """What is wrong with a cell that is not blank and should hold a number of this question."""
    text = record.cells[name]
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        return [Problem(record.where, name, text, "not a number", "write digits")]
    if value < 0:
        return [Problem(record.where, name, text, "below 0", "write 0 or more")]
    if name == "probability" and value > 1:
        return [Problem(record.where, name, text, "a probability above 1", "write a share, not a percent")]
    return []
