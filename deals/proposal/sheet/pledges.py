"""Why a pledged dollar counts for cents, and which figures a sheet rests on: each with its range and its source."""

from typing import Any

from deals.page.document import Block, Bullets, Heading, Paragraph, Table
from deals.page.wording import in_a_sentence, lowered, money, number, percent, rate
from deals.proposal.contents import DealContents
from deals.proposal.sheet.sources import sources
from deals.world.instrument import Instrument
from deals.world.quantity import Quantity

PLEDGES = "USD bn"
MOST_FIGURES = 14
"""Figures that a sheet names; :func:`~deals.proposal.sheet.sources.sources` has all."""


def pledges(package: DealContents) -> list[Block]:
    """What a dollar of each pledge is worth, from what is promised to what is left of it; nothing without pledges."""
    about = {one.name: one for one in package.plan.question.world.instruments}
    lines = [
        _in_cents(package, about[str(term["instrument"])], term)
        for term in package.proposed.to_dict("records")
        if str(term["unit"]).startswith(PLEDGES)
    ]
    return [Heading("Why a pledged dollar counts for cents"), Bullets(lines)] if lines else []


def _in_cents(package: DealContents, instrument: Instrument, term: dict[Any, Any]) -> str:
    us, own = (100 * float(term[column]) / float(term["amount"]) for column in ("us_value", "partner_value"))
    numbers = package.plan.question.world.parameters
    told, product = [], 1.0
    for name, said in (
        (instrument.delivery, _kept),
        (instrument.additionality, _added),
        (instrument.us_value, _brings),
    ):
        if name:
            product *= numbers[name].value
            told.append(said(numbers[name]))
    left = us / (100 * product) if product else float("nan")
    told.append(f"paid over {rate(instrument.quoted_years)} years, {percent(left)} of that is left in today’s money")
    return (
        f"{instrument.label}: a dollar counts for {number(us, 2)} cents to the United States and costs "
        f"{in_a_sentence(package.name)} {number(abs(own), 2)} cents. {'; '.join(told)}."
    )


def _kept(share: Quantity) -> str:
    return f"{percent(share.value)} of what is pledged is expected to come ({_range(share)})"


def _added(share: Quantity) -> str:
    return f"{percent(share.value)} of what comes would not have come anyway ({_range(share)})"


def _brings(share: Quantity) -> str:
    value, low, high = (rate(100 * one) for one in (share.value, share.low, share.high))
    return f"a dollar truly added brings the United States {value} cents ({low} to {high})"


def _range(share: Quantity) -> str:
    return f"{percent(share.low)} to {percent(share.high)}"


def figures(package: DealContents) -> list[Block]:
    """The figures that matter most on the sheet, with range and source."""
    frame = sources(package)
    rows = [
        (
            str(row["figure"]),
            _value(float(row["value"]), str(row["unit"])),
            _between(row),
            _source(row),
        )
        for row in frame.drop_duplicates("reason").head(MOST_FIGURES).to_dict("records")
    ]
    if not rows:
        return []
    more = len(frame) - len(rows)
    beside = f" {more} more stand in the workbook, on the sheet Sources." if more > 0 else ""
    said = f"Range: what is taken to be possible; a judgement has no source but its reason.{beside}"
    return [
        Heading("Where the figures come from"),
        Table(("Figure", "Value", "Range", "Source, or reason of a judgement"), rows, frozenset({"Value", "Range"})),
        Paragraph(said, "note"),
    ]


def _value(value: float, unit: str) -> str:
    """A number with its unit, as a reader would say it."""
    match unit.replace("kH", "thousand H100e").split():
        case ["share"]:
            return percent(value)
        case ["percent", *of]:
            return " ".join([f"{rate(value)}%", *of])
        case ["factor"]:
            return f"× {rate(value)}"
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
    ends = (money(low), money(high)) if unit.startswith("USD bn") else (rate(low), rate(high))
    return f"{' to '.join(ends)}{'%' * unit.startswith('percent')}"


def _source(row: dict[Any, Any]) -> str:
    reason = str(row["reason"])
    if row["kind"] == "judgement" and not row["address"]:
        return f"Judgement: {lowered(reason)}"
    dated = f", {row['source_date']}" if row["source_date"] and str(row["source_date"]) not in row["source"] else ""
    address = f" <{row['address']}>" if row["address"] else ""
    return f"{row['source']}{dated}{address}"
