"""What a dollar of tariff revenue is worth to the United States beyond itself, as the rates agreed have it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

REVENUE = "tariff.revenue_weight"
WEIGHTS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0)
"""Weights that are tried."""


@dataclass(frozen=True)
class WeightOfRevenue:
    """The weight at which modelled rates miss those agreed by least, and how it moves with the deals there are.

    Attributes
    ----------
    value : float
        Of :data:`WEIGHTS` that with the smallest mean absolute error over all deals; of equals the smallest.
    low, high : float
        Ends of what it is where any one deal is left out.
    left_out : tuple of float
        The weight that fits the others, a number a deal.
    """

    value: float
    low: float
    high: float
    left_out: tuple[float, ...]


def told_of(rates: pd.DataFrame, modelled: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of rates agreed and modelled at each weight, those of partners of which the model says one at all."""
    if rates.empty:
        return rates, modelled
    told = rates["as judged"].notna() & modelled.notna().all(axis=1)
    return rates[told], modelled[told]


def weight_of_revenue(agreed: "pd.Series[float]", modelled: pd.DataFrame) -> WeightOfRevenue | None:
    """Fit the weight to rates agreed; None without two deals to learn from.

    Parameters
    ----------
    agreed : Series
        Rates agreed by partner, percent.
    modelled : DataFrame
        Rates modelled, percent: a row a partner, a column a weight.
    """
    if len(agreed) < 2:
        return None
    missed = np.abs(modelled.to_numpy(dtype=np.float64) - agreed.to_numpy(dtype=np.float64)[:, None])
    weights = modelled.columns.to_numpy(dtype=np.float64)
    value = float(weights[missed.mean(axis=0).argmin()])
    left_out = tuple(float(weights[np.delete(missed, k, axis=0).mean(axis=0).argmin()]) for k in range(len(missed)))
    return WeightOfRevenue(value, min(value, *left_out), max(value, *left_out), left_out)
