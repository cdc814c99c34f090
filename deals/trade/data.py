"""What the trade model is made of, read from ``datasets/trade/`` and checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from deals.kit.codes import UNITED_STATES
from deals.kit.errors import InputError, Problem, UnknownNameError, unknown
from deals.kit.frozen import FrozenMapping
from deals.trade import schema
from deals.trade.economy import Array
from deals.trade.flows import read_flows
from deals.trade.schema import ALL, REST
from deals.world.checks.completeness import missing_rows
from deals.world.load import data_folder
from deals.world.schema import COUNTRIES, SOURCES
from deals.world.tables import Row, read_table

ROUNDING = 1e-9
RATE, SHARE = "percent", "share"
SET = "set of elasticities"


@dataclass(frozen=True, eq=False)
class TradeData:
    """The world's trade as it is told to the model. Arrays follow `regions` and `sectors`.

    Attributes
    ----------
    regions, sectors : tuple of str
        ISO3, EUU, and ROW for the rest; short names of sectors.
    labels : Mapping of str to str
        What a sector is, in words.
    goods : array
        1 for sectors of goods, 0 for services.
    flows, tariffs : array
        ``[origin, destination, sector]``: USD mn net of tariff; fractions. The United States' are duties collected.
    elasticities : Mapping of str to array
        Trade elasticity by sector, by set.
    coverage, schedule, provenance : tuple of rows
        Shares of United States imports under section 232 and exempt; duties beside the country rates; sources.
    outside : Mapping of str to (array, array)
        For some economies inside the rest: what the United States buys of them, USD mn, and the duty on it.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    labels: Mapping[str, str]
    goods: Array
    flows: Array
    tariffs: Array
    elasticities: Mapping[str, Array]
    coverage: tuple[Row, ...]
    schedule: tuple[Row, ...]
    provenance: tuple[Row, ...]
    outside: Mapping[str, tuple[Array, Array]]


def trade_data(folder: Path | None = None) -> TradeData:
    """Trade as the tables give it, read once for each state of a folder.

    Parameters
    ----------
    folder : Path, optional
        Where ``trade/`` and ``sources.csv`` are; by default the packaged tables.

    Raises
    ------
    InputError
        With every problem of every table.
    """
    where = data_folder() if folder is None else folder
    stamps = tuple(sorted((path.name, path.stat().st_mtime_ns) for path in (where / schema.FOLDER).glob("*.csv")))
    return _read(where, stamps)


def check(folder: Path) -> None:
    """Check the trade tables of a folder laid out as ``datasets/``.

    Raises
    ------
    InputError
        With every problem found.
    """
    problems: list[Problem] = []
    try:
        trade_data(folder)
    except InputError as error:
        problems += error.problems
    problems += _computed_problems(folder)
    if problems:
        raise InputError(problems)


def _computed_problems(folder: Path) -> list[Problem]:
    """What is wrong with results on file: columns, cells, a set nobody knows, a partner that not all of them have."""
    problems: list[Problem] = []
    found = {
        table.file: {
            (str(row["date"]), str(row["set"]), str(row["partner"])) for row in read_table(folder, table, problems)
        }
        for table in schema.COMPUTED
    }
    if problems:
        return [replace(problem, fix=schema.ANEW) for problem in problems]
    sets = {str(row["set"]) for row in read_table(folder, schema.ELASTICITIES, [])}
    every = set().union(*found.values())
    for file, has in found.items():
        if sets:
            strange = sorted({name for _, name, _ in has} - sets)
            problems += [unknown(SET, name, sets, file=file, field="set") for name in strange]
        if missing := sorted(every - has):
            told = (
                f"{len(missing)} rows missing that another table has"
                if missing[1:]
                else "rows missing that another table has"
            )
            problems.append(Problem(file, ", ".join(missing[0]), None, told, schema.ANEW))
    return problems


