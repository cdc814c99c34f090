"""How to read the term sheets of a pack: what holds of all of them, said once."""

from collections.abc import Collection, Sequence

import pandas as pd

from deals.page.document import Block, Bullets, Document, Heading, Paragraph
from deals.page.wording import period_in_words
from deals.proposal.contents import DealContents, ProposalContents
from deals.proposal.how_sure import WHAT_ODDS_ARE
from deals.proposal.sheet.pledges import RANGE, steps_in_words, table_of_figures
from deals.proposal.sheet.sources import sources
from deals.proposal.sheet.wording import is_total, meaning
from deals.proposal.term_sheet import BASES, MONEY, OURS
from deals.world.instrument import Instrument

SHARED = (
    "Here stands what would be the same on every sheet: what measures mean, how a pledge is counted, what odds are, "
    "and the figures that several sheets rest on. The overview has how long promises last."
)
JUDGED = (
    "A judgement is a number that is neither a fact nor follows from facts. The list of terms is more robust than "
    "their amounts; each judgement has a range in the data."
)


def shared_figures(packages: Sequence[DealContents]) -> pd.DataFrame:
    """Figures that more than one sheet rests on, those of most sheets first; in the columns of their sources."""
    if not packages:
        return pd.DataFrame()
    every = pd.concat([sources(package) for package in packages])
    sheets = every.index.value_counts()
    shared = every[every.index.isin(sheets[sheets > 1].index)]
    return shared[~shared.index.duplicated()]


def how_to_read(proposal: ProposalContents, packages: Sequence[DealContents], shared: pd.DataFrame) -> Document:
    """The page before the term sheets of a pack."""
    asked = proposal.scenario
    first, last = (period_in_words(quarter) for quarter in (asked.first_quarter, asked.last_quarter))
    used = _used(packages)
    blocks: list[Block] = [
        Paragraph(SHARED),
        Paragraph(f"{MONEY} {BASES} The horizon goes from the {first} to the {last}."),
        Heading("What each measure means"),
        Bullets([f"{meaning(one)}." for one in used]),
        *_pledges(proposal, used),
        Heading("How sure a sheet is"),
        Paragraph(JUDGED),
        *([] if all(package.offer is None for package in packages) else [Paragraph(WHAT_ODDS_ARE)]),
        *_figures(shared),
    ]
    return Document(above=asked.title, title="How to read the term sheets", eyes=OURS, blocks=blocks)


def _used(packages: Collection[DealContents]) -> list[Instrument]:
    """The measures on any of the sheets, in the order of the table of instruments."""
    names = {str(name) for package in packages for name in package.proposed["instrument"]}
    known = {one.name: one for package in packages for one in package.plan.question.world.instruments}
    return sorted((known[name] for name in names), key=lambda one: one.order)


def _pledges(proposal: ProposalContents, used: Collection[Instrument]) -> list[Block]:
    world = proposal.plan.question.world
    steps = [steps_in_words(one, world) for one in used if is_total(one)]
    return [Heading("Why a pledged dollar counts for cents"), Bullets(steps)] if steps else []


def _figures(shared: pd.DataFrame) -> list[Block]:
    if shared.empty:
        return []
    table = table_of_figures(shared.drop_duplicates("reason"))
    return [Heading("Figures that several sheets rest on"), table, Paragraph(RANGE, "note")]
