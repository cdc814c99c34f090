"""What a question returns: a table, its drawing, and a sentence. It shows itself in a notebook."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deals.page.chart import Chart
from deals.page.wording import counted

if TYPE_CHECKING:
    import pandas as pd


class Answer(ABC):
    """The answer to a question: `.table` is the frame, `.chart()` the figure, `.sentence` says it in words."""

    @property
    @abstractmethod
    def table(self) -> "pd.DataFrame":
        """The answer in numbers."""

    @property
    @abstractmethod
    def sentence(self) -> str:
        """The answer in a sentence."""

    @abstractmethod
    def chart(self) -> Chart:
        """The answer as a figure with its data."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        drawn = {} if self.table.empty else self.chart()._repr_mimebundle_()
        return {**drawn, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.sentence}>"


@dataclass(frozen=True, eq=False, repr=False)
class Tabled(Answer):
    """An answer that is one table and its drawing.

    Parameters
    ----------
    name : str
        What was asked, in words.
    table : DataFrame
        Each look at it gives a copy, so that the answer stays what it is.
    draw : callable
        Draws the table.
    nothing : str
        Why the table is empty, where it is.
    """

    name: str
    _table: "pd.DataFrame"
    _draw: "Callable[[pd.DataFrame], Chart]"
    nothing: str = "nothing was found"

    @property
    def table(self) -> "pd.DataFrame":
        """The answer in numbers."""
        return self._table.copy()

    @property
    def sentence(self) -> str:
        """What there is to look at, or why there is nothing."""
        if self._table.empty:
            return f"{self.name}: nothing to show, for {self.nothing}"
        columns = ", ".join(map(str, self._table.columns))
        return f"{self.name}, {counted(len(self._table), 'row')} in .table ({columns}); .chart() draws them"

    def chart(self) -> Chart:
        """The answer as a figure with its data."""
        return self._draw(self._table)
