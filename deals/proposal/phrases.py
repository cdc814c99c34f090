"""A deal in one sentence, and what else is always said in the same words."""

import math
from collections.abc import Callable
from typing import Any

import pandas as pd

from deals.page.wording import amount, chips, listed, lowered, money, points, rate
from deals.plan import tables
from deals.proposal.contents import DealContents
from deals.proposal.sheet.wording import full, in_a_sentence, way
from deals.world.instrument import RELIEF

MOST = 4
"""Asks told in the sentence with their amounts; the rest are named."""

Term = dict[Any, Any]

AUTHORITIES = {
    "licence": "export licences are granted case by case, and the licensing agency can suspend them",
    "rule": "a rule of the licensing agency is changed by notice in the Federal Register",
    "emergency_powers": "emergency powers are declared by the president, open to challenge in court, and soon undone",
    "sector_tariff": "a sector tariff lasts as long as the finding behind it",
    "memorandum": "a memorandum does not bind in law and is kept as long as both sides gain",
    "statute": "a statute stands until the legislature changes it",
    "treaty": "a treaty is ratified, and leaving it takes notice",
}
"""What each legal authority of a promise means for how long it lasts."""

KINDS = {"fact": "fact", "derived": "derived from facts", "judgement": "judgement"}


AMOUNTS: dict[str, Callable[[float], str]] = {
    "money": money,
    "points": points,
    "chips": chips,
    "full": full,
    "way": way,
}
"""What stands for an amount in the phrases of ``instruments.csv``."""


def sentence(package: DealContents) -> str:
    """The deal in one sentence: what the United States gives, and the asks that are worth most to it."""
    gives, asks = _of(package.proposed, tables.GIVES, "partner_value"), _of(package.proposed, tables.ASKS, "us_value")
    tariff = float(package.if_signed["tariff_to"])
    to = "" if math.isnan(tariff) else f" to {rate(tariff)}%"
    given = [_phrase(package, term) + (to if term["instrument"] == RELIEF else "") for term in gives]
    asked = [_phrase(package, term) for term in asks[:MOST]]
    if further := [lowered(str(term["label"])) for term in asks[MOST:]]:
        asked.append(f"agrees to {listed(further)}")
    offer = f"The United States {listed(given)}" if given else "The United States gives nothing new"
    return f"{offer}; in return {in_a_sentence(package.name)} {listed(asked) if asked else 'gives nothing'}."


def _of(terms: pd.DataFrame, side: str, by: str) -> list[Term]:
    return terms[terms["side"] == side].sort_values(by, ascending=False).to_dict("records")


def _phrase(package: DealContents, term: Term) -> str:
    """What a side does: the instrument's own phrase, or its label and amount where the table has none."""
    size, phrase = float(term["amount"]), package.phrases.get(str(term["instrument"]), "")
    if phrase:
        return phrase.format_map({name: said(size) for name, said in AMOUNTS.items()})
    return f"agrees to {lowered(str(term['label']))} ({amount(size, str(term['unit']))})"
