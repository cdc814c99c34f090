"""Multipliers that prove a linear programme infeasible, in exact fractions.

Each limit says that some sum is not negative. If positive multiples of such sums add up to a
negative number, the limits cannot all hold (Farkas 1902). The solver's proof names the limits that
are needed; the multipliers are those of the cheapest way to miss them, solved for in fractions from
its basis.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np

from optimizer.build.arrays import Arrays, Floats
from optimizer.build.labels import Labels
from optimizer.errors import PricesUnavailableError
from optimizer.explained import Kind, Multiplier, Proof
from optimizer.prove.certificate import exact_prices
from optimizer.prove.conflict import used_in_ray
from optimizer.prove.elastic import elastic
from optimizer.prove.rational import TooLargeError
from optimizer.solve.engine import Engine
from optimizer.solve.live import Live
from optimizer.solve.outcome import Settings
from optimizer.status import Status

_NOTHING = Proof(False, (), Fraction(0), needs_whole_numbers=False)


def prove(arrays: Arrays, rows: Labels, columns: Labels, known: Mapping[int, Fraction]) -> Proof:
    """Find and check multipliers that prove a programme infeasible.

    Few limits are tried first, those that the solver's own proof uses; if a rounding is in the way, all; and at last
    the multipliers that are known, if any, from when it was found infeasible.
    """
    relaxed = replace(arrays, integer=np.zeros(arrays.columns, dtype=np.bool_), cost=np.zeros(arrays.columns))
    few = used_in_ray(relaxed)
    if few is not None:
        found = _proof(few, rows, columns)
        if found.holds:
            return found
    found = _proof(relaxed, rows, columns)
    if not found.holds and known:
        found = _checked(relaxed, rows, columns, dict(known))
    feasible = few is None and Engine(relaxed, Settings()).run(interruptible=True).status is Status.OPTIMAL
    return replace(found, needs_whole_numbers=not found.holds and feasible)


def _proof(arrays: Arrays, rows: Labels, columns: Labels) -> Proof:
    """Multipliers from the cheapest way to miss the limits: its cost is above 0, and they prove that."""
    used = np.isfinite(arrays.row_lower) | np.isfinite(arrays.row_upper)
    try:
        found = exact_prices(Live(elastic(arrays, used)))
    except (PricesUnavailableError, TooLargeError, ZeroDivisionError):
        return _NOTHING
    largest = max((abs(price) for price in found), default=Fraction(0))
    if not largest:
        return _NOTHING
    # Of a least cost the multipliers above 0 are those of "at least"; here they are to be those of "at most".
    prices = {row: -found[row] / largest for row in np.flatnonzero(used).tolist() if found[row]}
    proof = _checked(arrays, rows, columns, prices)
    return proof if proof.holds else _NOTHING


def _checked(arrays: Arrays, rows: Labels, columns: Labels, prices: dict[int, Fraction]) -> Proof:
    """Add up ``price (limit - row)`` and take what remains of each variable to one of its bounds."""
    left: dict[int, Fraction] = {}
    for row, price in prices.items():
        for column, coefficient in zip(*(part.tolist() for part in arrays.matrix.row(row)), strict=True):
            left[column] = left.get(column, Fraction(0)) + price * Fraction(coefficient)
    sums: tuple[tuple[Kind, Labels, dict[int, Fraction], Floats, Floats], ...] = (
        ("constraint", rows, prices, arrays.row_lower, arrays.row_upper),
        ("variable", columns, {column: -value for column, value in left.items()}, arrays.lower, arrays.upper),
    )
    parts: list[Multiplier] = []
    total = Fraction(0)
    for kind, labels, amounts, lower, upper in sums:
        for place, amount in amounts.items():
            if not amount:
                continue
            limit = float(upper[place] if amount > 0 else lower[place]) + 0.0
            if math.isinf(limit):
                return _NOTHING
            total += amount * Fraction(limit)
            family, key = labels.all[place]
            parts.append(Multiplier(kind, family, key, "at most" if amount > 0 else "at least", limit, abs(amount)))
    return Proof(total < 0, tuple(parts), total, needs_whole_numbers=False)
