"""Tables in words: names for codes, amounts in the unit of their row, a dash for a blank, and the frame as it was."""

import doctest
import math
import sys
from collections.abc import Hashable

import pandas as pd
import pytest

from deals.page.document import Paragraph, Table
from deals.page.files.workbook import FORMATS
from deals.page.wording import lowered
from deals.proposal import readable
from deals.proposal.handing.columns import COLUMNS


def shown(frame: "pd.DataFrame | pd.Series[float]") -> Table:
    (table, *_) = readable(frame).page.blocks
    assert isinstance(table, Table)
    return table


def cell(value: object, column: str = "anything", **others: Hashable) -> str:
    return str(shown(pd.DataFrame([{column: value, **others}])).rows[0][0])


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        *(("odds", 0.234, "23%"), ("us_gain", 1.2345, "1.23"), ("tariff_to", 15.0, "15"), ("deals", 22, "22")),
        *(("us_gain", math.nan, "–"), ("price_up", math.inf, "unbounded"), ("us_gain", 1e-17, "0")),
        *(("partner", "ARE", "United Arab Emirates"), ("instrument", "tariff_cut", "Tariff cut on US goods")),
        *(("why", "no reason", "no reason"), ("why", None, "–"), ("why", "", "–"), ("counts", True, "yes")),
        *(("joined", ("IND", "JPN"), "India and Japan"), ("joined", (), "–")),
        *(("term", "transit_rights", "transit rights"), ("why", "no_deal yet", "no_deal yet")),
        ("announced", 20.0, "20"),
        ("regime", "leverage", "Leverage: country-by-country deals"),
        ("regime", "pre_2025+entity_list", "Controls before January 2025; parties barred by headquarters"),
    ],
)
def test_a_cell_is_written_as_its_column_asks(column: str, value: object, text: str) -> None:
    assert cell(value, column) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.4, "share", "40% of the full measure"),
        (10.0, "USD bn pledged", "USD 10.0 bn pledged"),
        (51.4, "kH", "51,400 H100e"),
        (12.5, "percent", "12.5%"),
        (math.nan, "share", "–"),
    ],
)
def test_an_amount_is_told_in_the_unit_of_its_row(value: float, unit: str, text: str) -> None:
    table = shown(pd.DataFrame([{"amount": value, "unit": unit}]))
    assert table.columns == ["Amount"]
    assert table.rows == [(text,)]
    assert table.figures == {"Amount"}


def test_a_share_of_anything_is_a_percentage() -> None:
    table = shown(pd.DataFrame([{"value": 0.3, "low": 0.05, "high": 0.5, "unit": "share"}]))
    assert table.rows == [("30%", "5.0%", "50%")]


def test_codes_in_the_index_become_names_and_a_count_is_left_out() -> None:
    frame = pd.DataFrame({"odds": [0.5]}, index=pd.Index(["ARE"], name="partner"))
    assert shown(frame).rows == [("United Arab Emirates", "50%")]
    assert shown(frame.assign(name="The Emirates")).rows == [("50%", "The Emirates")]
    assert shown(frame.reset_index(drop=True)).rows == [("50%",)]
    both = frame.set_index(pd.MultiIndex.from_tuples([("ARE", "investment")], names=["partner", "instrument"]))
    assert shown(both).rows == [("United Arab Emirates", "Investment in the United States", "50%")]


def test_numbers_of_outcomes_below_each_other_have_their_headings_too() -> None:
    row = pd.Series([1.0, 2.0], index=["us_gain", "partner_gain"], name="USD bn a year")
    assert [first for first, _ in shown(row).rows] == [COLUMNS[name].title for name in row.index]


def test_a_column_that_nobody_knows_is_called_as_it_is_in_words() -> None:
    frame = pd.DataFrame({"kept_back_kh": [1.0], "my own": [2.0], "saved_usd_bn": [3.0]})
    assert shown(frame).columns == ["Kept back, thousand H100e", "My own", "Saved, USD bn"]
    assert shown(frame).figures == set(shown(frame).columns)


def test_what_needs_saying_stands_below() -> None:
    (_, note) = readable(pd.DataFrame({"odds_opening": [0.5]})).page.blocks
    assert lowered(COLUMNS["odds_opening"].note) in str(note)
    (_, note) = readable(pd.DataFrame({"odds": [0.5], "unpaid": [0.1]})).page.blocks
    assert isinstance(note, Paragraph)
    assert note.text == "Odds, Partner cannot be paid: share of drawn worlds.", "said once of both"


def test_the_frame_stays_as_it_is_and_nothing_in_it_becomes_markup() -> None:
    frame = pd.DataFrame({"name": ["<b>Wonderland"], "odds": [0.5]}, index=pd.Index(["ARE"], name="partner"))
    before = frame.copy()
    page = str(readable(frame, "<i>Odds")._repr_html_())
    pd.testing.assert_frame_equal(frame, before)
    assert "<b>" not in page
    assert "<i>" not in page


def test_the_example_is_true() -> None:
    found = doctest.testmod(sys.modules[readable.__module__])
    assert found.attempted
    assert not found.failed


def test_every_heading_is_in_words_and_every_form_is_known() -> None:
    assert not [name for name, column in COLUMNS.items() if "_" in column.title or column.form not in FORMATS]
