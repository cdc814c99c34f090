"""Programmes as textbooks print them, and their tables of sensitivity.

The books print the ranges over which one *basis* stays optimal; ours are those over which the price
is truly constant. At a vertex that is not degenerate, and where no next price is the same, the two
are equal; the examples where they differ say so.
"""

import math
from typing import Any

import pandas as pd
import pytest

from optimizer import Program, Solution

INFINITE = math.inf


def programme(
    name: str,
    costs: dict[str, float],
    rows: dict[str, tuple[dict[str, float], str, float]],
    *,
    maximise: bool,
    **kinds: Any,
) -> Program:
    """A programme from a table: costs by variable, and rows of coefficients, sense and limit."""
    program = Program(name, maximise=maximise)
    x = program.variables("x", costs, **kinds)
    program.objective(program.linear((x[key], cost) for key, cost in costs.items()))
    for key, (entries, sense, limit) in rows.items():
        left = program.linear((x[column], a) for column, a in entries.items())
        row = left <= limit if sense == "<" else left >= limit if sense == ">" else left == limit
        program.constraints("row", {key: row})
    return program


def check_prices(solution: Solution, expected: dict[str, tuple[float, float, float]]) -> None:
    """Each row has this price on both sides, and it holds from and to these limits."""
    table = solution.prices("row", list(expected))
    prices = [price for price, _, _ in expected.values()]
    assert table["price_down"].tolist() == pytest.approx(prices, abs=1e-9)
    assert table["price_up"].tolist() == pytest.approx(prices, abs=1e-9)
    assert table["holds_from"].tolist() == pytest.approx([low for _, low, _ in expected.values()])
    assert table["holds_to"].tolist() == pytest.approx([high for _, _, high in expected.values()])
    check_basis(table)


def check_basis(table: pd.DataFrame) -> None:
    """The ranges of the basis are the same, as is so where nothing is degenerate."""
    assert table["basis_from"].tolist() == pytest.approx(table["holds_from"].tolist(), abs=1e-9)
    assert table["basis_to"].tolist() == pytest.approx(table["holds_to"].tolist(), abs=1e-9)


def check_costs(solution: Solution, expected: dict[str, tuple[float, float]]) -> None:
    """The solution stays optimal while each cost is between these."""
    table = solution.costs("x", list(expected))
    assert table["holds_from"].tolist() == pytest.approx([low for low, _ in expected.values()], abs=1e-9)
    assert table["holds_to"].tolist() == pytest.approx([high for _, high in expected.values()], abs=1e-9)
    check_basis(table)


def values(solution: Solution) -> dict[Any, float]:
    """Values by variable, rounded to nine digits."""
    table: pd.Series[float] = solution.values("x").round(9)
    return table.to_dict()


def giapetto() -> Program:
    return programme(
        "Giapetto",
        {"soldiers": 3, "trains": 2},
        {
            "finishing": ({"soldiers": 2, "trains": 1}, "<", 100),
            "carpentry": ({"soldiers": 1, "trains": 1}, "<", 80),
            "demand": ({"soldiers": 1}, "<", 40),
        },
        maximise=True,
    )
