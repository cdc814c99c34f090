"""Exact solutions of linear equations near a rounded one.

A ray or a multiplier of a solver misses its equations by a rounding. Elimination makes some unknowns depend on the
others; those take the rounded values as they are, and the first follow from them exactly.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from optimizer.exact.simplex import Budget

type Equation = dict[int, Fraction]


def nearby(equations: Sequence[Equation], guess: Mapping[int, float], budget: Budget) -> dict[int, Fraction]:
    """Values that make every equation's sum exactly 0, near to a guess.

    Parameters
    ----------
    equations
        Coefficients by unknown; used up.
    guess
        A value for every unknown.
    budget
        Operations allowed.

    Raises
    ------
    TooLongError
        If the budget is spent.
    """
    solved: dict[int, Equation] = {}
    for equation in sorted(equations, key=len):
        while known := equation.keys() & solved.keys():
            unknown = known.pop()
            share = equation.pop(unknown)
            budget.spend(len(solved[unknown]))
            for other, a in solved[unknown].items():
                total = equation.get(other, Fraction(0)) + share * a
                if total:
                    equation[other] = total
                else:
                    equation.pop(other, None)
        if equation:
            pivot = max(equation, key=lambda one: abs(equation[one]))
            divisor = -equation.pop(pivot)
            solved[pivot] = {other: a / divisor for other, a in equation.items()}
    values = {unknown: Fraction(value) for unknown, value in guess.items() if unknown not in solved}
    for unknown, terms in reversed(solved.items()):
        values[unknown] = sum((a * values[other] for other, a in terms.items()), Fraction(0))
    return values
