"""The deal with one partner as an object one can read and hand on."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from deals.kit.given.checked import checked
from deals.page.files.pdf import pdf_document
from deals.page.files.put import PDF, WEB, WORD, check_place, put
from deals.page.files.web import web_page
from deals.page.files.word import word_document
from deals.page.wording import counted
from deals.proposal.contents import DealContents
from deals.proposal.sheet.for_partner import sheet_for_partner
from deals.proposal.sheet.sources import sources
from deals.proposal.term_sheet import term_sheet, term_sheet_html, term_sheet_markdown


@dataclass(frozen=True, repr=False)
class DealPackage(DealContents):
    """The deal with one partner, to be read."""

    def markdown(self) -> str:
        """The term sheet in Markdown."""
        return term_sheet_markdown(self)

    def html(self) -> str:
        """The term sheet as an HTML card, escaped."""
        return str(term_sheet_html(self))

    @checked()
    def docx(self, path: str | Path, *, for_partner: bool = False) -> Path:
        """Write the term sheet as a Word document; an earlier one there is replaced.

        With `for_partner` the sheet holds what can be put on the table, and nothing of what either side makes of it.

        Raises
        ------
        InputError
            If the name does not end in .docx, something else is there, or the folder is not.
        """
        check_place(path, WORD)
        return put(path, WORD, word_document([sheet_for_partner(self) if for_partner else term_sheet(self)]))

    @checked()
    def page(self, path: str | Path, *, for_partner: bool = False) -> Path:
        """Write the term sheet as one HTML file that stands alone: nothing in it runs, and it fetches nothing.

        With `for_partner` the sheet holds what can be put on the table, and nothing of what either side makes of it.

        Raises
        ------
        InputError
            If the name does not end in .html, something else is there, or the folder is not.
        """
        check_place(path, WEB)
        return put(path, WEB, web_page([sheet_for_partner(self) if for_partner else term_sheet(self)]))

    @checked()
    def pdf(self, path: str | Path, *, for_partner: bool = False) -> Path:
        """Write the term sheet as a PDF document; an earlier one there is replaced.

        With `for_partner` the sheet holds what can be put on the table, and nothing of what either side makes of it.

        Raises
        ------
        InputError
            If the name does not end in .pdf, something else is there, or the folder is not.
        NotInstalledError
            If Typst is missing.
        """
        check_place(path, PDF)
        return put(path, PDF, pdf_document([sheet_for_partner(self) if for_partner else term_sheet(self)]))

    def sources(self) -> pd.DataFrame:
        """The figures that the sheet rests on: value, range, source, address, date, confidence and reason.

        By the name by which a reform changes each; see :func:`deals.proposal.sheet.sources.sources`.
        """
        return sources(self)

    def __repr__(self) -> str:
        gain = float(self.summary["us_gain"])
        terms = counted(len(self.terms), "term")
        return f"DealPackage({self.partner}, {self.period}: {terms}, USD {gain:.3g} bn over no deal)"

    def _repr_html_(self) -> str:
        return self.html()

    def _repr_markdown_(self) -> str:
        return self.markdown()
