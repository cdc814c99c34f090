"""The sheet to put on the table: what is offered and asked, and nothing of what either side makes of it."""

from deals.page.document import Block, Document, Heading, Paragraph, Table
from deals.page.wording import period_in_words, rate
from deals.plan.tables import ASKS, GIVES
from deals.proposal.contents import DealContents
from deals.proposal.phrases import in_table_order, sentence
from deals.proposal.sheet.chips import has_chips, members, quota
from deals.proposal.sheet.wording import amount_of, authority_of, meanings
from deals.proposal.term_sheet import BASES

THEIRS = "For discussion"


def sheet_for_partner(package: DealContents) -> Document:
    """The term sheet for the other side.

    Left out is what it is worth to anybody, of which the order of terms tells nothing either, odds, reservation value
    and walk-away, what the partner would have without the deal, and how long promises are expected to last.
    """
    money = "Money is in dollars of 2025."
    return Document(
        above=f"To be signed in the {period_in_words(package.period)}",
        title=f"United States – {package.name}",
        eyes=THEIRS,
        blocks=[
            Paragraph(sentence(package, for_partner=True), "lead"),
            *_side(package, GIVES, "What the United States offers"),
            *_side(package, ASKS, "What the United States asks"),
            *meanings(package),
            *quota(package, for_partner=True),
            *members(package, for_partner=True),
            Paragraph(f"{money} {BASES}" if has_chips(package) else money, "note"),
        ],
    )


def _side(package: DealContents, side: str, title: str) -> list[Block]:
    ordered = in_table_order(package)
    terms = ordered[ordered["side"] == side]
    if terms.empty:
        return [Heading(title), Paragraph("Nothing.")]
    rows = [
        (
            str(term["label"]),
            amount_of(term, package, for_partner=True),
            _over(package, str(term["instrument"])),
            authority_of(term),
        )
        for term in terms.to_dict("records")
    ]
    return [Heading(title), Table(("Term", "Amount", "Over", "Rests on"), rows)]


def _over(package: DealContents, name: str) -> str:
    """The years over which a total is quoted; what is no total lasts."""
    instrument = next(one for one in package.plan.question.world.instruments if one.name == name)
    return f"{rate(instrument.quoted_years)} years" if instrument.quoted_years > 1 else "as long as it stands"
