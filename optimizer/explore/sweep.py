"""Many variants of one programme, each re-solved hot from the same basis.

A variant is solved from the basis of the base case and nothing else, so that a result does not
depend on which variants came before it, in which chunk, or in which worker.
"""

import math
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from optimizer.build.arrays import Arrays, Floats, Integers, weighted_sum
from optimizer.build.edits import bounds_at, cost_at, limits_at
from optimizer.build.expressions import Expression, weights
from optimizer.build.labels import as_index
from optimizer.build.snapshot import Snapshot
from optimizer.errors import ModelError
from optimizer.explained import Key
from optimizer.solve.engine import Engine
from optimizer.solve.outcome import Settings
from optimizer.source import Source, solved
from optimizer.status import Status

if TYPE_CHECKING:
    import pandas as pd

# Pieces of work a worker gets: few enough that a piece is long, enough that none waits for long.
_SHARES = 4


@dataclass(frozen=True, slots=True)
class Edit:
    """One number of a programme set to a value.

    Attributes
    ----------
    what
        ``"limit"`` of a constraint (both sides of an equation), ``"cost"``, ``"lower"`` or
        ``"upper"`` bound of a variable.
    family, key
        Of which.
    value
        The new value.
    """

    what: Literal["limit", "cost", "lower", "upper"]
    family: str
    key: Key
    value: float


def sweep(
    source: Source,
    changes: Mapping[Any, Sequence[Edit]] | Sequence[Sequence[Edit]],
    *,
    outcomes: Mapping[str, Expression] | None = None,
    workers: int = 1,
    client: Any = None,
) -> "pd.DataFrame":
    """Solve a programme with each of many changes.

    Parameters
    ----------
    source
        A programme or session (solved first), or a solution. Integers are fixed where it has them.
    changes
        For each variant the numbers that differ from the source; by name, or in a list.
    outcomes
        Linear expressions to report for each variant, by name. Where a variant has several optimal
        solutions they are those of the one the solver ends at, the same in every run.
    workers
        Threads; each has a solver of its own, and the solver lets the others run.
    client
        Instead of threads, anything with ``submit(function, *arguments)`` that returns a future
        with ``result()``: a Dask client, an executor. Its workers need this package.

    Returns
    -------
    pandas.DataFrame
        A row a variant, in the order given: ``status`` (``"optimal"``, ``"infeasible"``,
        ``"unbounded"``, ``"failed"``), ``objective`` and the outcomes (NaN where not optimal).
        ``attrs["values_are"]`` says whether integers were fixed.

    Raises
    ------
    UnknownKeyError
        If there is no such constraint or variable.
    ModelError
        If a value cannot be set, or there is no worker.
    NoOptimumError
        If the source itself has no optimum.
    """
    import pandas as pd  # heavy

    if workers < 1:
        raise ModelError(f"a sweep needs a worker, not {workers}")
    solution = solved(source)
    snapshot, live = solution.snapshot, solution.live
    live.settle()
    named = changes if isinstance(changes, Mapping) else dict(enumerate(changes))
    variants = [_variant(snapshot, live.arrays, edits) for edits in named.values()]
    wanted = [weights(snapshot, f'the outcome "{name}"', expression) for name, expression in (outcomes or {}).items()]
    job = _Job(
        live.arrays,
        np.array([int(status) for status in live.basis.col_status], dtype=np.int8),
        np.array([int(status) for status in live.basis.row_status], dtype=np.int8),
        np.array([vector for vector, _ in wanted]).reshape(len(wanted), live.arrays.columns),
    )
    size = max(1, math.ceil(len(variants) / (_SHARES * workers))) if workers > 1 or client else max(1, len(variants))
    chunks = [variants[start : start + size] for start in range(0, len(variants), size)]
    if client is not None:
        futures = [client.submit(job.run, chunk) for chunk in chunks]
        rows = [row for future in futures for row in future.result()]
    elif workers > 1:
        with ThreadPoolExecutor(workers) as pool:
            rows = [row for chunk in pool.map(job.run, chunks) for row in chunk]
    else:
        rows = [row for chunk in chunks for row in job.run(chunk)]
    table = pd.DataFrame(
        {
            "status": [status.value for status, _, _ in rows],
            "objective": np.array([objective for _, objective, _ in rows], dtype=np.float64),
        }
        | {
            name: np.array([found[n] for _, _, found in rows], dtype=np.float64) + wanted[n][1]
            for n, name in enumerate(outcomes or {})
        },
        index=as_index(list(named)),
    )
    table.attrs["values_are"] = solution.prices_are
    return table


