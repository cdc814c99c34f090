"""A handle of HiGHS that holds one programme: what is asked of the solver, and what it says."""

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import highspy
import numpy as np

from optimizer.build.arrays import Arrays, Floats, Integers
from optimizer.build.ranges import SMALLEST, refuse_strange
from optimizer.errors import ModelError
from optimizer.exact.checks import Touched, entries, used
from optimizer.solve.outcome import Settings

type Option = bool | int | float | str

SEED = 7
_ROWWISE = 2
_MAXIMISE, _MINIMISE = -1, 1
_POLL_SECONDS = 0.1
# More steps than a run takes: for every row and column, and for every node of the search before.
_STEPS, _STEPS_EACH, _NODES_EACH = 10_000, 20, 10
_MOST = 2**31 - 1


def _new_highs() -> Any:
    # The constructor carries no annotations, so a strict checker refuses to see it called directly.
    make: Any = highspy.Highs
    return make()


class Handle:
    """A live solver that holds one programme, its bounds and costs, and the last basis.

    HiGHS keeps its workers by the thread that calls it, and refuses a second number of workers there. So a run with
    workers of its own gets a thread of its own, and so does one that finds other workers in the thread of its caller.
    """

    def __init__(self, arrays: Arrays, settings: Settings) -> None:
        self.highs: Any = _new_highs()
        self.set_option("output_flag", False)
        self.set_option("random_seed", SEED)
        self.set_option("small_matrix_value", SMALLEST)
        self.use(settings)
        self.columns = arrays.columns
        self._rows, self._nonzeros = arrays.rows, len(arrays.matrix.value)
        self.mixed = bool(arrays.integer.any())
        self._load(arrays)

    def load(self, arrays: Arrays) -> None:
        """Hold another linear programme of the same shape; what was learnt of the last one is forgotten.

        Raises
        ------
        ModelError
            If a number is out of the solver's range.
        """
        self._load(arrays)

    def present(self) -> Arrays:
        """The programme as it stands, read back."""
        loaded, lp = self._loaded, self.highs.getLp()
        vectors = (lp.col_cost_, lp.col_lower_, lp.col_upper_, lp.row_lower_, lp.row_upper_)
        cost, lower, upper, row_lower, row_upper = (np.array(vector, dtype=np.float64) for vector in vectors)
        return Arrays(
            maximise=lp.sense_ == highspy.ObjSense.kMaximize,
            offset=float(lp.offset_),
            cost=cost,
            lower=lower,
            upper=upper,
            row_lower=row_lower,
            row_upper=row_upper,
            integer=loaded.integer if self.mixed else np.zeros_like(loaded.integer),
            matrix=loaded.matrix,
        )

    @property
    def status(self) -> Any:
        """How the last run ended, in the solver's words for it."""
        return self.highs.getModelStatus()

    def point(self) -> Floats:
        """Where the last run ended."""
        return np.array(self.highs.getSolution().col_value, dtype=np.float64)

    def bounded(self) -> dict[str, Option]:
        """Options that end a run which gets nowhere: more steps than one takes that does, and no presolve."""
        nodes = max(int(self.highs.getInfo().mip_node_count), 0) if self.mixed else 0
        return {
            "presolve": "off",
            "simplex_iteration_limit": _STEPS + _STEPS_EACH * (self.columns + self._rows),
            "ipm_iteration_limit": _STEPS,
            "mip_max_nodes": min(_STEPS + _NODES_EACH * nodes, _MOST),
        }

    def left(self) -> Settings:
        """The settings, with what is left of the time since it last began."""
        limit = self.settings.time_limit
        spent = time.perf_counter() - self._began
        return self.settings if limit is None else replace(self.settings, time_limit=max(0.0, limit - spent))

    def run_so(self, options: Mapping[str, Option], basis: Any = None) -> Any:
        """Run from nothing or a basis with other options, in the time that is left; those it had are put back."""
        limit = self.left().time_limit
        options = dict(options) | ({} if limit is None else {"time_limit": limit})
        before = {name: self.highs.getOptionValue(name)[1] for name in options}
        self.highs.clearSolver()
        if basis is not None:
            self.start_from(basis)
        for name, value in options.items():
            self.set_option(name, value)
        try:
            return self.run_once(interruptible=True)
        finally:
            for name, value in before.items():
                self.set_option(name, value)

    def touched(self, ray: Floats) -> tuple[Touched, Floats]:
        """Rows that a ray uses, as they stand, with the columns they have entries in; and their multipliers."""
        rows = used(ray)
        at_row, index, value = entries(self._loaded.matrix, rows)
        columns, at_column = np.unique(index, return_inverse=True)
        _, _, row_lower, row_upper, _ = self.highs.getRows(len(rows), rows)
        _, _, _, lower, upper, _ = self.highs.getCols(len(columns), columns.astype(np.int32))
        sides = (np.array(side, dtype=np.float64) for side in (row_lower, row_upper, lower, upper))
        low, high, below, above = sides
        return Touched(rows, low, high, below, above, at_row, at_column.astype(np.int32), value), ray[rows]

    def ray_of_infeasibility(self) -> Floats | None:
        """Multipliers of the rows that prove the last run infeasible, if the solver has them."""
        _, exists, ray = self.highs.getDualRay()
        return np.array(ray, dtype=np.float64) if exists else None

    def ray_of_improvement(self) -> Floats | None:
        """A direction in which the last run improves without end, if the solver has one."""
        _, exists, ray = self.highs.getPrimalRay()
        return np.array(ray, dtype=np.float64) if exists else None

    def begin(self) -> None:
        """Count the time from now."""
        self._began = time.perf_counter()

    def use(self, settings: Settings) -> None:
        """Change gap, time limit or threads."""
        self.settings = settings
        self.begin()
        self._alone = settings.threads != 1
        self.set_option("threads", settings.threads)
        self.set_option("mip_rel_gap", settings.gap)
        self.set_option("mip_abs_gap", settings.absolute_gap)
        self.set_option("time_limit", np.inf if settings.time_limit is None else settings.time_limit)

    def run_once(self, *, interruptible: bool) -> Any:
        """Run from where the solver stands, and say how that ended."""
        if (interruptible or self._alone) and threading.current_thread() is threading.main_thread():
            self._run_interruptibly()
        elif self._alone or self.highs.run() == highspy.HighsStatus.kError:
            self._in_a_thread().join()
        return self.status

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
        self.set_option("primal_feasibility_tolerance", tolerance)
        self.set_option("dual_feasibility_tolerance", tolerance)

    def leans(self) -> bool:
        """Whether the last run's optimum misses a limit, or a multiplier its sign, by something within tolerances."""
        info = self.highs.getInfo()
        return bool(max(info.max_primal_infeasibility, info.max_dual_infeasibility) > 0)

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

    def _load(self, arrays: Arrays) -> None:
        refuse_strange(arrays)
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
            raise ModelError("the solver refuses the programme: a number in it is none, or bounds cross")
        self._loaded = arrays

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

    def set_option(self, name: str, value: Option) -> None:
        """Set one of the solver's own options.

        Raises
        ------
        ModelError
            If the solver refuses it.
        """
        if self.highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise ModelError(f"the solver refuses {value!r} for its option {name}")
