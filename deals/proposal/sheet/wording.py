"""Terms of a sheet in plain words: amounts as their instruments put them, names in a sentence, what a measure means."""

import math
from typing import Any

from deals.page.document import Block, Bullets, Heading, Paragraph
from deals.page.wording import NOTHING, amount, chips, listed, lowered, percent, rate
from deals.proposal.contents import DealContents
from deals.world.instrument import CHIPS, RELIEF, Instrument

GROUNDS = {"sector_tariff": "trade statute"}
"""Legal authorities that are more than their name says."""
MONEY = "USD bn"
"""How units of money begin."""


def full(share: float) -> str:
    """How far something is done that can be done in part."""
    return "in full" if share > 1 - NOTHING else f"by {percent(share)}"


def way(share: float) -> str:
    """How far a way has been gone."""
    return "in full" if share > 1 - NOTHING else f"{percent(share)} of the way"


def measured(package: DealContents, instrument: str, size: float, unit: str) -> str:
    """An amount in words: of a share, as the instrument's own phrase puts it."""
    phrase = package.phrases.get(instrument, "")
    if unit == "share" and "{full}" in phrase:
        return full(size)
    if unit == "share" and "{way}" in phrase:
        return way(size)
    return amount(size, unit)


def amount_of(term: dict[Any, Any], package: DealContents, *, for_partner: bool = False) -> str:
    """The amount of a term that is proposed, with the rate it leads to, and with licences and bases of chips.

    For the partner without licences: what is licensed beyond what arrives tells how many are expected to be withdrawn.
    Nor does it see the rate that the United States would set alone, where none is threatened.
    """
    name, line = str(term["instrument"]), package.if_signed
    text = measured(package, name, float(term["amount"]), str(term["unit"]))
    before, after = (float(line[column]) for column in ("tariff_from", "tariff_to"))
    if name == RELIEF and not math.isnan(before + after):
        if for_partner and not bool(package.summary["threatened"]):
            return f"a firm rate of {rate(after)}%"
        return f"{text}: from {rate(before)}%{' announced' if announced(package) else ''} to {rate(after)}%"
    if name == CHIPS:
        delivered = f"{text} delivered (8-bit; {chips(float(line['chips_kh_tpp']))} by TPP)"
        licensed = f"licences for {chips(float(line['licensed_kh']))} (8-bit), as some come late or are withdrawn"
        return delivered if for_partner else f"{delivered}: {licensed}"
    return text


def in_force(package: DealContents) -> float | None:
    """The country rate in force on the day of the world, percent; None where the data have none."""
    today = package.plan.question.world.parameters.get(f"tariff.in_force.{package.partner}")
    return None if today is None else today.value


def announced(package: DealContents) -> bool:
    """Whether relief counts from a rate that is announced and not in force yet."""
    today = in_force(package)
    return bool(package.summary["threatened"]) and (today is None or today != float(package.summary["tariff_from"]))


def authority_of(term: dict[Any, Any]) -> str:
    """What a term rests on."""
    return ground(str(term["legal_authority"]))


def ground(authority: str) -> str:
    """A legal authority in words: duties on sectors, and since February 2026 on countries, rest on trade statutes."""
    return GROUNDS.get(authority, authority.replace("_", " "))


def meanings(package: DealContents) -> list[Block]:
    """What each measure on the sheet is, as the table of instruments has it; of a total also over which years."""
    about = {one.name: one for one in package.plan.question.world.instruments}
    used = sorted((about[str(name)] for name in package.proposed["instrument"]), key=lambda one: one.order)
    lines = [f"{meaning(one)}{_years_of(one)}." for one in used]
    return [Heading("What each measure means"), Bullets(lines)] if lines else []


def meaning(instrument: Instrument) -> str:
    """What a measure is, without a stop at the end."""
    return f"{instrument.label}: {instrument.description.rstrip('.')}"


def is_total(instrument: Instrument) -> bool:
    """Whether an amount of it is a total of money over several years."""
    return instrument.quoted_years > 1 and instrument.unit.startswith(MONEY)


def years_of_totals(package: DealContents) -> list[Block]:
    """The years over which the totals on a sheet count, in a sentence; nothing where it has none."""
    about = {one.name: one for one in package.plan.question.world.instruments}
    used = [one for name in package.proposed["instrument"] if is_total(one := about[str(name)])]
    by_years: dict[float, list[str]] = {}
    for one in sorted(used, key=lambda one: one.order):
        by_years.setdefault(one.quoted_years, []).append(lowered(one.label))
    told = [f"{listed(labels)} over {counted_years(years)}" for years, labels in by_years.items()]
    return [Paragraph(f"Totals: {'; '.join(told)}.")] if told else []


def counted_years(years: float) -> str:
    """The years over which a total counts."""
    return f"{rate(years)} years from signing"


def _years_of(instrument: Instrument) -> str:
    return f": {counted_years(instrument.quoted_years)}" if is_total(instrument) else ""
