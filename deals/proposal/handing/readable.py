"""Any table of ours as people read it: headings in words with units, names for codes, numbers without false digits."""

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from numbers import Real
from typing import Any

import pandas as pd
from markupsafe import Markup

from deals import regimes
from deals.kit.errors import InputError, Problem
from deals.kit.given.checked import checked
from deals.page.document import Block, Document, Paragraph, Table, html, markdown
from deals.page.files.workbook import Column
from deals.page.wording import amount, listed, lowered, number, percent, rate
from deals.proposal.handing.columns import COLUMNS
from deals.record.weighing.evaluation import LABELS
from deals.world.checks.completeness import packaged_rows
from deals.world.load import data_folder
from deals.world.naming.economies import known_names
from deals.world.schema import INSTRUMENTS

BLANK = "–"
UNIT, NAME, REGIME = "unit", "name", "regime"
IN_ITS_UNIT = frozenset(
    ("amount", "low", "value", "high", "p10", "p50", "p90", "q10", "q25", "q50", "q75", "q90", "stated", "nearest")
)
"""Columns whose numbers are in the unit that their row names."""
OF_ANYTHING = frozenset(("low", "value", "high"))
"""Those of them that need not be amounts of a term, of which a share is one of the full measure."""
SIDES = {"us": "United States"}
CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
ENDINGS = {"_usd_bn": ", USD bn", "_kh": ", thousand H100e"}
"""Units at the end of a column's name, as a heading has them."""


@dataclass(frozen=True, eq=False)
class Readable:
    """A table to be looked at. In a notebook it shows itself, light and dark as the notebook is."""

    page: Document

    def markdown(self) -> str:
        """The table in Markdown."""
        return markdown(self.page)

    def _repr_html_(self) -> Markup:
        return html(self.page)

    def _repr_markdown_(self) -> str:
        return self.markdown()


@checked()
def readable(frame: "pd.DataFrame | pd.Series[Any]", title: str = "") -> Readable:
    """Show a table of an answer, or a part of it, as people read it.

    Columns that are known have their heading in words with its unit, and a note below the table where it needs one;
    others are shown as they are called. Codes of partners, terms and regimes become names, an amount is told in the
    unit of its row, a blank is a dash. The frame itself stays as it is.

    Parameters
    ----------
    frame : DataFrame or Series
        Any rows and columns of an answer's table, or a user's own.
    title : str
        What stands above it.

    Raises
    ------
    InputError
        If it is no table.

    Examples
    --------
    >>> print(readable(pd.DataFrame({"partner": ["ARE"], "opened_kh": [380.2], "us_gain": [1.278]})).markdown().strip())
    | Partner | Opened without a deal, thousand H100e | US gain, USD bn |
    | --- | --: | --: |
    | United Arab Emirates | 380 | 1.28 |
    """
    shown = _flat(_frame_in(frame))
    in_units = IN_ITS_UNIT & set(shown.columns) if UNIT in shown.columns else frozenset()
    columns = [name for name in shown.columns if not (in_units and name == UNIT)]
    heads = {name: _column(name, shown[name]) for name in columns}
    figures = {name for name in columns if name in in_units or _all_numbers(shown[name])}
    rows = [
        tuple(_unit(row, name) if name in in_units else _cell(row[name], heads[name]) for name in columns)
        for row in shown.to_dict("records")
    ]
    table = Table([heads[name].title for name in columns], rows, frozenset(heads[name].title for name in figures))
    return Readable(Document("", title, [table, *_notes(heads.values())]))


