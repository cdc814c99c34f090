"""A small linear programme decided in exact fractions.

A bounded simplex method with Bland's rule (Bland 1977, "New finite pivoting rules for the simplex method"), so that it
ends; feasibility first, as in Dutertre and de Moura 2006, "A fast linear-arithmetic solver for DPLL(T)". The numbers of
the programme are taken as the binary fractions they are stored as.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from optimizer.build.arrays import Arrays, Floats
from optimizer.status import Status

AT_LOWER, BASIC, AT_UPPER, AT_ZERO = 0, 1, 2, 3
_OBJECTIVE = -1
# An operation with a number this long takes twice as long as with a short one.
_BITS = 150


class TooLongError(ArithmeticError):
    """More operations in fractions than allowed."""


class Budget:
    """Operations in fractions that are left."""

    def __init__(self, operations: int) -> None:
        self._left = operations

    def spend(self, operations: int) -> None:
        """Use up some.

        Raises
        ------
        TooLongError
            If there are not as many.
        """
        self._left -= operations
        if self._left < 0:
            raise TooLongError


@dataclass(frozen=True, slots=True)
class Decided:
    """What holds of a programme, in fractions.

    Attributes
    ----------
    status : Status
        OPTIMAL, INFEASIBLE or UNBOUNDED.
    point : list of Fraction
        A point that keeps every limit: the best one where there is a best; empty if infeasible.
    multipliers : dict
        Of rows: where infeasible, multiples of ``limit - row`` that add up to a contradiction, above 0 for "at most";
        where optimal, the prices.
    ray : list of Fraction
        Where unbounded, a direction from the point that keeps every limit and improves.
    columns, rows : list of int
        The final basis, in the numbers the solver has for it; empty if there is none.
    """

    status: Status
    point: list[Fraction] = field(default_factory=list)
    multipliers: dict[int, Fraction] = field(default_factory=dict)
    ray: list[Fraction] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def objective(self, arrays: Arrays) -> Fraction:
        """The objective at the point."""
        costs = zip(arrays.cost.tolist(), self.point, strict=True)
        return sum((Fraction(cost) * at for cost, at in costs if cost), Fraction(arrays.offset))


type Side = Fraction | None


def sides(limits: Floats) -> list[Side]:
    """Limits as fractions; None where there is none."""
    return [Fraction(limit) if math.isfinite(limit) else None for limit in limits.tolist()]


def decide(arrays: Arrays, budget: Budget, lower: Sequence[Side] = (), upper: Sequence[Side] = ()) -> Decided:
    """Decide a programme without its whole numbers.

    Parameters
    ----------
    arrays
        The programme.
    budget
        Operations allowed.
    lower, upper
        Bounds of the columns, in place of its own.

    Raises
    ------
    TooLongError
        If the budget is spent.
    """
    tableau = _Tableau(arrays, budget, list(lower) or sides(arrays.lower), list(upper) or sides(arrays.upper))
    return tableau.contradiction() or tableau.best()


class _Tableau:
    """Basic variables as sums of the others: columns are numbered first, then rows, and the objective is -1."""

    def __init__(self, arrays: Arrays, budget: Budget, lower: list[Side], upper: list[Side]) -> None:
        self._columns, self._count = arrays.columns, arrays.columns + arrays.rows
        self._budget, self._turn = budget, -1 if arrays.maximise else 1
        self._low, self._high = lower + sides(arrays.row_lower), upper + sides(arrays.row_upper)
        self._sums: dict[int, dict[int, Fraction]] = {}
        for row in range(arrays.rows):
            entries = zip(*(part.tolist() for part in arrays.matrix.row(row)), strict=True)
            self._sums[arrays.columns + row] = {column: Fraction(value) for column, value in entries if value}
        costs = enumerate(arrays.cost.tolist())
        self._sums[_OBJECTIVE] = {column: Fraction(cost) for column, cost in costs if cost}
        self._value = [self._start(column) for column in range(arrays.columns)]
        for row in range(arrays.columns, self._count):
            terms = self._sums[row].items()
            self._value.append(sum((a * self._value[column] for column, a in terms), Fraction(0)))

    def contradiction(self) -> Decided | None:
        """Move to a point that keeps every limit, or show that there is none."""
        while True:
            wrong = next((one for one in sorted(self._sums) if one != _OBJECTIVE and self._missed(one)), None)
            if wrong is None:
                return None
            missed = self._missed(wrong)
            terms = sorted(self._sums[wrong].items())
            mover = next((other for other, a in terms if self._can_move(other, missed * a > 0)), None)
            if mover is None:
                used = {wrong: Fraction(-missed)} | {other: missed * a for other, a in terms}
                return Decided(Status.INFEASIBLE, multipliers=self._of_rows(used))
            target = self._low[wrong] if missed > 0 else self._high[wrong]
            if target is not None:
                self._move(mover, (target - self._value[wrong]) / self._sums[wrong][mover])
            self._swap(wrong, mover)

    def best(self) -> Decided:
        """Move from a point that keeps every limit to the best, or find a direction without an end."""
        while True:
            gains = {other: -self._turn * a for other, a in sorted(self._sums[_OBJECTIVE].items())}
            mover = next((other for other, gain in gains.items() if gain and self._can_move(other, gain > 0)), None)
            if mover is None:
                break
            way = 1 if gains[mover] > 0 else -1
            room, stopper = self._room(mover, way)
            if room is None:
                paces = {one: way * terms[mover] for one, terms in self._sums.items() if mover in terms}
                ray = [Fraction(way) if one == mover else paces.get(one, Fraction(0)) for one in range(self._columns)]
                return Decided(Status.UNBOUNDED, self._value[: self._columns], ray=ray)
            self._move(mover, way * room)
            if stopper != mover:
                self._swap(stopper, mover)
        found = [self._state(one) for one in range(self._count)]
        prices = self._of_rows(self._sums[_OBJECTIVE])
        basis = found[: self._columns], found[self._columns :]
        return Decided(Status.OPTIMAL, self._value[: self._columns], prices, [], *basis)

    def _start(self, column: int) -> Fraction:
        low, high = self._low[column], self._high[column]
        return low if low is not None else high if high is not None else Fraction(0)

    def _missed(self, one: int) -> int:
        """1 if a variable has to rise to its lower limit, -1 if it has to fall to its upper one."""
        value, low, high = self._value[one], self._low[one], self._high[one]
        return 1 if low is not None and value < low else -1 if high is not None and value > high else 0

    def _can_move(self, one: int, rise: bool) -> bool:
        limit = self._high[one] if rise else self._low[one]
        return limit is None or (self._value[one] < limit if rise else self._value[one] > limit)

    def _room(self, mover: int, way: int) -> tuple[Fraction | None, int]:
        """How far a variable can move, and which stops it: of several the first."""
        stop = self._high[mover] if way > 0 else self._low[mover]
        room, stopper = None if stop is None else abs(stop - self._value[mover]), mover
        for one in sorted(self._sums):
            pace = way * self._sums[one].get(mover, Fraction(0))
            limit = None if one == _OBJECTIVE or not pace else self._high[one] if pace > 0 else self._low[one]
            if limit is not None:
                own = (limit - self._value[one]) / pace
                if room is None or own < room or (own == room and one < stopper):
                    room, stopper = own, one
        return room, stopper

    def _move(self, mover: int, step: Fraction) -> None:
        self._value[mover] += step
        for one, terms in self._sums.items():
            if one != _OBJECTIVE and mover in terms:
                self._value[one] += terms[mover] * step

    def _swap(self, leaver: int, comer: int) -> None:
        """Write a basic variable's sum as one for another, and put that in place of it everywhere."""
        terms = self._sums.pop(leaver)
        pivot = terms.pop(comer)
        fresh = {other: -a / pivot for other, a in terms.items()} | {leaver: 1 / pivot}
        weight = 1 + pivot.numerator.bit_length() // _BITS
        for others in self._sums.values():
            share = others.pop(comer, None)
            if share is None:
                continue
            self._budget.spend(len(fresh) * weight)
            for other, a in fresh.items():
                total = others.get(other, Fraction(0)) + share * a
                if total:
                    others[other] = total
                else:
                    others.pop(other, None)
        self._sums[comer] = fresh

    def _of_rows(self, terms: dict[int, Fraction]) -> dict[int, Fraction]:
        return {one - self._columns: a for one, a in terms.items() if one >= self._columns and a}

    def _state(self, one: int) -> int:
        if one in self._sums:
            return BASIC
        if self._value[one] == self._low[one]:
            return AT_LOWER
        return AT_UPPER if self._value[one] == self._high[one] else AT_ZERO
