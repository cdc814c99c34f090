"""How good and how bad it may come out: quantiles with their own sampling error, and the mean of the worst share."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from deals.kit.errors import InputError, Problem
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import number, percent
from deals.uncertainty.figures.risk import ranges
from deals.uncertainty.methods.binomial import binomial
from deals.uncertainty.methods.checking import CONFIDENCE, complete
from optimizer import Floats

SHARES = (0.1, 0.5, 0.9)
WORST = 0.1
"""Share of the draws whose mean is the expected shortfall."""


@dataclass(frozen=True, eq=False, repr=False)
class Risk(Answer):
    """Range of outcomes, an item each.

    Attributes
    ----------
    outcome : str
        What is measured, with its unit.
    worst : float
        Share of draws that the shortfall is the mean of.
    failed : int
        Draws left out, because they failed for some item.
    """

    _outcomes: pd.DataFrame
    outcome: str
    worst: float
    failed: int

    @cached_property
    def _table(self) -> pd.DataFrame:
        rows = {}
        for item, column in self._outcomes.items():
            values = column.to_numpy()
            row = {"mean": float(values.mean())}
            for share, found in quantiles(values, SHARES).iterrows():
                name = f"p{100 * float(str(share)):.0f}"
                row |= {name: found["value"], f"{name}_low": found["low"], f"{name}_high": found["high"]}
            row["shortfall"] = expected_shortfall(values, self.worst)
            row["shortfall_error"] = shortfall_error(values, self.worst)
            rows[item] = row
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("item")

    @property
    def table(self) -> pd.DataFrame:
        """Index item; all in the unit of the outcome.

        `mean`; `p10`, `p50`, `p90`, each with the 95% interval of its sampling error, `_low` to `_high` (infinite where
        the draws are too few to say); `shortfall`, the mean of the worst tenth (or the share asked for), with its
        standard error `shortfall_error`.
        """
        return self._table.copy()

    @property
    def sentence(self) -> str:
        """The range of the first item."""
        row: pd.Series[Any] = self._table.iloc[0]
        return (
            f"{self._table.index[0]}: {number(row['p50'])}, from {number(row['p10'])} to {number(row['p90'])} in eight "
            f"of ten draws, {number(row['shortfall'])} on average in the worst {percent(self.worst)} ({self.outcome})"
        )

    def chart(self) -> Chart:
        """Ranges side by side, with the mean of the worst share."""
        return ranges(self._table, self.outcome, self.worst, len(self._outcomes), self.failed)


def risk(outcomes: "pd.DataFrame | pd.Series[Any]", *, outcome: str = "outcome", worst: float = WORST) -> Risk:
    """Ranges of outcomes.

    Draws that failed (missing numbers) are left out for all items, and counted.

    Parameters
    ----------
    outcomes : DataFrame or Series
        A row a draw, a column an item; more is better.
    outcome : str
        What they are, with the unit, for the picture.
    worst : float
        Share of draws whose mean is the shortfall.

    Raises
    ------
    InputError
        If there is no item, fewer than two draws went well, or the share is not above 0 and up to 1.
    """
    _check_share("worst", worst)
    frame = (
        outcomes.to_frame("all" if outcomes.name is None else outcomes.name)
        if isinstance(outcomes, pd.Series)
        else outcomes
    )
    kept, failed = complete(frame)
    return Risk(kept, outcome, worst, failed)


def quantiles(outcomes: Floats, shares: Sequence[float] = SHARES) -> pd.DataFrame:
    """Quantiles of draws, each with an interval that holds the true one whatever the distribution.

    The interval runs from one draw to another in their order: how many draws lie below a quantile is binomial (H. A.
    David and H. N. Nagaraja, "Order Statistics", 3rd ed., section 7.1). It is the shortest in the number of draws,
    as even as can be on both sides, that holds the quantile in 95% of samples or more.

    Returns
    -------
    DataFrame
        Index share; `value` (linear between draws), `low` and `high` (infinite where too few draws lie beyond), and
        `covered`, the share of samples in which such an interval holds the quantile.

    Raises
    ------
    InputError
        If a share is not between 0 and 1, or there are fewer than two outcomes.
    """
    ordered = np.sort(np.asarray(outcomes, dtype=np.float64))
    if len(ordered) < 2 or not np.isfinite(ordered).all():
        raise InputError(Problem("", "outcomes", len(ordered), "too few outcomes, or some that are not numbers"))
    count, tail = len(ordered), (1 - CONFIDENCE) / 2
    padded = np.concatenate(([-math.inf], ordered, [math.inf]))
    rows = {}
    for share in shares:
        if not 0 < share < 1:
            raise InputError(Problem("", "shares", share, "a quantile is of a share between 0 and 1"))
        # At most `tail` of the samples have the quantile below their draw number `low`, or above number `high`.
        up_to = np.cumsum(binomial(count, share))
        low, high = (int(number) for number in np.searchsorted(up_to, (tail, 1 - tail)))
        high += 1
        rows[share] = {
            "value": float(np.quantile(ordered, share)),
            "low": float(padded[low]),
            "high": float(padded[high]),
            "covered": float(up_to[high - 1] - (up_to[low - 1] if low else 0.0)),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("share")


def expected_shortfall(outcomes: Floats, share: float = WORST) -> float:
    """Mean of the worst share of draws, more being better: the conditional value at risk.

    R. T. Rockafellar and S. Uryasev, Journal of Banking and Finance 26 (2002): where the share ends within a draw it
    counts in part, so that it is exact for every share.

    Raises
    ------
    InputError
        If the share is not above 0 and up to 1, or there is no outcome.
    """
    _check_share("share", share)
    ordered = np.sort(np.asarray(outcomes, dtype=np.float64))
    if not len(ordered) or not np.isfinite(ordered).all():
        raise InputError(Problem("", "outcomes", len(ordered), "no outcomes, or some that are not numbers"))
    weights = np.clip(share * len(ordered) - np.arange(len(ordered)), 0.0, 1.0)
    return float(weights @ ordered / weights.sum())


def shortfall_error(outcomes: Floats, share: float = WORST) -> float:
    """Standard error of :func:`expected_shortfall` for independent draws.

    By its influence function: the shortfall is the quantile less the mean of what falls short of it, over the share
    (B. J. Manistre and G. H. Hancock, North American Actuarial Journal 9, 2005).
    """
    values = np.asarray(outcomes, dtype=np.float64)
    at = least(values, 1 - share) if share < 1 else float(values.max())
    short = np.maximum(at - values, 0.0)
    return float(short.std(ddof=1) / share / math.sqrt(len(values)))


def least(outcomes: Floats, odds: float) -> float:
    """The most that draws reach or exceed with these odds at least.

    Examples
    --------
    >>> least(np.array([1.0, 2.0, 3.0, 4.0]), 0.75), least(np.array([1.0, 2.0, 3.0, 4.0]), 1.0)
    (2.0, 1.0)

    Raises
    ------
    InputError
        If the odds are not above 0 and up to 1.
    """
    _check_share("odds", odds)
    ordered = np.sort(np.asarray(outcomes, dtype=np.float64))[::-1]
    # 0.7 of ten draws are seven, whatever the last digit of the product.
    return float(ordered[math.ceil(odds * len(ordered) - 1e-9) - 1])


def _check_share(name: str, share: float) -> None:
    if not 0 < share <= 1:
        raise InputError(Problem("", name, share, "not a share", "a number above 0, up to 1"))
