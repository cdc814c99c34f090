"""A change of one number, as a reform writes it: scaled or set, never a bare number."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

type Operation = Literal["scale", "set"]

OPERATIONS = ("scale", "set")
EXAMPLE = '{"scale": 0.5} or {"set": 0.2}'


class PatchError(ValueError):
    """A patch that is none; says what is wrong with it and what to write."""


@dataclass(frozen=True, slots=True)
class Patch:
    """One operation on a number: scaled by an amount, or set to it."""

    operation: Operation
    amount: float

    @classmethod
    def of(cls, given: object) -> "Patch":
        """Read a patch such as ``{"scale": 0.5}``.

        Raises
        ------
        PatchError
            If it is not exactly one operation with a finite number, or scales by less than nothing.
        """
        if isinstance(given, (int, float)):
            raise PatchError(f"a bare number does not say whether to scale or to set; write {EXAMPLE}")
        if not isinstance(given, Mapping) or len(given) != 1:
            raise PatchError(f"one change of one parameter is needed; write {EXAMPLE}")
        ((operation, amount),) = given.items()
        if operation not in OPERATIONS:
            raise PatchError(f"unknown operation {operation!r}; write {EXAMPLE}")
        if isinstance(amount, bool) or not isinstance(amount, (int, float)) or not math.isfinite(amount):
            raise PatchError(f"{operation} needs a finite number; write {EXAMPLE}")
        if operation == "scale" and amount < 0:
            raise PatchError("a negative scale would turn gains into losses; scale by zero or more")
        return cls(cast(Operation, operation), float(amount))
