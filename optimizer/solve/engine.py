"""One live HiGHS: the only place that touches its handle."""

import threading
import time
from typing import Any

import highspy
import numpy as np

from optimizer.build.arrays import Arrays, Floats, Integers
from optimizer.errors import ModelError, SolverError
from optimizer.solve.outcome import Outcome, Settings
from optimizer.status import Status

SEED = 7
_ROWWISE = 2
_MAXIMISE, _MINIMISE = -1, 1
_DUAL_SIMPLEX, _PRIMAL_SIMPLEX = 1, 4
_HAS_SOLUTION = 2
_IRREDUCIBLE = 4
_POLL_SECONDS = 0.1
_ENDINGS = {
    highspy.HighsModelStatus.kOptimal: Status.OPTIMAL,
    highspy.HighsModelStatus.kModelEmpty: Status.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Status.INFEASIBLE,
    highspy.HighsModelStatus.kUnbounded: Status.UNBOUNDED,
    highspy.HighsModelStatus.kTimeLimit: Status.TIME_LIMIT,
}
_LOST = {highspy.HighsModelStatus.kUnknown, highspy.HighsModelStatus.kSolveError}


def _new_highs() -> Any:
    # The constructor carries no annotations, so a strict checker refuses to see it called directly.
    make: Any = highspy.Highs
    return make()


