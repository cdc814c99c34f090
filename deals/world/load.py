"""From the tables of ``datasets/`` to one frozen world."""

import math
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from deals.kit.codes import BARRED_TIER, UNITED_STATES
from deals.kit.errors import InputError, Problem, unknown
from deals.kit.frozen import FrozenMapping
from deals.world import schema
from deals.world.checks.completeness import missing_rows
from deals.world.checks.instrument_checks import columns_of, instrument_problems
from deals.world.checks.references import unknown_economies
from deals.world.demand.shares import shared_again
from deals.world.frames import arcs, class_mix, class_ratios, with_judged_gdp
from deals.world.instrument import Instrument
from deals.world.own.laying import laid
from deals.world.own.own_data import NOTHING, OwnData
from deals.world.parameters import parameters_of
from deals.world.quantity import Quantity, RuleParameter
from deals.world.tables import OWN, UNKNOWN_SOURCE, WHERE, Row, day_in, newest, number_in, read_table
from deals.world.world import Knowledge, World

if TYPE_CHECKING:
    import pandas as pd

KNOWLEDGE: tuple[Knowledge, ...] = get_args(Knowledge)
PACKAGE = Path(__file__).resolve().parents[1]
STATISTICS_ONLY, PLAN = "C", "plan"
MEMBERSHIPS = frozenset({"code", "text", "yes/no"})
"""Units of columns that say what an economy is, and are never blank where they are structural."""
MARKS = frozenset({OWN, WHERE})
"""What is known of a row beside its cells."""
Rows = dict[str, list[Row]]


def data_folder() -> Path:
    """Folder of the tables: packaged with ``deals`` where installed, else ``datasets/`` of the repository."""
    packaged = PACKAGE / "_datasets"
    return packaged if packaged.is_dir() else PACKAGE.parent / "datasets"


def load_world(date: date, knowledge: str = "as-of", folder: Path | None = None, own: OwnData = NOTHING) -> World:
    """The world of one day.

    Parameters
    ----------
    date : date
        The day. Law and tariffs are as they stood on it.
    knowledge : str
        ``"as-of"``: of rows with the same name the newest known by the day; columns of ``countries.csv`` that became
        known later are blank, but for those declared structural. ``"strictly-as-of"``: numbers of these are blank
        too, and demand is shared out without them. ``"with-hindsight"``: the newest known.
    folder : Path, optional
        Where the tables are; by default `data_folder`.
    own : OwnData, optional
        Rows laid over the tables; see :mod:`deals.world.own`.

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
    tables = _read(where, own, problems)
    hindsight = knowledge == "with-hindsight"
    if problems:
        raise InputError(problems)
    parameters = FrozenMapping(parameters_of(tables, date, hindsight, problems))
    instruments = _instruments(tables, date, hindsight, parameters, problems)
    if problems:
        raise InputError(problems)
    rules, rule_dates, rule_codes = _rules(tables)
    countries = with_judged_gdp(_countries(tables, date, knowledge), parameters)
    tiers = _tiers(tables, date)
    if knowledge == "strictly-as-of":
        shared_by = with_judged_gdp(_countries(tables, date, "as-of"), parameters)
        counted = frozenset(tiers.index[(tiers["tier"] != BARRED_TIER) & ~tiers["us"]])
        parameters = FrozenMapping(shared_again(parameters, shared_by, countries, _planned(tables, date), counted))
    demand = _demand(tables, date, hindsight)
    chips = _frame(_known(tables["chips.csv"], date, hindsight), "chip")
    return World(
        date=date,
        knowledge=knowledge,
        parameters=parameters,
        countries=countries,
        tiers=tiers,
        statistical_demand=frozenset(e for e, row in demand.items() if row["evidence"] == STATISTICS_ONLY),
        seen_demand=FrozenMapping(
            {}
            if knowledge == "strictly-as-of"
            else {e: seen for e, row in demand.items() if not math.isnan(seen := number_in(row["seen"]))}
        ),
        arcs=arcs(parameters),
        instruments=instruments,
        chips=chips,
        class_mix=class_mix(parameters),
        class_ratios=FrozenMapping(class_ratios(chips)),
        rules=FrozenMapping(rules),
        rule_dates=FrozenMapping(rule_dates),
        rule_codes=FrozenMapping(rule_codes),
        blocs=_frame(row for row in tables["blocs.csv"] if day_in(row["applies_from"]) <= date),
        deals=_frame(_known(tables["deals.csv"], date, hindsight)),
        sources=_frame(tables["sources.csv"], "key"),
        units=FrozenMapping({str(row["column"]): str(row["unit"]) for row in tables["columns.csv"]}),
    )


def _read(folder: Path, own: OwnData, problems: list[Problem]) -> Rows:
    """All tables, with what is laid over them, and the references between them checked."""
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
    tables = laid(tables, own)
    if "countries.csv" not in wrong:
        problems += unknown_economies(tables)
    described = {row["column"] for row in tables["columns.csv"]}
    problems += [
        Problem("columns.csv", column.name, None, "column of countries.csv not described", "add a row")
        for column in schema.COUNTRIES.columns
        if described and "columns.csv" not in wrong and column.name not in described
    ]
    return tables


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
                known_on=day_in(row["known_on"]),
                confidence=str(row["confidence"]),
                note=str(row["note"]),
            )
    return numbers, dates, codes


def late_columns(columns: Iterable[Row], on: date, knowledge: str) -> list[str]:
    """Columns of ``countries.csv`` that a kind of knowledge leaves blank on a day."""
    if knowledge == "with-hindsight":
        return []
    strictly = knowledge == "strictly-as-of"
    return [
        str(row["column"])
        for row in columns
        if day_in(row["known_on"]) > on and (not row["structural"] or (strictly and row["unit"] not in MEMBERSHIPS))
    ]


def _countries(tables: Rows, on: date, knowledge: str) -> "pd.DataFrame":
    """The country table, blank where a column was not known yet, with services taxes."""
    frame = _frame(tables["countries.csv"], "iso3")
    for column in late_columns(tables["columns.csv"], on, knowledge):
        if column in frame.columns:
            frame[column] = math.nan
    taxes = newest(tables["services_taxes.csv"], ("iso3",), on, True)
    rates = {str(key[0]): number_in(row["value"]) for key, row in taxes.items()}
    status = {str(key[0]): str(row["status"]) for key, row in taxes.items()}
    frame["digital_services_tax_pct"] = frame.index.map(rates).astype(float)
    frame["digital_services_tax"] = [status.get(str(economy), "") for economy in frame.index]
    return frame


def _tiers(tables: Rows, on: date) -> "pd.DataFrame":
    """Tiers and groups as the law stood on the day, whatever was known."""
    rows = [
        {
            "iso3": key[0],
            "tier": int(number_in(row["tier"])),
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


def _planned(tables: Rows, on: date) -> frozenset[tuple[str, str]]:
    """Economies and years whose demand is an announced plan, or said by the user."""
    rows = newest(tables["demand.csv"], ("iso3", "year"), on, False).values()
    return frozenset((str(r["iso3"]), f"{number_in(r['year']):.0f}") for r in rows if r["basis"] == PLAN or OWN in r)


def _known(rows: Iterable[Row], on: date, hindsight: bool) -> list[Row]:
    return [row for row in rows if hindsight or day_in(row["known_on"]) <= on]


def _frame(rows: Iterable[Row], index: str | None = None) -> "pd.DataFrame":
    import pandas as pd  # heavy

    frame = pd.DataFrame([{name: cell for name, cell in row.items() if name not in MARKS} for row in rows])
    return frame if index is None else frame.set_index(index)
