"""What would change nothing: a number that nobody reads, a row that does not hold on the world's day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from deals.kit.codes import EUROPEAN_UNION
from deals.kit.errors import Problem, suggestion, unknown
from deals.world import schema
from deals.world.checks.completeness import packaged_rows
from deals.world.load import data_folder
from deals.world.naming.economies import unknown_economy
from deals.world.own.laying import laid_rows, same
from deals.world.own.own_data import LAID, OwnData
from deals.world.schema import Table
from deals.world.tables import OWN, Row, checked_rows, day_in, key_of, key_text, newest, number_in
from deals.world.words import AUTHORITIES

SUBJECTS = {
    schema.ASSUMPTIONS.file: ("name",),
    schema.DEMAND.file: ("iso3", "year"),
    schema.DIVERSION.file: ("kind", "origin", "destination"),
    schema.TARIFF_RATES.file: ("partner", "measure"),
    schema.SERVICES_TAXES.file: ("iso3",),
    schema.TIERS.file: ("iso3",),
    schema.INSTRUMENTS.file: ("name",),
    **{table.file: table.key for table in (schema.BLOCS, schema.CHIPS, schema.DEALS)},
}
"""What a row is about, of which one row holds on a day."""
LAW = (schema.SERVICES_TAXES.file, schema.TIERS.file, schema.BLOCS.file)
"""Tables that stand as the law stood, whatever was known."""
PARAMETERS_NAMED = ("us_value", "additionality", "delivery", "cost_value")

Placed = tuple[str, Row]
"""A row, and the file and line where it stands."""


def subject_of(row: Row, table: Table) -> tuple[object, ...]:
    """What a row is about."""
    return tuple(row[name] for name in SUBJECTS.get(table.file, table.key))


def holding(own: OwnData, table: Table, on: date, knowledge: str) -> Mapping[tuple[object, ...], Row]:
    """The row of each subject that holds on a day, with one's own laid over."""
    rows = laid_rows(packaged_rows(data_folder(), table), own, table)
    hindsight = knowledge == "with-hindsight" or table.file in LAW
    return newest(rows, SUBJECTS[table.file], on, hindsight)


def not_holding(own: OwnData, on: date, knowledge: str) -> list[Problem]:
    """Subjects of which no own row holds on the day of the world, so that laying rows over changes nothing."""
    found = []
    for table in LAID:
        if table.file not in own.tables or table.file not in SUBJECTS:
            continue
        best = holding(own, table, on, knowledge)
        packaged = {key_of(row, table): row for row in packaged_rows(data_folder(), table)}
        told = set()
        for record, row in checked_rows(own.rows(table), table, table.file, []):
            subject = subject_of(row, table)
            repeated = same(row, packaged.get(key_of(row, table)), table)
            if subject not in told and not repeated and OWN not in best.get(subject, {}):
                where = f"{own.place(table)}:{record.line}"
                found.append(_why_not(row, best.get(subject), where, key_text(subject), on))
            told.add(subject)
    return found


def _why_not(row: Row, best: Row | None, where: str, subject: str, on: date) -> Problem:
    starts, known = day_in(row.get("applies_from")), day_in(row["known_on"])
    if starts > on:
        told, fix = f"applies only after {on}, the day of the world", "give a day from which it applied by then"
        return Problem(where, "applies_from", starts, f"{subject} {told}", fix)
    if best is not None and day_in(best.get("applies_from")) > starts:
        later = day_in(best["applies_from"])
        told = f"{subject} does not hold on {on}: another row applies from {later}"
        return Problem(where, "applies_from", starts, told, f"write {later}, or a later day")
    told, fix = f"{subject} was not known on {on}, the day of the world", "give a day by then, or ask with hindsight"
    return Problem(where, "known_on", known, told, fix)


def never_read(rows: Mapping[str, list[Placed]]) -> Iterator[Problem]:
    """Rows of names that nothing reads, or in a unit that what reads them does not expect."""
    instruments = [row for _, row in rows.get(schema.INSTRUMENTS.file, [])]
    yield from _assumptions(rows.get(schema.ASSUMPTIONS.file, []), instruments)
    yield from _rules(rows.get(schema.RULES.file, []))
    yield from _years(rows.get(schema.DEMAND.file, []))
    known = {str(row["partner"]) for row in _packaged(schema.TARIFF_RATES)}
    for where, row in rows.get(schema.TARIFF_RATES.file, []):
        if row["partner"] not in known:
            yield Problem(where, "partner", row["partner"], "no country rate is read for it", _nearest(row, known))


def _nearest(row: Row, known: Iterable[str]) -> str:
    return suggestion(str(row["partner"]), known)


def _packaged(table: Table) -> tuple[Row, ...]:
    return packaged_rows(data_folder(), table)


def _economies() -> frozenset[str]:
    return frozenset({str(row["iso3"]) for row in _packaged(schema.COUNTRIES)} | {EUROPEAN_UNION})


def _assumptions(rows: list[Placed], instruments: list[Row]) -> Iterator[Problem]:
    units = {str(row["name"]): str(row["unit"]) for row in _packaged(schema.ASSUMPTIONS)}
    economies = _economies()
    by_economy = {family for name in units if (parts := name.rpartition("."))[2] in economies and (family := parts[0])}
    named = {str(row[column]) for row in instruments for column in PARAMETERS_NAMED}
    named |= {f"durability.{authority}" for authority in AUTHORITIES}
    for where, row in rows:
        name, unit = str(row["name"]), str(row["unit"])
        family, _, last = name.rpartition(".")
        if name in units:
            if unit != units[name]:
                yield Problem(where, "unit", unit, f"wrong unit of {name}", f"write {units[name]}")
        elif name not in named and not (family in by_economy and last in economies):
            yield unknown("parameter, which nothing would read", name, units, file=where, field="name")


def _rules(rows: list[Placed]) -> Iterator[Problem]:
    """Numbers of regimes: known ones only, a new period only where there are several."""
    known: dict[str, list[Row]] = {}
    for row in _packaged(schema.RULES):
        known.setdefault(str(row["parameter"]), []).append(row)
    for where, row in rows:
        name, period = str(row["parameter"]), str(row["period"])
        if name not in known:
            yield unknown("parameter of a regime, which nothing would read", name, known, file=where, field="parameter")
            continue
        first, *others = known[name]
        if row["unit"] != first["unit"]:
            yield Problem(where, "unit", row["unit"], f"wrong unit of {name}", f"write {first['unit']}")
        elif not others and period != first["period"]:
            written = f"write {first['period']}" if first["period"] else "leave it blank"
            yield Problem(where, "period", period, f"{name} has one period", written)
        elif row["unit"] == "codes":
            yield from _codes(where, name, row, first)


def _codes(where: str, name: str, row: Row, packaged: Row) -> Iterator[Problem]:
    economies = _economies()
    if set(str(packaged["value"]).split()) <= economies:
        for code in str(row["value"]).split():
            if code not in economies:
                yield unknown_economy(code, what="economy", file=where, field=name)


def _years(rows: list[Placed]) -> Iterator[Problem]:
    years = sorted({int(number_in(row["year"])) for row in _packaged(schema.DEMAND)})
    for where, row in rows:
        if (year := int(number_in(row["year"]))) not in years:
            fix = f"write a year from {years[0]} to {years[-1]}"
            yield Problem(where, "year", year, "a year for which no other economy has demand", fix)
