"""What the answer to a question about one partner looks like: a sentence, a table, a page of both, also as a file."""

from abc import ABC, abstractmethod
from pathlib import Path

import pandas as pd

from deals.kit.given.checked import checked
from deals.page.document import Document, html, markdown
from deals.page.files.pdf import pdf_document
from deals.page.files.put import PDF, WEB, WORD, check_place, put
from deals.page.files.web import web_page
from deals.page.files.word import word_document


class Told(ABC):
    """An answer: `.sentence` says it in words, `.table` in figures; it shows itself in a notebook."""

    @property
    @abstractmethod
    def sentence(self) -> str:
        """The answer in words."""

    @property
    @abstractmethod
    def table(self) -> pd.DataFrame:
        """The answer in figures."""

    @property
    @abstractmethod
    def document(self) -> Document:
        """The answer as a page."""

    def html(self) -> str:
        """The answer as an HTML card, escaped."""
        return str(html(self.document))

    def markdown(self) -> str:
        """The answer in Markdown."""
        return markdown(self.document)

    @checked()
    def docx(self, path: str | Path) -> Path:
        """Write the answer as a Word document; an earlier one there is replaced.

        Raises
        ------
        InputError
            If the name does not end in .docx, something else is there, or the folder is not.
        """
        check_place(path, WORD)
        return put(path, WORD, word_document([self.document]))

    @checked()
    def page(self, path: str | Path) -> Path:
        """Write the answer as one HTML file that stands alone: nothing in it runs, and it fetches nothing.

        Raises
        ------
        InputError
            If the name does not end in .html, something else is there, or the folder is not.
        """
        check_place(path, WEB)
        return put(path, WEB, web_page([self.document]))

    @checked()
    def pdf(self, path: str | Path) -> Path:
        """Write the answer as a PDF document; an earlier one there is replaced.

        Raises
        ------
        InputError
            If the name does not end in .pdf, something else is there, or the folder is not.
        NotInstalledError
            If Typst is missing.
        """
        check_place(path, PDF)
        return put(path, PDF, pdf_document([self.document]))

    def _repr_html_(self) -> str:
        return self.html()

    def _repr_markdown_(self) -> str:
        return self.markdown()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.sentence}>"
