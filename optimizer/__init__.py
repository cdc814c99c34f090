"""Labelled linear and mixed-integer programmes: PuLP builds them, one live HiGHS answers."""

from optimizer.arrays import Size
from optimizer.certificate import Certificate
from optimizer.conflict import Conflict, Part
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
from optimizer.infeasible import Change, Repair
from optimizer.program import Program, Variables
from optimizer.session import Session
from optimizer.solution import Solution
from optimizer.status import Status
from optimizer.ties import Ties
from optimizer.trace import Trace, trace

__all__ = [
    "Certificate",
    "Change",
    "Conflict",
    "DuplicateKeyError",
    "InfeasibleError",
    "ModelError",
    "NoOptimumError",
    "OptimizerError",
    "Part",
    "PricesUnavailableError",
    "Program",
    "Repair",
    "Session",
    "Size",
    "Solution",
    "SolverError",
    "Status",
    "Ties",
    "TimeLimitError",
    "Trace",
    "UnboundedError",
    "UnknownKeyError",
    "Variables",
    "trace",
]
