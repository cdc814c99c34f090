"""A programme as it stands: its numbers and its labels, frozen."""

from dataclasses import dataclass

from pulp import LpAffineExpression

from optimizer.build.arrays import Arrays
from optimizer.build.labels import Labels


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A programme as it stood when it was solved.

    Attributes
    ----------
    name : str
        Of the programme.
    arrays : Arrays
        Its numbers.
    rows, columns : Labels
        The labels of its constraints and of its variables.
    integers_fixed : bool
        Whether it once had integers, and has bounds in their place.
    probe : pulp.LpAffineExpression, optional
        An expression in one of its variables, by which those of other programmes are told apart.
    """

    name: str
    arrays: Arrays
    rows: Labels
    columns: Labels
    integers_fixed: bool = False
    probe: LpAffineExpression | None = None

    def like(self, other: "Snapshot") -> bool:
        """Whether another programme has the same rows and columns, by their labels in order."""
        return self.rows.all == other.rows.all and self.columns.all == other.columns.all
