"""From rows of the tables to every number that may be patched, under the name by which it is."""

from collections.abc import Mapping, Sequence
from datetime import date

from deals.kit.errors import Problem
from deals.world.quantity import Quantity
from deals.world.tables import Row, day_in, newest, number_in


def parameters_of(
    tables: Mapping[str, list[Row]], on: date, hindsight: bool, problems: list[Problem]
) -> dict[str, Quantity]:
    """Every patchable number, by dotted name."""
    named = _named(tables)
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


def first_day(tables: Mapping[str, Sequence[Row]], hindsight: bool) -> date:
    """The first day on which something is known of every patchable number."""
    days: dict[str, date] = {}
    for rows in _named(tables).values():
        for name, row in rows:
            starts, known = day_in(row.get("applies_from")), day_in(row["known_on"])
            holds = starts if hindsight else max(starts, known)
            days[name] = min(days.get(name, holds), holds)
    return max(days.values())


def _named(tables: Mapping[str, Sequence[Row]]) -> dict[str, list[tuple[str, Row]]]:
    """Rows of patchable numbers by table, each with the name of its number."""
    return {
        "assumptions.csv": [(str(row["name"]), row) for row in tables["assumptions.csv"]],
        "demand.csv": [(f"demand.{row['iso3']}.{number_in(row['year']):.0f}", row) for row in tables["demand.csv"]],
        "diversion.csv": [(_diversion_name(row), row) for row in tables["diversion.csv"]],
        "tariff_rates.csv": [(f"tariff.{row['measure']}.{row['partner']}", row) for row in tables["tariff_rates.csv"]],
    }


def _diversion_name(row: Row) -> str:
    if row["kind"] == "leak":
        return f"diversion.leak.{row['origin']}"
    return f"diversion.throughput.{row['origin']}.{row['destination']}"


def _quantity(row: Row) -> Quantity:
    return Quantity(
        name=str(row["name"]),
        value=number_in(row["value"]),
        low=number_in(row["low"]),
        high=number_in(row["high"]),
        unit=str(row["unit"]),
        kind="judgement" if row.get("kind") in ("leak", "route", None) else str(row["kind"]),
        source=str(row["source"]),
        known_on=day_in(row["known_on"]),
        confidence=str(row["confidence"]),
        reason=str(row["reason"]),
    )