@lru_cache(maxsize=4)
def _read(folder: Path, stamps: tuple[tuple[str, int], ...]) -> TradeData:
    problems: list[Problem] = []
    sources = frozenset(str(row["key"]) for row in read_table(folder, SOURCES, problems)) or None
    tables = {table.file: read_table(folder, table, problems, sources) for table in schema.TABLES}
    regions = tuple(str(row["region"]) for row in tables[schema.REGIONS.file])
    sectors = tuple(str(row["sector"]) for row in tables[schema.SECTORS.file])
    economies = frozenset(str(row["iso3"]) for row in read_table(folder, COUNTRIES, problems))
    if folder.resolve() != data_folder().resolve():
        wrong = {problem.file.partition(":")[0] for problem in problems}
        problems += missing_rows(data_folder(), schema.TABLES, tables, wrong)
    if problems:
        # Names that others do not know follow from what is wrong with a table, and would be told as faults of others.
        raise InputError(problems)
    problems += _unknown_names(tables, regions, sectors, economies)
    problems += [
        Problem(schema.REGIONS.file, "region", name, "region missing", "add its row")
        for name in (UNITED_STATES, REST)
        if regions and name not in regions
    ]
    problems += _value_problems(tables)
    flows = read_flows(folder, regions, sectors, problems)
    elasticities = _elasticities(tables[schema.ELASTICITIES.file], sectors, problems)
    if problems:
        raise InputError(problems)
    goods = np.array([float(row["kind"] == "goods") for row in tables[schema.SECTORS.file]])
    for array in (flows, goods):
        array.setflags(write=False)
    return TradeData(
        regions=regions,
        sectors=sectors,
        labels=FrozenMapping({str(row["sector"]): str(row["label"]) for row in tables[schema.SECTORS.file]}),
        goods=goods,
        flows=flows,
        tariffs=_tariffs(tables[schema.TARIFFS.file], regions, sectors, goods),
        elasticities=FrozenMapping(elasticities),
        coverage=tuple(tables[schema.COVERAGE.file]),
        schedule=tuple(tables[schema.SCHEDULE.file]),
        provenance=tuple(tables[schema.PROVENANCE.file]),
        outside=FrozenMapping(_outside(tables[schema.OUTSIDE.file], sectors)),
    )


def _unknown_names(
    tables: Mapping[str, list[Row]], regions: tuple[str, ...], sectors: tuple[str, ...], economies: frozenset[str]
) -> list[Problem]:
    """Names in one table that the others do not know."""
    found: list[Problem] = []
    partners = economies | set(regions) | {ALL}
    for table, columns in (
        (schema.TARIFFS, {"importer": regions, "exporter": (*regions, ALL), "sector": (*sectors, ALL)}),
        (schema.ELASTICITIES, {"sector": sectors}),
        (schema.COVERAGE, {"partner": regions, "sector": sectors}),
        (schema.OUTSIDE, {"partner": tuple(economies - set(regions)), "sector": sectors}),
        (schema.SCHEDULE, {"partner": tuple(partners), "sector": (*sectors, ALL)}),
    ):
        for column, known in columns.items():
            names = {str(row[column]) for row in tables[table.file]} - set(known)
            kind = "sector" if column == "sector" else "region"
            found += [unknown(kind, name, known, file=table.file, field=column) for name in sorted(names)]
    return found


def _value_problems(tables: Mapping[str, list[Row]]) -> list[Problem]:
    """Numbers that no tariff, share or sale can be, and rows of the schedule that do not hold together."""
    found: list[Problem] = []
    for table, column, most in (
        (schema.TARIFFS, "percent", np.inf),
        (schema.COVERAGE, "section_232", 1.0),
        (schema.COVERAGE, "exempt", 1.0),
        (schema.OUTSIDE, "imports_usd_mn", np.inf),
        (schema.OUTSIDE, "duty_percent", np.inf),
        (schema.SCHEDULE, "low", np.inf),
    ):
        fix = "write nought or more" if most == np.inf else "write a share, 0 to 1"
        for row in tables[table.file]:
            if not 0 <= _float(row[column]) <= most:
                found.append(Problem(_named(table.file, row), column, row[column], "out of its range", fix))
    for row in tables[schema.COVERAGE.file]:
        if (both := _float(row["section_232"]) + _float(row["exempt"])) > 1 + ROUNDING:
            where = _named(schema.COVERAGE.file, row)
            found.append(Problem(where, "section_232, exempt", round(both, 6), "more than all trade", "mend one"))
    for row in tables[schema.SCHEDULE.file]:
        found += _schedule_problems(row, _named(schema.SCHEDULE.file, row))
    return found


