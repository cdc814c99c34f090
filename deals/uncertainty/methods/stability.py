"""How far an order of items can be relied upon: whether it is the same from draw to draw."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from deals.kit.errors import InputError, Problem, UnknownNameError
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import number, percent
from deals.uncertainty.figures.stability import places
from deals.uncertainty.methods.checking import complete
from optimizer import Floats

PAIRS_AT_ONCE = 20_000_000
"""Pairs of items in draws that are compared in one go: what fits in memory without being felt."""


@dataclass(frozen=True, eq=False, repr=False)
class Stability(Answer):
    """Places of items from draw to draw.

    Attributes
    ----------
    top : int
        How many places are the top.
    agreement : array
        By draw, Kendall's tau-b of its order with the central one: 1 where they are the same, -1 where reversed,
        missing where a draw tells no two items apart.
    outcome : str
        What the items are ordered by, with its unit.
    failed : int
        Draws left out, because they failed for some item.
    """

    _table: pd.DataFrame
    top: int
    agreement: Floats
    outcome: str
    failed: int

    @property
    def table(self) -> pd.DataFrame:
        """Index item, in the central order.

        `central`, its place there; `first` and `top`, the share of draws in which it is first, or in the top; `mean`
        place, and the places `p10` and `p90` that bound it in eight of ten draws. Items that are worth the same share
        their places: each has the mean of them, and an equal part of what they have of the top.
        """
        return self._table.copy()

    @property
    def tau(self) -> tuple[float, float, float]:
        """Agreement with the central order at 10, 50 and 90% of the draws."""
        told = self.agreement[~np.isnan(self.agreement)]
        if not len(told):
            return float("nan"), float("nan"), float("nan")
        low, middle, high = np.quantile(told, (0.1, 0.5, 0.9)).tolist()
        return low, middle, high

    @property
    def sentence(self) -> str:
        """Who leads, how often, and how alike the orders are."""
        return (
            f"{self._table.index[0]} is first in {percent(float(self._table['first'].iloc[0]))} of draws; the order of "
            f"a draw agrees with the central one by a Kendall's tau of {number(self.tau[1], 2)} in the middle, above "
            f"{number(self.tau[0], 2)} in nine of ten"
        )

    def chart(self) -> Chart:
        """The places of each item over draws, and how often it is in the top."""
        return places(self._table, self.top, self.tau, self.outcome, len(self.agreement), self.failed)


def stability(
    values: pd.DataFrame, top: int, *, central: "pd.Series[Any] | None" = None, outcome: str = "outcome"
) -> Stability:
    """How stable the order of items is over draws.

    Draws that failed for some item (missing numbers) are left out, and counted.

    Parameters
    ----------
    values : DataFrame
        A row a draw, a column an item; more is better.
    top : int
        How many places are the top.
    central : Series, optional
        Values of the items in the central case, whose order others are compared with; their means over draws by
        default.
    outcome : str
        What values are, with the unit, for the picture.

    Raises
    ------
    InputError
        If there is no item, fewer than two draws went well, or `top` is not between 1 and the number of items.
    UnknownNameError
        If the central case lacks an item.
    """
    kept, failed = complete(values, "values")
    if not 1 <= top <= len(kept.columns):
        raise InputError(Problem("", "top", top, "no such number of places", f"1 to {len(kept.columns)}"))
    if central is not None and (unknown := [name for name in kept.columns if name not in central.index]):
        raise UnknownNameError.of("item", str(unknown[0]), map(str, central.index), field="central")
    numbers = kept.to_numpy()
    middle = (kept.mean() if central is None else central[kept.columns]).to_numpy(dtype=np.float64)
    better, same = compared(numbers)
    ranks = better + (same + 1) / 2
    among_central, alike_central = compared(middle[None, :])
    low, high = np.quantile(ranks, (0.1, 0.9), axis=0)
    table = pd.DataFrame(
        {
            "central": (among_central + (alike_central + 1) / 2)[0],
            "first": held(better, same, 1).mean(axis=0),
            "top": held(better, same, top).mean(axis=0),
            "mean": ranks.mean(axis=0),
            "p10": low,
            "p90": high,
        },
        index=pd.Index(kept.columns, name="item"),
    ).sort_values(["central", "mean"], kind="stable")
    return Stability(table, top, agreement(numbers, middle), outcome, failed)


def compared(values: Floats) -> tuple[Floats, Floats]:
    """By draw and item, how many items are better, and how many as good, itself among them."""
    draws, items = values.shape
    better, same = np.empty((draws, items)), np.empty((draws, items))
    step = max(1, PAIRS_AT_ONCE // max(1, items * items))
    for start in range(0, draws, step):
        part = values[start : start + step]
        better[start : start + step] = (part[:, None, :] > part[:, :, None]).sum(axis=2)
        same[start : start + step] = (part[:, None, :] == part[:, :, None]).sum(axis=2)
    return better, same


def held(better: Floats, same: Floats, top: int) -> Floats:
    """What each item has of the first places in each draw: 1, 0, or a part where it shares a place at their end."""
    part: Floats = np.clip((top - better) / same, 0.0, 1.0)
    return part


def agreement(values: Floats, central: Floats) -> Floats:
    """Kendall's tau-b of the order in each draw with the central one, by draw; missing where all is tied."""
    first, second = np.triu_indices(values.shape[1], 1)
    there = np.sign(central[first] - central[second])
    found = np.full(len(values), np.nan)
    for place, draw in enumerate(values):
        here = np.sign(draw[first] - draw[second])
        told = np.sqrt(np.abs(here).sum() * np.abs(there).sum())
        if told:
            found[place] = here @ there / told
    return found
