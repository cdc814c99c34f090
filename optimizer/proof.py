"""Multipliers that prove a linear programme infeasible, in exact fractions.

Each limit says that some sum is not negative. If positive multiples of such sums add up to a
negative number, the limits cannot all hold (Farkas 1902). The solver's proof names the limits that
are needed; the multipliers are those of the cheapest way to miss them, solved for in fractions from
its basis.
"""

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import numpy as np

from optimizer.arrays import Arrays, Floats
from optimizer.certificate import exact_prices
from optimizer.conflict import used_in_ray
from optimizer.elastic import elastic
from optimizer.engine import Engine
from optimizer.errors import PricesUnavailableError
from optimizer.labels import Key, Labels, written
from optimizer.live import Live
from optimizer.outcome import Settings
from optimizer.rational import TooLargeError
from optimizer.status import Status

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 12

type _Kind = Literal["constraint", "variable"]


@dataclass(frozen=True, slots=True)
class Multiplier:
    """How often one limit enters the sum.

    Attributes
    ----------
    kind, family, key
        Which constraint or variable.
    side
        ``"at most"`` enters as limit minus left-hand side, ``"at least"`` as left-hand side minus
        limit; of an equation the side that is needed.
    limit
        The limit.
    multiplier
        Above 0.
    """

    kind: _Kind
    family: str
    key: Key
    side: Literal["at least", "at most"]
    limit: float
    multiplier: Fraction

    @property
    def text(self) -> str:
        """The limit and its multiplier in words."""
        return f"{float(self.multiplier):.6g} times: {written(self.family, self.key)} is {self.side} {self.limit:.6g}"


@dataclass(frozen=True, slots=True)
class Proof:
    """Proof that limits cannot all hold.

    Attributes
    ----------
    holds
        Whether the multipliers prove it, checked in fractions: the weighted sum of the left-hand
        sides vanishes in every variable, and that of the limits is negative.
    multipliers
        One for each limit used; empty where no linear proof exists or none was found.
    sum
        What the limits add up to: less than 0, though each asks that it be at least 0.
    needs_whole_numbers
        Whether the linear relaxation is feasible: no multipliers can prove what rests on whole numbers.
    """

    holds: bool
    multipliers: tuple[Multiplier, ...]
    sum: Fraction
    needs_whole_numbers: bool

    @property
    def text(self) -> str:
        """The proof in words."""
        if self.needs_whole_numbers:
            return "no multipliers prove this: without the whole numbers required the limits can all hold"
        if not self.holds:
            return "no exact multipliers were found; the conflict rests on the solver's arithmetic"
        listed = "; ".join(multiplier.text for multiplier in self.multipliers[:_SHOWN])
        more = f"; and {len(self.multipliers) - _SHOWN} more" if len(self.multipliers) > _SHOWN else ""
        return f"added up, these say that 0 is at most {float(self.sum):.6g}: {listed}{more}"

    @property
    def table(self) -> "pd.DataFrame":
        """kind, family, key, side, limit, multiplier: a row a limit."""
        import pandas as pd

        names = ("kind", "family", "key", "side", "limit")
        table = {name: [getattr(multiplier, name) for multiplier in self.multipliers] for name in names}
        return pd.DataFrame(table | {"multiplier": [float(m.multiplier) for m in self.multipliers]})

    def __str__(self) -> str:
        return self.text


_NOTHING = Proof(False, (), Fraction(0), needs_whole_numbers=False)


def prove(arrays: Arrays, rows: Labels, columns: Labels) -> Proof:
    """Find and check multipliers that prove a programme infeasible.

    Few limits are tried first, those that the solver's own proof uses; if a rounding is in the way, all.
    """
    relaxed = replace(arrays, integer=np.zeros(arrays.columns, dtype=np.bool_), cost=np.zeros(arrays.columns))
    few = used_in_ray(relaxed)
    if few is not None:
        found = _proof(few, rows, columns)
        if found.holds:
            return found
    found = _proof(relaxed, rows, columns)
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
    sums: tuple[tuple[_Kind, Labels, dict[int, Fraction], Floats, Floats], ...] = (
        ("constraint", rows, prices, arrays.row_lower, arrays.row_upper),
        ("variable", columns, {column: -value for column, value in left.items()}, arrays.lower, arrays.upper),
    )
    parts: list[Multiplier] = []
    total = Fraction(0)
    for kind, labels, amounts, lower, upper in sums:
        for place, amount in amounts.items():
            if not amount:
                continue
            limit = float(upper[place] if amount > 0 else lower[place])
            if math.isinf(limit):
                return _NOTHING
            total += amount * Fraction(limit)
            family, key = labels.all[place]
            parts.append(Multiplier(kind, family, key, "at most" if amount > 0 else "at least", limit, abs(amount)))
    return Proof(total < 0, tuple(parts), total, needs_whole_numbers=False)
