"""Prices and ranges as tables by key."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from optimizer.build.snapshot import Snapshot
from optimizer.explained import Key
from optimizer.price.basis_ranges import BasisRanges
from optimizer.price.prices import price_of_limit, range_of_cost
from optimizer.solve.live import Live

if TYPE_CHECKING:
    import pandas as pd


def price_table(
    snapshot: Snapshot, live: Live, family: str, keys: Sequence[Key] | None, *, intervals: bool
) -> "pd.DataFrame":
    """Two-sided prices of a family of constraints."""
    import pandas as pd  # heavy

    rows = snapshot.rows.positions(family, keys)
    live.settle_anew()
    basis = [(math.nan, math.nan)] * len(rows)
    if intervals:
        ranges = BasisRanges(live)
        basis = [ranges.of_limit(int(row)) for row in rows]
    prices = [price_of_limit(live, int(row), intervals=intervals) for row in rows]
    activity = live.activity[rows]
    limit = np.array([live.limit(int(row)) for row in rows], dtype=np.float64)
    above = np.isfinite(live.arrays.row_upper[rows])
    table = pd.DataFrame(
        {
            "activity": activity,
            "limit": limit,
            "slack": np.where(above, limit - activity, activity - limit),
            "price_down": [price.down for price in prices],
            "price_up": [price.up for price in prices],
            "holds_from": [price.holds_from for price in prices],
            "holds_to": [price.holds_to for price in prices],
            "basis_from": [low for low, _ in basis],
            "basis_to": [high for _, high in basis],
        },
        index=snapshot.rows.index(family, keys),
        dtype=np.float64,
    )
    # Adding zero turns -0.0 into 0.0.
    return table + 0.0


def cost_table(snapshot: Snapshot, live: Live, name: str, keys: Sequence[Key] | None) -> "pd.DataFrame":
    """Ranges of the costs of a family of variables."""
    import pandas as pd  # heavy

    columns = snapshot.columns.positions(name, keys)
    whole = snapshot.arrays.integer[columns]
    basis = BasisRanges(live)
    basis_ranges = {int(column): basis.of_cost(int(column)) for column in columns[~whole]}
    ranges = [
        [math.nan] * 5 if is_whole else [*_range(live, int(column)), *basis_ranges[int(column)]]
        for column, is_whole in zip(columns, whole, strict=True)
    ]
    table = pd.DataFrame(
        {
            "value": live.point[columns],
            "cost": live.arrays.cost[columns],
            "reduced_cost": [found[0] for found in ranges],
            "holds_from": [found[1] for found in ranges],
            "holds_to": [found[2] for found in ranges],
            "basis_from": [found[3] for found in ranges],
            "basis_to": [found[4] for found in ranges],
        },
        index=snapshot.columns.index(name, keys),
        dtype=np.float64,
    )
    return table + 0.0


def _range(live: Live, column: int) -> tuple[float, float, float]:
    found = range_of_cost(live, column)
    return found.reduced_cost, found.holds_from, found.holds_to
