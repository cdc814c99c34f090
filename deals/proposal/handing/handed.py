"""A proposal that can be handed on: as a briefing pack in Word, as one HTML page, as a workbook."""

from dataclasses import dataclass
from pathlib import Path

from deals.page.files.put import EXCEL, WEB, WORD, check_place, put
from deals.page.files.web import web_page
from deals.page.files.word import word_document
from deals.page.files.workbook import workbook
from deals.page.stages import stage
from deals.proposal.contents import ProposalContents
from deals.proposal.handing.briefing import briefing, drawn
from deals.proposal.handing.tables import sheets


@dataclass(frozen=True, repr=False)
class HandedOn(ProposalContents):
    """What a proposal can be written as, a file at a time."""

    @stage("writing the briefing pack")
    def docx(self, path: str | Path) -> Path:
        """Write the briefing pack as a Word document: overview, figures, who is left out, every term sheet.

        An earlier document there is replaced.

        Raises
        ------
        InputError
            If the name does not end in .docx, something else is there, or the folder is not.
        """
        check_place(path, WORD)
        return put(path, WORD, word_document(briefing(self), drawn(self)))

    @stage("writing the page")
    def page(self, path: str | Path) -> Path:
        """Write the briefing pack as one HTML file that stands alone: nothing in it runs, and it fetches nothing.

        Raises
        ------
        InputError
            If the name does not end in .html, something else is there, or the folder is not.
        """
        check_place(path, WEB)
        return put(path, WEB, web_page(briefing(self), drawn(self)))

    @stage("writing the workbook")
    def xlsx(self, path: str | Path) -> Path:
        """Write every table as a workbook, with number formats, notes on columns, and the sources of its figures.

        Every text in it is text, also where it begins as a formula would; nothing in it reckons.

        Raises
        ------
        InputError
            If the name does not end in .xlsx, something else is there, or the folder is not.
        """
        check_place(path, EXCEL)
        title = f"Deals proposed: {self.scenario.title}"
        return put(path, EXCEL, workbook(sheets(self), title))
