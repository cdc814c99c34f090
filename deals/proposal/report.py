"""The report of a proposal, as one Markdown page that the figures and term sheets stand beside."""

from deals.page.document import Block, Document, Heading, Paragraph, Picture, Table
from deals.page.wording import NOTHING, counted, money, number
from deals.proposal.contents import ProposalContents
from deals.proposal.proposal_card import above, changed, first_screen, small, tariff, themes

FIGURES = {
    "gives-and-gains": "What each side of every deal gives and gains",
    "access-map": "Access to chips in the world with deals",
    "calendar": "When deals are signed and chips arrive",
}


def report_page(proposal: ProposalContents) -> Document:
    """The report as a page."""
    gives, access, calendar = (Picture(f"figures/{name}.png", caption) for name, caption in FIGURES.items())
    return Document(
        above=above(proposal),
        title=f"{counted(len(proposal.summary), 'deal')} proposed, of {proposal.report.partners} partners considered",
        blocks=[
            *first_screen(proposal),
            gives,
            calendar,
            *themes(proposal),
            access,
            *_alone(proposal),
            *_diversion(proposal),
            *changed(proposal),
            Heading("The run"),
            *small(proposal, timed=False),
            Paragraph("Term sheets: the folder term-sheets, one for each deal. Tables: packages.csv and summary.csv."),
        ],
    )


def _alone(proposal: ProposalContents) -> list[Block]:
    """What is done toward each partner whether it signs or not: every chip opened and every rate set."""
    if proposal.alone.empty:
        return []
    rows = [
        (
            str(row["name"]),
            number(float(row["opened_kh"])) if row["opened_kh"] >= NOTHING else "–",
            tariff(float(row["announced"]), float(row["rate"])),
            money(float(row["us_value"])),
        )
        for _, row in proposal.alone.iterrows()
    ]
    figures = ("Chips opened, thousand H100e (8-bit)", "Rate announced → set, %", "Worth to the United States")
    return [Heading("Done without a deal"), Table(("Partner", *figures), rows, frozenset(figures))]


def _diversion(proposal: ProposalContents) -> list[Block]:
    table = proposal.diversion
    if table.empty:
        return []
    names = {
        "expected_no_deal_kh": "Expected, no deals",
        "expected_kh": "Expected, with deals",
        "expected_open_kh": "Expected, open access",
        "limit_kh": "Limit",
        "excess_kh": "Beyond it without deals",
        "worst_case_kh": "Worst case",
        "worst_case_limit_kh": "Its limit",
    }
    rows = [(str(year), *(number(float(row[column])) for column in names)) for year, row in table.iterrows()]
    return [
        Heading("Diversion, thousand H100e by year (the part of it that lies in the horizon)"),
        Table(("Year", *names.values()), rows, frozenset(names.values())),
    ]
