"""What can go wrong, as a tree.

.. code-block:: text

    OptimizerError
    ├── ModelError                   the programme is badly stated
    │   ├── DuplicateKeyError        a family already has this key
    │   └── UnknownKeyError          no such family, variable or key
    ├── NoOptimumError               the solver proved no optimum; carries the status
    │   ├── InfeasibleError          no point satisfies every row; explains itself
    │   ├── UnboundedError           the objective improves without end
    │   ├── TimeLimitError           time ran out before a first solution
    │   └── SolverError              the solver stopped, or what holds is not decided
    └── PricesUnavailableError       this solution carries no proof that prices could rest on
"""

from collections.abc import Callable, Sequence

from optimizer.explained import Conflict, Proof, Repair
from optimizer.status import Status


class OptimizerError(Exception):
    """Anything this package refuses to do."""


class ModelError(OptimizerError):
    """The programme is badly stated: a number that is not finite, a row that is no row."""


class DuplicateKeyError(ModelError):
    """A key was given twice to one family; PuLP itself would accept it in silence."""


class UnknownKeyError(ModelError, KeyError):
    """No such family, variable or key."""

    def __str__(self) -> str:
        # KeyError would print the message in quotation marks.
        return str(self.args[0])


class NoOptimumError(OptimizerError):
    """The solver proved no optimum.

    Attributes
    ----------
    status : Status
        Why it stopped.
    """

    def __init__(self, message: str, status: Status) -> None:
        super().__init__(message)
        self.status = status

    def __reduce__(self) -> tuple[type["NoOptimumError"], tuple[str, Status]]:
        """What another process is told; what would explain it stays with the programme."""
        return NoOptimumError, (str(self), self.status)


class InfeasibleError(NoOptimumError):
    """No point satisfies every row and bound.

    The explanations are computed when asked for.
    """

    def __init__(
        self,
        message: str,
        conflict: Callable[[], Conflict],
        repair: Callable[[Sequence[str] | None], Repair],
        proof: Callable[[], Proof],
    ) -> None:
        super().__init__(message, Status.INFEASIBLE)
        self._conflict = conflict
        self._repair = repair
        self._proof = proof

    def told(self, message: str) -> "InfeasibleError":
        """The same refusal in the words of whoever stated the programme."""
        return InfeasibleError(message, self._conflict, self._repair, self._proof)

    def conflict(self) -> Conflict:
        """Limits that cannot hold together, though without any one of them the others can."""
        return self._conflict()

    def proof(self) -> Proof:
        """Multipliers of limits that prove it, checked in fractions.

        The limits are few, though not always the same as those of ``conflict``, for there can be
        several conflicts. Where it rests on whole numbers there are none, and the proof says so.
        """
        return self._proof()

    def repair(self, families: Sequence[str] | None = None) -> Repair:
        """The cheapest moves of limits that make the programme feasible.

        Parameters
        ----------
        families
            The constraints whose limits may move; all by default.

        Raises
        ------
        InfeasibleError
            If no move of those limits makes it feasible.
        """
        return self._repair(families)


class UnboundedError(NoOptimumError):
    """The objective improves without end: a limit is missing."""

    def __init__(self, message: str) -> None:
        super().__init__(message, Status.UNBOUNDED)


class TimeLimitError(NoOptimumError):
    """Time ran out before a first solution was found."""

    def __init__(self, message: str) -> None:
        super().__init__(message, Status.TIME_LIMIT)


class SolverError(NoOptimumError):
    """The solver stopped for a reason of its own (memory), or what it said could not be proven (UNDECIDED)."""

    def __init__(self, message: str, status: Status = Status.FAILED) -> None:
        super().__init__(message, status)


class PricesUnavailableError(OptimizerError):
    """Prices need a proven optimum (of the programme, or of it with the integers fixed)."""
