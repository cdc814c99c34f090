"""A deal in one sentence, and what else is always said in the same words."""

import math
from collections.abc import Callable
from typing import Any

import pandas as pd

from deals.page.wording import amount, chips, in_a_sentence, listed, lowered, money, points, rate
from deals.plan import tables
from deals.proposal.contents import DealContents
from deals.proposal.sheet.wording import announced, full, in_force, way
from deals.world.instrument import RELIEF

MOST = 4
"""Asks told in the sentence with their amounts; the rest are named, if they are more than one."""

Term = dict[Any, Any]

AUTHORITIES = {
    "licence": "export licences are granted case by case, and the licensing agency can suspend them",
    "rule": "a rule of the licensing agency is changed by notice in the Federal Register",
    "emergency_powers": "emergency powers are declared by the president, open to challenge in court, and soon undone",
    "sector_tariff": "a duty under a trade statute lasts as long as the finding behind it",
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


def sentence(package: DealContents, *, for_partner: bool = False) -> str:
    """The deal in one sentence: what the United States gives, and the asks that are worth most to it.

    For the partner terms stand in the order of the table of instruments, which tells nothing of worths.
    """
    terms = in_table_order(package) if for_partner else package.proposed
    gives = _of(terms, tables.GIVES, "" if for_partner else "partner_value")
    asks = _of(terms, tables.ASKS, "" if for_partner else "us_value")
    given = [_relief(package, term) if term["instrument"] == RELIEF else _phrase(package, term) for term in gives]
    told = len(asks) if len(asks) == MOST + 1 else MOST
    asked = [_phrase(package, term) for term in asks[:told]]
    if further := [lowered(str(term["label"])) for term in asks[told:]]:
        asked.append(f"grants further terms: {listed(further)}")
    offer = f"The United States {listed(given)}" if given else "The United States gives nothing new"
    return f"{offer}; in return {in_a_sentence(package.name)} {listed(asked) if asked else 'gives nothing'}."


def in_table_order(package: DealContents) -> pd.DataFrame:
    """The terms proposed, in the order of the table of instruments."""
    order = {one.name: one.order for one in package.plan.question.world.instruments}
    return package.proposed.sort_values("instrument", key=lambda names: names.map(order), kind="stable")


def _of(terms: pd.DataFrame, side: str, by: str) -> list[Term]:
    held = terms[terms["side"] == side]
    return (held.sort_values(by, ascending=False) if by else held).to_dict("records")


def _relief(package: DealContents, term: Term) -> str:
    """What becomes of the country rate: where one was announced, it need not be in force."""
    before, after = (float(package.if_signed[column]) for column in ("tariff_from", "tariff_to"))
    if math.isnan(before + after):
        return _phrase(package, term)
    if announced(package):
        return f"sets a firm tariff of {rate(after)}% in place of the {rate(before)}% announced"
    today = in_force(package)
    if today is None:
        return f"{_phrase(package, term)} to {rate(after)}%"
    return f"keeps its tariff at {rate(after)}%" if today <= after else f"lowers its tariff to {rate(after)}%"


def _phrase(package: DealContents, term: Term) -> str:
    """What a side does: the instrument's own phrase, or its label and amount where the table has none."""
    size, phrase = float(term["amount"]), package.phrases.get(str(term["instrument"]), "")
    if phrase:
        return phrase.format_map({name: said(size) for name, said in AMOUNTS.items()})
    return f"agrees to {lowered(str(term['label']))} ({amount(size, str(term['unit']))})"
