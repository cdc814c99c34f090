"""The tables as they stand: readable, sourced, dated, ranged."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from deals.kit.errors import Problem
from deals.trade import schema as trade
from deals.world import data_folder
from deals.world.schema import ASSUMPTIONS, DEMAND, DIVERSION, SOURCES, TABLES, TARIFF_RATES, Table
from deals.world.tables import Row, read_table

TODAY = date(2026, 11, 22)
RANGED = [table for table in TABLES if table.ranged]


def rows_of(table: Table) -> list[Row]:
    problems: list[Problem] = []
    rows = read_table(data_folder(), table, problems)
    assert problems == []
    return rows


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_every_row_is_well_formed_and_cites_a_known_source(table: Table) -> None:
    keys = frozenset(str(row["key"]) for row in rows_of(SOURCES))
    problems: list[Problem] = []
    rows = read_table(data_folder(), table, problems, keys)
    assert problems == []
    assert rows


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_nothing_is_known_before_it_happened_or_after_today(table: Table) -> None:
    for row in rows_of(table):
        known = row.get("known_on", TODAY)
        assert isinstance(known, date)
        assert date(2020, 1, 1) <= known <= TODAY


def test_every_file_of_the_folder_is_a_known_table() -> None:
    assert {path.name for path in data_folder().glob("*.csv")} == {table.file for table in TABLES}


def test_no_judgement_is_a_bare_number() -> None:
    """A judgement has a real range, wider than its value, and says why."""
    for table in (ASSUMPTIONS, DEMAND, DIVERSION, TARIFF_RATES):
        for row in rows_of(table):
            low, high = row["low"], row["high"]
            assert isinstance(low, float)
            assert isinstance(high, float)
            assert len(str(row["reason"])) > 5
            if row["confidence"] == "judgement":
                assert low < high, row


def test_sources_are_all_used_and_say_their_licence() -> None:
    used = {str(row["source"]) for table in (*TABLES, *trade.TABLES) for row in rows_of(table) if "source" in row}
    for row in rows_of(SOURCES):
        assert row["key"] in used, f"{row['key']} is never cited"
        assert row["citation"]
        assert row["licence"]
        assert row["url"] == "" or re.match(r"https?://", str(row["url"]))


def test_numbers_columns_hold_no_words() -> None:
    """The record had "not found" and ranges in numeric columns of chips; here a blank is a blank."""
    with (data_folder() / "chips.csv").open(newline="", encoding="utf-8") as handle:
        for record in csv.DictReader(handle):
            for name in ("tpp", "dense_8bit_tops", "memory_gb", "memory_bandwidth_tb_s", "tdp_w", "price_usd_low"):
                assert re.fullmatch(r"(\d+(\.\d+)?)?", record[name]), (record["chip"], name)


def test_files_end_with_one_newline_and_carry_no_carriage_returns() -> None:
    for path in Path(data_folder()).glob("*.csv"):
        text = path.read_bytes()
        assert b"\r" not in text
        assert text.endswith(b"\n")
        assert not text.endswith(b"\n\n")
