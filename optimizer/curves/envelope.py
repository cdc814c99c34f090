"""The optimum of a mixed-integer programme as a function of one limit or cost, its integers free."""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from optimizer.build.arrays import Floats, limit_of
from optimizer.curves.envelope_caps import CostSearch, LimitSearch
from optimizer.curves.envelope_search import Cap, Search
from optimizer.curves.pieces import Chain, Stretch, highest
from optimizer.explained import Key, Label
from optimizer.solution import Solution
from optimizer.solve.outcome import Settings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Switch:
    """One whole number that differs between two structures."""

    family: str
    key: Key
    before: float
    after: float


@dataclass(frozen=True, eq=False)
class Envelope:
    """The best of all structures, where a structure is one choice of all whole numbers.

    What the structures found reach is certain. That nothing is better is proven within ``error``,
    by the bounds of mixed-integer solves, except in the ranges of ``unproven``.

    Attributes
    ----------
    low, high : float
        Where it was asked for.
    error : float
        Outside ``unproven`` no optimum is further above ``value(at)`` than this (below, if minimising).
    solves : int
        Mixed-integer solves it took.
    hot_solves : int
        Linear re-solves along the structures.
    values_are : str
        ``"integers free"``.
    """

    low: float
    high: float
    error: float
    solves: int
    hot_solves: int
    values_are: str
    _sign: float
    _chains: tuple[Chain, ...]
    _integers: Floats
    _labels: tuple[Label, ...]
    _caps: tuple[Cap, ...]
    _open: tuple[tuple[float, float], ...]

    @cached_property
    def points(self) -> "pd.DataFrame":
        """Corners of the curve: at, value, structure; two rows at a place where the structure changes.

        Structure and value are missing where nothing feasible was found.
        """
        import pandas as pd  # heavy

        rows: list[tuple[float, float, float]] = []
        for run in self._runs:
            owner = math.nan if run[0].owner is None else float(self._numbers[run[0].owner])
            places = [(s.low, s.at_low) for s in run] + [(run[-1].high, run[-1].at_high)]
            rows += [(at, self._sign * height if math.isfinite(height) else math.nan, owner) for at, height in places]
        return pd.DataFrame(rows, columns=["at", "value", "structure"])

    @cached_property
    def structures(self) -> "pd.DataFrame":
        """The structures on the curve from left to right: a column for each whole number that differs among them."""
        import pandas as pd  # heavy

        chosen = self._integers[list(self._numbers)]
        differs = np.ptp(chosen, axis=0) > 0 if len(chosen) else np.zeros(len(self._labels), dtype=np.bool_)
        kept = [self._labels[n] for n in np.flatnonzero(differs)]
        names = pd.MultiIndex.from_tuples(kept, names=["family", "key"]) if kept else None
        return pd.DataFrame(chosen[:, differs], columns=names)

    @cached_property
    def changes(self) -> "pd.DataFrame":
        """Where another structure becomes the best.

        Columns ``at``, ``before`` and ``after`` (rows of ``structures``), ``value_before`` and
        ``value_after`` (they differ at a jump), and ``switches``: a :class:`Switch` for each whole
        number that changes.
        """
        import pandas as pd  # heavy

        rows = []
        for one, other in ((left[-1], right[0]) for left, right in pairwise(self._runs)):
            if one.owner is None or other.owner is None:
                continue
            before, after = self._integers[one.owner], self._integers[other.owner]
            switches = tuple(
                Switch(*self._labels[n], float(before[n]), float(after[n])) for n in np.flatnonzero(before != after)
            )
            values = self._sign * one.at_high, self._sign * other.at_low
            rows.append([other.low, self._numbers[one.owner], self._numbers[other.owner], *values, switches])
        return pd.DataFrame(rows, columns=["at", "before", "after", "value_before", "value_after", "switches"])

    @cached_property
    def unproven(self) -> "pd.DataFrame":
        """Ranges (low, high) where something better is not excluded: beside jumps, and where the budget ran out."""
        import pandas as pd  # heavy

        return pd.DataFrame(sorted(self._open), columns=["low", "high"])

    def value(self, at: float) -> float:
        """The best that was found at a place; NaN where nothing feasible was."""
        height = max((chain.value_at(at) for chain in self._chains if chain.covers(at, at)), default=-math.inf)
        return self._sign * height if math.isfinite(height) and self.low <= at <= self.high else math.nan

    def bounds(self, at: float) -> tuple[float, float]:
        """Two numbers between which the optimum at a place is certain to lie; NaN where there is none."""
        if not self.low <= at <= self.high:
            return math.nan, math.nan
        most = min((cap.value_at(at) for cap in self._caps if cap.low <= at <= cap.high), default=math.inf)
        found = self._sign * self.value(at)
        least = -math.inf if math.isnan(found) else found
        if most == -math.inf:
            return math.nan, math.nan
        low, high = sorted((self._sign * least, self._sign * max(most, least)))
        return low, high

    @cached_property
    def _runs(self) -> list[list[Stretch]]:
        """Stretches next to each other with one owner."""
        runs: list[list[Stretch]] = []
        for stretch in highest(self._chains, self.low, self.high):
            if runs and runs[-1][-1].owner == stretch.owner:
                runs[-1].append(stretch)
            else:
                runs.append([stretch])
        return runs

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """Structures on the curve, by when they were found, numbered from left to right."""
        owners = dict.fromkeys(run[0].owner for run in self._runs)
        return {owner: number for number, owner in enumerate(o for o in owners if o is not None)}

    def __repr__(self) -> str:
        proven = f"to within {self.error:.3g}" + (f", {len(self._open)} ranges unproven" if self._open else "")
        return (
            f"<Envelope from {self.low:.6g} to {self.high:.6g}: {len(self._numbers)} structures, {proven}, "
            f"{self.solves} solves>"
        )


def envelope(
    solution: Solution, place: int, span: tuple[float, float], *, of_cost: bool, tolerance: float, budget: int
) -> Envelope:
    """Find the envelope along the limit of a row, or the cost of a column.

    Parameters
    ----------
    solution
        A solution of the programme with its integers.
    place
        The row, or with ``of_cost`` the column.
    span
        From where to where.
    of_cost
        Whether along a cost.
    tolerance
        The error to stop at, as a share of the objective of the solution (of 1 if that is less).
    budget
        Mixed-integer solves after which to stop.
    """
    arrays, labels = solution.snapshot.arrays, solution.snapshot.columns
    enough = tolerance * max(1.0, abs(solution.objective))
    settings = Settings(absolute_gap=enough / 4)
    search: Search = (CostSearch if of_cost else LimitSearch)(arrays, place, span, enough, settings)
    here = float(arrays.cost[place]) if of_cost else limit_of(arrays, place)
    search.note(solution.point[search.whole], (here,))
    search.run(budget)
    return Envelope(
        *span,
        search.error,
        search.solves,
        search.hot_solves,
        "integers free",
        arrays.sign,
        tuple(search.structures.values()),
        np.array(list(search.structures)).reshape(len(search.structures), len(search.whole)),
        tuple(labels.all[column] for column in search.whole),
        tuple(search.caps),
        (*search.strips, *((low, high) for _, low, high, _ in search.open)),
    )
