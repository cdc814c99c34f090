"""Writes the page of tables and their columns, and of every assumption, from the schema and the data themselves."""

import csv
from collections.abc import Mapping
from pathlib import Path

from deals.proposal.handing.columns import COLUMNS as ANSWERS
from deals.world.schema import ASSUMPTIONS, COLUMNS, COUNTRIES, TABLES, Column, Table

type Row = Mapping[str, str]

PAGE = Path(__file__).with_name("dictionary.md")
DATASETS = Path(__file__).resolve().parents[1] / "datasets"
HEAD = """# Data dictionary

Every table of `datasets/`, what a row of it is, and what stands in each column; then every assumption with its range
and its reason, and the columns of answers. Written by `docs/dictionary_page.py` from schema and tables, so that it is
as they are. [How the data were made](data.md) says why; a row of your own is laid over a table by its key.
"""
ROWS = {
    "sources.csv": "A source: what `source` in every other table names.",
    "assumptions.csv": "A number that the model needs and no statistic gives, or a figure with a range.",
    "demand.csv": "Chips that an economy would buy in a year if nothing were refused.",
    "diversion.csv": "A share of deliveries that leaks from an economy, or what a route from one to another can carry.",
    "tariff_rates.csv": "The United States' country rate on a partner, announced or in force from a day on.",
    "countries.csv": "An economy, with its statistics.",
    "country_names.csv": "Another name of an economy.",
    "iso_names.csv": "A country or territory as ISO 3166 calls it.",
    "columns.csv": "The unit, source and pedigree of a column of `countries.csv`.",
    "services_taxes.csv": "A tax on digital services.",
    "tiers.csv": "Where an economy stands in the tiers of January 2025 and in the country groups behind them.",
    "blocs.csv": "A member of a bloc that negotiates as one, of a customs union, or of a group of peers.",
    "instruments.csv": "A thing that one side can give.",
    "chips.csv": "A chip.",
    "regime_parameters.csv": "A number of an export rule, with its paragraph.",
    "supply.csv": "A figure of supply or of what is held, as published.",
    "deals.csv": "A term of a deal that was really made, or an event or delivery under it.",
    "readings.csv": "How a term of a real deal is read as a term of the model.",
    "diversion_cases.csv": "A known case of diversion.",
}
MEANS = {
    "key": "what other tables call the source",
    "citation": "author, title, publisher",
    "licence": "terms under which its figures may be used",
    "url": "address; blank for judgements",
    "date": "day, ISO 8601",
    "name": "identifier, by which reforms and pages call the row",
    "value": "the central figure",
    "low": "low end of the range",
    "high": "high end of the range",
    "unit": "unit of the row's figures",
    "kind": "what the row is",
    "applies_from": "state of the world from which it holds; blank: always",
    "known_on": "day on which it was known: a world of an earlier day does not have it",
    "source": "key in `sources.csv`",
    "confidence": "how sure the figure is",
    "reason": "why this figure and this range",
    "note": "what to mind",
    "iso3": "ISO 3166 code of the economy",
    "iso2": "its code of two letters",
    "common_name": "the shorter name that the standard's data add; blank: none",
    "official_name": "formal name of the state; blank: none is given",
    "basis": "what the figure was made from",
    "year": "year",
    "seen": "what can be seen of demand: clouds, clusters, supercomputers; thousand H100e a year",
    "evidence": "A: plans or imports known; B: cloud, cluster or supercomputer known; C: statistics only",
    "origin": "economy that leaks, or where a route begins",
    "destination": "where a route ends",
    "partner": "code of the partner",
    "measure": "announced or in force",
    "column": "column of `countries.csv`",
    "structural": "1 where the figure moves so slowly that it counts as known before its day",
    "status": "in force, repealed or planned",
    "groups": "country groups of the export regulations",
    "recalled_groups": "1 where these are from memory and not verified",
    "tier": "1 free access, 2 under caps, 3 embargoed",
    "group": "the bloc, union or group; of instruments the kind of terms they are drawn with",
    "member": "code of a member",
    "label": "what a reader sees",
    "eligible": "who may give it: `all`, or codes",
    "tracks": "tracks of talks on which it is on the table",
    "description": "what it is, in a sentence",
    "capacity_base": "the most that can be given, a size of the partner",
    "us_base": "size of its worth to the United States where all is given, USD bn",
    "us_value": "parameter that multiplies it",
    "additionality": "parameter: share that would not have come anyway",
    "delivery": "parameter: share of what is promised that comes",
    "cost_base": "size of its cost to the partner where all is given, USD bn",
    "cost_value": "parameter that multiplies it",
    "phrase": "what whoever gives it does, in a sentence",
    "quoted_years": "years over which a quoted total is spread; 1 for amounts a year",
    "us_intercept": "worth of the first part, as a share of `us_base`",
    "us_slope": "how fast that worth falls",
    "cost_intercept": "cost of the first part, as a share of `cost_base`",
    "cost_slope": "how fast that cost rises",
    "cost_power": "with what power",
    "order": "place in tables",
    "side": "who gives",
    "legal_authority": "what the promise rests on",
    "goal": "the goal it serves",
    "form": "`plain`, or the rows of the programme that are its own",
    "chip": "model",
    "vendor": "maker",
    "tpp": "total processing performance, as export law counts it",
    "tpp_low": "low end",
    "tpp_high": "high end",
    "dense_8bit_tops": "dense 8-bit operations, tera a second",
    "h100e_8bit": "H100 equivalents by dense 8-bit operations",
    "h100e_tpp": "H100 equivalents by total processing performance",
    "die_area_mm2": "area of the die, mm²",
    "performance_density": "performance density, as export law counts it",
    "memory_gb": "memory, GB",
    "memory_bandwidth_tb_s": "memory bandwidth, TB a second",
    "tdp_w": "power, W",
    "price_usd_low": "price, low end, USD",
    "price_usd_high": "price, high end, USD",
    "class": "class of chip in the programme",
    "parameter": "name, by which the rule is reformed: `rule.<parameter>`",
    "period": "quarter, year or span that it is about",
    "paragraph": "where it stands in the rule",
    "metric": "what is measured",
    "entity": "whose it is",
    "item": "what of it",
    "deal": "name of the deal",
    "instrument": "term, event or delivery",
    "horizon": "by when, in the text's words",
    "years": "years over which the amount is promised",
    "binding": "1 where the text binds",
    "stage": "how far it has come",
    "term": "instrument of `deals.csv`",
    "reads_as": "instrument of `instruments.csv`, or `nothing`",
    "unless": "another term of the same deal that takes its place",
    "minus": "what is taken off first",
    "place": "where",
}
"""What stands in the columns that more than one table may have, and in those of one."""


