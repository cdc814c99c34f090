"""Terms of a sheet in plain words: amounts as their instruments put them, names in a sentence, what a measure means."""

import math
from typing import Any

from deals.page.document import Block, Bullets, Heading
from deals.page.wording import NOTHING, amount, chips, percent, rate
from deals.proposal.contents import DealContents
from deals.world.instrument import CHIPS, RELIEF


def full(share: float) -> str:
    """How far something is done that can be done in part."""
    return "in full" if share > 1 - NOTHING else f"by {percent(share)}"


def way(share: float) -> str:
    """How far a way has been gone."""
    return "fully" if share > 1 - NOTHING else f"{percent(share)} of the way"


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
    """
    name, line = str(term["instrument"]), package.if_signed
    text = measured(package, name, float(term["amount"]), str(term["unit"]))
    before, after = (float(line[column]) for column in ("tariff_from", "tariff_to"))
    if name == RELIEF and not math.isnan(before + after):
        return f"{text}: from {rate(before)}% to {rate(after)}%"
    if name == CHIPS:
        delivered = f"{text} delivered (8-bit), {chips(float(line['chips_kh_tpp']))} (TPP)"
        return delivered if for_partner else f"{delivered}: licences for {chips(float(line['licensed_kh']))}"
    return text


def authority_of(term: dict[Any, Any]) -> str:
    """What a term rests on."""
    return str(term["legal_authority"]).replace("_", " ")


def meanings(package: DealContents) -> list[Block]:
    """What each measure on the sheet is, as the table of instruments has it."""
    about = {one.name: one for one in package.plan.question.world.instruments}
    used = [about[str(name)] for name in package.proposed["instrument"]]
    lines = [f"{one.label}: {one.description.rstrip('.')}." for one in sorted(used, key=lambda one: one.order)]
    return [Heading("What each measure means"), Bullets(lines)] if lines else []
