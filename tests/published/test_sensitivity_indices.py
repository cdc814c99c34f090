"""Functions whose shares of variance and elementary effects are known exactly."""

import numpy as np
import pytest

from deals.uncertainty.methods.morris import morris, morris_design
from deals.uncertainty.methods.sobol import Indices, sobol, sobol_design
from optimizer import Floats


def check(found: Indices, first: Floats, total: Floats, bound: float) -> None:
    """Every index lies in its own interval, and within a bound that does not depend on it."""
    table = found.table.loc[[f"x{n}" for n in range(1, len(first) + 1)]]
    for column, known in (("first", first), ("total", total)):
        error = np.abs(table[column].to_numpy() - known)
        assert (error <= table[f"{column}_confidence"].to_numpy() + 1e-9).all()
        assert error.max() <= bound


def test_ishigami() -> None:
    """T. Ishigami and T. Homma (1990) with a = 7 and b = 0.1, and the indices that handbooks print for it."""
    a, b = 7.0, 0.1
    names = ["x1", "x2", "x3"]
    design = sobol_design(names, 4096, seed=1)
    x = np.pi * design
    outcomes = np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])
    first, total = np.array([0.3139, 0.4424, 0.0]), np.array([0.5576, 0.4424, 0.2437])
    found = sobol(names, design, outcomes)
    check(found, first, total, 0.02)
    whole = a**2 / 8 + b * np.pi**4 / 5 + b**2 * np.pi**8 / 18 + 0.5
    assert found.spread**2 == pytest.approx(whole, rel=0.02)


def test_the_g_function_of_sobol() -> None:
    """I. M. Sobol's product of (|4 x - 2| + a) / (1 + a), with the a that handbooks use; indices by his closed form."""
    a = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])
    names = [f"x{n}" for n in range(1, 9)]
    design = sobol_design(names, 2048, seed=2)
    outcomes = np.prod((np.abs(2 * design) + a) / (1 + a), axis=1)
    own = 1 / (3 * (1 + a) ** 2)
    whole = np.prod(1 + own) - 1
    first = own / whole
    total = own * np.prod(1 + own) / (1 + own) / whole
    check(sobol(names, design, outcomes), first, total, 0.03)


def test_the_function_of_morris() -> None:
    """M. D. Morris (1991), section 4, less its random part: twenty inputs, of which the last ten do nothing.

    With them 8 to 10 act in straight lines (an effect of 40 everywhere), 1 to 7 bend or act with others.
    """
    names = [f"x{n}" for n in range(1, 21)]
    design = morris_design(names, 60, seed=3)
    unit = (design + 1) / 2
    w = 2 * (unit - 0.5)
    for bent in (2, 4, 6):
        w[:, bent] = 2 * (1.1 * unit[:, bent] / (unit[:, bent] + 0.1) - 0.5)
    outcomes = 20 * w[:, :10].sum(axis=1)
    for size, weight in ((2, -15.0), (3, -10.0), (4, 5.0)):
        outcomes = outcomes + weight * symmetric(w[:, : {2: 6, 3: 5, 4: 4}[size]], size)
    table = morris(names, design, outcomes).table
    assert table.loc[["x8", "x9", "x10"], "mu_star"].to_numpy() == pytest.approx(40.0)
    assert table.loc[["x8", "x9", "x10"], "sigma"].to_numpy() == pytest.approx(0.0, abs=1e-9)
    assert table.loc[names[10:], "mu_star"].to_numpy() == pytest.approx(0.0, abs=1e-9)
    assert (table.loc[names[:7], ["mu_star", "sigma"]].to_numpy() > 10).all()


def symmetric(columns: Floats, size: int) -> Floats:
    """Sum over all products of `size` different columns."""
    sums = [np.ones(len(columns)), *(np.zeros(len(columns)) for _ in range(size))]
    for column in columns.T:
        for n in range(size, 0, -1):
            sums[n] = sums[n] + column * sums[n - 1]
    return sums[size]
