"""From the tables of ``datasets/`` to one frozen world."""

import math
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deals.kit.codes import EUROPEAN_UNION, UNITED_STATES
from deals.kit.errors import InputError, Problem, unknown
from deals.kit.frozen import FrozenMapping
from deals.world import schema
from deals.world.completeness import missing_rows
from deals.world.frames import arcs, class_mix, class_ratios, with_judged_gdp
from deals.world.instrument import Instrument
from deals.world.instrument_checks import columns_of, instrument_problems
from deals.world.quantity import Quantity, RuleParameter
from deals.world.tables import NUMBER, UNKNOWN_SOURCE, Row, newest, read_table
from deals.world.world import World

if TYPE_CHECKING:
    import pandas as pd

KNOWLEDGE = ("as-of", "with-hindsight")
PACKAGE = Path(__file__).resolve().parents[1]
STATISTICS_ONLY = "C"
Rows = dict[str, list[Row]]
MOST_OF_A_RULE = 1e30


def data_folder() -> Path:
    """Folder of the tables: packaged with ``deals`` where installed, else ``datasets/`` of the repository."""
    packaged = PACKAGE / "_datasets"
    return packaged if packaged.is_dir() else PACKAGE.parent / "datasets"


def load_world(date: date, knowledge: str = "as-of", folder: Path | None = None) -> World:
    """The world of one day.

    Parameters
    ----------
    date : date
        The day. Law and tariffs are as they stood on it.
    knowledge : str
        ``"as-of"``: of rows with the same name the newest known by the day. ``"with-hindsight"``: the newest known.
    folder : Path, optional
        Where the tables are; by default `data_folder`.

    Raises
    ------
    InputError
        Every problem of every table at once: missing column, wrong unit, bad range or date, unknown key or source,
        duplicate row, or a parameter about which nothing was known on the day.
    """
    if knowledge not in KNOWLEDGE:
        raise InputError(unknown("kind of knowledge", knowledge, KNOWLEDGE, field="knowledge"))
    where = data_folder() if folder is None else folder
    problems: list[Problem] = []
    tables = _read(where, problems)
    hindsight = knowledge == "with-hindsight"
    if problems:
        raise InputError(problems)
    parameters = FrozenMapping(_parameters(tables, date, hindsight, problems))
    instruments = _instruments(tables, date, hindsight, parameters, problems)
    if problems:
        raise InputError(problems)
    rules, rule_dates, rule_codes = _rules(tables)
    countries = _countries(tables, date, hindsight)
    demand = _demand(tables, date, hindsight)
    chips = _frame(_known(tables["chips.csv"], date, hindsight), "chip")
    return World(
        date=date,
        knowledge=knowledge,
        parameters=parameters,
        countries=with_judged_gdp(countries, parameters),
        tiers=_tiers(tables, date),
        statistical_demand=frozenset(e for e, row in demand.items() if row["evidence"] == STATISTICS_ONLY),
        seen_demand=FrozenMapping(
            {e: seen for e, row in demand.items() if not math.isnan(seen := _number(row["seen"]))}
        ),
        arcs=arcs(parameters),
        instruments=instruments,
        chips=chips,
        class_mix=class_mix(parameters),
        class_ratios=FrozenMapping(class_ratios(chips)),
        rules=FrozenMapping(rules),
        rule_dates=FrozenMapping(rule_dates),
        rule_codes=FrozenMapping(rule_codes),
        blocs=_frame(row for row in tables["blocs.csv"] if _day(row["applies_from"]) <= date),
        deals=_frame(_known(tables["deals.csv"], date, hindsight)),
        sources=_frame(tables["sources.csv"], "key"),
        units=FrozenMapping({str(row["column"]): str(row["unit"]) for row in tables["columns.csv"]}),
    )


REFERENCES = (
    ("demand.csv", ("iso3",), False),
    ("tiers.csv", ("iso3",), False),
    ("services_taxes.csv", ("iso3",), False),
    ("diversion.csv", ("origin", "destination"), False),
    ("blocs.csv", ("member",), True),
    ("tariff_rates.csv", ("partner",), True),
    ("deals.csv", ("partner",), True),
)
"""Columns that name an economy, and whether the European Union is one there."""


