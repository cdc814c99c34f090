"""What a solver is asked for, and what a run of it ends with."""

from dataclasses import dataclass
from typing import Any

from optimizer.status import Status


@dataclass(frozen=True, slots=True)
class Settings:
    """How hard to try.

    Attributes
    ----------
    gap
        Relative gap between solution and bound at which a mixed-integer search may stop.
    absolute_gap
        The same in units of the objective; the search stops at whichever is met first.
    time_limit
        Seconds, or None.
    threads
        Threads of the solver; 0 leaves the number to it.
    """

    gap: float = 0.0
    absolute_gap: float = 1e-6
    time_limit: float | None = None
    threads: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What one run of the solver ended with; vectors are read only when asked for."""

    status: Status
    message: str
    objective: float
    bound: float
    seconds: float
    nodes: int
    has_solution: bool
    solution: Any
    basis: Any
