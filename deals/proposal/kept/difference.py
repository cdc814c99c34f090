"""Two proposals side by side, saved or not, to be read."""

from dataclasses import dataclass
from pathlib import Path

from deals.page.document import html, markdown
from deals.proposal.contents import ProposalContents
from deals.proposal.kept.difference_page import difference_page
from deals.proposal.kept.moved import Moved
from deals.proposal.kept.opening import open as opened


@dataclass(frozen=True, eq=False, repr=False)
class Difference(Moved):
    """One proposal beside another, to be read."""

    def html(self) -> str:
        """The difference as an HTML page, escaped."""
        return str(html(difference_page(self)))

    def markdown(self) -> str:
        """The difference in Markdown."""
        return markdown(difference_page(self))

    def _repr_html_(self) -> str:
        return self.html()


def difference(before: ProposalContents | str | Path, after: ProposalContents | str | Path) -> Difference:
    """What moved between two proposals, and what differs in what was asked.

    Parameters
    ----------
    before, after : Proposal or path
        Each as it is, or the file in which it was saved.

    Raises
    ------
    InputError
        If a file cannot be opened.
    """
    return Difference(_one(before), _one(after))


def _one(given: ProposalContents | str | Path) -> ProposalContents:
    return given if isinstance(given, ProposalContents) else opened(given)
