"""Labelled linear and mixed-integer programmes: PuLP builds them, one live HiGHS answers."""

from optimizer.build.arrays import Arrays, Flags, Floats, Integers, Size, weighted_sum
from optimizer.build.checked import Variables
from optimizer.build.restriction import Piece, PieceRow, Restriction
from optimizer.build.snapshot import Snapshot
from optimizer.build.stacked import Stack, valued
from optimizer.curves.along import Direction, Moved, direction, trace_along
from optimizer.curves.envelope import Envelope, Switch
from optimizer.curves.trace import Trace, trace
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
from optimizer.explained import Change, Conflict, Key, Label, Multiplier, Part, Proof, Repair
from optimizer.explore.alternatives import Alternatives, alternatives
from optimizer.explore.budget import (
    least_budget,
    protected,
    violation_bound,
    violation_bound_by_normal,
    violation_bound_by_stirling,
)
from optimizer.explore.frontier import Frontier, frontier
from optimizer.explore.hot import Hot, HotStack
from optimizer.explore.sweep import Edit, sweep
from optimizer.found_before import Ended, restored
from optimizer.program import Program, ProgramStack
from optimizer.prove.certificate import Certificate
from optimizer.session import Session
from optimizer.solution import Solution
from optimizer.solve.ties import Ties
from optimizer.status import Status

__all__ = [
    "Alternatives",
    "Arrays",
    "Certificate",
    "Change",
    "Conflict",
    "Direction",
    "DuplicateKeyError",
    "Edit",
    "Ended",
    "Envelope",
    "Flags",
    "Floats",
    "Frontier",
    "Hot",
    "HotStack",
    "InfeasibleError",
    "Integers",
    "Key",
    "Label",
    "ModelError",
    "Moved",
    "Multiplier",
    "NoOptimumError",
    "OptimizerError",
    "Part",
    "Piece",
    "PieceRow",
    "PricesUnavailableError",
    "Program",
    "ProgramStack",
    "Proof",
    "Repair",
    "Restriction",
    "Session",
    "Size",
    "Snapshot",
    "Solution",
    "SolverError",
    "Stack",
    "Status",
    "Switch",
    "Ties",
    "TimeLimitError",
    "Trace",
    "UnboundedError",
    "UnknownKeyError",
    "Variables",
    "alternatives",
    "direction",
    "frontier",
    "least_budget",
    "protected",
    "restored",
    "sweep",
    "trace",
    "trace_along",
    "valued",
    "violation_bound",
    "violation_bound_by_normal",
    "violation_bound_by_stirling",
    "weighted_sum",
]
