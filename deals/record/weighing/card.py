"""A package of one's own on one page: who would sign, what each term is worth, and what is missing."""

from collections.abc import Sequence

import pandas as pd

from deals.page.document import Block, Bullets, Document, Fact, Facts, Heading, Paragraph, Table
from deals.page.wording import amount, money, percent, rate

FIGURES = ("Worth to the US", "10 to 90% of worlds", "Worth to the partner", "10 to 90% of worlds ")


def evaluation_page(
    above: str,
    title: str,
    facts: Sequence[Fact],
    table: pd.DataFrame,
    notes: Sequence[str],
    changes: pd.DataFrame | None,
    after: str,
) -> Document:
    """The page of a package.

    Parameters
    ----------
    above, title : str
        Which question it answers, and who would sign.
    facts : sequence of Fact
    table : DataFrame
        Term by term, the last row all together; see :attr:`deals.record.weighing.evaluation.Evaluation.table`.
    notes : sequence of str
        What must be known to read the numbers.
    changes : DataFrame or None
        Amounts stated and amounts of the nearest package that both would sign; None where there is no such package.
    after : str
        What that package brings both sides, or why there is none; empty where the package itself is signed.
    """
    blocks: list[Block] = [Facts(facts), _worths(table)]
    if notes:
        blocks += [Bullets(notes, "note")]
    if after:
        blocks += [Heading("The nearest package that both would sign"), Paragraph(after)]
        if changes is not None:
            rows = [
                [str(label), _said(row["stated"], row["unit"]), _said(row["nearest"], row["unit"])]
                for label, row in changes.iterrows()
            ]
            blocks.append(Table(("Term", "As stated", "Instead"), rows))
    return Document(above=above, title=title, blocks=blocks)


def gains(name: str, us: float, partner: float, odds: float, draws: int, alone: float) -> list[Fact]:
    """The numbers that are seen first."""
    found = [
        Fact("To the United States", money(us, sign=True), f"over no deal; its best rate alone brings {money(alone)}"),
        Fact(f"To {name}", money(partner, sign=True), "over refusing"),
    ]
    if draws:
        found.append(Fact("Both gain in", percent(odds), f"of {draws} drawn worlds"))
    return found


def _worths(table: pd.DataFrame) -> Table:
    rows = []
    for _, row in table.iterrows():
        cells = [str(row["label"]), "" if row["unit"] == "" else _said(row["amount"], row["unit"])]
        for side in ("us", "partner"):
            low, high = row[f"{side}_low"], row[f"{side}_high"]
            cells += [money(row[side], sign=True), "" if pd.isna(low) else f"{money(low)} to {money(high)}"]
        rows.append(cells)
    return Table(("Term", "Amount", *FIGURES), rows, figures=frozenset(FIGURES))


def _said(value: float | None, unit: str) -> str:
    if value is None or pd.isna(value):
        return "none"
    return f"{rate(value)}%" if unit == "percent" else amount(value, unit)
