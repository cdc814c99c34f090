"""HiGHS alone: what it takes to solve the programmes of a sweep from nothing, or hot with all numbers in hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import process_time
from typing import Any

import highspy
import numpy as np

from optimizer import Arrays, Floats, Hot, HotStack, Integers, Status

SAME = 1e-6
"""Share by which two answers to one question may differ."""


def must_agree(what: str, one: float, other: float) -> None:
    """End the run where two answers to one question differ."""
    if not abs(one - other) <= SAME * max(1.0, abs(one)):
        raise SystemExit(f"{what}: {one!r} and {other!r}")


class FromNothing(HotStack):
    """Solves every programme anew, as a user of the solver alone would; only deals that fall away are taken from it."""

    def __init__(self) -> None:
        self.highs = _quiet()

    def solve(self, arrays: Arrays) -> Hot:
        """A new solver for each programme."""
        self.highs = _quiet()
        _pass(self.highs, arrays)
        return self._solved()

    def solve_within(self, columns: Integers, lower: Floats, upper: Floats) -> Hot:
        """Other bounds, from where the last solve ended."""
        self.highs.changeColsBounds(len(columns), columns, lower, upper)
        return self._solved()

    def _solved(self) -> Hot:
        self.highs.run()
        optimal = self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        point = np.array(self.highs.getSolution().col_value)
        return Hot(Status.OPTIMAL if optimal else Status.FAILED, self.highs.getObjectiveValue(), point)


class Taped(HotStack):
    """Keeps what it was asked to solve, so that HiGHS alone can be asked the same."""

    def __init__(self, base: Arrays) -> None:
        super().__init__(base)
        self.tape: list[tuple[Any, list[tuple[Integers, Floats, Floats]], list[float]]] = []

    def solve(self, arrays: Arrays) -> Hot:
        """A programme, with the changes that follow it and all objectives."""
        answer = super().solve(arrays)
        self.tape.append((arrays, [], [answer.objective]))
        return answer

    def solve_within(self, columns: Integers, lower: Floats, upper: Floats) -> Hot:
        """A change of the last programme."""
        answer = super().solve_within(columns, lower, upper)
        _, changes, objectives = self.tape[-1]
        changes.append((columns, lower, upper))
        objectives.append(answer.objective)
        return answer


@dataclass(frozen=True, eq=False)
class Raw:
    """Solves with all numbers in hand."""

    base: Arrays
    tape: Sequence[tuple[Any, list[tuple[Integers, Floats, Floats]], list[float]]]

    def seconds(self) -> float:
        """CPU seconds a draw for passing, solving from the base's basis, and reading the point."""
        highs = _quiet()
        _pass(highs, self.base)
        highs.run()
        basis, reached, points = highs.getBasis(), [], []
        start = process_time()
        for arrays, changes, _ in self.tape:
            _pass(highs, arrays)
            highs.setBasis(basis)
            highs.run()
            points.append(np.array(highs.getSolution().col_value))
            reached.append(highs.getObjectiveValue())
            for columns, lower, upper in changes:
                highs.changeColsBounds(len(columns), columns, lower, upper)
                highs.run()
                points[-1] = np.array(highs.getSolution().col_value)
                reached.append(highs.getObjectiveValue())
        took = (process_time() - start) / len(self.tape)
        wanted = [objective for *_, objectives in self.tape for objective in objectives]
        for place, pair in enumerate(zip(wanted, reached, strict=True)):
            must_agree(f"solve {place} of HiGHS alone", *pair)
        return took


def _quiet() -> Any:
    make: Any = highspy.Highs
    highs = make()
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 7), ("small_matrix_value", 1e-12)):
        highs.setOptionValue(option, value)
    return highs


def _pass(highs: Any, arrays: Arrays) -> None:
    matrix = arrays.matrix
    sense = highspy.ObjSense.kMaximize if arrays.maximise else highspy.ObjSense.kMinimize
    highs.passModel(
        *(len(arrays.cost), len(arrays.row_lower), len(matrix.value), int(highspy.MatrixFormat.kRowwise), int(sense)),
        *(arrays.offset, arrays.cost, arrays.lower, arrays.upper, arrays.row_lower, arrays.row_upper),
        *(matrix.start, matrix.index, matrix.value, np.zeros(len(arrays.cost), dtype=np.int32)),
    )
