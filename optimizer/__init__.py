"""Labelled linear and mixed-integer programmes: PuLP builds them, one live HiGHS answers."""

from optimizer.alternatives import Alternatives, alternatives
from optimizer.arrays import Size
from optimizer.certificate import Certificate
from optimizer.conflict import Conflict, Part
from optimizer.envelope import Envelope, Switch
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
from optimizer.frontier import Frontier, frontier
from optimizer.infeasible import Change, Repair
from optimizer.program import Program, Variables
from optimizer.proof import Multiplier, Proof
from optimizer.session import Session
from optimizer.solution import Solution
from optimizer.status import Status
from optimizer.sweep import Edit, sweep
from optimizer.ties import Ties
from optimizer.trace import Trace, trace

__all__ = [
    "Alternatives",
    "Certificate",
    "Change",
    "Conflict",
    "DuplicateKeyError",
    "Edit",
    "Envelope",
    "Frontier",
    "InfeasibleError",
    "ModelError",
    "Multiplier",
    "NoOptimumError",
    "OptimizerError",
    "Part",
    "PricesUnavailableError",
    "Program",
    "Proof",
    "Repair",
    "Session",
    "Size",
    "Solution",
    "SolverError",
    "Status",
    "Switch",
    "Ties",
    "TimeLimitError",
    "Trace",
    "UnboundedError",
    "UnknownKeyError",
    "Variables",
    "alternatives",
    "frontier",
    "sweep",
    "trace",
]
