"""What the answer to a question about one partner looks like: a sentence, a table, and a page of both."""

from abc import ABC, abstractmethod

import pandas as pd

from deals.page.document import Document, html, markdown


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

    def _repr_html_(self) -> str:
        return self.html()

    def _repr_markdown_(self) -> str:
        return self.markdown()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.sentence}>"
