"""Labelled linear and mixed-integer programmes: PuLP builds them, one live HiGHS answers."""

from optimizer.errors import (
    DuplicateKeyError,
    InfeasibleError,
    ModelError,
    NoOptimumError,
    OptimizerError,
    PricesUnavailableError,
    SolverError,
    TimeLimitError,
    UnboundedError,
    UnknownKeyError,
)
from optimizer.program import Program, Variables
from optimizer.solution import Solution
from optimizer.status import Status

__all__ = [
    "DuplicateKeyError",
    "InfeasibleError",
    "ModelError",
    "NoOptimumError",
    "OptimizerError",
    "PricesUnavailableError",
    "Program",
    "Solution",
    "SolverError",
    "Status",
    "TimeLimitError",
    "UnboundedError",
    "UnknownKeyError",
    "Variables",
]