def _read(folder: Path, problems: list[Problem]) -> Rows:
    """All tables, and the references between them checked."""
    tables: Rows = {schema.SOURCES.file: read_table(folder, schema.SOURCES, problems)}
    sources = frozenset(str(row["key"]) for row in tables[schema.SOURCES.file]) if not problems else None
    for table in schema.TABLES[1:]:
        tables[table.file] = read_table(folder, table, problems, sources)
    wrong = {problem.file.partition(":")[0] for problem in problems}
    if folder.resolve() != data_folder().resolve():
        missing = missing_rows(data_folder(), schema.TABLES, tables, wrong)
        problems += missing
        wrong |= {problem.file for problem in missing}
        if schema.SOURCES.file in wrong:
            problems[:] = [problem for problem in problems if not problem.message.startswith(UNKNOWN_SOURCE)]
    problems += _numbers_of_rules(tables["regime_parameters.csv"])
    if "countries.csv" not in wrong:
        problems += _unknown_economies(tables)
    described = {row["column"] for row in tables["columns.csv"]}
    problems += [
        Problem("columns.csv", column.name, None, "column of countries.csv not described", "add a row")
        for column in schema.COUNTRIES.columns
        if described and "columns.csv" not in wrong and column.name not in described
    ]
    return tables


def _unknown_economies(tables: Rows) -> list[Problem]:
    """References to economies that are not in ``countries.csv``: each table's, or that table's lack as one problem."""
    economies = {str(row["iso3"]) for row in tables["countries.csv"]}
    unknown_in: dict[str, list[tuple[str, str]]] = {}
    for file, columns, with_union in REFERENCES:
        allowed = economies | {EUROPEAN_UNION} if with_union else economies
        for column in columns:
            for name in sorted({str(row[column]) for row in tables[file]} - allowed):
                unknown_in.setdefault(name, []).append((file, column))
    lacking = [name for name, places in unknown_in.items() if len(places) > 1]
    found = [
        unknown("economy", name, economies, file=places[0][0], field=places[0][1])
        for name, places in unknown_in.items()
        if len(places) == 1
    ]
    if lacking:
        told = f"{len(lacking)} economies that other tables name are missing, {lacking[0]} first"
        found.append(Problem("countries.csv", "iso3", None, told, "restore their rows"))
    return found


def _numbers_of_rules(rows: list[Row]) -> list[Problem]:
    """Numbers and dates of regimes that are none."""
    found = []
    for row in rows:
        unit, value, name = str(row["unit"]), str(row["value"]), str(row["parameter"])
        if unit == "codes" or _is(unit, value):
            continue
        kind, fix = ("date", "write it as 2025-05-13") if unit == "date" else ("number", "write digits with a point")
        found.append(Problem("regime_parameters.csv", name, value, f"not a {kind}", fix))
    return found


def _is(unit: str, value: str) -> bool:
    """Whether a value is a date or, of any other unit, a number."""
    try:
        if unit == "date":
            return date.fromisoformat(value).year > 0
        return NUMBER.fullmatch(value) is not None and abs(float(value)) <= MOST_OF_A_RULE
    except ValueError:
        return False


def _parameters(tables: Rows, on: date, hindsight: bool, problems: list[Problem]) -> dict[str, Quantity]:
    """Every patchable number, by dotted name."""
    named: dict[str, list[tuple[str, Row]]] = {
        "assumptions.csv": [(str(row["name"]), row) for row in tables["assumptions.csv"]],
        "demand.csv": [(f"demand.{row['iso3']}.{_number(row['year']):.0f}", row) for row in tables["demand.csv"]],
        "diversion.csv": [(_diversion_name(row), row) for row in tables["diversion.csv"]],
        "tariff_rates.csv": [(f"tariff.{row['measure']}.{row['partner']}", row) for row in tables["tariff_rates.csv"]],
    }
    parameters: dict[str, Quantity] = {}
    for file, rows in named.items():
        best = newest(({**row, "name": name} for name, row in rows), ("name",), on, hindsight)
        missing = sorted({name for name, _ in rows} - {str(key[0]) for key in best})
        if missing:
            few = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
            problems.append(
                Problem(file, few, on.isoformat(), "nothing known on this date", "take a later world date or hindsight")
            )
        for row in best.values():
            quantity = _quantity(row)
            if quantity.name in parameters:
                problems.append(Problem(file, quantity.name, None, "name of another table's row", "rename one"))
            parameters[quantity.name] = quantity
    return parameters


def _diversion_name(row: Row) -> str:
    if row["kind"] == "leak":
        return f"diversion.leak.{row['origin']}"
    return f"diversion.throughput.{row['origin']}.{row['destination']}"


def _quantity(row: Row) -> Quantity:
    return Quantity(
        name=str(row["name"]),
        value=_number(row["value"]),
        low=_number(row["low"]),
        high=_number(row["high"]),
        unit=str(row["unit"]),
        kind="judgement" if row.get("kind") in ("leak", "route", None) else str(row["kind"]),
        source=str(row["source"]),
        known_on=_day(row["known_on"]),
        confidence=str(row["confidence"]),
        reason=str(row["reason"]),
    )