def dictionary() -> str:
    """The page, whole."""
    columns = {row["column"]: row for row in _rows(COLUMNS)}
    parts = [HEAD.rstrip(), *(_table(table, columns) for table in TABLES), _assumptions(), _answers()]
    return "\n\n".join(parts) + "\n"


def _rows(table: Table) -> list[Row]:
    """Rows of a table, as they are written."""
    with (DATASETS / table.file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _table(table: Table, columns: Mapping[str, Row]) -> str:
    """One table: what a row is, its key, and its columns."""
    count = len(_rows(table))
    lines = [
        f"## {table.file}",
        "",
        f"{ROWS[table.file]} {count} rows; a row is known by {', '.join(f'`{name}`' for name in table.key)}.",
        "",
        "| column | holds | may be |",
        "| --- | --- | --- |",
    ]
    for column in table.columns:
        lines.append(f"| `{column.name}` | {_means(table, column, columns)} | {_may_be(column)} |")
    return "\n".join(lines)


def _means(table: Table, column: Column, columns: Mapping[str, Row]) -> str:
    """What stands in a column; of statistics the unit, the source and what to mind."""
    if table is not COUNTRIES:
        return MEANS[column.name]
    row = columns[column.name]
    return _cell("; ".join(part for part in (row["unit"], row["source"], row["note"]) if part))


def _may_be(column: Column) -> str:
    """What a cell may be."""
    blank = " or blank" if column.blank else ""
    if column.choices is not None:
        return ", ".join(sorted(column.choices)) + blank
    match column.cell:
        case "number":
            what = "whole number" if column.whole else "number"
            return f"{what}{'' if column.least < 0 else f' from {column.least:g} on'}{blank}"
        case "flag":
            return "0 or 1"
        case "date":
            return f"day{blank}"
        case _:
            return f"text{blank}"


def _assumptions() -> str:
    """Every assumption: value, range, unit, from when and known when, its kind and its reason."""
    rows = [
        "## Every assumption",
        "",
        "| name | value | low | high | unit | known on | holds from | kind | reason |",
        "| --- | --: | --: | --: | --- | --- | --- | --- | --- |",
    ]
    told = ("value", "low", "high", "unit", "known_on", "applies_from", "kind", "reason")
    rows += [f"| `{row['name']}` | {' | '.join(_cell(row[name]) for name in told)} |" for row in _rows(ASSUMPTIONS)]
    return "\n".join(rows)


def _answers() -> str:
    """The columns of answers: what `deals.readable` and the workbook head them with, and what to mind."""
    rows = [
        "## Columns of answers",
        "",
        "Columns of tables that answers have, with the heading that `deals.readable` and the workbook give them.",
        "",
        "| column | heading | to mind |",
        "| --- | --- | --- |",
    ]
    known = sorted((column for column in ANSWERS.values() if column.name), key=lambda column: column.name)
    rows += [f"| `{column.name}` | {_cell(column.title)} | {_cell(column.note) or '–'} |" for column in known]
    return "\n".join(rows)


def _cell(text: str) -> str:
    """Text that stays in its cell, and that no Markdown reads as markup."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


if __name__ == "__main__":
    PAGE.write_text(dictionary(), encoding="utf-8")
