"""Reading rows of one's own from a folder, or from a scenario that holds them: every problem at once."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from deals.kit.csv_rows import CsvRow, csv_text, rows_of_text
from deals.kit.errors import InputError, Problem, suggestion
from deals.world import schema
from deals.world.checks.completeness import packaged_rows
from deals.world.checks.references import columns_of, unknown_names
from deals.world.load import data_folder
from deals.world.naming.economies import code_or_same, unknown_economy
from deals.world.own.effect import Placed, never_read
from deals.world.own.own_data import NOTHING, TABLES, OwnData
from deals.world.tables import UNKNOWN_SOURCE, checked_rows

FIELD = "data"
GIVE = "name a folder of CSV files with the columns of those in datasets"
TRADE = "trade"
WHOLE = {
    schema.COUNTRIES.file: "has no source for each row; lay gdp.<ISO3> over in assumptions.csv, or reform a number",
    schema.COUNTRY_NAMES.file: "has names alone, which no number rests on",
    schema.ISO_NAMES.file: "has names alone, which no number rests on",
    schema.COLUMNS.file: "describes columns of countries.csv, over which nothing can be laid",
    schema.SUPPLY.file: "is evidence that no scenario reads; lay over what rests on it in assumptions.csv",
    schema.READINGS.file: "says how real deals are read; no scenario reads it",
    schema.DIVERSION_CASES.file: "is evidence that no scenario reads; lay over what rests on it in diversion.csv",
}
"""Tables over which no row can be laid, and why."""
FIXES = {
    "restore the file": "give its header and rows, or take the file out",
    "restore the rows": "give rows, or take the file out",
}
"""What to do about a table that, unlike a packaged one, need not be there."""
DESCRIBE = "describe it in sources.csv beside: key, citation, url, date, licence"


def own_data(given: object, base: Path = Path()) -> OwnData:
    """Rows to lay over the tables.

    Parameters
    ----------
    given
        A folder, a mapping from files to their text as :meth:`OwnData.texts` gives it, rows that were read already, or
        None for no rows.
    base
        The folder from which a relative path counts.

    Raises
    ------
    InputError
        With every problem: no such folder, no table in it, a table or a column nobody knows, whatever is wrong with a
        cell, a source that is not described, a number that nothing reads.
    """
    if isinstance(given, OwnData):
        return given
    if given is None:
        return NOTHING
    problems: list[Problem] = []
    if isinstance(given, str | Path):
        name = (base / given).as_posix()
        texts = _texts(base / given, str(given), name, problems)
    elif isinstance(given, Mapping) and all(isinstance(text, str) for text in [*given, *given.values()]):
        name, texts = FIELD, {str(file): str(text) for file, text in given.items()}
    else:
        raise InputError(Problem("", FIELD, given, "is no folder", GIVE))
    rows = _rows(texts, name, problems)
    if problems:
        raise InputError([replace(p, fix=FIXES.get(p.fix, p.fix)) for p in problems])
    return OwnData.of(rows, name)


def _texts(folder: Path, given: str, name: str, problems: list[Problem]) -> dict[str, str]:
    """Text by file of all tables of a folder; what else is there that looks like data is told."""
    try:
        entries = sorted(folder.iterdir())
    except (OSError, ValueError) as error:
        told = f"cannot be read: {getattr(error, 'strerror', None) or 'is no name of a folder'}"
        raise InputError(Problem("", FIELD, given, told, GIVE)) from None
    texts = {}
    for entry in entries:
        place = f"{name}/{entry.name}"
        if entry.name == TRADE and entry.is_dir():
            told, fix = "nothing can be laid over the tables of trade", "take the folder out"
            problems.append(Problem(place, "", None, told, fix))
        elif entry.suffix.casefold() == ".csv":
            if entry.name not in TABLES:
                problems.append(_no_table(entry.name, place))
            elif (text := csv_text(entry, place, problems)) is not None:
                texts[entry.name] = text
        elif entry.is_file() and f"{entry.stem}.csv" in TABLES:
            problems.append(Problem(place, "", None, "is no CSV file", f"save it as {entry.stem}.csv"))
    if not texts and not problems:
        some = "give rows in a file named as those of datasets, such as demand.csv"
        problems.append(Problem("", FIELD, given, "has no table in it", some))
    return texts


def _no_table(file: str, place: str) -> Problem:
    """Why nothing can be laid over a table of that name."""
    if file in WHOLE:
        return Problem(place, "", None, f"cannot be laid over: {WHOLE[file]}", "take the file out")
    if (data_folder() / TRADE / file).is_file():
        return Problem(place, "", None, "nothing can be laid over the tables of trade", "take the file out")
    return Problem(place, "", None, "unknown table", suggestion(file, TABLES))


def _rows(texts: Mapping[str, str], name: str, problems: list[Problem]) -> dict[str, list[CsvRow]]:
    """Rows by file, each checked: by itself, then for the economies it names and whether anything reads it."""
    found: dict[str, list[CsvRow]] = {}
    typed: dict[str, list[Placed]] = {}
    sources = {str(row["key"]) for row in packaged_rows(data_folder(), schema.SOURCES)}
    wrong: list[Problem] = []
    for file in sorted(texts, key=lambda file: file != schema.SOURCES.file):
        place = f"{name}/{file}"
        if file not in TABLES:
            problems.append(_no_table(file, place))
            continue
        table = TABLES[file]
        read = _by_code(file, rows_of_text(texts[file], place, [column.name for column in table.columns], wrong))
        known = frozenset(sources) if table is not schema.SOURCES else None
        pairs = checked_rows(read, table, place, wrong, known)
        if table is schema.SOURCES:
            sources |= {row.cells["key"].strip() for row in read}
        found[file] = [record for record, _ in pairs]
        typed[file] = [(f"{place}:{record.line}", row) for record, row in pairs]
    problems += map(_with_remedy, wrong)
    problems += _beyond(typed)
    return found


def _by_code(file: str, rows: list[CsvRow]) -> list[CsvRow]:
    """Rows with economies by their code, by whatever name they were written."""
    named = columns_of(file)
    return [replace(row, cells={**row.cells, **{c: code_or_same(row.cells[c].strip()) for c in named}}) for row in rows]


def _with_remedy(problem: Problem) -> Problem:
    """A source that is not described can be: say where."""
    if not problem.message.startswith(UNKNOWN_SOURCE):
        return problem
    near = f"{problem.fix} Else " if problem.fix.startswith("did you mean") else ""
    return replace(problem, fix=f"{near}{DESCRIBE}")


def _beyond(typed: Mapping[str, list[Placed]]) -> Iterator[Problem]:
    """What is wrong with rows that are right by themselves."""
    economies = frozenset(str(row["iso3"]) for row in packaged_rows(data_folder(), schema.COUNTRIES))
    for file, rows in typed.items():
        for where, row in rows:
            for column, code in unknown_names(file, row, economies):
                yield unknown_economy(code, what="economy", file=where, field=column)
    yield from never_read(typed)
