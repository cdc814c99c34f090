"""Where a programme keeps its rows and columns while it is being built."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from pulp import LpAffineExpression

from optimizer.build.arrays import Arrays
from optimizer.build.edits import bounds_at
from optimizer.build.labels import Labels
from optimizer.explained import Key

type Bound = float | Mapping[Any, float | None] | None


class Store(ABC):
    """Rows and columns so far, and what a variable and an expression are.

    Attributes
    ----------
    rows, columns : Labels
        What is there so far.
    integers_fixed : bool
        Whether some integer was fixed, and need not be found whole any more.
    probe : pulp.LpAffineExpression or None
        An expression in one of its variables, if it has any that can be told from others.
    """

    probe: LpAffineExpression | None = None

    def __init__(self) -> None:
        self.rows, self.columns = Labels("constraint"), Labels("variable")
        self.integers_fixed = False

    def thaw(self) -> None:
        """Leave the labels to the last snapshot and go on with copies."""
        self.rows, self.columns = self.rows.copy(), self.columns.copy()

    @abstractmethod
    def add_variables[K: Key](
        self, name: str, keys: Iterable[K], lower: Bound, upper: Bound, *, integer: bool
    ) -> Mapping[K, Any]:
        """Add a family of variables."""

    @abstractmethod
    def set_objective(self, expression: Any) -> None:
        """Set the objective, in place of any earlier one."""

    @abstractmethod
    def add_constraints(self, family: str, rows: Mapping[Any, Any]) -> None:
        """Add constraints to a family."""

    @abstractmethod
    def linear(self, terms: Mapping[Any, float] | Iterable[tuple[Any, float]], constant: float) -> Any:
        """A linear expression from pairs of variable and coefficient."""

    @abstractmethod
    def bounds(self, column: int) -> tuple[float, float]:
        """Lower and upper bound of a variable."""

    @abstractmethod
    def set_bounds(self, column: int, lower: float, upper: float) -> None:
        """Change both bounds of a variable."""

    @abstractmethod
    def make_continuous(self, column: int) -> None:
        """Let a variable be any number between its bounds."""

    @abstractmethod
    def arrays(self, *, maximise: bool) -> Arrays:
        """The numbers as the solver reads them."""

    def bound(self, name: str, key: Key, lower: float | None, upper: float | None) -> None:
        """Change bounds of a variable; None leaves one as it is."""
        column = self.columns.position(name, key)
        low, high = self.bounds(column)
        low, high = low if lower is None else lower, high if upper is None else upper
        self.set_bounds(column, *bounds_at(self.columns, column, low, high))

    def fix(self, name: str, values: Mapping[Any, float]) -> None:
        """Fix variables of a family, all or none; those that were to be whole need not be any more."""
        fixed = {
            column: bounds_at(self.columns, column, value, value)
            for column, value in zip(self.columns.positions(name, list(values)).tolist(), values.values(), strict=True)
        }
        for column, sides in fixed.items():
            self.set_bounds(column, *sides)
            self.make_continuous(column)
