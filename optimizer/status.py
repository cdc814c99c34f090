"""How a solve ended."""

from enum import Enum


class Status(Enum):
    """How a solve ended. Only the first three come with a solution."""

    OPTIMAL = "optimal"
    WITHIN_GAP = "within the gap asked for"
    TIME_LIMIT = "time limit"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    FAILED = "failed"

    @property
    def proven(self) -> bool:
        """Whether the answer is as good as was asked for, and proven so."""
        return self in {Status.OPTIMAL, Status.WITHIN_GAP}
