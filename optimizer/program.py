"""A labelled programme: PuLP builds it, HiGHS solves it in memory."""

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any, Literal, cast

import pulp
from pulp import LpAffineExpression, LpVariable

from optimizer.build.arrays import Flags, Floats, Size
from optimizer.build.checked import Checked, Variables
from optimizer.build.expressions import Expression, weights
from optimizer.build.ranges import refuse_strange
from optimizer.build.restriction import Piece, Restriction
from optimizer.build.snapshot import Snapshot
from optimizer.build.stacked import Stack, Stacked
from optimizer.build.store import Bound, Store
from optimizer.build.unchecked import Unchecked
from optimizer.build.variation import carried, varied
from optimizer.errors import DuplicateKeyError, ModelError
from optimizer.explained import Key, Label
from optimizer.session import Session
from optimizer.solution import Solution, conclude
from optimizer.solve.engine import Engine
from optimizer.solve.outcome import Settings
from optimizer.solve.stopped import completed


class Program:
    """A linear or mixed-integer programme whose rows and columns have labels.

    Parameters
    ----------
    name
        For messages.
    maximise
        Whether more of the objective is better.
    checked
        Whether PuLP stands behind the programme and every call is checked. Without, it is kept as
        numbers alone, several times faster: right for thousands of programmes like one that was
        checked. Expressions are then made by ``linear`` only, and compared with numbers.

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

    def __init__(self, name: str, *, maximise: bool = True, checked: bool = True) -> None:
        self.name = name
        self.maximise = maximise
        self._store: Store = Checked(name, maximise=maximise) if checked else Unchecked()
        self._snapshot: Snapshot | None = None

    @property
    def problem(self) -> pulp.LpProblem:
        """The PuLP problem, to read or to write out; change the programme through its own methods.

        Raises
        ------
        ModelError
            If the programme is not checked: it has none.
        """
        if not isinstance(self._store, Checked):
            raise ModelError(f"{self.name} is kept as numbers alone: no PuLP problem stands behind it")
        return self._store.problem

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
        if name in self._store.columns:
            raise DuplicateKeyError(f'variable family "{name}" is given twice')
        self._thaw()
        bounds = (0.0, 1.0) if binary else (lower, upper)
        added = self._store.add_variables(name, keys, *bounds, integer=integer or binary)
        return cast("Variables[K]", added)

    def bound(self, name: str, key: Key, *, lower: float | None = None, upper: float | None = None) -> None:
        """Change bounds of a variable; a bound not given stays as it is.

        Raises
        ------
        UnknownKeyError
            If there is no such variable.
        ModelError
            If the bounds are not numbers, or cross.
        """
        self._thaw()
        self._store.bound(name, key, lower, upper)

    def fix[K: Key](self, name: str, values: Mapping[K, float]) -> None:
        """Fix variables of a family. One that was to be whole is a number from then on.

        Raises
        ------
        UnknownKeyError
            If there is no such variable.
        ModelError
            If a value is not finite.
        """
        self._thaw()
        self._store.fix(name, values)

    def objective(self, expression: Expression) -> None:
        """Set the objective, in place of any earlier one.

        Raises
        ------
        ModelError
            If the expression is a comparison, is not finite, or belongs to another programme.
        """
        self._thaw()
        self._store.set_objective(expression)

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
        self._thaw()
        self._store.add_constraints(family, rows)

    def linear(
        self, terms: Mapping[LpVariable, float] | Iterable[tuple[LpVariable, float]], constant: float = 0.0
    ) -> LpAffineExpression:
        """Build a linear expression from pairs, several times faster than by sums of products.

        Raises
        ------
        ModelError
            If a coefficient is not finite or the variables belong to different programmes.
        """
        return cast("LpAffineExpression", self._store.linear(terms, constant))

    def weights(self, expression: Expression) -> Floats:
        """Coefficients of a linear expression as a vector over the columns, its constant left out.

        Raises
        ------
        ModelError
            If it is no linear expression, or has variables of another programme.
        """
        return weights(self.snapshot(), "the expression", expression)[0]

    def restricted(self, free: Flags, without: Iterable[Label] = ()) -> Restriction:
        """Some variables of the programme as it stands, and the rows that hold them.

        Parameters
        ----------
        free
            Which columns can move; all others will stand at a point.
        without
            Rows to leave out, by label.

        Raises
        ------
        UnknownKeyError
            If there is no such row.
        ModelError
            If there is not one flag a column, or a column that can move must be whole.
        """
        return Restriction(self.snapshot(), free, without)

    def add_piece(self, piece: Piece, name: str) -> Variables[int]:
        """Add a piece of another programme: its variables as a family, numbered, and its rows.

        The rows go to the families ``"at most"`` and ``"at least"``, by their number in the piece.

        Raises
        ------
        DuplicateKeyError
            If there is such a family, or a piece was added before.
        """
        lower, upper = dict(enumerate(piece.lower.tolist())), dict(enumerate(piece.upper.tolist()))
        x = self.variables(name, range(len(piece.columns)), lower=lower, upper=upper)
        rows = {number: (row, row.terms(x)) for number, row in enumerate(piece.rows)}
        below = {n: self.linear(terms) <= row.high for n, (row, terms) in rows.items() if isfinite(row.high)}
        above = {n: self.linear(terms) >= row.low for n, (row, terms) in rows.items() if isfinite(row.low)}
        self.constraints("at most", below)
        self.constraints("at least", above)
        return x

    def solve(
        self,
        *,
        gap: float = 0.0,
        absolute_gap: float = 1e-6,
        time_limit: float | None = None,
        threads: int = 1,
        tie_break: Literal["reproducible"] | None = None,
        start: Solution | None = None,
        held: Mapping[Label, tuple[float, float]] | None = None,
        relaxed: bool = False,
    ) -> Solution:
        """Solve to proven optimality, or to the gap asked for.

        Parameters
        ----------
        gap, absolute_gap
            Where a mixed-integer search may stop, as a share of the objective and in its units.
        time_limit
            Seconds; a search stopped by it gives its best solution with status TIME_LIMIT: the best with the whole
            numbers it had found, or with those nearest to nought where it had none and that can be.
        threads
            Threads of the solver; one is as fast as more on programmes of this kind. More than one
            work in a thread of their own, so that nothing else in the process is touched.
        tie_break
            ``"reproducible"``: of several optimal solutions (with the integers found) take the one
            that the labels pick, the same for every version of the solver.
        start
            Of linear programmes: begin where an earlier one with the same labels, in the same order,
            ended; one with other labels is not begun from. Of mixed-integer programmes: a solution
            to improve on, by its labels, nought where it has none; the solver drops one that does
            not meet the rows.
        held
            Bounds of some variables for this solve alone, by label: within those they have.
        relaxed
            Whether integers may be fractions in this solve: a bound on the optimum.

        Raises
        ------
        ModelError
            If the solver refuses a setting, such as a number of threads below 0, or would take a number of the
            programme for another one: too small it is dropped, too large it is infinite.
        NoOptimumError
            Infeasible, unbounded, out of time before a first solution, not decided, or failed.
        KeyboardInterrupt
            On Ctrl-C, once the solver has stopped.
        """
        snapshot = varied(self.snapshot(), held or {}, relaxed=relaxed)
        refuse_strange(snapshot.arrays, snapshot.rows, snapshot.columns)
        engine = Engine(snapshot.arrays, Settings(gap, absolute_gap, time_limit, threads))
        if start is not None and engine.mixed:
            engine.improve_on(carried(start.snapshot.columns, start.point, snapshot.columns))
        elif start is not None and start.basis is not None and snapshot.like(start.snapshot):
            engine.start_from(start.basis)
        # From a start the run is short.
        outcome = engine.run(interruptible=start is None or engine.mixed)
        solution = conclude(snapshot, completed(snapshot.arrays, outcome))
        return solution.chosen() if tie_break and solution.status.proven else solution

    def open(self, *, gap: float = 0.0, absolute_gap: float = 1e-6, time_limit: float | None = None) -> Session:
        """Open a live solver on the programme as it stands, for edits and fast re-solves.

        Gaps and time limit are those of each solve, as in ``solve()``.

        Raises
        ------
        ModelError
            If the solver would take a number for another one, as in ``solve()``.
        """
        snapshot = self.snapshot()
        refuse_strange(snapshot.arrays, snapshot.rows, snapshot.columns)
        return Session(snapshot, Settings(gap, absolute_gap, time_limit))

    def snapshot(self) -> Snapshot:
        """The programme as it stands, frozen."""
        if self._snapshot is None:
            store = self._store
            labels, arrays = (store.rows, store.columns), store.arrays(maximise=self.maximise)
            self._snapshot = Snapshot(self.name, arrays, *labels, store.integers_fixed, store.probe)
        return self._snapshot

    def _thaw(self) -> None:
        """Leave the labels to the last snapshot and go on with copies."""
        if self._snapshot is not None:
            self._store.thaw()
            self._snapshot = None


class ProgramStack(Program):
    """Many programmes of one shape, written as one: any number may be an array with an element a programme.

    It is solved by :class:`~optimizer.explore.hot.HotStack`, one programme after another.

    Parameters
    ----------
    name
        For messages.
    count
        How many programmes there are.
    maximise
        Whether more of the objective is better.
    """

    def __init__(self, name: str, count: int, *, maximise: bool = True) -> None:
        super().__init__(name, maximise=maximise, checked=False)
        self._stacked = Stacked(count)
        self._store = self._stacked

    def stack(self) -> Stack:
        """The numbers of all programmes as they stand."""
        return self._stacked.stack(maximise=self.maximise)

    def weights_in_each(self, expression: Expression) -> Floats:
        """Coefficients of a linear expression, a row a programme and a column a variable."""
        return self._stacked.weights(expression)

    def snapshot(self) -> Snapshot:
        """None of a stack as a whole.

        Raises
        ------
        ModelError
            Always: it has many.
        """
        raise ModelError(f"{self.name} is a stack of programmes: solve them one by one")
