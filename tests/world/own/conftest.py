"""Rows of the packaged tables as text, and worlds compared piece by piece."""

import csv
import io
from collections.abc import Iterable

from deals.world import World, data_folder


def lines_of(file: str) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a packaged table."""
    with (data_folder() / file).open(encoding="utf-8", newline="") as text:
        header, *rows = csv.reader(text)
    return header, rows


def text_of(header: list[str], rows: Iterable[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([header, *rows])
    return written.getvalue()


def row_with(file: str, **cells: str) -> str:
    """A table of one row: the first whose cells stand before ``->`` (``*`` for any), changed to what stands after."""
    header, rows = lines_of(file)
    wanted = {name: cell.partition("->")[0] for name, cell in cells.items()}
    row = next(row for row in rows if all(row[header.index(n)] == cell for n, cell in wanted.items() if cell != "*"))
    for name, cell in cells.items():
        if "->" in cell:
            row[header.index(name)] = cell.partition("->")[2]
    return text_of(header, [row])


def same_world(one: World, other: World) -> bool:
    """Whether two worlds agree in every number and every table."""
    tables = ("countries", "tiers", "arcs", "chips", "class_mix", "blocs", "deals", "sources")
    return (
        dict(one.parameters) == dict(other.parameters)
        and one.instruments == other.instruments
        and dict(one.rules) == dict(other.rules)
        and dict(one.rule_dates) == dict(other.rule_dates)
        and dict(one.rule_codes) == dict(other.rule_codes)
        and all(getattr(one, name).equals(getattr(other, name)) for name in tables)
    )
