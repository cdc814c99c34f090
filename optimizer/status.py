"""How a solve ended."""

from enum import Enum


class Status(Enum):
    """How a solve ended. Only the first three come with a solution.

    INFEASIBLE and UNBOUNDED are proven apart from the solver; UNDECIDED is what it says without a proof.
    """

    OPTIMAL = "optimal"
    WITHIN_GAP = "within the gap asked for"
    TIME_LIMIT = "time limit"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    UNDECIDED = "not decided"
    FAILED = "failed"

    @property
    def proven(self) -> bool:
        """Whether the answer is as good as was asked for, and proven so."""
        return self in {Status.OPTIMAL, Status.WITHIN_GAP}
