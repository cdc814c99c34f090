"""The page of a difference: what was asked differently, then what moved."""

import pandas as pd

from deals.page.document import Block, Bullets, Document, Fact, Facts, Heading, Paragraph, Table
from deals.page.wording import amount, money
from deals.proposal.kept.moved import Moved

MOST_ASKED, MOST_TERMS = 25, 40
"""Lines of a page; the tables have all."""
WORDS = {
    "nothing": "nothing",
    "best_alone": "the best alone",
    "opening_and_tariff_deals": "opening and tariff deals",
    "deals_only": "deals only",
    "plan": "the plan",
}


def difference_page(found: Moved) -> Document:
    """Compose the page."""
    one, other = found.before.scenario, found.after.scenario
    return Document(
        above=f"{one.title} → {other.title}",
        title="What moved between two proposals",
        blocks=[
            Paragraph(f"{found.sentence[:1].upper()}{found.sentence[1:]}.", tone="lead"),
            _facts(found),
            Heading("What was asked differently"),
            *_asked(found.asked),
            Heading("What it brings, USD bn over nothing"),
            _gains(found.gains),
            Heading("Deals"),
            *_deals(found.table),
            Heading("Terms that moved"),
            *_terms(found.terms, found),
        ],
    )


def _facts(found: Moved) -> Facts:
    counts = found.table["deal"].value_counts()
    return Facts(
        [
            Fact("The plan brings", money(found.gain, sign=True), f"gaps of both: {money(found.gap)}"),
            Fact("New deals", str(int(counts.get("new", 0)))),
            Fact("Deals dropped", str(int(counts.get("dropped", 0)))),
            Fact("Terms moved", str(len(found.terms))),
        ]
    )


def _asked(sentences: tuple[str, ...]) -> list[Block]:
    if not sentences:
        return [Paragraph("Nothing: what moved is a choice among plans that are as good, to the gap.", tone="note")]
    blocks: list[Block] = [Bullets(sentences[:MOST_ASKED])]
    if len(sentences) > MOST_ASKED:
        blocks.append(Paragraph(f"And {len(sentences) - MOST_ASKED} more, in `asked`.", tone="note"))
    return blocks


def _gains(gains: pd.DataFrame) -> Table:
    rows = [
        [WORDS.get(str(name), str(name)), *(f"{float(row[column]):,.2f}" for column in ("before", "after", "change"))]
        for name, row in gains.iterrows()
    ]
    return Table(["", "Before", "After", "Change"], rows, frozenset({"Before", "After", "Change"}))


def _deals(table: pd.DataFrame) -> list[Block]:
    if table.empty:
        return [Paragraph("There is no deal in either.")]
    rows = [
        [
            str(row["name"]),
            str(row["deal"]),
            _dates(str(row["signed_before"]), str(row["signed_after"])),
            money(float(row["us_before"])),
            money(float(row["us_after"])),
            money(float(row["us_change"]), sign=True),
            money(float(row["partner_change"]), sign=True),
        ]
        for _, row in table.iterrows()
    ]
    columns = ["Partner", "Deal", "Signed", "US before", "US after", "US change", "In it for the partner"]
    return [Table(columns, rows, frozenset(columns[3:]))]


def _dates(before: str, after: str) -> str:
    return after or before if before == after or not before or not after else f"{before} → {after}"


def _terms(terms: pd.DataFrame, found: Moved) -> list[Block]:
    if terms.empty:
        return [Paragraph("None.")]
    labels = {
        i.name: i.label for proposal in (found.before, found.after) for i in proposal.plan.question.world.instruments
    }
    names = found.table["name"]
    largest = terms.loc[_weight(terms).sort_values(ascending=False, kind="stable").index].head(MOST_TERMS)
    rows = [
        [
            str(names.get(row["partner"], row["partner"])),
            labels.get(row["instrument"], row["instrument"]),
            *(amount(float(row[column]), row["unit"]) for column in ("before", "after")),
        ]
        for row in largest.to_dict("records")
    ]
    blocks: list[Block] = [Table(["Partner", "Term", "Before", "After"], rows, frozenset({"Before", "After"}))]
    if len(terms) > MOST_TERMS:
        blocks.append(Paragraph(f"And {len(terms) - MOST_TERMS} more, in `terms`.", tone="note"))
    return blocks


def _weight(terms: pd.DataFrame) -> "pd.Series[float]":
    """How much a term moved, as a share of the larger amount."""
    share: pd.Series[float] = terms["change"].abs() / terms[["before", "after"]].abs().max(axis=1)
    return share