def _frame_in(given: object) -> pd.DataFrame:
    """What was given as a frame."""
    if isinstance(given, pd.Series):
        return given.to_frame()
    if isinstance(given, pd.DataFrame):
        return given
    fix = "give a table of an answer, such as proposal.packages"
    raise InputError(Problem("", "frame", type(given).__name__, "is no table", fix))


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """The index as columns: not one that only counts, nor codes beside their names."""
    flat = frame.copy()
    flat.columns = pd.Index([_joined(name) for name in frame.columns])
    index = frame.index.to_frame(index=False)
    index.columns = pd.Index([_joined(name) for name in frame.index.names])
    for place, name in reversed(list(enumerate(index.columns))):
        counts = frame.index.names[place] is None and frame.index.dtype.kind in "iu"
        named = name in ("partner", "region") and NAME in flat.columns
        if not counts and not named and name not in flat.columns:
            flat.insert(0, name, index[name].array)
    if NAME in flat.columns and "partner" in flat.columns:
        flat = flat.drop(columns="partner")
    return flat


def _joined(name: Hashable) -> str:
    return " ".join(map(str, name)) if isinstance(name, tuple) else "" if name is None else str(name)


def _column(name: str, cells: "pd.Series[Any]") -> Column:
    """What a column holds; of one that nobody knows, what it is called, and whether it counts."""
    if name in COLUMNS:
        return COLUMNS[name]
    ending = next((one for one in ENDINGS if name.endswith(one)), "")
    words = name.removesuffix(ending).replace("_", " ") + ENDINGS.get(ending, "")
    whole = _all_numbers(cells) and bool((cells.dropna() % 1 == 0).all())
    return Column(name, words[:1].upper() + words[1:], "plain" if whole else "number")


def _all_numbers(cells: "pd.Series[Any]") -> bool:
    """Whether there is nothing but numbers and blanks in a column."""
    return all(_is_number(cell) or cell is None for cell in cells)


def _is_number(cell: object) -> bool:
    return isinstance(cell, Real) and not isinstance(cell, bool)


def _unit(row: Mapping[Hashable, Any], name: str) -> str:
    """An amount in the unit of its row."""
    cell, unit = row[name], str(row[UNIT])
    if not _is_number(cell) or pd.isna(cell):
        return _cell(cell, Column(name, name))
    if unit == "percent":
        return f"{rate(float(cell))}%"
    return percent(float(cell)) if unit == "share" and name in OF_ANYTHING else amount(float(cell), unit)


def _cell(cell: Any, column: Column) -> str:
    """One cell: a number by the form of its column, and whatever else in words."""
    if isinstance(cell, (tuple, list, frozenset, set)):
        return listed([_words(str(one), column) for one in cell]) or BLANK
    if cell is None or pd.isna(cell) or cell == "":
        return BLANK
    if isinstance(cell, bool) or type(cell).__name__ == "bool_":
        return "yes" if cell else "no"
    if not _is_number(cell):
        return _words(str(cell), column)
    match column.form:
        case "percent":
            return percent(float(cell))
        case "whole" | "plain":
            return rate(float(cell))
        case _:
            return number(float(cell))


def _words(text: str, column: Column) -> str:
    """The name behind a code; a code of none is told in its own words, and other text stays."""
    if column.name == "side":
        return SIDES.get(text, text)
    if column.name == REGIME and text.partition("+")[0] in regimes.IDS:
        return regimes.get(text).title
    if not column.name and text in COLUMNS:
        return COLUMNS[text].title
    return _names().get(text) or (text.replace("_", " ") if CODE.fullmatch(text) else text)


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """Names in words by code, of terms, partners and economies, and of what an evaluation adds to terms."""
    terms = {str(row["name"]): str(row["label"]) for row in packaged_rows(data_folder(), INSTRUMENTS)}
    return {**terms, **LABELS, **known_names().titles}


def _notes(columns: Iterable[Column]) -> list[Block]:
    """What columns hold that need saying, once for all of which it is true."""
    of: dict[str, list[str]] = {}
    for column in columns:
        if column.note:
            of.setdefault(column.note, []).append(column.title)
    told = [f"{', '.join(titles)}: {lowered(note)}" for note, titles in of.items()]
    return [Paragraph(" ".join(told), "note")] if told else []
