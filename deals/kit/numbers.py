"""Arithmetic of one world or of many: wherever a number stands, an array over worlds may stand in its place.

Worth is computed by the same lines for one world, with plain numbers, and for hundreds at once, with arrays that have
an element a world. Plain arithmetic needs no help; what chooses between numbers does. Elements never meet, so that what
comes out for a world does not depend on which others are computed with it.
"""

import math
from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

type Array = NDArray[np.float64]


def row_sums(numbers: Array) -> Array:
    """Every row added up, one number after another, so that no sum depends on how many rows there are."""
    found: Array = np.cumsum(numbers, axis=1)[:, -1] if numbers.shape[1] else np.zeros(len(numbers))
    return found


def of_many(*numbers: Any) -> bool:
    """Whether one of them is an array over worlds."""
    # Asked some hundred thousand times in a row: types of the numbers alone are looked at.
    return np.ndarray in map(type, numbers)


def larger(first: float, second: float) -> float:
    """The larger of two numbers, world by world."""
    return cast("float", np.maximum(first, second)) if of_many(first, second) else max(first, second)


def smaller(first: float, second: float) -> float:
    """The smaller of two numbers, world by world."""
    return cast("float", np.minimum(first, second)) if of_many(first, second) else min(first, second)


def smallest(numbers: Iterable[float]) -> float:
    """The smallest of some numbers, world by world."""
    return reduce(smaller, numbers)


def chosen(condition: Any, here: Any, elsewhere: Any) -> Any:
    """One number where a condition holds, another where it does not."""
    if isinstance(condition, np.ndarray):
        return np.where(condition, here, elsewhere)
    return here if condition else elsewhere


def decided(condition: Any, here: Callable[[], Any], elsewhere: Callable[[], Any]) -> Any:
    """The same of what is yet to be looked up: of one world only what holds there is."""
    if isinstance(condition, np.ndarray):
        return np.where(condition, here(), elsewhere())
    return here() if condition else elsewhere()


def possible(condition: Any) -> bool:
    """Whether a condition may hold: of many worlds it may in some, so that what is written for them has one shape."""
    return isinstance(condition, np.ndarray) or bool(condition)


def ratio(above: float, below: float) -> float:
    """One number over another; nothing where the other is not above nothing."""
    if not of_many(above, below):
        return above / below if below > 0 else 0.0
    positive = np.greater(below, 0)
    found: Any = np.divide(above, np.where(positive, below, 1.0)) * positive
    return cast("float", found)


def whole_above(number: float) -> int:
    """The smallest whole number that is not below a number."""
    found: Any = np.ceil(cast("Any", number)).astype(np.int64) if of_many(number) else math.ceil(number)
    return cast("int", found)


def whole(number: float) -> int:
    """The nearest whole number, halves to the even one."""
    found: Any = np.rint(cast("Any", number)).astype(np.int64) if of_many(number) else round(number)
    return cast("int", found)


def exponential(number: float) -> float:
    """E to a power."""
    return _each(math.exp, np.exp, number)


def logarithm(number: float) -> float:
    """Natural logarithm."""
    return _each(math.log, np.log, number)


def logarithm_of_one_plus(number: float) -> float:
    """Natural logarithm of one plus a number, exact for small ones."""
    return _each(math.log1p, np.log1p, number)


def power(base: float, exponent: float) -> float:
    """A positive number to a power."""
    found: Any = np.power(base, exponent) if of_many(base, exponent) else base**exponent
    return cast("float", found)


def _each(one: Callable[[float], float], many: Callable[[Any], Any], number: float) -> float:
    found: Any = many(number) if of_many(number) else one(number)
    return cast("float", found)