@dataclass(frozen=True, slots=True, eq=False)
class _Variant:
    """The numbers of one variant: rows with their limits, columns with their costs and bounds."""

    rows: Integers
    row_lower: Floats
    row_upper: Floats
    costs: Integers
    cost: Floats
    bounds: Integers
    lower: Floats
    upper: Floats


type _Row = tuple[Status, float, list[float]]


class _Job:
    """What a worker needs, as data: the base case, its basis, and what to report.

    A copy that arrives elsewhere builds its own solvers, one a thread.
    """

    def __init__(self, arrays: Arrays, columns: Any, rows: Any, outcomes: Floats) -> None:
        self._data = arrays, columns, rows, outcomes
        self._own = threading.local()

    def __reduce__(self) -> tuple[Any, ...]:
        return _Job, self._data

    def run(self, variants: Sequence[_Variant]) -> list[_Row]:
        """Solve some variants."""
        arrays, columns, rows, _ = self._data
        if not hasattr(self._own, "engine"):
            self._own.engine = Engine(arrays, Settings())
            self._own.basis = self._own.engine.basis_of(columns, rows)
        return [self._solve(variant) for variant in variants]

    def _solve(self, variant: _Variant) -> _Row:
        arrays, _, _, outcomes = self._data
        engine: Engine = self._own.engine
        engine.set_rows(variant.rows, variant.row_lower, variant.row_upper)
        engine.set_costs(variant.costs, variant.cost)
        engine.set_columns(variant.bounds, variant.lower, variant.upper)
        engine.forget()
        engine.start_from(self._own.basis)
        outcome = engine.run()
        engine.set_rows(variant.rows, arrays.row_lower[variant.rows], arrays.row_upper[variant.rows])
        engine.set_costs(variant.costs, arrays.cost[variant.costs])
        engine.set_columns(variant.bounds, arrays.lower[variant.bounds], arrays.upper[variant.bounds])
        if not outcome.has_solution:
            return outcome.status, math.nan, [math.nan] * len(outcomes)
        point = np.array(outcome.solution.col_value, dtype=np.float64)
        return outcome.status, outcome.objective + 0.0, weighted_sum(outcomes, point).tolist()


def _variant(snapshot: Snapshot, arrays: Arrays, edits: Sequence[Edit]) -> _Variant:
    """Turn edits into numbers by position; a later edit of the same number replaces an earlier one."""
    rows: dict[int, tuple[float, float]] = {}
    costs: dict[int, float] = {}
    bounds: dict[int, tuple[float, float]] = {}
    for edit in edits:
        if edit.what == "limit":
            row = snapshot.rows.position(edit.family, edit.key)
            rows[row] = limits_at(snapshot, row, edit.value)
            continue
        column = snapshot.columns.position(edit.family, edit.key)
        if edit.what == "cost":
            costs[column] = cost_at(snapshot.columns, column, edit.value)
        else:
            low, high = bounds.get(column, (float(arrays.lower[column]), float(arrays.upper[column])))
            low, high = (edit.value, high) if edit.what == "lower" else (low, edit.value)
            bounds[column] = low, high
    bounds = {column: bounds_at(snapshot.columns, column, *pair) for column, pair in bounds.items()}
    return _Variant(
        np.array(list(rows), dtype=np.int32),
        *_sides(rows),
        np.array(list(costs), dtype=np.int32),
        np.array(list(costs.values()), dtype=np.float64),
        np.array(list(bounds), dtype=np.int32),
        *_sides(bounds),
    )


def _sides(pairs: Mapping[int, tuple[float, float]]) -> tuple[Floats, Floats]:
    table = np.array(list(pairs.values()), dtype=np.float64).reshape(-1, 2)
    return np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1])
