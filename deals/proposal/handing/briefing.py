"""The briefing pack: the first screen, the table of deals, figures, who was left out, and every term sheet."""

from collections.abc import Callable, Mapping

from deals.page.chart import Chart
from deals.page.document import Block, Document, Heading, Paragraph, Picture, Table
from deals.page.wording import money
from deals.proposal.contents import ProposalContents
from deals.proposal.figures.accessible import access_map
from deals.proposal.figures.exchange import gives_and_gains
from deals.proposal.figures.signing import calendar
from deals.proposal.proposal_card import above, changed, first_screen, packages, small
from deals.proposal.term_sheet import term_sheet

FIGURES: dict[str, tuple[Callable[[ProposalContents], Chart], str]] = {
    "gives-and-gains": (gives_and_gains, "What each side of every deal gives and gains"),
    "calendar": (calendar, "When deals are signed and chips arrive"),
    "access-map": (access_map, "Access to chips in the world with deals"),
}
MOST_LEFT_OUT = 10


def briefing(proposal: ProposalContents) -> list[Document]:
    """The pages of the pack: an overview, then a term sheet for every deal in order of signing."""
    pictures = [Picture(name, caption) for name, (_, caption) in FIGURES.items()] if len(proposal) else []
    overview = Document(
        above=above(proposal),
        title=f"{len(proposal.summary)} deals proposed, of {proposal.report.partners} partners considered",
        blocks=[
            *first_screen(proposal),
            Heading("Packages, in order of signing"),
            packages(proposal),
            *pictures,
            *_left_out(proposal),
            *changed(proposal),
            Heading("The run"),
            *small(proposal),
        ],
    )
    return [overview, *(term_sheet(proposal.deal(str(code))) for code in proposal.summary.index)]


def drawn(proposal: ProposalContents) -> Mapping[str, bytes]:
    """The figures of the pack as PNG, by name."""
    return {name: draw(proposal).png() for name, (draw, _) in FIGURES.items()} if len(proposal) else {}


def _left_out(proposal: ProposalContents) -> list[Block]:
    """The largest economies without a deal, and why not."""
    question = proposal.plan.question
    frame = proposal.left_out.dropna(subset=["misses_by_usd_bn"])
    size = [question.economies[str(code)].gdp for code in frame["partner"]]
    largest = frame.assign(size=size).nlargest(MOST_LEFT_OUT, "size")
    rows = [
        (str(row["name"]), str(row["why"]), money(float(row["misses_by_usd_bn"]))) for row in largest.to_dict("records")
    ]
    if not rows:
        return []
    said = (
        f"The {len(rows)} largest of {len(proposal.left_out)} economies without a deal, and by how much each misses: "
        "what its deal would have to bring more to be in the plan."
    )
    return [
        Heading("Who is left out, and why"),
        Paragraph(said),
        Table(("Partner", "Why not", "Misses by"), rows, frozenset({"Misses by"})),
    ]