def _schedule_problems(row: Row, where: str) -> list[Problem]:
    rate = row["item"] == "rate"
    if rate != (row["unit"] == RATE):
        fix = f"write {RATE if rate else SHARE}"
        return [Problem(where, "unit", row["unit"], f"wrong unit of a {row['item']}", fix)]
    if rate != bool(row["base"]):
        fix = f"write one of {', '.join(sorted(schema.BASES))}" if rate else "leave it blank"
        return [Problem(where, "base", row["base"], "a rate, and nothing else, says what it falls on", fix)]
    if not rate and _float(row["high"]) > 1:
        return [Problem(where, "high", row["high"], "a share outside 0 to 1", "write a share, not a percent")]
    return []


def _elasticities(rows: Iterable[Row], sectors: tuple[str, ...], problems: list[Problem]) -> dict[str, Array]:
    sets: dict[str, dict[str, float]] = {}
    for row in rows:
        sets.setdefault(str(row["set"]), {})[str(row["sector"])] = _float(row["value"])
    file = schema.ELASTICITIES.file
    for name, values in sets.items():
        problems += [
            Problem(file, f"{name}.{sector}", value, "elasticity not above nought", "give a trade elasticity, 1 to 30")
            for sector, value in values.items()
            if value <= 0
        ]
        problems += [
            Problem(file, f"{name}.{sector}", None, "sector missing in this set", "add its row")
            for sector in sectors
            if sector not in values
        ]
    return {name: np.array([values.get(sector, 1.0) for sector in sectors]) for name, values in sets.items()}


def _tariffs(rows: Iterable[Row], regions: tuple[str, ...], sectors: tuple[str, ...], goods: Array) -> Array:
    """Fractions by exporter, importer and sector: the row for all first, then the one that names both."""
    made = np.zeros((len(regions), len(regions), len(sectors)))
    ordered = sorted(rows, key=lambda row: (row["exporter"] != ALL, row["sector"] != ALL))
    for row in ordered:
        exporter = slice(None) if row["exporter"] == ALL else regions.index(str(row["exporter"]))
        sector = slice(None) if row["sector"] == ALL else sectors.index(str(row["sector"]))
        made[exporter, regions.index(str(row["importer"])), sector] = _float(row["percent"]) / 100
    home = np.arange(len(regions))
    made[home, home] = 0.0
    made *= goods
    made.setflags(write=False)
    return made


def _outside(rows: Iterable[Row], sectors: tuple[str, ...]) -> dict[str, tuple[Array, Array]]:
    found: dict[str, tuple[Array, Array]] = {}
    for row in rows:
        sold, duty = found.setdefault(str(row["partner"]), (np.zeros(len(sectors)), np.zeros(len(sectors))))
        place = sectors.index(str(row["sector"]))
        sold[place], duty[place] = _float(row["imports_usd_mn"]), _float(row["duty_percent"]) / 100
    return found


def elasticity_set(data: TradeData, name: str) -> Array:
    """Trade elasticities of one set, by sector.

    Raises
    ------
    UnknownNameError
        If there is no such set; the message names the nearest.
    """
    if name not in data.elasticities:
        raise UnknownNameError.of(SET, name, data.elasticities, field="elasticities")
    return data.elasticities[name]


def _named(file: str, row: Row) -> str:
    parts = [str(row[name]) for name in ("measure", "item", "importer", "exporter", "partner", "sector") if name in row]
    return f"{file}: {', '.join(parts)}"


def _float(value: object) -> float:
    return value if isinstance(value, float) else np.nan
