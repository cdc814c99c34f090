"""A programme kept as numbers alone: what the formulation writes when thousands of like programmes are solved in a row.

It takes the calls of :class:`optimizer.Program` and gives the same snapshot, with nothing behind it that could be
written out or edited: a variable is its column, a row its pairs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizer import Program, Solution
from optimizer.arrays import Arrays, Floats, Matrix
from optimizer.engine import Engine
from optimizer.labels import Label, Labels
from optimizer.outcome import Settings
from optimizer.solution import Snapshot, conclude

type Pair = tuple[Any, float]


class Row:
    """A weighted sum of columns with what it is compared with."""

    __slots__ = ("high", "low", "pairs")

    def __init__(self, pairs: list[Pair]) -> None:
        self.pairs = pairs
        self.low, self.high = -np.inf, np.inf

    def __le__(self, limit: float) -> "Row":
        self.high = limit
        return self

    def __ge__(self, limit: float) -> "Row":
        self.low = limit
        return self


@dataclass(frozen=True, slots=True)
class Start:
    """Where a programme with these labels ended."""

    rows: list[Label]
    columns: list[Label]
    basis: Any

    def like(self, draft: "Draft") -> bool:
        """Whether a programme has the same rows and columns."""
        return (draft.row_labels, draft.column_labels) == (self.rows, self.columns)


class Draft(Program):
    """A labelled programme without a modelling layer behind it.

    Nothing is checked here: the same formulation has been written once with checks, for the plan itself.
    """

    def __init__(self, name: str, *, maximise: bool = True) -> None:
        super().__init__(name, maximise=maximise)
        self._of_columns, self._of_rows = Labels("variable"), Labels("constraint")
        self._bounds: tuple[list[float], list[float]] = ([], [])
        self._limits: tuple[list[float], list[float]] = ([], [])
        self._whole: list[bool] = []
        self._entries: list[Pair] = []
        self._lengths: list[int] = []
        self._worth: list[Pair] = []

    @property
    def row_labels(self) -> list[Label]:
        """Labels of the rows, in order."""
        return self._of_rows.all

    @property
    def column_labels(self) -> list[Label]:
        """Labels of the columns, in order."""
        return self._of_columns.all

    def variables(
        self,
        name: str,
        keys: Iterable[Any],
        *,
        lower: Any = 0.0,
        upper: Any = None,
        integer: bool = False,
        binary: bool = False,
    ) -> Any:
        """Add a family of variables; each is its column."""
        members = list(keys)
        columns = self._of_columns.add(name, members)
        low, high = (0.0, 1.0) if binary else (lower, upper)
        for bounds, given, default in zip(self._bounds, (low, high), (-np.inf, np.inf), strict=True):
            if isinstance(given, Mapping):
                bounds.extend(given[key] for key in members)
            else:
                bounds.extend([default if given is None else given] * len(members))
        self._whole.extend([integer or binary] * len(members))
        return dict(zip(members, columns, strict=True))

    def objective(self, expression: Any, name: str = "value") -> None:
        """Set the objective."""
        self._worth, self.objective_name = expression.pairs, name

    def constraints(self, family: str, rows: Mapping[Any, Any]) -> None:
        """Add constraints to a family, one a key."""
        self._of_rows.add(family, rows)
        for row in rows.values():
            self._entries += row.pairs
            self._lengths.append(len(row.pairs))
            self._limits[0].append(row.low)
            self._limits[1].append(row.high)

    def linear(self, terms: Any, constant: float = 0.0) -> Any:
        """Take pairs as they are."""
        return Row(list(terms.items() if isinstance(terms, Mapping) else terms))

    def hold(self, column: int, value: float) -> None:
        """Fix a variable, so that it need not be found whole."""
        self._bounds[0][column] = self._bounds[1][column] = value
        self._whole[column] = False

    def cap(self, column: int, value: float) -> None:
        """Bound a variable from above."""
        self._bounds[1][column] = value

    def solve_from(self, start: "Start | None") -> tuple[Solution, "Start"]:
        """Solve as a linear programme, from where a like programme ended if the labels are the same.

        Raises
        ------
        optimizer.NoOptimumError
            Infeasible, unbounded or failed.
        """
        snapshot = self.snapshot()
        engine = Engine(snapshot.arrays, Settings())
        if start is not None and start.like(self):
            engine.start_from(start.basis)
        outcome = engine.run()
        return conclude(snapshot, outcome), Start(self.row_labels, self.column_labels, outcome.basis)

    def snapshot(self) -> Snapshot:
        """The programme as it stands, frozen."""
        lower, upper = (np.array(side, dtype=np.float64) for side in self._bounds)
        row_lower, row_upper = (np.array(side, dtype=np.float64) for side in self._limits)
        columns, worth = _apart(self._worth)
        arrays = Arrays(
            maximise=self.maximise,
            offset=0.0,
            cost=np.bincount(columns, weights=worth, minlength=len(lower)),
            lower=lower,
            upper=upper,
            row_lower=row_lower,
            row_upper=row_upper,
            integer=np.array(self._whole, dtype=np.bool_),
            matrix=self._matrix(),
        )
        return Snapshot(self.name, arrays, self._of_rows, self._of_columns)

    def _matrix(self) -> Matrix:
        """All coefficients, those of one variable in one row added up."""
        count = len(self._lengths)
        columns, values = _apart(self._entries)
        place = np.repeat(np.arange(count, dtype=np.int64), self._lengths) * max(1, len(self._whole)) + columns
        cells, where = np.unique(place, return_inverse=True)
        sums = np.bincount(where, weights=values, minlength=len(cells))
        kept = sums != 0.0
        rows, index = np.divmod(cells[kept], max(1, len(self._whole)))
        start = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=count))))
        return Matrix(start.astype(np.int32), index.astype(np.int32), sums[kept])


def _apart(pairs: list[Pair]) -> tuple[Any, Floats]:
    """Columns and weights of pairs."""
    count = len(pairs)
    columns = np.fromiter((column for column, _ in pairs), dtype=np.int64, count=count)
    return columns, np.fromiter((weight for _, weight in pairs), dtype=np.float64, count=count)
