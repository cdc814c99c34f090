"""A labelled programme: PuLP builds it, HiGHS solves it in memory."""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import numpy as np
import pulp
from pulp import LpAffineExpression, LpVariable

from optimizer.arrays import Arrays, Size
from optimizer.engine import Engine
from optimizer.errors import DuplicateKeyError, ModelError
from optimizer.labels import Key, written
from optimizer.outcome import Settings
from optimizer.session import Session
from optimizer.solution import Snapshot, Solution, conclude
from optimizer.storage import Bound, Columns, Rows, check

type Expression = LpAffineExpression | LpVariable


class Variables[K: Key](Mapping[K, LpVariable]):
    """One family of variables: a mapping from key to PuLP variable."""

    def __init__(self, name: str, members: dict[K, LpVariable]) -> None:
        self.name = name
        self._members = members

    def __getitem__(self, key: K) -> LpVariable:
        return self._members[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __repr__(self) -> str:
        return f"<Variables {self.name}: {len(self)}>"


class Program:
    """A linear or mixed-integer programme whose rows and columns have labels.

    Parameters
    ----------
    name
        For messages.
    maximise
        Whether more of the objective is better.

    Examples
    --------
    >>> program = Program("wyndor", maximise=True)
    >>> batches = program.variables("batches", ["doors", "windows"])
    >>> program.objective(3 * batches["doors"] + 5 * batches["windows"])
    >>> program.constraints(
    ...     "hours",
    ...     {
    ...         "plant 1": batches["doors"] <= 4,
    ...         "plant 2": 2 * batches["windows"] <= 12,
    ...         "plant 3": 3 * batches["doors"] + 2 * batches["windows"] <= 18,
    ...     },
    ... )
    >>> program.solve().objective
    36.0
    """

    def __init__(self, name: str, *, maximise: bool = True) -> None:
        self.name = name
        self.maximise = maximise
        self.objective_name = "value"
        sense = pulp.LpMaximize if maximise else pulp.LpMinimize
        self._problem = pulp.LpProblem(_plain(name), sense)
        self._columns = Columns()
        self._rows = Rows()
        self._cost: dict[int, float] = {}
        self._offset = 0.0
        self._probe: LpAffineExpression | None = None
        self._snapshot: Snapshot | None = None

    @property
    def problem(self) -> pulp.LpProblem:
        """The PuLP problem, to read or to write out; change the programme through its own methods."""
        return self._problem

    @property
    def size(self) -> Size:
        """Rows, columns and coefficients so far."""
        return Size.of(self.snapshot().arrays)

    def variables[K: Key](
        self,
        name: str,
        keys: Iterable[K],
        *,
        lower: Bound = 0.0,
        upper: Bound = None,
        integer: bool = False,
        binary: bool = False,
    ) -> Variables[K]:
        """Add a family of variables, one a key.

        Parameters
        ----------
        name
            Name of the family.
        keys
            Strings or tuples, each once.
        lower, upper
            One bound for all, or a mapping by key; None or an infinite number is no bound.
        integer, binary
            Whole numbers; binary ones are 0 or 1 whatever the bounds say.

        Raises
        ------
        DuplicateKeyError
            If the family exists already, or a key is given twice.
        ModelError
            If a bound is missing for a key, is not a number, or the lower exceeds the upper.
        """
        if name in self._columns.labels:
            raise DuplicateKeyError(f'variable family "{name}" is given twice')
        self._thaw()
        low, high = (0.0, 1.0) if binary else (lower, upper)
        added = self._columns.add(name, keys, low, high, integer=integer or binary)
        category: Literal["Integer", "Continuous"] = "Integer" if integer or binary else "Continuous"
        plain = _plain(name)
        members = {
            key: self._problem.add_variable(f"{plain}_{column}", _finite(below), _finite(above), category)
            for key, column, below, above in added
        }
        if self._probe is None and members:
            self._probe = LpAffineExpression.from_variable(next(iter(members.values())))
        return Variables(name, members)

    def objective(self, expression: Expression, name: str = "value") -> None:
        """Set the objective, in place of any earlier one.

        Raises
        ------
        ModelError
            If the expression is a comparison, is not finite, or belongs to another programme.
        """
        if isinstance(expression, LpVariable):
            expression = LpAffineExpression.from_variable(expression)
        check("the objective", expression, "expression", self._probe)
        cost = {variable.id: coefficient for variable, coefficient in expression.items()}
        self._thaw()
        self._problem.setObjective(expression)
        self._cost, self._offset, self.objective_name = cost, expression.constant, name

    def constraints(self, family: str, rows: Mapping[Any, LpAffineExpression]) -> None:
        """Add constraints to a family, one a key.

        Parameters
        ----------
        family
            Name of the family; it may already have other keys.
        rows
            PuLP comparisons (``expression <= number``) by key. May be empty.

        Raises
        ------
        DuplicateKeyError
            If the family already has one of the keys.
        ModelError
            If a row is not a comparison (Python turns ``x == y`` of two variables and chained
            comparisons into something else), is not finite, or belongs to another programme.
        """
        ours = self._probe
        for key, row in rows.items():
            check(f"constraint {written(family, key)}", row, "comparison", ours)
        self._thaw()
        plain = _plain(family)
        for row, position in zip(rows.values(), self._rows.add(family, rows), strict=True):
            self._problem.addConstraint(row, f"{plain}_{position}")

    def linear(
        self,
        terms: Mapping[LpVariable, float] | Iterable[tuple[LpVariable, float]],
        constant: float = 0.0,
    ) -> LpAffineExpression:
        """Build a linear expression from pairs, several times faster than by sums of products.

        Raises
        ------
        ModelError
            If a coefficient is not finite or the variables belong to different programmes.
        """
        pairs = terms.items() if isinstance(terms, Mapping) else terms
        try:
            expression = pulp.lpSum_vars_coefs(pairs)
        except (pulp.PulpError, AttributeError) as error:
            raise ModelError(f"not a linear expression: {error}") from error
        if constant:
            expression.constant = constant
        return expression

    def solve(
        self,
        *,
        gap: float = 0.0,
        absolute_gap: float = 1e-6,
        time_limit: float | None = None,
        threads: int = 1,
        tie_break: Literal["reproducible"] | None = None,
    ) -> Solution:
        """Solve to proven optimality, or to the gap asked for.

        Parameters
        ----------
        gap, absolute_gap
            Where a mixed-integer search may stop, as a share of the objective and in its units.
        time_limit
            Seconds; a search stopped by it gives its best solution with status TIME_LIMIT.
        threads
            Threads of the solver; one is as fast as more on programmes of this kind.
        tie_break
            ``"reproducible"``: of several optimal solutions (with the integers found) take the one
            that the labels pick, the same for every version of the solver.

        Raises
        ------
        NoOptimumError
            Infeasible, unbounded, out of time before a first solution, or failed.
        KeyboardInterrupt
            On Ctrl-C, once the solver has stopped.
        """
        snapshot = self.snapshot()
        settings = Settings(gap, absolute_gap, time_limit, threads)
        outcome = Engine(snapshot.arrays, settings).run(interruptible=True)
        solution = conclude(snapshot, outcome)
        return solution.chosen() if tie_break and solution.status.proven else solution

    def open(self, *, gap: float = 0.0, absolute_gap: float = 1e-6, time_limit: float | None = None) -> Session:
        """Open a live solver on the programme as it stands, for edits and fast re-solves.

        Gaps and time limit are those of each solve, as in ``solve()``.
        """
        return Session(self.snapshot(), Settings(gap, absolute_gap, time_limit))

    def snapshot(self) -> Snapshot:
        """The programme as it stands, frozen."""
        if self._snapshot is None:
            self._snapshot = Snapshot(
                self.name, self._arrays(), self._rows.labels, self._columns.labels, probe=self._probe
            )
        return self._snapshot

    def _thaw(self) -> None:
        """Leave the labels to the last snapshot and go on with copies."""
        if self._snapshot is not None:
            self._rows.labels = self._rows.labels.copy()
            self._columns.labels = self._columns.labels.copy()
            self._snapshot = None

    def _arrays(self) -> Arrays:
        cost = np.zeros(len(self._columns.labels))
        for column, coefficient in self._cost.items():
            cost[column] = coefficient
        lower, upper = self._columns.bounds()
        row_lower, row_upper = self._rows.limits()
        return Arrays(
            maximise=self.maximise,
            offset=self._offset,
            cost=cost,
            lower=lower,
            upper=upper,
            row_lower=row_lower,
            row_upper=row_upper,
            integer=self._columns.integer(),
            matrix=self._rows.matrix(),
        )


def _plain(name: str) -> str:
    """A name PuLP accepts; labels are kept apart, so nothing is lost."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name).strip("_") or "p"


def _finite(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None