class Engine:
    """A live solver that holds one programme, its bounds and costs, and the last basis.

    HiGHS keeps its workers by the thread that calls it, and refuses a second number of workers there. So a run with
    workers of its own gets a thread of its own, and so does one that finds other workers in the thread of its caller.
    """

    def __init__(self, arrays: Arrays, settings: Settings) -> None:
        self.highs: Any = _new_highs()
        self._option("output_flag", False)
        self._option("random_seed", SEED)
        self._option("small_matrix_value", 1e-12)
        self.use(settings)
        self.columns = arrays.columns
        self._rows, self._nonzeros = arrays.rows, len(arrays.matrix.value)
        self.rows_hold_at_zero = bool(np.all((arrays.row_lower <= 0) & (arrays.row_upper >= 0)))
        self.mixed = bool(arrays.integer.any())
        self._load(arrays)

    def load(self, arrays: Arrays) -> None:
        """Hold another linear programme of the same shape; what was learnt of the last one is forgotten."""
        self._load(arrays)

    def use(self, settings: Settings) -> None:
        """Change gap, time limit or threads."""
        self._alone = settings.threads != 1
        self._option("threads", settings.threads)
        self._option("mip_rel_gap", settings.gap)
        self._option("mip_abs_gap", settings.absolute_gap)
        self._option("time_limit", np.inf if settings.time_limit is None else settings.time_limit)

    def run(self, *, interruptible: bool = False, primal: bool = False) -> Outcome:
        """Solve from the last basis, if there is one.

        Parameters
        ----------
        interruptible
            Let Ctrl-C stop the solver, at some per cent of its speed; without it Ctrl-C waits for
            the end of the run, which is right for runs of milliseconds.
        primal
            Use the primal simplex method: right where only costs changed since the last basis.
        """
        began = time.perf_counter()
        if primal:
            self._option("simplex_strategy", _PRIMAL_SIMPLEX)
        status = self._run_once(interruptible=interruptible)
        if primal:
            self._option("simplex_strategy", _DUAL_SIMPLEX)
        if status in _LOST and not self.mixed:
            # Seen with the primal method on small programmes: a start from nothing always ended well.
            self.highs.clearSolver()
            status = self._run_once(interruptible=interruptible)
        if status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            status = self._infeasible_or_unbounded()
        return self._outcome(status, time.perf_counter() - began)

    def run_hot(self) -> tuple[Status, float, Floats]:
        """Solve a linear programme from the last basis and read no more than status, objective and point."""
        status = self._run_once(interruptible=False)
        if status in _LOST:
            self.highs.clearSolver()
            status = self._run_once(interruptible=False)
        if status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            status = self._infeasible_or_unbounded()
        ending = _ENDINGS.get(status, Status.FAILED)
        point = np.array(self.highs.getSolution().col_value, dtype=np.float64)
        return ending, self.highs.getObjectiveValue(), point

    def _run_once(self, *, interruptible: bool) -> Any:
        if (interruptible or self._alone) and threading.current_thread() is threading.main_thread():
            self._run_interruptibly()
        elif self._alone or self.highs.run() == highspy.HighsStatus.kError:
            self._in_a_thread().join()
        return self.highs.getModelStatus()

    def _in_a_thread(self) -> threading.Thread:
        worker = threading.Thread(target=self.highs.run, daemon=True)
        worker.start()
        return worker

    def basis(self) -> Any:
        """The present basis, as data that another engine can start from."""
        return self.highs.getBasis()

    def start_from(self, basis: Any) -> None:
        """Start the next run from this basis."""
        self.highs.setBasis(basis)

    def improve_on(self, point: Floats) -> None:
        """Begin a mixed-integer search with a point, if it meets the rows."""
        known = highspy.HighsSolution()
        known.col_value = point.tolist()
        self.highs.setSolution(known)

    def basis_of(self, columns: Integers, rows: Integers) -> Any:
        """A basis from the status of every column and row, as numbers, of a programme with as many of them."""
        basis = highspy.HighsBasis()
        basis.col_status = [highspy.HighsBasisStatus(status) for status in columns.tolist()]
        basis.row_status = [highspy.HighsBasisStatus(status) for status in rows.tolist()]
        basis.valid = True
        # Taken from a solver, it has the right number of basic ones: looking again would cost a factorization.
        basis.alien = False
        return basis

    def forget(self) -> None:
        """Drop all the solver learnt, so that the next run depends on its start alone."""
        self.highs.clearSolver()

    def set_rows(self, rows: Integers, lower: Floats, upper: Floats) -> None:
        """Change the limits of some rows."""
        for row, low, high in zip(rows.tolist(), lower.tolist(), upper.tolist(), strict=True):
            self.highs.changeRowBounds(row, low, high)

    def set_row(self, row: int, lower: float, upper: float) -> None:
        """Change the limits of one row."""
        self.highs.changeRowBounds(row, lower, upper)

    def set_columns(self, columns: Integers, lower: Floats, upper: Floats) -> None:
        """Change the bounds of some columns."""
        self.highs.changeColsBounds(len(columns), columns, lower, upper)

    def set_costs(self, columns: Integers, costs: Floats) -> None:
        """Change the costs of some columns."""
        self.highs.changeColsCost(len(columns), columns, costs)

    def set_offset(self, offset: float) -> None:
        """Change the constant of the objective."""
        self.highs.changeObjectiveOffset(offset)

    def set_maximise(self, maximise: bool) -> None:
        """Change the direction of the objective."""
        kind = highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize
        self.highs.changeObjectiveSense(kind)

    def set_continuous(self, columns: Integers) -> None:
        """Drop the integrality of some columns."""
        kinds = np.zeros(len(columns), dtype=np.uint8)
        self.highs.changeColsIntegrality(len(columns), columns, kinds)
        self.mixed = False

    def sharpen(self, tolerance: float) -> None:
        """Hold rows, bounds and reduced costs to this tolerance instead of the solver's 1e-7."""
        self._option("primal_feasibility_tolerance", tolerance)
        self._option("dual_feasibility_tolerance", tolerance)

    def basic(self) -> Integers:
        """What is basic, in the order of the basis: column j as j, row i as -(i + 1)."""
        if not self._nonzeros:
            # Without a coefficient nothing is ever factored, and the solver must not be asked.
            return -np.arange(1, self._rows + 1, dtype=np.int32)
        return np.array(self.highs.getBasicVariables()[1], dtype=np.int32)

    def inverse_column(self, row: int, basic: Integers) -> tuple[Integers, Floats]:
        """Movement of the basic variables as the activity of a nonbasic row rises: which, and how much.

        The solver's basis holds minus the activity for a row, so the amounts of rows are turned.
        """
        _, values, count, places = self.highs.getBasisInverseColSparse(row)
        chosen = np.array(places[:count], dtype=np.int32)
        amounts = np.array(values, dtype=np.float64)[chosen]
        movers = basic[chosen]
        return movers, np.where(movers < 0, -amounts, amounts)

    def inverse_row(self, place: int) -> Floats:
        """Movement of the basic variable at a place of the basis as the activity of each row rises."""
        return np.array(self.highs.getBasisInverseRow(place)[1], dtype=np.float64)

    def ray_of_infeasibility(self) -> Floats | None:
        """Multipliers of the rows that prove the last run infeasible, if the solver has them."""
        _, exists, ray = self.highs.getDualRay()
        return np.array(ray, dtype=np.float64) if exists else None

    def ray_of_improvement(self) -> Floats | None:
        """A direction in which the last run improves without end, if the solver has one."""
        _, exists, ray = self.highs.getPrimalRay()
        return np.array(ray, dtype=np.float64) if exists else None

    def irreducible_conflict(self) -> tuple[list[int], list[tuple[int, bool]]]:
        """Rows, and columns with whether it is their lower bound, that are infeasible together.

        Raises
        ------
        SolverError
            If the solver finds none.
        """
        # Found by linear programmes and thinned out: a fraction of a second where thinning out
        # from nothing takes ten, and the default finds nothing.
        self._option("iis_strategy", int(highspy.IisStrategy.kIisStrategyFromLp) | _IRREDUCIBLE)
        _, conflict = self.highs.getIis()
        rows = [int(row) for row in conflict.row_index_]
        lower = int(highspy.IisBoundStatus.kIisBoundStatusLower)
        free = int(highspy.IisBoundStatus.kIisBoundStatusFree)
        columns = [
            (int(column), side == lower)
            for column, side in zip(conflict.col_index_, conflict.col_bound_, strict=True)
            if side > free
        ]
        if not conflict.valid_ or not (rows or columns):
            raise SolverError("the solver found no conflict in an infeasible programme")
        return rows, columns

    def _load(self, arrays: Arrays) -> None:
        matrix = arrays.matrix
        status = self.highs.passModel(
            arrays.columns,
            arrays.rows,
            len(matrix.value),
            _ROWWISE,
            _MAXIMISE if arrays.maximise else _MINIMISE,
            arrays.offset,
            arrays.cost,
            arrays.lower,
            arrays.upper,
            arrays.row_lower,
            arrays.row_upper,
            matrix.start,
            matrix.index,
            matrix.value,
            arrays.integer.astype(np.int32),
        )
        if status == highspy.HighsStatus.kError:
            raise ModelError("the solver refuses the programme: a coefficient or bound is out of its range")

    def _run_interruptibly(self) -> None:
        stop = threading.Event()
        kinds = highspy.cb.HighsCallbackType
        watched = (kinds.kCallbackSimplexInterrupt, kinds.kCallbackIpmInterrupt, kinds.kCallbackMipInterrupt)

        def heed(kind: object, message: str, seen: object, answer: Any, data: object) -> None:
            if stop.is_set():
                answer.user_interrupt = True

        self.highs.setCallback(heed, None)
        for kind in watched:
            self.highs.startCallback(kind)
        worker = self._in_a_thread()
        try:
            while worker.is_alive():
                worker.join(_POLL_SECONDS)
        except KeyboardInterrupt:
            stop.set()
            worker.join()
            raise
        finally:
            for kind in watched:
                self.highs.stopCallback(kind)

    def _infeasible_or_unbounded(self) -> Any:
        """Tell the two apart by dropping the objective: what remains is infeasible or not."""
        cost = np.array(self.highs.getLp().col_cost_)
        every = np.arange(self.columns, dtype=np.int32)
        self.set_costs(every, np.zeros(self.columns))
        status = self._run_once(interruptible=False)
        self.set_costs(every, cost)
        if status == highspy.HighsModelStatus.kOptimal:
            return highspy.HighsModelStatus.kUnbounded
        # Anything else, a time limit above all, would describe the programme without its objective.
        infeasible = status == highspy.HighsModelStatus.kInfeasible
        return status if infeasible else highspy.HighsModelStatus.kUnknown

    def _outcome(self, status: Any, seconds: float) -> Outcome:
        info = self.highs.getInfo()
        ending = _ENDINGS.get(status, Status.FAILED)
        if status == highspy.HighsModelStatus.kModelEmpty and not self.rows_hold_at_zero:
            ending = Status.INFEASIBLE
        objective = self.highs.getObjectiveValue()
        has_solution = ending is Status.OPTIMAL or (
            ending is Status.TIME_LIMIT and self.mixed and info.primal_solution_status == _HAS_SOLUTION
        )
        return Outcome(
            status=ending,
            message=self.highs.modelStatusToString(status),
            objective=objective if has_solution else np.nan,
            bound=info.mip_dual_bound if self.mixed else objective,
            seconds=seconds,
            nodes=max(int(info.mip_node_count), 0) if self.mixed else 0,
            has_solution=has_solution,
            solution=self.highs.getSolution(),
            basis=self.highs.getBasis(),
        )

    def _option(self, name: str, value: bool | int | float | str) -> None:
        if self.highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise ModelError(f"the solver refuses {value!r} for its option {name}")
