"""The law that promises rest on: what hangs on each ground, how long it is judged to last, and what can end it."""

import pandas as pd

from deals.page.document import Block, Heading, Paragraph, Table
from deals.page.wording import money, rate
from deals.plan import tables
from deals.proposal.contents import ProposalContents
from deals.proposal.phrases import AUTHORITIES
from deals.proposal.sheet.wording import ground as in_words

NOTE = (
    "Worth of all that rests on a ground, gains less costs, as if talks hold. Years in force are judgements; what is "
    "promised year by year is discounted by them."
)


def grounds(proposal: ProposalContents) -> list[Block]:
    """One line for each legal ground; those with most at stake first."""
    if proposal.packages.empty:
        return []
    kinds = [(str(ground), of_ground) for ground, of_ground in proposal.packages.groupby("legal_authority")]
    kinds.sort(key=lambda kind: -_at_stake(kind[1]))
    columns = ("Ground", "What rests on it", "To the United States", "To the partners", "Years", "What can end it")
    rows = [_row(proposal, ground, of_ground) for ground, of_ground in kinds]
    heading = Heading("What the deals rest on in law, most at stake first")
    return [heading, Table(columns, rows, frozenset(columns[2:5])), Paragraph(NOTE, "note")]


def _at_stake(terms: pd.DataFrame) -> float:
    """What terms bring whichever side they serve, USD bn."""
    asked = terms["side"] == tables.ASKS
    return float(terms.loc[asked, "us_value"].abs().sum() + terms.loc[~asked, "partner_value"].abs().sum())


def _row(proposal: ProposalContents, ground: str, terms: pd.DataFrame) -> tuple[str, ...]:
    """What rests on a ground, what that is worth to either side, and how long it stands."""
    labels = terms.assign(size=terms["us_value"].abs() + terms["partner_value"].abs()).groupby("label")["size"].sum()
    years = proposal.plan.question.world.parameters[f"durability.{ground}"]
    return (
        in_words(ground).capitalize(),
        ", ".join(str(label) for label in labels.sort_values(ascending=False).index),
        money(float(terms["us_value"].sum())),
        money(float(terms["partner_value"].sum())),
        f"{rate(years.value)} ({rate(years.low)} to {rate(years.high)})",
        AUTHORITIES[ground],
    )
