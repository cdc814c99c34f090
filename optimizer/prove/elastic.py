"""A programme whose limits may be missed, at a cost."""

import math

import numpy as np

from optimizer.build.arrays import Arrays, Flags, Matrix


def elastic(arrays: Arrays, movable: Flags) -> Arrays:
    """The programme with two more columns a movable row, one for each way its activity can miss.

    The least cost of missing is the objective; a miss costs its share of the limit (of 1 for limits below 1).
    """
    rows = np.flatnonzero(movable).astype(np.int32)
    limit = np.where(np.isfinite(arrays.row_upper), arrays.row_upper, arrays.row_lower)[rows]
    weight = 1.0 / np.maximum(1.0, np.abs(np.where(np.isfinite(limit), limit, 0.0)))
    added = 2 * len(rows)
    matrix = arrays.matrix
    entry_rows = np.concatenate([matrix.rows_of_entries(), rows, rows])
    index = np.concatenate([matrix.index, arrays.columns + np.arange(added, dtype=np.int32)])
    value = np.concatenate([matrix.value, np.ones(len(rows)), -np.ones(len(rows))])
    order = np.argsort(entry_rows, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(entry_rows, minlength=arrays.rows))]).astype(np.int32)
    return Arrays(
        maximise=False,
        offset=0.0,
        cost=np.concatenate([np.zeros(arrays.columns), weight, weight]),
        lower=np.concatenate([arrays.lower, np.zeros(added)]),
        upper=np.concatenate([arrays.upper, np.full(added, math.inf)]),
        row_lower=arrays.row_lower,
        row_upper=arrays.row_upper,
        integer=np.concatenate([arrays.integer, np.zeros(added, dtype=np.bool_)]),
        matrix=Matrix(start, index[order].astype(np.int32), value[order]),
    )
