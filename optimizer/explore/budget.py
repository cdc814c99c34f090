"""A row whose coefficients are uncertain, protected against the worst that a budget of deviations can do.

D. Bertsimas and M. Sim, "The Price of Robustness", Operations Research 52 (2004). Every coefficient may lie anywhere
within its deviation of the value given, but not all are at their worst together: the row holds for sure while no more
than a budget of them (a whole number and a fraction of one more) are. By duality that is linear.
"""

import math
from collections.abc import Iterable, Mapping
from statistics import NormalDist

from pulp import LpAffineExpression, LpVariable

from optimizer.errors import ModelError
from optimizer.program import Program

type Pairs = Mapping[LpVariable, float] | Iterable[tuple[LpVariable, float]]

ROW = "protected"
"""The key of the row, and of the price of its budget."""


def protected(
    program: Program, name: str, terms: Pairs, deviations: Pairs, *, budget: float, limit: float
) -> LpAffineExpression:
    """Add the row ``terms <= limit`` so that it holds whichever coefficients deviate, as far as the budget goes.

    Parameters
    ----------
    program
        It gets the row, family `name` and key ``"protected"``; the price of the budget, a variable with the same
        label; and for every deviation, numbered, a variable of family ``"{name}: beyond"`` and two rows of families
        ``"{name}: above"`` and ``"{name}: below"``.
    name
        Of a family of rows and one of variables that the programme does not have yet.
    terms
        Variables with the coefficients expected.
    deviations
        Variables with how far their coefficient may lie from that, either way; one without a term deviates from nought.
    budget
        How many coefficients may be at their worst: 0 for none, their number for all; a fraction for a part of one.
    limit
        What the row may come to at most.

    Returns
    -------
    pulp.LpAffineExpression
        What is kept back for deviations. At the optimum it is no less than the worst that the budget allows, and equal
        to it where the row binds: ask a solution for its value.

    Raises
    ------
    DuplicateKeyError
        If the programme has one of the families.
    ModelError
        If the budget or a deviation is below nought or not a number, or a variable is of another programme.
    """
    expected, moving = _pairs(terms), _pairs(deviations)
    if not budget >= 0:
        raise ModelError(f"{name}: a budget of deviations is 0 or more, not {budget}")
    if bad := [deviation for _, deviation in moving if not deviation >= 0]:
        raise ModelError(f"{name}: a deviation is 0 or more, not {bad[0]}")
    price = program.variables(name, [ROW])[ROW]
    beyond = program.variables(f"{name}: beyond", range(len(moving)))
    kept = [(price, min(float(budget), float(len(moving)))), *((beyond[number], 1.0) for number in beyond)]
    program.constraints(name, {ROW: program.linear([*expected, *kept]) <= limit})
    for side, sign in (("above", 1.0), ("below", -1.0)):
        rows = {
            number: program.linear([(variable, sign * deviation), (price, -1.0), (beyond[number], -1.0)]) <= 0.0
            for number, (variable, deviation) in enumerate(moving)
        }
        program.constraints(f"{name}: {side}", rows)
    return program.linear(kept)


def violation_bound(count: int, budget: float) -> float:
    """Chance that a protected row breaks, at most: the paper's B(n, budget), the best bound of its kind.

    Whatever the row and its solution, if the coefficients deviate independently of each other and each as likely by so
    much upwards as downwards; their distributions need be neither known nor alike. With budget = count none breaks: 0.

    Parameters
    ----------
    count
        Coefficients that deviate, n.
    budget
        Of them, 0 to `count`.

    Raises
    ------
    ModelError
        If the budget is not between 0 and `count`, or there is nothing to deviate.
    """
    _check(count, budget)
    if budget == count:
        return 0.0
    least = (budget + count) / 2
    whole = math.floor(least)
    beyond = sum(math.comb(count, number) for number in range(whole + 1, count + 1))
    every = 1 << count
    return beyond / every + (1 - (least - whole)) * (math.comb(count, whole) / every)


def violation_bound_by_stirling(count: int, budget: float) -> float:
    """A little more than :func:`violation_bound`, by the paper's simpler terms C(n, l) in place of binomials.

    Raises
    ------
    ModelError
        As :func:`violation_bound`.
    """
    _check(count, budget)
    if budget == count:
        return 0.0
    least = (budget + count) / 2
    whole = math.floor(least)
    rest = math.fsum(_stirling(count, number) for number in range(whole + 1, count + 1))
    return (1 - (least - whole)) * _stirling(count, whole) + rest


def violation_bound_by_normal(count: int, budget: float) -> float:
    """Nearly :func:`violation_bound` where many coefficients deviate: 1 - Phi((budget - 1) / sqrt(n)).

    Raises
    ------
    ModelError
        As :func:`violation_bound`.
    """
    _check(count, budget)
    return NormalDist().cdf((1 - budget) / math.sqrt(count))


def least_budget(count: int, chance: float) -> float:
    """The smallest budget whose :func:`violation_bound` is no more than a chance; `count` where only that will do.

    Raises
    ------
    ModelError
        If the chance is not between 0 and 1, or there is nothing to deviate.
    """
    _check(count, 0.0)
    if not 0 <= chance <= 1:
        raise ModelError(f"a chance is between 0 and 1, not {chance}")
    every, ways, beyond = 1 << count, 1, 0
    for number in range(count, -1, -1):
        within = beyond + ways
        if within / every > chance:
            # From here to one more the bound falls in a straight line.
            share = (within / every - chance) / (ways / every)
            return min(float(count), max(0.0, 2 * (number + share) - count))
        ways, beyond = ways * number // (count - number + 1), within
    return 0.0


def _pairs(terms: Pairs) -> list[tuple[LpVariable, float]]:
    return list(terms.items() if isinstance(terms, Mapping) else terms)


def _check(count: int, budget: float) -> None:
    if count < 1:
        raise ModelError(f"a budget needs coefficients that deviate, not {count}")
    if not 0 <= budget <= count:
        raise ModelError(f"a budget for {count} coefficients is between 0 and {count}, not {budget}")


def _stirling(count: int, number: int) -> float:
    if number in (0, count):
        return 0.5**count
    other = count - number
    power = count * math.log(count / (2 * other)) + number * math.log(other / number)
    return math.sqrt(count / (2 * math.pi * other * number)) * math.exp(power)
