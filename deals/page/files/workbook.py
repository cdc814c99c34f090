"""Tables as an Excel workbook: number formats, notes on columns, and nothing that reckons or fetches."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from deals.kit.visible import visible
from deals.page.files.put import BEGIN, timeless

if TYPE_CHECKING:
    import pandas as pd

Form = Literal["text", "number", "money", "percent", "whole", "plain"]
FORMATS: dict[Form, str] = {
    "text": "@",
    "number": "#,##0.00",
    "money": '#,##0.00;[Red]−#,##0.00;"–"',
    "percent": "0.0%",
    "whole": "#,##0",
    "plain": "General",
}
"""Number formats, by what a column holds."""
NARROW, WIDEST, ONLY_TEXT, OF_TEXT = 10, 60, 140, 1.05
"""Widths of columns, in characters, and how much wider than its text one is."""
HEAD_HEIGHT = 48
LONGEST = 32_767
"""Characters that a cell can hold."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes
    ----------
    name : str
        Its name in the frame.
    title : str
        What a reader sees, with the unit.
    form : str
        How its numbers are written.
    note : str
        What it holds, as a note on its head; blank for none.
    """

    name: str
    title: str
    form: Form = "text"
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet: a table with its columns, and lines above it that say what it is."""

    name: str
    above: Sequence[str]
    columns: Sequence[Column]
    frame: "pd.DataFrame"


def workbook(sheets: Sequence[Sheet], title: str) -> bytes:
    """Write sheets as one workbook; the same sheets make the same bytes.

    Every text is written as text, also where it begins as a formula or an address would.
    """
    import xlsxwriter  # heavy

    out = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(out, plain)
    book.set_properties({"title": visible(title)[:255], "created": BEGIN})
    looks = {form: book.add_format({"num_format": shape, "valign": "top"}) for form, shape in FORMATS.items()}
    looks["text"].set_text_wrap()
    heads = {
        right: book.add_format(
            {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": "#EDF1F7", "align": side, "bottom": 1}
        )
        for right, side in ((False, "left"), (True, "right"))
    }
    first, note = book.add_format({"bold": True, "font_size": 14}), book.add_format({"font_color": "#5A616A"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for row, line in enumerate(sheet.above):
            page.write_string(row, 0, _text(line), first if row == 0 else note)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        if not sheet.columns:
            page.set_column(0, 0, ONLY_TEXT)
            continue
        top = len(sheet.above) + 1 if sheet.above else 0
        _table(page, sheet, top, looks, heads)
    book.close()
    return timeless(out.getvalue())


def _table(page: Any, sheet: Sheet, top: int, looks: dict[Form, Any], heads: dict[bool, Any]) -> None:
    """The head with its notes, the rows, widths, a filter, and the head kept in sight."""
    page.set_row(top, HEAD_HEIGHT)
    for place, column in enumerate(sheet.columns):
        page.write_string(top, place, _text(column.title), heads[column.form != "text"])
        if column.note:
            page.write_comment(top, place, _text(column.note), {"x_scale": 2})
        values: list[Any] = sheet.frame[column.name].tolist()
        for row, value in enumerate(values, top + 1):
            if _is_number(value):
                page.write_number(row, place, float(value), looks[column.form])
            elif not _is_blank(value):
                page.write_string(row, place, _text(str(value)), looks["text"])
        page.set_column(place, place, _width(column, values))
    page.freeze_panes(top + 1, min(1, len(sheet.columns) - 1))
    if len(sheet.frame):
        page.autofilter(top, 0, top + len(sheet.frame), len(sheet.columns) - 1)
    page.repeat_rows(top)


def _is_number(value: object) -> bool:
    """Whether a cell holds a number that Excel can have; true and false are words."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_blank(value: object) -> bool:
    """Whether a cell holds nothing: none, or a number that is none."""
    return value is None or value != value or value == ""


def _width(column: Column, values: list[object]) -> float:
    longest = max((len(str(value)) for value in values if isinstance(value, str)), default=0)
    words = max(map(len, column.title.split()))
    return min(max(NARROW, words + 2, OF_TEXT * longest), WIDEST)


def _text(text: str) -> str:
    """Text with nothing in it that steers, no longer than a cell holds."""
    return visible(text)[:LONGEST]