def _instruments(
    tables: Rows, on: date, hindsight: bool, parameters: FrozenMapping[str, Quantity], problems: list[Problem]
) -> tuple[Instrument, ...]:
    """Instruments on the table on the day, in their order; what they rest on must exist."""
    found = []
    names = [field.name for field in fields(Instrument)]
    columns = columns_of(tables["columns.csv"])
    countries = {str(row["iso3"]): bool(row["eu_member"]) for row in tables["countries.csv"]}
    for row in newest(tables["instruments.csv"], ("name",), on, hindsight).values():
        problems += instrument_problems(row, parameters, columns, countries)
        cells: dict[str, Any] = {name: row[name] for name in names}
        found.append(Instrument(**cells))
    return tuple(sorted(found, key=lambda instrument: instrument.order))


def _rules(tables: Rows) -> tuple[dict[str, RuleParameter], dict[str, date], dict[str, tuple[str, ...]]]:
    """Numbers, dates and country lists of the regimes."""
    citations = {str(row["key"]): str(row["citation"]) for row in tables["sources.csv"]}
    rows = tables["regime_parameters.csv"]
    counts: dict[str, int] = {}
    for row in rows:
        counts[str(row["parameter"])] = counts.get(str(row["parameter"]), 0) + 1
    numbers: dict[str, RuleParameter] = {}
    dates: dict[str, date] = {}
    codes: dict[str, tuple[str, ...]] = {}
    for row in rows:
        name, unit, value = str(row["parameter"]), str(row["unit"]), str(row["value"])
        if unit == "date":
            dates[name] = date.fromisoformat(value)
        elif unit == "codes":
            codes[name] = tuple(value.split())
        else:
            full = f"{name}@{row['period']}" if counts[name] > 1 else name
            parts = (citations[str(row["source"])], str(row["paragraph"]))
            numbers[full] = RuleParameter(
                name=full,
                value=float(value),
                unit=unit,
                period=str(row["period"]),
                citation=", ".join(part for part in parts if part),
                source=str(row["source"]),
                known_on=_day(row["known_on"]),
                confidence=str(row["confidence"]),
                note=str(row["note"]),
            )
    return numbers, dates, codes


def _countries(tables: Rows, on: date, hindsight: bool) -> "pd.DataFrame":
    """The country table, blank where a column that is not structural was not known yet, with services taxes."""
    frame = _frame(tables["countries.csv"], "iso3")
    for row in tables["columns.csv"]:
        late = _day(row["known_on"]) > on and not hindsight and not row["structural"]
        if late and row["column"] in frame.columns:
            frame[str(row["column"])] = math.nan
    taxes = newest(tables["services_taxes.csv"], ("iso3",), on, True)
    rates = {str(key[0]): _number(row["value"]) for key, row in taxes.items()}
    status = {str(key[0]): str(row["status"]) for key, row in taxes.items()}
    frame["digital_services_tax_pct"] = frame.index.map(rates).astype(float)
    frame["digital_services_tax"] = [status.get(str(economy), "") for economy in frame.index]
    return frame


def _tiers(tables: Rows, on: date) -> "pd.DataFrame":
    """Tiers and groups as the law stood on the day, whatever was known."""
    rows = [
        {
            "iso3": key[0],
            "tier": int(_number(row["tier"])),
            "groups": frozenset(str(row["groups"]).split()),
            "confidence": row["confidence"],
            "recalled_groups": row["recalled_groups"],
            "us": key[0] == UNITED_STATES,
            "note": row["note"],
        }
        for key, row in newest(tables["tiers.csv"], ("iso3",), on, True).items()
    ]
    return _frame(rows, "iso3")


def _demand(tables: Rows, on: date, hindsight: bool) -> dict[str, Row]:
    """The last year's row of each economy's demand."""
    best = newest(tables["demand.csv"], ("iso3", "year"), on, hindsight)
    return {str(key[0]): best[key] for key in sorted(best, key=lambda key: float(str(key[1])))}


def _known(rows: Iterable[Row], on: date, hindsight: bool) -> list[Row]:
    return [row for row in rows if hindsight or _day(row["known_on"]) <= on]


def _frame(rows: Iterable[Row], index: str | None = None) -> "pd.DataFrame":
    import pandas as pd  # heavy

    frame = pd.DataFrame(list(rows))
    return frame if index is None else frame.set_index(index)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.min
