"""A programme behind which stands one of PuLP: every expression is PuLP's, and checked before it is taken."""

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import numpy as np
import pulp
from pulp import LpAffineExpression, LpVariable

from optimizer.build.arrays import Arrays, Matrix
from optimizer.build.store import Bound, Store
from optimizer.errors import ModelError
from optimizer.explained import Key, written

_HINTS: dict[type, str] = {
    bool: ": for two variables write x - y == 0 instead of x == y, and turn a numpy number into a float",
    np.bool_: ": put the variables on the left, and turn a numpy number into a float",
}


class Variables[K: Key](Mapping[K, LpVariable]):
    """One family of variables: a mapping from key to PuLP variable.

    Variables of one programme can be keys of a dictionary: they are equal where their column is, which
    is their ``id``.
    """

    def __init__(self, name: str, members: dict[K, LpVariable]) -> None:
        self.name = name
        self._members = members

    def __getitem__(self, key: K) -> LpVariable:
        return self._members[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __repr__(self) -> str:
        return f"<Variables {self.name}: {len(self)}>"


class Checked(Store):
    """Rows and columns that are also those of a PuLP problem."""

    def __init__(self, name: str, *, maximise: bool) -> None:
        super().__init__()
        self.problem = pulp.LpProblem(_plain(name), pulp.LpMaximize if maximise else pulp.LpMinimize)
        self._variables: list[LpVariable] = []
        self._lower, self._upper, self._integer = array("d"), array("d"), array("b")
        self._row_lower, self._row_upper = array("d"), array("d")
        self._start, self._index, self._value = array("i", [0]), array("i"), array("d")
        self._cost: dict[int, float] = {}
        self._offset = 0.0

    def add_variables[K: Key](
        self, name: str, keys: Iterable[K], lower: Bound, upper: Bound, *, integer: bool
    ) -> Variables[K]:
        members = [] if isinstance(keys, str) else list(keys)
        low = [_bound(lower, -math.inf, name, key) for key in members]
        high = [_bound(upper, math.inf, name, key) for key in members]
        for key, below, above in zip(members, low, high, strict=True):
            if below > above or below == math.inf or above == -math.inf:
                raise ModelError(f"variable {written(name, key)}: lower bound {below} above upper {above}")
        columns = self.columns.add(name, keys if isinstance(keys, str) else members)
        self._lower.extend(low)
        self._upper.extend(high)
        self._integer.extend([integer] * len(columns))
        category: Literal["Integer", "Continuous"] = "Integer" if integer else "Continuous"
        plain = _plain(name)
        added = [
            self.problem.add_variable(f"{plain}_{column}", _finite(below), _finite(above), category)
            for column, below, above in zip(columns, low, high, strict=True)
        ]
        self._variables += added
        if self.probe is None and added:
            self.probe = LpAffineExpression.from_variable(added[0])
        return Variables(name, dict(zip(members, added, strict=True)))

    def set_objective(self, expression: Any) -> None:
        if isinstance(expression, LpVariable):
            expression = LpAffineExpression.from_variable(expression)
        check("the objective", expression, "expression", self.probe)
        self.problem.setObjective(expression)
        self._cost = {variable.id: coefficient for variable, coefficient in expression.items()}
        self._offset = expression.constant

    def add_constraints(self, family: str, rows: Mapping[Any, Any]) -> None:
        for key, row in rows.items():
            check(f"constraint {written(family, key)}", row, "comparison", self.probe)
        plain = _plain(family)
        for row, position in zip(rows.values(), self.rows.add(family, rows), strict=True):
            for variable, coefficient in row.items():
                if coefficient:
                    self._index.append(variable.id)
                    self._value.append(coefficient)
            self._start.append(len(self._index))
            # From nought, not from minus nought.
            limit = 0.0 - row.constant
            self._row_lower.append(-math.inf if row.sense == pulp.LpConstraintLE else limit)
            self._row_upper.append(math.inf if row.sense == pulp.LpConstraintGE else limit)
            self.problem.addConstraint(row, f"{plain}_{position}")

    def linear(self, terms: Mapping[Any, float] | Iterable[tuple[Any, float]], constant: float) -> LpAffineExpression:
        pairs = terms.items() if isinstance(terms, Mapping) else terms
        try:
            expression = pulp.lpSum_vars_coefs(pairs)
        except (pulp.PulpError, AttributeError) as error:
            raise ModelError(f"not a linear expression: {error}") from error
        if constant:
            expression.constant = constant
        return expression

    def bounds(self, column: int) -> tuple[float, float]:
        return self._lower[column], self._upper[column]

    def set_bounds(self, column: int, lower: float, upper: float) -> None:
        self._lower[column], self._upper[column] = lower, upper
        self._variables[column].bounds(_finite(lower), _finite(upper))

    def make_continuous(self, column: int) -> None:
        self.integers_fixed = self.integers_fixed or bool(self._integer[column])
        self._integer[column] = False
        self._variables[column].cat = "Continuous"

    def arrays(self, *, maximise: bool) -> Arrays:
        cost = np.zeros(len(self.columns))
        for column, coefficient in self._cost.items():
            cost[column] = coefficient
        return Arrays(
            maximise=maximise,
            offset=self._offset,
            cost=cost,
            lower=np.array(self._lower, dtype=np.float64),
            upper=np.array(self._upper, dtype=np.float64),
            row_lower=np.array(self._row_lower, dtype=np.float64),
            row_upper=np.array(self._row_upper, dtype=np.float64),
            integer=np.array(self._integer, dtype=np.bool_),
            matrix=Matrix(
                np.array(self._start, dtype=np.int32),
                np.array(self._index, dtype=np.int32),
                np.array(self._value, dtype=np.float64),
            ),
        )


def check(
    what: str, thing: object, shape: Literal["expression", "comparison"], ours: LpAffineExpression | None
) -> None:
    """Refuse what PuLP would take in silence, or only notice half-way.

    Parameters
    ----------
    what
        The place in the programme, for the message.
    thing
        What was given there.
    shape
        What it has to be: a linear expression, or a comparison of one with something.
    ours
        An expression in a variable of this programme: adding one of another programme to it fails.
    """
    if not isinstance(thing, LpAffineExpression) or (thing.sense is None) != (shape == "expression"):
        raise ModelError(f"{what} is not a linear {shape} but {type(thing).__name__}{_HINTS.get(type(thing), '')}")
    if not math.isfinite(thing.constant) or not all(map(math.isfinite, thing.values())):
        raise ModelError(f"{what} has a number that is not finite")
    try:
        if ours is not None:
            ours + thing
    except ValueError as error:
        raise ModelError(f"{what} has variables of another programme") from error
    if ours is None and len(thing):
        raise ModelError(f"{what} has variables of another programme")


def _bound(bound: Bound, default: float, name: str, key: Key) -> float:
    if bound is None:
        return default
    if isinstance(bound, Mapping):
        if key not in bound:
            raise ModelError(f"variable {written(name, key)} has no bound in the mapping given")
        return _bound(bound[key], default, name, key)
    if math.isnan(bound):
        raise ModelError(f"variable {written(name, key)}: a bound is not a number")
    return float(bound)


def _plain(name: str) -> str:
    """A name PuLP accepts; labels are kept apart, so nothing is lost."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name).strip("_") or "p"


def _finite(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None
