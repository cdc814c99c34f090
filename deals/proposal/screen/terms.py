"""What is asked of whom, and what is given for it: every kind of term over all deals."""

from collections.abc import Mapping

import pandas as pd

from deals.page.document import Block, Heading, Paragraph, Table
from deals.page.wording import amount, money
from deals.plan import tables
from deals.proposal.contents import ProposalContents
from deals.proposal.sheet.wording import full, way

MOST_NAMED = 3
WORTHS = ("Worth to the United States", "Worth to the partners")
NOTE = (
    "The plan’s own terms, as if talks hold. Tariff relief can be worth something to the United States as well: it "
    "counts from the tariff that stands without a deal, of which buyers at home pay a part."
)
SUMMED = ("USD", "kH")
"""First words of units in which amounts of several partners add up."""


def terms_by_kind(proposal: ProposalContents) -> list[Block]:
    """Two tables, of what is asked and of what is given; the largest worth first."""
    found: list[Block] = []
    sides = (
        (tables.ASKS, "What is asked, of whom", "Ask", "us_value"),
        (tables.GIVES, "What is given, to whom", "Offer", "partner_value"),
    )
    for side, heading, what, by in sides:
        terms = proposal.packages[proposal.packages["side"] == side]
        if terms.empty:
            continue
        kinds = sorted(terms.groupby("label", sort=False), key=lambda kind: -float(kind[1][by].sum()))
        phrases = {one.name: one.phrase for one in proposal.plan.question.world.instruments}
        rows = [_row(str(label), of_kind, by, phrases) for label, of_kind in kinds]
        columns = (what, "Deals", "In all", "Worth most with", *WORTHS)
        found += [Heading(heading), Table(columns, rows, frozenset(("Deals", "In all", *WORTHS)))]
    return [*found, Paragraph(NOTE, "note")] if found else []


def _row(label: str, terms: pd.DataFrame, by: str, phrases: Mapping[str, str]) -> tuple[str, ...]:
    unit, phrase = str(terms["unit"].iloc[0]), phrases.get(str(terms["instrument"].iloc[0]), "")
    largest = terms.sort_values(by, ascending=False).head(MOST_NAMED).to_dict("records")
    named = [f"{row['name']}{_how_much(float(row['amount']), unit, phrase)}" for row in largest]
    more = [f"{len(terms) - len(named)} more"] * (len(terms) > len(named))
    whole = _short(float(terms["amount"].sum()), unit) if unit.startswith(SUMMED) else "–"
    worths = (money(float(terms[column].sum())) for column in ("us_value", "partner_value"))
    return label, str(len(terms)), whole, ", ".join([*named, *more]), *worths


def _how_much(size: float, unit: str, phrase: str) -> str:
    """The amount of a term behind its partner's name; nothing where it is yes or no."""
    if unit == "yes/no":
        return ""
    return f" ({(way if '{way}' in phrase else full)(size) if unit == 'share' else _short(size, unit)})"


def _short(size: float, unit: str) -> str:
    """An amount without what becomes of the money."""
    return money(size) if unit.startswith("USD") else amount(size, unit)
