"""Why a pledged dollar counts for cents, and which figures a sheet rests on: each with its range and its source."""

from collections.abc import Collection
from typing import Any

import pandas as pd

from deals.page.document import Block, Bullets, Heading, Paragraph, Table
from deals.page.wording import in_a_sentence, lowered, money, number, percent, rate
from deals.proposal.contents import DealContents
from deals.proposal.sheet.sources import sources
from deals.world.instrument import Instrument
from deals.world.quantity import Quantity
from deals.world.world import World

PLEDGES = "USD bn"
RANGE = "Range: what is taken to be possible; a judgement has no source but its reason."
MOST_FIGURES = 14
"""Figures that a sheet names; :func:`~deals.proposal.sheet.sources.sources` has all."""


def pledges(package: DealContents, *, explained: bool = False) -> list[Block]:
    """What a dollar of each pledge is worth, from what is promised to what is left of it; nothing without pledges.

    With `explained` the steps stand elsewhere, and only the cents are told.
    """
    about = {one.name: one for one in package.plan.question.world.instruments}
    lines = [
        _in_cents(package, about[str(term["instrument"])], term, explained=explained)
        for term in package.proposed.to_dict("records")
        if str(term["unit"]).startswith(PLEDGES)
    ]
    return [Heading("Why a pledged dollar counts for cents"), Bullets(lines)] if lines else []


def _in_cents(package: DealContents, instrument: Instrument, term: dict[Any, Any], *, explained: bool) -> str:
    us, own = (100 * float(term[column]) / float(term["amount"]) for column in ("us_value", "partner_value"))
    cents = (
        f"{instrument.label}: a dollar counts for {number(us, 2)} cents to the United States and costs "
        f"{in_a_sentence(package.name)} {number(abs(own), 2)} cents."
    )
    if explained:
        return cents
    steps, product = _steps(instrument, package.plan.question.world)
    left = us / (100 * product) if product else float("nan")
    over = f"paid over {rate(instrument.quoted_years)} years, {percent(left)} of that is left in today’s money"
    return f"{cents} {'; '.join([*steps, over])}."


def steps_in_words(instrument: Instrument, world: World) -> str:
    """What becomes of a pledged dollar, whoever pledges it."""
    steps, _ = _steps(instrument, world)
    over = f"paid over {rate(instrument.quoted_years)} years from signing, and told in today’s money"
    return f"{instrument.label}: {'; '.join([*steps, over])}."


def _steps(instrument: Instrument, world: World) -> tuple[list[str], float]:
    """How much of a pledge comes, how much of that is added, what that brings; and the three multiplied."""
    told, product = [], 1.0
    for name, said in (
        (instrument.delivery, _kept),
        (instrument.additionality, _added),
        (instrument.us_value, _brings),
    ):
        if name:
            product *= world.parameters[name].value
            told.append(said(world.parameters[name]))
    return told, product


def _kept(share: Quantity) -> str:
    return f"{percent(share.value)} of what is pledged is expected to come ({_range(share)})"


def _added(share: Quantity) -> str:
    return f"{percent(share.value)} of what comes would not have come anyway ({_range(share)})"


def _brings(share: Quantity) -> str:
    value, low, high = (rate(100 * one) for one in (share.value, share.low, share.high))
    return f"a dollar truly added brings the United States {value} cents ({low} to {high})"


def _range(share: Quantity) -> str:
    return f"{percent(share.low)} to {percent(share.high)}"


def figures(package: DealContents, elsewhere: Collection[str] | None = None) -> list[Block]:
    """The figures that matter most on the sheet, with range and source.

    Those named in `elsewhere` stand on another page, with what a range is.
    """
    frame = sources(package)
    own = frame[~frame.index.isin(elsewhere or ())].drop_duplicates("reason").head(MOST_FIGURES)
    if own.empty:
        return []
    more = len(frame) - len(own)
    beside = f"{more} more stand in the workbook, on the sheet Sources."
    if elsewhere is not None:
        return [Heading("Where the partner’s own figures come from"), table_of_figures(own)]
    return [
        Heading("Where the figures come from"),
        table_of_figures(own),
        Paragraph(f"{RANGE} {beside}" if more > 0 else RANGE, "note"),
    ]


def table_of_figures(frame: pd.DataFrame) -> Table:
    """Figures with value, range and source."""
    rows = [
        (str(row["figure"]), _value(float(row["value"]), str(row["unit"])), _between(row), _source(row))
        for row in frame.to_dict("records")
    ]
    return Table(("Figure", "Value", "Range", "Source, or reason of a judgement"), rows, frozenset({"Value", "Range"}))


def _value(value: float, unit: str) -> str:
    """A number with its unit, as a reader would say it."""
    match unit.replace("kH", "thousand H100e").split():
        case ["share"]:
            return percent(value)
        case ["per", "year"]:
            return f"{rate(100 * value)}% a year"
        case ["percent", *of]:
            return " ".join([f"{rate(value)}%", *of])
        case ["factor"]:
            return f"{rate(value)} × the estimate"
        case ["x", *of]:
            return " ".join([f"{rate(value)} ×", *of])
        case ["USD", "bn", *per]:
            return " ".join([money(value), *per])
        case words:
            return " ".join([rate(value), *words])


def _between(row: dict[Any, Any]) -> str:
    """The range, its unit left out where the value has it."""
    low, high, unit = float(row["low"]), float(row["high"]), str(row["unit"])
    if low == high:
        return "–"
    if unit == "share":
        return f"{percent(low)} to {percent(high)}"
    if unit == "per year":
        low, high = 100 * low, 100 * high
    ends = (money(low), money(high)) if unit.startswith("USD bn") else (rate(low), rate(high))
    return f"{' to '.join(ends)}{'%' * (unit.startswith('percent') or unit == 'per year')}"


def _source(row: dict[Any, Any]) -> str:
    reason = str(row["reason"])
    if row["kind"] == "judgement" and not row["address"]:
        return f"Judgement: {lowered(reason)}"
    dated = f", {row['source_date']}" if row["source_date"] and str(row["source_date"]) not in row["source"] else ""
    address = f" <{row['address']}>" if row["address"] else ""
    return f"{row['source']}{dated}{address}"
