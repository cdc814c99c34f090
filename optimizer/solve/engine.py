"""One live HiGHS, whose every answer is checked before it is given, or proven by the solver to be the best."""

import time
from typing import Any

import highspy
import numpy as np

from optimizer.build.arrays import Arrays, Floats
from optimizer.exact.simplex import Decided
from optimizer.solve.handle import Handle, Option
from optimizer.solve.outcome import Outcome, Settings, Vectors
from optimizer.solve.verdict import ENDINGS, Verdict, settle
from optimizer.status import Status

_DUAL_SIMPLEX, _PRIMAL_SIMPLEX = 1, 4
_HAS_SOLUTION = 2
_Ended = highspy.HighsModelStatus
_LOST = {_Ended.kUnknown, _Ended.kSolveError}
_OPTIMAL = Verdict(Status.OPTIMAL)
# What is looked at again: a multiplier of the wrong sign by so much, of which the solver allows a hundred times more;
# and a limit missed by so much, of which it allows a tenth and says at times that it kept it.
_WRONG_SIGN, _MISSED = 1e-9, 1e-6
_SHARP: dict[str, Option] = {"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9}


class Engine(Handle):
    """A live solver that holds one programme, its bounds and costs, and the last basis.

    An optimum is the solver's word; that there is none is said only where it is proven (``optimizer.solve.verdict``).
    """

    def __init__(self, arrays: Arrays, settings: Settings) -> None:
        super().__init__(arrays, settings)
        self._verdict = _OPTIMAL

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
        self.begin()
        if primal:
            self.set_option("simplex_strategy", _PRIMAL_SIMPLEX)
        status = self.run_once(interruptible=interruptible)
        if primal:
            self.set_option("simplex_strategy", _DUAL_SIMPLEX)
        if status in _LOST and not self.mixed:
            # Seen with the primal method on small programmes: a start from nothing mostly ended well.
            status = self.run_so({})
        self._verdict = self._settled(status)
        return self._outcome(time.perf_counter() - began)

    def run_hot(self) -> tuple[Status, float, Floats]:
        """Solve a linear programme from the last basis and read no more than status, objective and point."""
        self.begin()
        status = self.run_once(interruptible=False)
        if status in _LOST:
            status = self.run_so({})
        self._verdict = self._settled(status)
        if self._verdict.exact is None:
            return self._verdict.status, self.highs.getObjectiveValue() + 0.0, self.point()
        outcome = self._outcome(0.0)
        return outcome.status, outcome.objective, np.array(outcome.solution.col_value)

    def ray_of_infeasibility(self) -> Floats | None:
        """Multipliers of the rows that prove the last run infeasible, if there are any."""
        ray = super().ray_of_infeasibility()
        if ray is None and self._verdict.multipliers:
            ray = np.zeros(self._rows)
            for row, multiplier in self._verdict.multipliers.items():
                ray[row] = float(multiplier)
        return ray

    def _settled(self, status: Any) -> Verdict:
        """What holds in the end: an optimum is taken at its word unless it leans on tolerances."""
        if status == _Ended.kOptimal:
            return self._sharply() if self._doubted() else _OPTIMAL
        if status == _Ended.kUnboundedOrInfeasible:
            status = self._infeasible_or_unbounded()
        return settle(self, status)

    def _doubted(self) -> bool:
        """Whether an optimum leans on tolerances by so much that it may be none."""
        info = self.highs.getInfo()
        leans = info.max_dual_infeasibility > _WRONG_SIGN or info.max_primal_infeasibility > _MISSED
        return bool(leans) and not self.mixed

    def _sharply(self) -> Verdict:
        """What holds where an optimum is doubted: that there is none only where that is proven."""
        basis = self.basis()
        ended = self.run_so(_SHARP, basis)
        if ended == _Ended.kOptimal:
            return _OPTIMAL
        found = settle(self, _Ended.kUnbounded if ended == _Ended.kUnboundedOrInfeasible else ended)
        if found.status in {Status.INFEASIBLE, Status.UNBOUNDED} or found.exact is not None:
            return found
        # It stands, if there is time to stand at it again.
        ended = self.run_so({}, basis)
        return _OPTIMAL if ended == _Ended.kOptimal else settle(self, ended)

    def _infeasible_or_unbounded(self) -> Any:
        """Tell the two apart by dropping the objective: what remains is infeasible or not."""
        cost = np.array(self.highs.getLp().col_cost_)
        every = np.arange(self.columns, dtype=np.int32)
        self.set_costs(every, np.zeros(self.columns))
        try:
            status = self.run_once(interruptible=True)
        finally:
            self.set_costs(every, cost)
        if status == _Ended.kOptimal:
            return _Ended.kUnbounded
        # Anything else, a time limit above all, would describe the programme without its objective.
        return status if status == _Ended.kInfeasible else _Ended.kUnknown

    def _outcome(self, seconds: float) -> Outcome:
        verdict, info = self._verdict, self.highs.getInfo()
        if verdict.exact is not None:
            return self._exact_outcome(verdict.exact, seconds)
        ending, status = verdict.status, self.status
        # Adding zero turns -0.0 into 0.0.
        objective = self.highs.getObjectiveValue() + 0.0
        has_solution = ending is Status.OPTIMAL or (
            ending is Status.TIME_LIMIT and self.mixed and info.primal_solution_status == _HAS_SOLUTION
        )
        return Outcome(
            status=ending,
            message=self.highs.modelStatusToString(status) if ENDINGS.get(status) is ending else ending.value,
            objective=objective if has_solution else np.nan,
            bound=info.mip_dual_bound + 0.0 if self.mixed else objective,
            seconds=seconds,
            nodes=max(int(info.mip_node_count), 0) if self.mixed else 0,
            has_solution=has_solution,
            solution=self.highs.getSolution(),
            basis=self.highs.getBasis(),
            multipliers=verdict.multipliers,
        )

    def _exact_outcome(self, exact: Decided, seconds: float) -> Outcome:
        """An optimum that fractions found and the solver did not."""
        arrays = self.present()
        objective = float(exact.objective(arrays))
        prices = np.zeros(arrays.rows)
        for row, price in exact.multipliers.items():
            prices[row] = float(price)
        point = np.array([float(number) for number in exact.point])
        basis = (np.array(exact.columns, dtype=np.int32), np.array(exact.rows, dtype=np.int32))
        return Outcome(
            status=Status.OPTIMAL,
            message=Status.OPTIMAL.value,
            objective=objective,
            bound=objective,
            seconds=seconds,
            nodes=0,
            has_solution=True,
            solution=Vectors.at(arrays, point, prices),
            basis=self.basis_of(*basis) if exact.rows and not self.mixed else None,
        )
