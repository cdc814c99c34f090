"""A deal in one sentence, and what else is always said in the same words."""

import math
from collections.abc import Callable
from typing import Any

import pandas as pd

from deals.page.wording import chips, listed, lowered, money, percent, points, rate
from deals.plan import tables
from deals.proposal.contents import DealContents

MOST = 4
"""Asks named in the sentence; the rest are counted."""

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


def _full(share: float) -> str:
    return "in full" if share > 1 - 1e-6 else f"by {percent(share)}"


def _way(share: float) -> str:
    return "fully" if share > 1 - 1e-6 else f"{percent(share)} of the way"


GIVES: dict[str, Callable[[float], str]] = {
    "chip_access": lambda x: f"lets {chips(x)} (8-bit) be delivered beyond what would flow anyway",
    "tariff_relief": lambda x: f"lowers its tariff by {points(x)}",
    "sector_tariff_relief": lambda x: f"lifts its duty on cars and metals {_full(x)}",
    "tier_promotion": lambda x: "promotes it to a better tier",
    "government_arrangement": lambda x: "concludes a government arrangement on chips",
}
ASKS: dict[str, Callable[[float], str]] = {
    "tariff_cut": lambda x: f"cuts its tariffs on US goods {_full(x)}",
    "investment": lambda x: f"pledges to invest {money(x)} in the United States",
    "purchases": lambda x: f"pledges to buy US goods for {money(x)}",
    "matching_investment": lambda x: f"matches chips with {money(x)} of verified investment in US data centres",
    "defence": lambda x: f"raises defence spending by {points(x)} of GDP",
    "china_exit": lambda x: f"leaves rival suppliers {_way(x)}",
    "security_standard": lambda x: "adopts the security standard with location verification",
    "dst_removal": lambda x: f"removes its digital services tax {_full(x)}",
    "deregulation": lambda x: f"eases contested rules for US technology firms {_full(x)}",
    "export_control_alignment": lambda x: f"aligns its export controls {_way(x)}",
}


def sentence(package: DealContents) -> str:
    """The deal in one sentence: what the United States gives, and the asks that are worth most to it."""
    gives, asks = _of(package.terms, tables.GIVES, "partner_value"), _of(package.terms, tables.ASKS, "us_value")
    given = [_phrase(GIVES, term) for term in gives]
    tariff = float(package.summary["tariff_to"])
    if any(term["instrument"] == "tariff_relief" for term in gives) and not math.isnan(tariff):
        given = [f"{text} to {rate(tariff)}%" if "lowers its tariff" in text else text for text in given]
    asked = [_phrase(ASKS, term) for term in asks[:MOST]]
    if more := len(asks) - len(asked):
        asked.append(f"agrees to {more} further term{'s' if more > 1 else ''}")
    offer = f"The United States {listed(given)}" if given else "The United States gives nothing new"
    return f"{offer}; in return the partner {listed(asked) if asked else 'gives nothing'}."


def _of(terms: pd.DataFrame, side: str, by: str) -> list[Term]:
    return terms[terms["side"] == side].sort_values(by, ascending=False).to_dict("records")


def _phrase(phrases: dict[str, Callable[[float], str]], term: Term) -> str:
    known = phrases.get(str(term["instrument"]))
    return known(float(term["amount"])) if known else f"agrees to {lowered(str(term['label']))}"
