"""The briefing pack: first screen, table of deals, figures, who was left out, how to read sheets, and every sheet."""

from collections.abc import Callable, Mapping

from deals.page.chart import Chart
from deals.page.document import Document, Heading, Picture
from deals.page.wording import counted
from deals.proposal.contents import ProposalContents
from deals.proposal.figures.accessible import access_map
from deals.proposal.figures.exchange import gives_and_gains
from deals.proposal.figures.signing import calendar
from deals.proposal.handing.reading import how_to_read, shared_figures
from deals.proposal.proposal_card import above, changed, first_screen, small, themes
from deals.proposal.term_sheet import OURS, term_sheet

FIGURES: dict[str, tuple[Callable[[ProposalContents], Chart], str]] = {
    "gives-and-gains": (gives_and_gains, "What each side of every deal gives and gains"),
    "calendar": (calendar, "When deals are signed and chips arrive"),
    "access-map": (access_map, "Access to chips in the world with deals"),
}


def briefing(proposal: ProposalContents) -> list[Document]:
    """The pages of the pack: an overview, what holds of all sheets, then one for every deal in order of signing."""
    pictures = [Picture(name, caption) for name, (_, caption) in FIGURES.items()] if len(proposal) else []
    overview = Document(
        above=above(proposal),
        title=f"{counted(len(proposal.summary), 'deal')} proposed, of {proposal.report.partners} partners considered",
        eyes=OURS,
        blocks=[
            *first_screen(proposal),
            *pictures,
            *themes(proposal),
            *changed(proposal),
            Heading("The run"),
            *small(proposal),
        ],
    )
    packages = [proposal.deal(str(code)) for code in proposal.summary.index]
    shared = shared_figures(packages)
    reading = [how_to_read(proposal, packages, shared)] if packages else []
    return [overview, *reading, *(term_sheet(package, frozenset(shared.index)) for package in packages)]


def drawn(proposal: ProposalContents) -> Mapping[str, bytes]:
    """The figures of the pack as PNG, by name."""
    return {name: draw(proposal).png() for name, (draw, _) in FIGURES.items()} if len(proposal) else {}
