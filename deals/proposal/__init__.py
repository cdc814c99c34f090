"""The answer as a strategist reads it: packages, term sheets, report, exports."""

from deals.proposal.exporting import export
from deals.proposal.proposal import DealPackage, Proposal
from deals.proposal.proposing import propose

__all__ = [
    "DealPackage",
    "Proposal",
    "export",
    "propose",
]
